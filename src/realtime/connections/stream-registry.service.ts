import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { CredentialWatch } from '../../auth/tickets/credential-watch.service.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { Logger } from '../../common/logger.js';
import { AppConfig } from '../../config/app-config.js';
import type { CloseReason } from '../domain/close-reason.js';
import type { OpenStream, StreamOwner, StreamPlace } from './open-stream.js';

/** Of one user in this process, over all doors: tabs, a phone, and some to spare. */
export const MAX_STREAMS_OF_USER = 5;
const SWEEP_EVERY_MS = 1_000;

/** All streams this process holds open, whatever their door, and the one place that ends them. */
@Injectable()
export class StreamRegistry implements OnApplicationBootstrap, OnModuleDestroy {
  /** Of each user, the oldest first. */
  private readonly users = new Map<number, Set<OpenStream>>();
  private total = 0;
  private isStopped = false;
  private isSweeping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly credentials: CredentialWatch,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly config: AppConfig,
  ) {}

  /**
   * Throws 401 `TOKEN_EXPIRED` or `TOKEN_REVOKED` where what somebody was let in with holds no more: for an answer that is none of the
   * streams, and has waited.
   */
  async checkStanding(owner: StreamOwner): Promise<void> {
    if (this.isExpired(owner)) throw new ApiError('TOKEN_EXPIRED');
    const isAlive = await this.findLiving([owner]);
    if (!isAlive(owner)) throw new ApiError('TOKEN_REVOKED');
  }

  /** How many streams are open in this process. */
  get size(): number {
    return this.total;
  }

  /**
   * Gives a stream its place. The user's oldest makes room where they have too many; throws 503 `TOO_MANY_STREAMS` where this process
   * has, or is about to end.
   */
  register(stream: OpenStream): StreamPlace {
    this.checkRoom(stream.userId);
    const own = this.users.get(stream.userId) ?? new Set();
    for (const oldest of own) {
      if (own.size < MAX_STREAMS_OF_USER) break;
      this.end(oldest, 'too_many_streams');
    }
    // Looked up before the oldest were ended: with the last of them the set leaves the map.
    this.users.set(stream.userId, own.add(stream));
    this.total += 1;
    return { release: () => void this.remove(stream) };
  }

  /** Throws the same 503 as `register`, for doors that learn later who comes in. */
  checkRoom(userId?: number): void {
    const makesRoom = userId !== undefined && (this.users.get(userId)?.size ?? 0) >= MAX_STREAMS_OF_USER;
    const limit = this.config.rates.streams;
    const isFull = limit > 0 && this.total >= limit && !makesRoom;
    if (this.isStopped || isFull) throw new ApiError('TOO_MANY_STREAMS');
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS).unref();
  }

  /** The first step of an ending process: the streams hear of it before anything they live on has gone. */
  onModuleDestroy(): void {
    this.isStopped = true;
    clearInterval(this.timer);
    for (const stream of this.streams()) this.end(stream, 'shutdown');
  }

  /** Ends the streams whose token has expired or whose session or key has ended: one question to the database for all of them. */
  async sweep(): Promise<void> {
    if (this.isSweeping || this.total === 0) return;
    this.isSweeping = true;
    try {
      this.endExpired();
      await this.endRevoked();
    } catch (error) {
      // While the database is away nothing can be read to be sent either; the next sweep asks again.
      this.logger.failure('the sessions of open streams could not be checked', error, { streams: this.total });
    } finally {
      this.isSweeping = false;
    }
  }

  private endExpired(): void {
    for (const stream of this.streams()) if (this.isExpired(stream)) this.end(stream, 'token_expired');
  }

  private async endRevoked(): Promise<void> {
    const asked = this.streams();
    if (asked.length === 0) return;
    const isAlive = await this.findLiving(asked);
    for (const stream of asked) if (!isAlive(stream)) this.end(stream, 'session_ended');
  }

  private isExpired({ expiresAt }: StreamOwner): boolean {
    return expiresAt !== null && expiresAt.getTime() <= this.clock.millis();
  }

  /** Tells of each of them whether their session or key still holds. */
  private async findLiving(owners: readonly StreamOwner[]): Promise<(owner: StreamOwner) => boolean> {
    const living = await this.credentials.findLiving({
      sessionIds: [...new Set(owners.flatMap(({ sessionId }) => sessionId ?? []))],
      apiKeyIds: [...new Set(owners.flatMap(({ apiKeyId }) => apiKeyId ?? []))],
    });
    return ({ sessionId, apiKeyId }) =>
      (sessionId !== null && living.sessionIds.has(sessionId)) || (apiKeyId !== null && living.apiKeyIds.has(apiKeyId));
  }

  private streams(): OpenStream[] {
    return [...this.users.values()].flatMap((streams) => [...streams]);
  }

  private end(stream: OpenStream, reason: CloseReason): void {
    if (!this.remove(stream)) return;
    try {
      stream.close(reason);
    } catch (error) {
      this.logger.failure('a stream could not be closed', error, { reason, kind: stream.kind });
    }
  }

  private remove(stream: OpenStream): boolean {
    const own = this.users.get(stream.userId);
    if (own === undefined || !own.delete(stream)) return false;
    if (own.size === 0) this.users.delete(stream.userId);
    this.total -= 1;
    return true;
  }
}
