import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { AuditEntry } from './audit-entry.entity.js';
import { RequestOrigin } from './domain/request-origin.js';

export interface AuditRecord {
  /** Null where nobody was signed in. */
  actorUserId: number | null;
  /** `noun.deed`, such as `user.updated`. */
  action: string;
  object?: { type: string; id: number | string };
  outcome: 'ok' | 'denied';
  origin: RequestOrigin;
  /** Never a secret, never a customer's words. */
  details?: Record<string, unknown>;
}

/** The audit trail. Rows are added in the transaction of what they tell of, and never changed. */
@Injectable()
export class AuditService {
  constructor(private readonly clock: Clock) {}

  async append(manager: EntityManager, ...records: AuditRecord[]): Promise<void> {
    if (records.length === 0) return;
    const at = this.clock.now();
    const rows = records.map((record) => ({
      at,
      actorUserId: record.actorUserId,
      action: record.action,
      objectType: record.object?.type ?? null,
      objectId: record.object === undefined ? null : String(record.object.id),
      outcome: record.outcome,
      requestId: record.origin.requestId,
      ip: record.origin.ip,
      // TypeORM takes an object of unknowns for a nested entity.
      details: detailsOf(record) as Record<string, never>,
    }));
    await manager.insert(AuditEntry, rows);
  }
}

function detailsOf({ details = {}, origin: { apiKeyId } }: AuditRecord): Record<string, unknown> {
  return apiKeyId === undefined ? details : { ...details, apiKeyId };
}
