import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { CannedCursor } from './canned-cursor.js';
import { CannedResponse } from './canned-response.entity.js';

export interface CannedQuery {
  userId: number;
  /** A fragment. */
  search?: string;
  cursor: CannedCursor | undefined;
  limit: number;
}

const COLUMNS = `id, owner_user_id as "ownerUserId", shortcut, text, created_at as "createdAt", updated_at as "updatedAt"`;
const VISIBLE = '(owner_user_id is null or owner_user_id = $1)';

@Injectable()
export class CannedResponsesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Of those the user has, in the cursor's direction from its place, one more than `limit` where there are more. */
  findPage({ userId, search, cursor, limit }: CannedQuery): Promise<CannedResponse[]> {
    const [condition, order] =
      cursor?.direction === 'before'
        ? ['(shortcut, id) < ($3, $4)', 'desc']
        : ['($3::text is null or (shortcut, id) > ($3, $4))', 'asc'];
    return this.dataSource.query(
      `select ${COLUMNS} from canned_responses
       where ${VISIBLE} and ($5::text is null or strpos(shortcut, lower($5)) > 0 or strpos(lower(text), lower($5)) > 0)
         and ${condition}
       order by shortcut ${order}, id ${order} limit $2`,
      [userId, limit + 1, cursor?.shortcut ?? null, cursor?.id ?? null, search ?? null],
    );
  }

  async findForUser(userId: number, id: number): Promise<CannedResponse | undefined> {
    const [row]: CannedResponse[] = await this.dataSource.query(
      `select ${COLUMNS} from canned_responses where id = $2 and ${VISIBLE}`,
      [userId, id],
    );
    return row;
  }

  /** The same, and nobody else changes it until the transaction ends. */
  async lockForUser(manager: EntityManager, userId: number, id: number): Promise<CannedResponse | undefined> {
    const [row]: CannedResponse[] = await manager.query(
      `select ${COLUMNS} from canned_responses where id = $2 and ${VISIBLE} for update`,
      [userId, id],
    );
    return row;
  }

  /** Throws the driver's unique violation of `canned_responses_shared_key` or `canned_responses_own_key`. */
  async insert(manager: EntityManager, response: Omit<CannedResponse, 'id'>): Promise<number> {
    const { ownerUserId, shortcut, text, createdAt, updatedAt } = response;
    const [row]: { id: number }[] = await manager.query(
      `insert into canned_responses (owner_user_id, shortcut, text, created_at, updated_at)
       values ($1, $2, $3, $4, $5) returning id`,
      [ownerUserId, shortcut, text, createdAt, updatedAt],
    );
    if (row === undefined) throw new Error('the canned response got no id');
    return row.id;
  }

  /** Throws the same. */
  async update(manager: EntityManager, { id, shortcut, text, updatedAt }: CannedResponse): Promise<void> {
    await manager.update(CannedResponse, { id }, { shortcut, text, updatedAt });
  }

  async delete(manager: EntityManager, id: number): Promise<void> {
    await manager.delete(CannedResponse, { id });
  }
}
