import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { Logger } from '../../common/logger.js';
import { hashApiKey } from '../domain/api-key-text.js';
import { judgeApiKey } from '../domain/api-key-state.js';
import type { AuthUser } from '../domain/auth-user.js';
import { ApiKeyCache } from './api-key-cache.js';
import { ApiKeyRepository } from './api-key.repository.js';

/** How exactly the last use of a key is known. */
const TOUCH_EVERY_MS = 60_000;

/** Turns the API key a request came with into the user it acts for. */
@Injectable()
export class ApiKeyDoor {
  private readonly touchedAt = new Map<number, number>();

  constructor(
    private readonly cache: ApiKeyCache,
    private readonly keys: ApiKeyRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Throws the 401 that says why not. */
  async enter(text: string): Promise<AuthUser> {
    const hash = hashApiKey(text);
    if (hash === undefined) throw new ApiError('TOKEN_INVALID');
    const verdict = judgeApiKey(await this.cache.find(hash.toString('hex')), this.clock.now());
    if (typeof verdict === 'string') throw new ApiError(verdict);
    if (verdict.key !== null) this.touch(verdict.key.id);
    return verdict;
  }

  /** The request does not wait for it, and does not fail by it. */
  private touch(id: number): void {
    const now = performance.now();
    if (now - (this.touchedAt.get(id) ?? -Infinity) < TOUCH_EVERY_MS) return;
    this.touchedAt.set(id, now);
    this.keys
      .touch(id, this.clock.now())
      .catch((error: unknown) => this.logger.failure('the use of an API key could not be noted', error, { id }));
  }
}
