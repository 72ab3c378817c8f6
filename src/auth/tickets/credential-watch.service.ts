import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';

/** By what connections that stay open were let in. */
export interface WatchedCredentials {
  sessionIds: readonly string[];
  apiKeyIds: readonly number[];
}

export interface LivingCredentials {
  sessionIds: ReadonlySet<string>;
  apiKeyIds: ReadonlySet<number>;
}

/** What still holds of many sessions and keys: one question for all of them, as it is asked every second. */
@Injectable()
export class CredentialWatch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Those of the given that have not ended: by sign-out, revocation, time, or with their user. */
  async findLiving({ sessionIds, apiKeyIds }: WatchedCredentials): Promise<LivingCredentials> {
    const rows: { sessionId: string | null; apiKeyId: number | null }[] = await this.dataSource.query(
      `select s.id as "sessionId", null::bigint as "apiKeyId"
         from sessions s join users u on u.id = s.user_id left join api_keys k on k.id = s.api_key_id
        where s.id = any($1::uuid[]) and s.revoked_at is null and s.expires_at > $3 and u.disabled_at is null
          and (k.expires_at is null or k.expires_at > $3)
       union all
       select null, k.id from api_keys k join users u on u.id = k.user_id
        where k.id = any($2::bigint[]) and k.revoked_at is null and u.disabled_at is null
          and (k.expires_at is null or k.expires_at > $3)`,
      [sessionIds, apiKeyIds, this.clock.now()],
    );
    return {
      sessionIds: new Set(rows.flatMap(({ sessionId }) => sessionId ?? [])),
      apiKeyIds: new Set(rows.flatMap(({ apiKeyId }) => apiKeyId ?? [])),
    };
  }
}
