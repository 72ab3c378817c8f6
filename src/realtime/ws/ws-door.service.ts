import { Injectable, OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import { AccessDoor } from '../../auth/sessions/access-door.service.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import { chooseLanguage } from '../../common/errors/localized-text.js';
import { asksForUpgrade, takeUpgrade } from '../../common/http/upgrades.js';
import { Logger } from '../../common/logger.js';
import { AppConfig } from '../../config/app-config.js';
import { streamOwner, type StreamPlace } from '../connections/open-stream.js';
import { StreamRegistry } from '../connections/stream-registry.service.js';
import { EventFeed } from '../event-feed.service.js';
import { isHandshake, mayConnect } from './domain/handshake.js';
import { Nameless } from './domain/nameless.js';
import { type WsGuest, type WsHost, WsSession } from './ws-session.js';
import { WS_LIMITS } from './ws-socket.js';

/** The WebSocket door: turns requests into sessions and keeps those until they end. */
@Injectable()
export class WsDoor implements OnModuleDestroy {
  private readonly server = new WebSocketServer({ ...WS_LIMITS, noServer: true, clientTracking: false });
  private readonly sessions = new Set<WsSession>();
  private readonly nameless = new Nameless<WsSession>();
  private readonly host: WsHost;

  constructor(
    private readonly registry: StreamRegistry,
    private readonly config: AppConfig,
    logger: Logger,
    door: AccessDoor,
    feed: EventFeed,
  ) {
    this.host = {
      enter: (token) => door.enter(token),
      register: (user, session) => this.name(user, session),
      subscribe: (reader, sink) => feed.open(reader, sink),
      report: (error) => logger.failure('a WebSocket could not be served', error),
      forget: (session) => this.forget(session),
    };
  }

  /**
   * Grants the request its WebSocket. Throws what is then answered in HTTP: 426 where it asks for none, 400 for a broken handshake,
   * 403 for a foreign page, 503 where too many streams are open.
   */
  open(request: FastifyRequest, reply: FastifyReply, user: AuthUser | undefined): void {
    this.checkHandshake(request, reply);
    let session: WsSession | undefined;
    const guest: WsGuest = { user, place: undefined, language: chooseLanguage(request.headers['accept-language']) };
    if (user === undefined) this.checkRoom(request.ip);
    else guest.place = this.place(user, () => session);
    session = this.upgrade(request, reply, guest);
    if (session === undefined) return guest.place?.release();
    this.sessions.add(session);
    if (user === undefined) this.nameless.add(session, request.ip);
  }

  /** Those that the registry knows have heard it from there. */
  onModuleDestroy(): void {
    for (const session of this.sessions) session.close('shutdown');
    this.server.close();
  }

  private checkHandshake(request: FastifyRequest, reply: FastifyReply): void {
    const { headers, raw } = request;
    if (!asksForUpgrade(raw)) {
      void reply.headers({ upgrade: 'websocket', 'sec-websocket-version': '13' });
      throw new ApiError('UPGRADE_REQUIRED');
    }
    if (!isHandshake(headers)) throw new ApiError('BAD_REQUEST');
    if (!mayConnect(headers.origin, isByTicket(request), this.config)) {
      throw new ApiError('FORBIDDEN', { detail: FOREIGN_PAGE });
    }
  }

  private upgrade(request: FastifyRequest, reply: FastifyReply, guest: WsGuest): WsSession | undefined {
    let session: WsSession | undefined;
    const upgrade = takeUpgrade(request.raw);
    reply.hijack();
    if (upgrade === undefined) return undefined;
    // We speak no protocol inside the protocol; the library would agree to the first one offered.
    delete request.raw.headers['sec-websocket-protocol'];
    this.server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (webSocket) => {
      session = new WsSession(webSocket, this.host, guest);
    });
    return session;
  }

  private checkRoom(ip: string): void {
    this.registry.checkRoom();
    if (!this.nameless.hasRoomFor(ip)) throw new ApiError('TOO_MANY_STREAMS');
  }

  private place(user: AuthUser, session: () => WsSession | undefined): StreamPlace {
    return this.registry.register({ ...streamOwner(user), kind: 'ws', close: (reason) => session()?.close(reason) });
  }

  private name(user: AuthUser, session: WsSession): StreamPlace {
    const place = this.place(user, () => session);
    this.nameless.remove(session);
    return place;
  }

  private forget(session: WsSession): void {
    this.sessions.delete(session);
    this.nameless.remove(session);
  }
}

/** By a ticket alone: who has a header as well is no page. */
function isByTicket({ headers, query }: FastifyRequest): boolean {
  return headers.authorization === undefined && Object.hasOwn(Object(query), 'ticket');
}

const FOREIGN_PAGE = {
  en: 'Pages of this origin may not connect; an administrator lists those that may in CORS_ORIGINS.',
  ru: 'Страницам этого источника подключаться нельзя; разрешённые администратор перечисляет в CORS_ORIGINS.',
};
