import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { SessionState } from '../domain/session-state.js';
import { TokenClaims } from '../domain/token-claims.js';
import { Session } from './session.entity.js';

export type RevocationReason =
  'logout' | 'refresh_reuse' | 'password_changed' | 'password_reset' | 'user_disabled' | 'api_key_revoked';

export interface SessionsToRevoke {
  userId: number;
  /** Only this one; by default all of the user. */
  sessionId?: string;
  /** All but this one. */
  exceptId?: string;
  reason: RevocationReason;
  at: Date;
}

const STATE = `
  select s.id, s.user_id as "userId", u.email, u.name, u.role, u.disabled_at is not null as "isDisabled",
         s.revoked_at is not null as "isRevoked", least(s.expires_at, k.expires_at) as "expiresAt"
    from sessions s join users u on u.id = s.user_id left join api_keys k on k.id = s.api_key_id
   where s.id = $1`;

@Injectable()
export class SessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(
    manager: EntityManager,
    session: Pick<Session, 'id' | 'userId' | 'apiKeyId' | 'createdAt' | 'expiresAt'>,
  ): Promise<void> {
    await manager.insert(Session, { ...session, generation: 1, revokedAt: null, revokedReason: null });
  }

  async findState(id: string): Promise<SessionState | undefined> {
    const [state]: SessionState[] = await this.dataSource.query(STATE, [id]);
    return state;
  }

  /**
   * Moves a living session from one generation to the next and returns its state, or undefined where it is not at that generation
   * (any more). Of several at once exactly one succeeds: the others wait for its row and then find another generation.
   */
  async advance(
    manager: EntityManager,
    { sessionId, userId, generation }: TokenClaims,
    { now, expiresAt }: { now: Date; expiresAt: Date },
  ): Promise<SessionState | undefined> {
    const [, count]: [unknown, number] = await manager.query(
      `update sessions s set generation = s.generation + 1, expires_at = $4
        where s.id = $1 and s.user_id = $5 and s.generation = $2 and s.revoked_at is null and s.expires_at > $3
          and not exists (select from api_keys k where k.id = s.api_key_id and k.expires_at <= $3)
          and exists (select from users u where u.id = s.user_id and u.disabled_at is null)`,
      [sessionId, generation, now, expiresAt, userId],
    );
    if (count !== 1) return undefined;
    const [state]: SessionState[] = await manager.query(STATE, [sessionId]);
    return state;
  }

  /** Ends sessions that have not ended yet. */
  async revoke(manager: EntityManager, { userId, sessionId, exceptId, reason, at }: SessionsToRevoke): Promise<void> {
    await manager.query(
      `update sessions set revoked_at = $4, revoked_reason = $5
        where user_id = $1 and revoked_at is null and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)`,
      [userId, sessionId ?? null, exceptId ?? null, at, reason],
    );
  }
}
