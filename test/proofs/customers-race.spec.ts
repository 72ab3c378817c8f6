import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transaction } from '../../src/database/transaction.js';
import { ApplyItemsService } from '../../src/messages/apply/apply-items.service.js';
import { anInbound } from '../../src/messages/domain/inbound.fixture.js';
import type { IdentityHints } from '../../src/waba-gateway/protocol/webhook.types.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

/** Several processes apply webhooks at the same time; here they are transactions side by side. */
describe('customers whom several processes hear of at once', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  const hear = (from: IdentityHints, wamid: string, second: number): Promise<void> => {
    const timestamp = new Date(Date.UTC(2026, 2, 1, 11, 0, second));
    const inbound = anInbound({ from, wamid, timestamp }, { channelId: desk.fixture.channelId });
    const items = desk.app.app.get(ApplyItemsService, { strict: false });
    return transaction(desk.app.dataSource, (manager) => items.apply(manager, [inbound], []));
  };

  it.each([1, 2, 3, 4, 5])('become one, with every message and nothing twice (%i)', async (round) => {
    const [waId, bsuid] = [`770266600${round}`, `KZ.666${round}`];
    const wamid = (index: number): string => `wamid.RACE${round}.${index}`;
    await hear({ waId }, wamid(100), 1);
    await hear({ bsuid }, wamid(101), 2);
    const kinds: IdentityHints[] = [{ waId }, { bsuid }, { waId, bsuid }];
    const done = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => hear(kinds[index % 3] ?? {}, wamid(index), 10 + index)),
    );
    expect(done.filter(({ status }) => status === 'rejected')).toEqual([]);
    const owners = await desk.app.rows<{ id: number; chats: number; open: number }>(
      `select customer.id, count(chat.id)::integer as chats, count(*) filter (where chat.merged_into is null)::integer as open
       from customers customer left join chats chat on chat.customer_id = customer.id
       where customer.id in (select customer_id from customer_identities where value = any($1)) group by customer.id`,
      [[waId, bsuid]],
    );
    expect(owners).toEqual([{ id: expect.any(Number), chats: 2, open: 1 }]);
    const kept = await desk.app.rows<{ messages: number; counted: number }>(
      `select count(*)::integer as messages, (select sum(message_count)::integer from chats where customer_id = $1) as counted
       from messages where chat_id in (select id from chats where customer_id = $1)`,
      [owners[0]?.id],
    );
    expect(kept).toEqual([{ messages: 10, counted: 10 }]);
    expect(await desk.count(`customer_changes where customer_id = ${owners[0]?.id}`)).toBe(1);
  });

  it.each([1, 2, 3])('are made once, by whatever names they come (%i)', async (round) => {
    const [waId, bsuid] = [`770277700${round}`, `KZ.777${round}`];
    const kinds: IdentityHints[] = [{ waId, bsuid }, { waId }, { bsuid }];
    await Promise.all(
      Array.from({ length: 9 }, (_, index) => hear(kinds[index % 3] ?? {}, `wamid.NEW${round}.${index}`, 10 + index)),
    );
    const rows = await desk.app.rows(
      `select count(distinct customer_id)::integer as owners, count(*)::integer as names from customer_identities where value = any($1)`,
      [[waId, bsuid]],
    );
    expect(rows).toEqual([{ owners: 1, names: 2 }]);
  });
});
