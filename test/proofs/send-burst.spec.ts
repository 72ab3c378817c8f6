import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestDesk, type TestDesk, until } from '../support/test-desk.js';

const BURST = 40;

describe('very many sends to one chat at the same moment', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  const waiting = async (): Promise<number> => {
    const [row] = await desk.app.rows<{ count: number }>(
      `select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  };

  it('wait for the chat without taking the database from everybody else', async () => {
    const holder = desk.app.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('select 1 from chats where id = $1 for update', [desk.chatId]);
    const sends = Array.from({ length: BURST }, (_, index) =>
      desk.send({ chatId: desk.chatId, message: `burst ${index}` }, { prefer: 'respond-async' }),
    );
    await until(async () => (await waiting()) > 0);
    const reads = await Promise.all(
      Array.from({ length: 20 }, () => desk.get(`/api/waba/operator/chat/${desk.chatId}/messages`)),
    );
    expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await waiting()).toBeLessThanOrEqual(1);
    await holder.commitTransaction();
    await holder.release();
    // Who waits for the lock for two seconds is refused; on a busy machine that may be some.
    const statuses = (await Promise.all(sends)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 202 && status !== 503)).toEqual([]);
    expect(statuses).toContain(202);
  });
});
