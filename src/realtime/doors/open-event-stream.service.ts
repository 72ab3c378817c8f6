import type { OutgoingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { encodeEventPosition } from '../../events/domain/event-position.js';
import { streamOwner, StreamPlace } from '../connections/open-stream.js';
import { StreamRegistry } from '../connections/stream-registry.service.js';
import { EventFeed } from '../event-feed.service.js';
import type { EventStream } from '../feed/event-stream.js';
import { SseConnection } from './sse-connection.js';

export interface SseRequest {
  user: AuthUser;
  language: Language;
  after: string | undefined;
}

/** The sequence as Server-Sent Events: an answer that goes on until somebody ends it. */
@Injectable()
export class OpenEventStream {
  constructor(
    private readonly feed: EventFeed,
    private readonly registry: StreamRegistry,
  ) {}

  /** Throws 503 `TOO_MANY_STREAMS`, or what the database's absence is answered with; from then on the answer is the stream's. */
  async open({ user, language, after }: SseRequest, reply: FastifyReply): Promise<void> {
    // Hung up while the guard asked the database: nobody would ever tell us that it has closed.
    if (reply.raw.destroyed) return void reply.hijack();
    let place: StreamPlace | undefined;
    let stream: EventStream | undefined;
    let isEnded = false;
    const connection = new SseConnection(reply.raw, {
      position: () => stream && encodeEventPosition(stream.position),
      onEnd: () => {
        isEnded = true;
        place?.release();
        stream?.stop();
      },
    });
    const close = connection.close.bind(connection);
    place = this.registry.register({ ...streamOwner(user), kind: 'sse', close });
    try {
      stream = await this.feed.open({ user, language, after }, connection);
    } catch (error) {
      place.release();
      throw error;
    }
    const headers = reply.getHeaders() as OutgoingHttpHeaders;
    reply.hijack();
    connection.open(headers, stream.lastId);
    if (isEnded) stream.stop();
    else stream.start();
  }
}
