import { DataSource } from 'typeorm';
import { ShiftedClock } from '../common/clock.js';

/**
 * Moves the clock on to where the data stands, and answers by how much: somebody moved it during an earlier start, and were it to run
 * behind again, new messages would stand below old ones and tokens would come from the future.
 */
export async function resumeClock(dataSource: DataSource, clock: ShiftedClock): Promise<number> {
  const [row]: { newest: Date | null }[] = await dataSource.query(
    'select greatest((select max(created_at) from messages), (select max(created_at) from sessions)) as newest',
  );
  const aheadMs = Math.max(0, (row?.newest?.getTime() ?? 0) - clock.millis());
  clock.advance(aheadMs);
  return aheadMs;
}
