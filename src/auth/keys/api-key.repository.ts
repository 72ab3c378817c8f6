import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { IdCursor } from '../../common/id-page.js';
import type { ApiKeyState } from '../domain/api-key-state.js';
import { ApiKey } from './api-key.entity.js';

/** A key as admins see it. */
export interface ApiKeyRow extends Omit<ApiKey, 'secretHash' | 'createdBy'> {
  userEmail: string;
}

const COLUMNS = `key.id, key.name, key.hint, key.user_id as "userId", owner.email as "userEmail", key.scopes,
  key.requests_per_minute as "requestsPerMinute", key.created_at as "createdAt", key.expires_at as "expiresAt",
  key.last_used_at as "lastUsedAt", key.revoked_at as "revokedAt"`;

@Injectable()
export class ApiKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findState(secretHash: Buffer): Promise<ApiKeyState | undefined> {
    const [state]: ApiKeyState[] = await this.dataSource.query(
      `select key.id, key.user_id as "userId", owner.email, owner.name, owner.role,
         owner.disabled_at is not null as "isDisabled", key.revoked_at is not null as "isRevoked",
         key.expires_at as "expiresAt", key.scopes, key.requests_per_minute as "requestsPerMinute"
       from api_keys key join users owner on owner.id = key.user_id where key.secret_hash = $1`,
      [secretHash],
    );
    return state;
  }

  async touch(id: number, now: Date): Promise<void> {
    await this.dataSource.query('update api_keys set last_used_at = $2 where id = $1', [id, now]);
  }

  /** Throws the driver's violation of `api_keys_user_id_fkey` where there is no such user. */
  async insert(manager: EntityManager, key: Omit<ApiKey, 'id' | 'lastUsedAt' | 'revokedAt'>): Promise<number> {
    const row = manager.create(ApiKey, { ...key, lastUsedAt: null, revokedAt: null });
    await manager.insert(ApiKey, row);
    return row.id;
  }

  async find(manager: EntityManager, id: number): Promise<ApiKeyRow | undefined> {
    const [row]: ApiKeyRow[] = await manager.query(
      `select ${COLUMNS} from api_keys key join users owner on owner.id = key.user_id where key.id = $1`,
      [id],
    );
    return row;
  }

  /** By id, in the direction of the cursor from its place, one more than `limit` where there are more. */
  findPage(cursor: IdCursor | undefined, limit: number): Promise<ApiKeyRow[]> {
    const isBackwards = cursor?.direction === 'before';
    return this.dataSource.query(
      `select ${COLUMNS} from api_keys key join users owner on owner.id = key.user_id
       where key.id ${isBackwards ? '<' : '>'} $1 order by key.id ${isBackwards ? 'desc' : 'asc'} limit $2`,
      [cursor?.id ?? 0, limit + 1],
    );
  }

  /** Ends a key and every session it opened; false where it had ended before. */
  async revoke(manager: EntityManager, id: number, now: Date): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      'update api_keys set revoked_at = $2 where id = $1 and revoked_at is null',
      [id, now],
    );
    if (count === 0) return false;
    await manager.query(
      `update sessions set revoked_at = $2, revoked_reason = 'api_key_revoked' where api_key_id = $1 and revoked_at is null`,
      [id, now],
    );
    return true;
  }
}
