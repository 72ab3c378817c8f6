import { Injectable } from '@nestjs/common';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { streamOwner } from '../connections/open-stream.js';
import { StreamRegistry } from '../connections/stream-registry.service.js';
import type { EventListDto } from '../event-list.dto.js';
import { EventFeed, StreamRequest } from '../event-feed.service.js';
import { JsonSink } from './json-sink.js';

export interface PollRequest extends StreamRequest {
  user: AuthUser;
  limit: number;
  /** 0: answers at once. */
  waitSeconds: number;
  /** The client has hung up. */
  signal: AbortSignal;
}

/** The sequence for those who ask again and again. */
@Injectable()
export class PollEvents {
  constructor(
    private readonly feed: EventFeed,
    private readonly registry: StreamRegistry,
  ) {}

  /**
   * What has come since; where there is nothing, what comes within the wait. Throws the 401 of a session or key that has ended
   * meanwhile.
   */
  async poll({ limit, waitSeconds, signal, ...request }: PollRequest): Promise<EventListDto> {
    const sink = new JsonSink(limit, waitSeconds > 0);
    const stream = await this.feed.open({ ...request, isFresh: true }, sink);
    const timer = waitSeconds === 0 ? undefined : setTimeout(() => sink.finish(), waitSeconds * 1_000);
    const hangUp = (): void => sink.finish();
    signal.addEventListener('abort', hangUp);
    if (signal.aborted) hangUp();
    try {
      stream.start();
      await sink.done;
      // The guard asked before the wait.
      if (waitSeconds > 0 && !signal.aborted) await this.registry.checkStanding(streamOwner(request.user));
      return sink.answer(stream.lastId);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', hangUp);
      stream.stop();
    }
  }
}
