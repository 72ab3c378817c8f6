import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { LocalizedText } from '../../common/errors/localized-text.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { REACTION_MAX_AGE_MS } from '../../waba-gateway/protocol/limits.js';
import type { SendRequest } from './send-request.js';
import type { MessageReference } from './types/send-type.js';

/** A request whose references to other messages have become wamids. */
export interface LinkedRequest extends SendRequest {
  replyToWamid: string | null;
}

interface LinkTarget {
  /** Null until WhatsApp has it. */
  wamid: string | null;
  timestamp: Date;
  deletedAt: Date | null;
}

const NOT_HERE: LocalizedText = { en: 'is not a message of this chat', ru: 'не является сообщением этого чата' };
const NO_WAMID: LocalizedText = { en: 'is not at WhatsApp yet', ru: 'ещё не передано в WhatsApp' };
const GONE: LocalizedText = {
  en: 'is deleted or older than 30 days, so that WhatsApp takes no reaction to it',
  ru: 'удалено или старше 30 дней: WhatsApp не принимает на него реакции',
};

/** Chats that were merged into this one count as it. A reaction is no message that one could speak of. */
const TARGET = `message.timestamp, message.deleted_at as "deletedAt" from chats home join messages message on message.chat_id = home.id
  where (home.id = $1 or home.merged_into = $1) and message.type <> 'reaction'`;

/** The customer's, ours by the wamid of any of its attempts, or one from the phone. */
const BY_WAMID = `select id from messages where direction = 'in' and channel_id = home.channel_id and wamid = $2
  union all select id from messages where direction = 'out' and channel_id = home.channel_id and wamid = $2
  union all select message_id from send_attempts where channel_id = home.channel_id and wamid = $2`;

/** The messages that others quote or react to. */
@Injectable()
export class MessageLinksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Finds what a request speaks of within its chat; 400 on the field that names nothing there, whether it exists elsewhere or not. */
  async link(chatId: number, request: SendRequest): Promise<LinkedRequest> {
    const { quoted, subject } = request;
    const replyToWamid = quoted === null ? null : (await this.find(chatId, quoted)).wamid;
    if (subject === null) return { ...request, replyToWamid };
    const { wamid, timestamp, deletedAt } = await this.find(chatId, subject);
    const age = this.clock.millis() - timestamp.getTime();
    if (deletedAt !== null || age > REACTION_MAX_AGE_MS) throw refusal(subject, GONE);
    return { ...request, replyToWamid, details: { message_id: wamid, ...request.details } };
  }

  private async find(chatId: number, reference: MessageReference): Promise<LinkTarget & { wamid: string }> {
    const found = await this.load(chatId, reference.ref);
    if (found === undefined) throw refusal(reference, NOT_HERE);
    const { wamid } = found;
    if (wamid === null) throw refusal(reference, NO_WAMID);
    return { ...found, wamid };
  }

  private async load(chatId: number, ref: number | string): Promise<LinkTarget | undefined> {
    const values = [chatId, ref];
    const [row]: LinkTarget[] = await (typeof ref === 'number'
      ? this.dataSource.query(`select message.wamid, ${TARGET} and message.id = $2`, values)
      : this.dataSource.query(
          `select $2 as wamid, ${TARGET} and message.id in (${BY_WAMID}) order by message.id limit 1`,
          values,
        ));
    return row;
  }
}

function refusal({ field }: MessageReference, message: LocalizedText): ReturnType<typeof validationError> {
  return validationError([{ field, code: 'MESSAGE', message }]);
}
