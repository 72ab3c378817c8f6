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
    for (const mediaId of filesOf(head)) {
      const upload = await this.media.metaIdOf(mediaId, channel);
      if (upload.kind === 'refused') return upload;
      if (upload.kind === 'failed') return { kind: 'unsent', reason: upload.reason };
    }
    return undefined;
  }

  async post(head: QueueHead, channel: GraphChannel): Promise<SendOutcome> {
    const metaIds: string[] = [];
    for (const mediaId of filesOf(head)) {
      const upload = await this.media.metaIdOf(mediaId, channel);
      if (upload.kind !== 'uploaded') throw new Error('a message with a file needs a media id');
      metaIds.push(upload.mediaId);
    }
    const body = buildSendBody(toOutgoing(head, metaIds));
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

/** Its own, then those of its cards. */
function filesOf({ mediaId, cardMediaIds }: QueueHead): number[] {
  return [...(mediaId === null ? [] : [mediaId]), ...cardMediaIds];
}

function toOutgoing(head: QueueHead, metaIds: readonly string[]): OutgoingMessage {
  const to = {
    ...(head.waId === null ? {} : { waId: head.waId }),
    ...(head.bsuid === null ? {} : { bsuid: head.bsuid }),
  };
  const { attemptId, type, content, details, caption, filename, replyToWamid: replyTo } = head;
  const quote = replyTo === null ? {} : { replyTo };
  const own = head.mediaId === null ? 0 : 1;
  const files = { mediaId: metaIds.slice(0, own)[0] ?? null, cardMediaIds: metaIds.slice(own) };
  return { to, attemptId, ...quote, type, content, details, caption, filename, ...files };
}
