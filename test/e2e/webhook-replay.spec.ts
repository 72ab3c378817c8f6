import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, TestUser } from '../support/test-app.js';
import { envelopeOf, inboundValue, startTestDesk, type TestDesk, textMessage } from '../support/test-desk.js';
import { playHistory, snapshotOf } from '../support/webhook-history.js';

interface Webhook {
  id: number;
  day: string;
  receivedAt: string;
  state: string;
  tries: number;
  reason: string | null;
  size: number;
  appliedAt: string | null;
}

interface Page {
  webhooks: Webhook[];
  nextCursor: string | null;
  prevCursor: string | null;
}

const WEBHOOK_KEYS = ['appliedAt', 'day', 'id', 'reason', 'receivedAt', 'size', 'state', 'tries'];

describe('/api/admin/webhooks', () => {
  let desk: TestDesk;
  let admin: TestUser & { token: string };

  beforeAll(async () => {
    desk = await startTestDesk();
    admin = await desk.app.signedIn({ role: 'admin' });
    await playHistory(desk);
  });
  afterAll(() => desk?.close());

  const call = <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    token = admin.token,
  ): Promise<ApiAnswer<T>> =>
    desk.app.call<T>(method, `/api/admin/webhooks${path}`, { token, ...(body === undefined ? {} : { body }) });
  const list = async (query = ''): Promise<Page> => (await call<Page>('GET', query)).body;
  const lastAudit = async (): Promise<Record<string, unknown> | undefined> =>
    (await desk.app.rows('select * from audit_log order by id desc limit 1'))[0];
  const replay = (body: object): Promise<ApiAnswer<{ replayed: number; lastId: number | null }>> =>
    call('POST', '/replay', body);

  describe('replaying', () => {
    it('has something to replay: every state, kind and reason', async () => {
      const { webhooks } = await list('?limit=200');
      expect(webhooks.length).toBeGreaterThan(45);
      expect(new Set(webhooks.map(({ state }) => state))).toEqual(new Set(['applied', 'dead']));
      const statuses = await desk.app.rows<{ status: string }>('select distinct status from messages');
      expect(statuses.map(({ status }) => status).sort()).toEqual(['delivered', 'failed', 'read', 'received', 'sent']);
      const parked = await desk.count('receipts where attempt_id is null');
      expect(parked).toBe(2);
    });

    it('everything twice changes nothing', async () => {
      const before = await snapshotOf(desk);
      const count = before['webhook_inbox']?.length;
      for (let round = 0; round < 2; round += 1) {
        const { status, body } = await replay({ limit: 10_000 });
        expect([status, body.replayed]).toEqual([202, count]);
        await desk.settled();
        expect(await snapshotOf(desk)).toEqual(before);
      }
      expect(await lastAudit()).toMatchObject({
        actor_user_id: admin.id,
        action: 'webhook.range_replayed',
        details: { limit: 10_000, afterId: 0, replayed: count },
      });
    });

    it('one after the other, the newest first, changes nothing', async () => {
      const before = await snapshotOf(desk);
      for (const { id } of (await list('?limit=200')).webhooks) {
        const { status, body } = await call('POST', `/${id}/replay`);
        expect([status, body['state'], body['tries'], body['reason']]).toEqual([202, 'new', 0, null]);
        await desk.settled();
      }
      expect(await snapshotOf(desk)).toEqual(before);
    });

    it('goes on behind the last one where the limit left some over', async () => {
      const before = await snapshotOf(desk);
      const ids = (before['webhook_inbox'] as { id: number }[]).map(({ id }) => id);
      const first = await replay({ limit: 7 });
      expect(first.body).toEqual({ replayed: 7, lastId: ids[6] });
      await desk.settled();
      const second = await replay({ limit: 10_000, afterId: ids[6] });
      expect(second.body).toEqual({ replayed: ids.length - 7, lastId: ids.at(-1) });
      await desk.settled();
      expect((await replay({ limit: 1, afterId: ids.at(-1) })).body).toEqual({ replayed: 0, lastId: null });
      expect(await snapshotOf(desk)).toEqual(before);
    });

    it('takes those of a state and of a time alone', async () => {
      const { webhooks } = await list('?limit=200');
      const dead = webhooks.filter(({ state }) => state === 'dead');
      expect((await replay({ state: 'dead', limit: 100 })).body.replayed).toBe(dead.length);
      await desk.settled();
      const [to, from] = [webhooks[4]?.receivedAt, webhooks[9]?.receivedAt];
      const inside = webhooks.filter(({ receivedAt }) => receivedAt >= String(from) && receivedAt < String(to));
      expect((await replay({ from, to, limit: 100 })).body.replayed).toBe(inside.length);
      expect(inside.length).toBeGreaterThan(0);
      await desk.settled();
    });

    it('brings a dead letter to life once its reason is gone', async () => {
      const phoneNumberId = '106540352249999';
      const value = {
        ...inboundValue([textMessage('wamid.LATE', 'сначала канала не было')]),
        metadata: { phone_number_id: phoneNumberId },
      };
      expect(await desk.post(envelopeOf([{ field: 'messages', value }]))).toBe(200);
      await desk.settled();
      const [letter] = (await list('?state=dead&limit=1')).webhooks;
      expect(letter?.reason).toBe(`unknown phone_number_id ${phoneNumberId}`);
      await desk.app.createChannel({ phoneNumberId });
      expect((await call('POST', `/${letter?.id}/replay`)).status).toBe(202);
      expect(await lastAudit()).toMatchObject({
        actor_user_id: admin.id,
        action: 'webhook.replayed',
        object_id: String(letter?.id),
      });
      await desk.settled();
      expect(await desk.count(`messages where wamid = 'wamid.LATE'`)).toBe(1);
      expect((await call('GET', `/${letter?.id}`)).body).toMatchObject({ state: 'applied', reason: null });
    });

    it('brings the words of a late letter and not the name its customer had then', async () => {
      const phone = '77015556677';
      const now = desk.app.clock.millis();
      const letter = (wamid: string, at: number, name: string): string =>
        envelopeOf([
          {
            field: 'messages',
            value: inboundValue([{ ...textMessage(wamid, 'слова', at), from: phone }], {
              profile: { name },
              wa_id: phone,
            }),
          },
        ]);
      for (const body of [letter('wamid.N2', now - 1_000, 'Новое'), letter('wamid.N1', now - 9_000, 'Прежнее')]) {
        expect(await desk.post(body)).toBe(200);
        await desk.settled();
      }
      const names = await desk.app.rows(
        `select profile_name as name, message_count as messages from customers join chats on chats.customer_id = customers.id
         join customer_identities identity on identity.customer_id = customers.id where value = $1`,
        [phone],
      );
      expect(names).toEqual([{ name: 'Новое', messages: 2 }]);
    });

    it('leaves a body that waits to the worker that has it', async () => {
      const [row] = await desk.app.rows<{ id: number }>(
        `insert into webhook_inbox (body, received_at, lease_owner, lease_expires_at, tries)
         values ('{}', $1, gen_random_uuid(), now() + interval '1 hour', 1) returning id`,
        [desk.app.clock.now()],
      );
      const { status, body } = await call('POST', `/${row?.id}/replay`);
      expect([status, body['state'], body['tries']]).toEqual([202, 'new', 1]);
      expect(await desk.count(`webhook_inbox where id = ${row?.id} and lease_owner is not null`)).toBe(1);
      expect((await list('?state=new')).webhooks.map(({ id }) => id)).toEqual([row?.id]);
      await desk.app.rows('delete from webhook_inbox where id = $1', [row?.id]);
    });
  });

  describe('GET', () => {
    it('lists newest first and pages both ways', async () => {
      const all = (await list('?limit=200')).webhooks;
      expect(Object.keys(all[0] ?? {}).sort()).toEqual(WEBHOOK_KEYS);
      expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((a, b) => b - a));
      const pages: Page[] = [];
      for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null) {
        pages.push(await list(`?limit=20${cursor && `&cursor=${cursor}`}`));
      }
      expect(pages.flatMap(({ webhooks }) => webhooks)).toEqual(all);
      expect(pages[0]?.prevCursor).toBeNull();
      const back = await list(`?limit=20&cursor=${pages[1]?.prevCursor}`);
      expect(back.webhooks).toEqual(pages[0]?.webhooks);
    });

    it('filters by state and by time', async () => {
      const all = (await list('?limit=200')).webhooks;
      const dead = all.filter(({ state }) => state === 'dead');
      expect(dead.every(({ reason }) => /\w/.test(reason ?? ''))).toBe(true);
      expect((await list('?state=dead&limit=200')).webhooks).toEqual(dead);
      expect((await list('?state=new')).webhooks).toEqual([]);
      const [to, from] = [String(all[3]?.receivedAt), String(all[8]?.receivedAt)];
      const inside = all.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to);
      expect((await list(`?from=${from}&to=${to}`)).webhooks).toEqual(inside);
      expect(inside.length).toBeGreaterThan(0);
      expect((await list(`?from=${to}&to=${from}`)).webhooks).toEqual([]);
    });

    it('shows nothing of what anybody wrote in the list, and all of it to who looks into one', async () => {
      const { text } = await call('GET', '?limit=200');
      expect(text).not.toMatch(/слова|Айгуль|wamid\.|7701/);
      const [row] = await desk.app.rows<{ id: number; body: Buffer }>(
        `select id, body from webhook_inbox where position('wamid.P2'::bytea in body) > 0 limit 1`,
      );
      const { body } = await call('GET', `/${row?.id}`);
      expect(Object.keys(body).sort()).toEqual(
        [...WEBHOOK_KEYS, 'body', 'counts', 'encoding', 'items', 'problems'].sort(),
      );
      expect(body).toMatchObject({
        size: row?.body.length,
        encoding: 'json',
        body: JSON.parse(String(row?.body)) as object,
        counts: { message: 1, status: 0, echo: 0, error: 0, other: 0 },
        items: [{ kind: 'message', type: 'text', wamid: 'wamid.P2', occurredAt: '2026-03-01T12:00:20.000Z' }],
        problems: [],
      });
      expect(await lastAudit()).toMatchObject({
        actor_user_id: admin.id,
        action: 'webhook.inspected',
        object_type: 'webhook',
        object_id: String(row?.id),
        details: {},
      });
    });

    it('shows what is no JSON as bytes, with what the parser says of it', async () => {
      const [row] = await desk.app.rows<{ id: number }>(
        `select id from webhook_inbox where reason = 'invalid_json' limit 1`,
      );
      expect((await call('GET', `/${row?.id}`)).body).toMatchObject({
        state: 'dead',
        encoding: 'base64',
        body: Buffer.from('{"object":').toString('base64'),
        items: [],
        problems: [{ reason: 'invalid_json', path: null }],
      });
    });
  });
});
