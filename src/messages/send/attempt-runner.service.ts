import { setTimeout as delay } from 'node:timers/promises';
import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { MediaService } from '../../media/media.service.js';
import { GraphClientService } from '../../waba-gateway/graph-client.service.js';
import type { GraphChannel, SendOutcome } from '../../waba-gateway/graph.types.js';
import { buildSendBody, OutgoingMessage, SendTarget } from '../../waba-gateway/protocol/send-body.js';
import { OutgoingRepository } from '../outgoing.repository.js';
import { OutcomeRecorder, StartedAttempt } from './outcome-recorder.service.js';
import type { SendRequest } from './send-request.js';

export interface AttemptWork {
  attempt: StartedAttempt;
  channel: GraphChannel;
  to: SendTarget;
  request: Pick<SendRequest, 'type' | 'content' | 'caption' | 'filename'>;
  mediaId: number | null;
}

/** Nothing left us, so trying again is safe: a moment for a connection that was just refused. */
const UNSENT_RETRY_DELAYS_MS = [250, 1_000];
/** How long a stop waits for sends under way; what is still open then is found as interrupted after the start. */
const SHUTDOWN_GRACE_MS = 7_000;

/** Carries an attempt from its row to Meta and back to its row. It goes on when the request that began it has been answered. */
@Injectable()
export class AttemptRunner implements BeforeApplicationShutdown {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly graph: GraphClientService,
    private readonly media: MediaService,
    private readonly outgoing: OutgoingRepository,
    private readonly recorder: OutcomeRecorder,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Resolves when the outcome is committed. Never rejects: an outcome that could not be stored is found as interrupted later. */
  async run(work: AttemptWork): Promise<void> {
    const done = this.carry(work).catch((error: unknown) =>
      this.logger.failure('the outcome of an attempt could not be stored', error, { attemptId: work.attempt.id }),
    );
    this.running.add(done);
    await done.finally(() => this.running.delete(done));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([Promise.allSettled(this.running), delay(SHUTDOWN_GRACE_MS, undefined, { ref: false })]);
  }

  private async carry(work: AttemptWork): Promise<void> {
    const outcome = await this.deliver(work);
    await this.recorder.record(work.attempt, outcome, this.clock.now());
  }

  private async deliver(work: AttemptWork): Promise<SendOutcome> {
    if (work.mediaId === null) return this.post(work, undefined);
    const upload = await this.media.metaIdOf(work.mediaId, work.channel);
    if (upload.kind === 'refused') return upload;
    // A file uploaded twice harms nobody, and no message has left: this is never uncertain.
    if (upload.kind === 'failed') return { kind: 'unsent', reason: upload.reason };
    if (!(await this.outgoing.beginPosting(work.attempt.id, this.clock.now()))) {
      throw new Error('the attempt is no longer waiting');
    }
    return this.post(work, upload.mediaId);
  }

  private async post(work: AttemptWork, metaMediaId: string | undefined): Promise<SendOutcome> {
    const body = buildSendBody(toOutgoing(work, metaMediaId));
    for (let tries = 0; ; tries += 1) {
      const outcome = await this.graph.sendMessage(work.channel, body);
      const wait = UNSENT_RETRY_DELAYS_MS[tries];
      if (outcome.kind !== 'unsent' || wait === undefined) return outcome;
      await delay(wait);
    }
  }
}

function toOutgoing({ attempt, to, request }: AttemptWork, mediaId: string | undefined): OutgoingMessage {
  const common = { to, attemptId: attempt.id };
  if (request.type === 'text') return { ...common, type: 'text', text: request.content };
  if (mediaId === undefined) throw new Error('a media message needs a media id');
  const caption = request.caption ?? undefined;
  if (request.type === 'image') return { ...common, type: 'image', mediaId, caption };
  return { ...common, type: 'document', mediaId, caption, filename: request.filename ?? undefined };
}
