import { Injectable } from '@nestjs/common';
import { MediaService } from '../../media/media.service.js';
import { GraphClientService } from '../../waba-gateway/graph-client.service.js';
import type { GraphChannel, SendOutcome } from '../../waba-gateway/graph.types.js';
import { buildSendBody, OutgoingMessage } from '../../waba-gateway/protocol/send-body.js';
import { QueueHead } from './chat-queue.repository.js';

/** More calls at once for one number would let a slow answer of its account hold up the others. */
const MAX_CALLS_PER_NUMBER = 20;

/**
 * A message leaves so soon after the commit that says so, or not at all: a process that stood still for longer may have lost its lease
 * (30 s), and then another has gone on.
 */
const MUST_LEAVE_WITHIN_MS = 20_000;

/** Hands one message to Meta. Never rejects for what Meta or the network do. */
@Injectable()
export class Poster {
  private readonly calls = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(
    private readonly graph: GraphClientService,
    private readonly media: MediaService,
  ) {}

  /** Uploads the file of a message where Meta has it not yet; the outcome where that failed. A second copy harms nobody. */
  async prepare(head: QueueHead, channel: GraphChannel): Promise<SendOutcome | undefined> {
    if (head.mediaId === null) return undefined;
    const upload = await this.media.metaIdOf(head.mediaId, channel);
    if (upload.kind === 'refused') return upload;
    return upload.kind === 'failed' ? { kind: 'unsent', reason: upload.reason } : undefined;
  }

  async post(head: QueueHead, channel: GraphChannel): Promise<SendOutcome> {
    const upload = head.mediaId === null ? undefined : await this.media.metaIdOf(head.mediaId, channel);
    const body = buildSendBody(toOutgoing(head, upload?.kind === 'uploaded' ? upload.mediaId : undefined));
    const release = await this.enter(channel.phoneNumberId);
    try {
      const begunAt = head.begunAt ?? performance.now();
      return await this.graph.sendMessage(channel, body, () => performance.now() - begunAt < MUST_LEAVE_WITHIN_MS);
    } finally {
      release();
    }
  }

  private async enter(phoneNumberId: string): Promise<() => void> {
    const calls = this.calls.get(phoneNumberId) ?? { running: 0, waiting: [] };
    this.calls.set(phoneNumberId, calls);
    if (calls.running >= MAX_CALLS_PER_NUMBER) await new Promise<void>((resolve) => calls.waiting.push(resolve));
    calls.running += 1;
    return () => {
      calls.running -= 1;
      calls.waiting.shift()?.();
    };
  }
}

function toOutgoing(head: QueueHead, mediaId: string | undefined): OutgoingMessage {
  const to = {
    ...(head.waId === null ? {} : { waId: head.waId }),
    ...(head.bsuid === null ? {} : { bsuid: head.bsuid }),
  };
  const { attemptId, type, content, details, caption, filename, replyToWamid: replyTo } = head;
  const quote = replyTo === null ? {} : { replyTo };
  if (head.mediaId !== null && mediaId === undefined) throw new Error('a media message needs a media id');
  return { to, attemptId, ...quote, type, content, details, caption, filename, mediaId: mediaId ?? null };
}
