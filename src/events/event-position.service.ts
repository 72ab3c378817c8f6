import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventPosition } from './domain/event-position.js';

@Injectable()
export class EventPositionService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The position of what is read from the database after this: every event before it belongs to a transaction that has ended and is
   * seen by that reading; every other one is delivered after it, some of them perhaps seen already.
   */
  async now(): Promise<EventPosition> {
    const [row]: { xmin: string }[] = await this.dataSource.query(
      'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
    );
    if (row === undefined) throw new Error('the database gave no snapshot');
    return { tx: BigInt(row.xmin), id: 0 };
  }
}
