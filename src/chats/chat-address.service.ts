import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ApiError } from '../common/errors/api-error.js';
import { LocalizedText } from '../common/errors/localized-text.js';
import { validationError } from '../common/validation/validation.pipe.js';
import type { ChatAddress } from './domain/chat-address.js';
import { canWork } from './domain/can-work.js';
import { canSeeChat } from './domain/chat-access.js';
import { isCurrent } from './domain/current-alias.js';
import { waIdForms } from './domain/phone-number.js';

const NOT_YOURS: LocalizedText = { en: 'is not a channel of yours', ru: 'не является доступным вам каналом' };

/** Finds chats by their channel and the customer's number. */
@Injectable()
export class ChatAddressService {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws 400 `VALIDATION` on `field`, the same for a foreign channel and one that does not exist. */
  async assertChannel(userId: number, channelId: number, field: string): Promise<void> {
    const rows: unknown[] = await this.dataSource.query(
      `select 1 from channels join users on users.id = $1 where channels.id = $2 and ${canWork('users', 'channels.id')}`,
      [userId, channelId],
    );
    if (rows.length === 0) throw validationError([{ field, code: 'CHANNEL', message: NOT_YOURS }]);
  }

  /**
   * The id of the chat, or undefined where there is none. Throws 409 `CHAT_OF_ANOTHER` where it is hidden from the user: a second chat
   * with the same customer cannot be made, so that nothing but the truth is left to say.
   */
  async find(
    userId: number,
    { channelId, phone }: ChatAddress,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<number | undefined> {
    const [chat]: { id: number; isVisible: boolean }[] = await manager.query(
      `select chat.id, ${canSeeChat('chat', '$1')} as "isVisible"
       from customer_identities identity join chats chat on chat.customer_id = identity.customer_id and chat.channel_id = $2 and chat.merged_into is null
       where identity.kind = 'wa_id' and identity.value = any($3::text[]) and ${isCurrent('identity')}
       order by array_position($3::text[], identity.value) limit 1`,
      [userId, channelId, waIdForms(phone)],
    );
    if (chat?.isVisible === false) throw new ApiError('CHAT_OF_ANOTHER');
    return chat?.id;
  }

  /** The form of the number under which somebody is known already, else the number itself. */
  async knownForm(manager: EntityManager, phone: string): Promise<string> {
    const [known]: { value: string }[] = await manager.query(
      `select value from customer_identities where kind = 'wa_id' and value = any($1::text[])
       order by array_position($1::text[], value) limit 1`,
      [waIdForms(phone)],
    );
    return known?.value ?? phone;
  }
}
