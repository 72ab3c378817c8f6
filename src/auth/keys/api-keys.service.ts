import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { decodeIdCursor, IdPage, idPage } from '../../common/id-page.js';
import { parseIsoTime } from '../../common/validation/iso-time.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { transaction } from '../../database/transaction.js';
import { apiKeyHint, hashApiKey, makeApiKey } from '../domain/api-key-text.js';
import { AuthUser } from '../domain/auth-user.js';
import type { Scope } from '../domain/scopes.js';
import { UserRepository } from '../users/user.repository.js';
import { ApiKeyCaches } from './api-key-caches.js';
import { ApiKeyRepository, ApiKeyRow } from './api-key.repository.js';

export interface ApiKeyToCreate {
  name: string;
  userId: number;
  scopes: Scope[];
  expiresAt: string | undefined;
  requestsPerMinute: number;
}

const NO_USER = { en: 'must be a user who may sign in', ru: 'должно быть пользователем, которому разрешён вход' };
const IS_PAST = { en: 'must lie in the future', ru: 'должно быть в будущем' };

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: ApiKeyRepository,
    private readonly users: UserRepository,
    private readonly caches: ApiKeyCaches,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Gives the key itself too, which nobody can read again. Throws a 400 for a user who cannot sign in and for a time that is past. */
  create(actor: AuthUser, request: ApiKeyToCreate, origin: RequestOrigin): Promise<ApiKeyRow & { key: string }> {
    const { expiresAt: text, ...rest } = request;
    const now = this.clock.now();
    const expiresAt = text === undefined ? null : (parseIsoTime(text) ?? null);
    if (expiresAt !== null && expiresAt <= now) {
      throw validationError([{ field: 'expiresAt', code: 'PAST', message: IS_PAST }]);
    }
    const key = makeApiKey();
    const secretHash = hashApiKey(key);
    if (secretHash === undefined) throw new Error('a new key is none');
    return transaction(this.dataSource, async (manager) => {
      const user = await this.users.lockById(manager, request.userId);
      if (!user || user.disabledAt !== null) {
        throw validationError([{ field: 'userId', code: 'USER', message: NO_USER }]);
      }
      const id = await this.keys.insert(manager, {
        ...rest,
        scopes: [...new Set(rest.scopes)],
        hint: apiKeyHint(key),
        secretHash,
        createdBy: actor.id,
        createdAt: now,
        expiresAt,
      });
      await this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'api_key.created',
        object: { type: 'api_key', id },
        outcome: 'ok',
        origin,
        details: { userId: request.userId, scopes: request.scopes },
      });
      const row = await this.keys.find(manager, id);
      if (row === undefined) throw new Error('a key that was just made is missing');
      return { ...row, key };
    });
  }

  /** By id, the oldest first. */
  async list(query: { limit: number; cursor?: string }): Promise<IdPage<ApiKeyRow>> {
    const cursor = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor);
    return idPage(await this.keys.findPage(cursor, query.limit), cursor, query.limit);
  }

  /** Ends a key and the sessions it opened, everywhere within half a second. Throws 404 `API_KEY_NOT_FOUND`; twice is as once. */
  async revoke(actor: AuthUser, id: number, origin: RequestOrigin): Promise<void> {
    await transaction(this.dataSource, async (manager) => {
      if ((await this.keys.find(manager, id)) === undefined) throw new ApiError('API_KEY_NOT_FOUND');
      if (!(await this.keys.revoke(manager, id, this.clock.now()))) return;
      await this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'api_key.revoked',
        object: { type: 'api_key', id },
        outcome: 'ok',
        origin,
      });
    });
    this.caches.clear();
  }
}
