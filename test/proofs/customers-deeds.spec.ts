import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CustomerAnswer, fresh, hear, ownerOf, preferenceOf, textOf } from '../support/people.js';
import { CUSTOMER_PHONE, startTestDesk, type TestDesk, until } from '../support/test-desk.js';

const BASE = '/api/waba/operator';

interface ChatAnswer {
  id: number;
  status: string;
  mergedInto: number | null;
  unreadCount: number;
  window: { open: boolean };
  customer: { id: number; name: string | null; phone: string | null; bsuid: string | null };
}

describe('customer/:id', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  const names = (): { phone: string; bsuid: string } => {
    const number = fresh();
    return { phone: `7702${String(number).padStart(7, '0')}`, bsuid: `KZ.55${number}` };
  };
  const customer = (id: number): Promise<{ status: number; body: CustomerAnswer }> =>
    desk.get(`${BASE}/customer/${id}`);
  const chat = async (id: number): Promise<ChatAnswer> => (await desk.get<ChatAnswer>(`${BASE}/chat/${id}`)).body;

  describe('who are not the caller’s', () => {
    it('answer the 404 of those who do not exist, on every route', async () => {
      const { customerId } = await ownerOf(desk, CUSTOMER_PHONE);
      const stranger = await desk.app.signedIn();
      const deeds: [string, string, object?][] = [
        ['GET', ''],
        ['PATCH', '', { name: 'Моя' }],
        ['PUT', '/marketing', { optedOut: true }],
        ['GET', '/chats'],
      ];
      for (const [method, path, body] of deeds) {
        const answers = await Promise.all(
          [customerId, 987_654].map((id) =>
            desk.app.call(method, `${BASE}/customer/${id}${path}`, { token: stranger.token, ...(body && { body }) }),
          ),
        );
        const [foreign, missing] = answers.map(({ status, body: problem }) => [
          status,
          { ...problem, requestId: 0, instance: '' },
        ]);
        expect(foreign).toEqual(missing);
        expect(foreign).toMatchObject([404, { code: 'CUSTOMER_NOT_FOUND' }]);
      }
      expect((await customer(customerId)).body).toMatchObject({ marketing: { optedOut: false } });
    });

    it('are not named in the story of one who is', async () => {
      const hidden = await desk.app.createChannel();
      const [mine, theirs] = [names(), names()];
      await hear(desk, textOf(mine, 1), textOf({ phone: mine.phone, bsuid: theirs.bsuid }, 2, hidden.phoneNumberId));
      const { customerId } = await ownerOf(desk, mine.bsuid);
      const { body } = await customer(customerId);
      expect(body.changes).toMatchObject([{ kind: 'identity_lost', from: mine.phone, customerId: null }]);
      const boss = await desk.app.signedIn({ role: 'admin' });
      const all = await desk.get<CustomerAnswer>(`${BASE}/customer/${customerId}`, boss.token);
      expect(all.body.changes).toMatchObject([{ customerId: (await ownerOf(desk, theirs.bsuid)).customerId }]);
    });
  });

  describe('PATCH customer/:id', () => {
    it('names a customer in all their chats and gives the profile’s name back', async () => {
      const { customerId } = await ownerOf(desk, CUSTOMER_PHONE);
      const rename = (name: unknown) =>
        desk.app.call<CustomerAnswer>('PATCH', `${BASE}/customer/${customerId}`, {
          token: desk.operator.token,
          body: { name },
        });
      const events = (): Promise<number> =>
        desk.count(`events where type = 'chat.updated' and chat_id = ${desk.chatId}`);
      const before = await events();
      const named = await rename('VIP 👑 Айгуль');
      expect([named.status, named.body.name, named.body.profileName]).toEqual([200, 'VIP 👑 Айгуль', 'Клиент 0001']);
      expect((await chat(desk.chatId)).customer.name).toBe('VIP 👑 Айгуль');
      expect(await events()).toBe(before + 1);
      expect((await rename('VIP 👑 Айгуль')).status).toBe(200);
      expect(await events()).toBe(before + 1);
      expect((await rename(null)).body.name).toBe('Клиент 0001');
      const audit = await desk.app.rows<{ details: object }>(
        `select details from audit_log where action = 'customer.renamed' order by id`,
      );
      expect(audit.map(({ details }) => details)).toEqual([{ isNamed: true }, { isNamed: false }]);
    });

    it.each([[undefined], [''], ['  '], ['я'.repeat(121)], ['a\u0000b'], ['\ud800'], [5], [{}]])(
      'refuses the name %j',
      async (name) => {
        const { customerId } = await ownerOf(desk, CUSTOMER_PHONE);
        const { status, body } = await desk.app.call('PATCH', `${BASE}/customer/${customerId}`, {
          token: desk.operator.token,
          body: { name },
        });
        expect([status, body['code'], (body['errors'] as { field: string }[])[0]?.field]).toEqual([
          400,
          'VALIDATION',
          'name',
        ]);
      },
    );

    it('refuses what is no id, no field and no cursor', async () => {
      const { customerId } = await ownerOf(desk, CUSTOMER_PHONE);
      const token = desk.operator.token;
      expect((await desk.get(`${BASE}/customer/abc`)).status).toBe(400);
      const more = { token, body: { name: 'А', id: 1 } };
      expect((await desk.app.call('PATCH', `${BASE}/customer/${customerId}`, more)).status).toBe(400);
      expect((await desk.get(`${BASE}/customer/${customerId}/chats?cursor=AAAA`)).status).toBe(400);
    });
  });

  describe('marketing', () => {
    const marketingOf = async (value: string): Promise<CustomerAnswer['marketing']> =>
      (await customer((await ownerOf(desk, value)).customerId)).body.marketing;

    it('follows the customer’s last word, in whatever order the words come', async () => {
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
      ]) {
        const { phone } = names();
        const words = [
          preferenceOf({ phone }, 'stop', 10),
          preferenceOf({ phone }, 'resume', 20),
          preferenceOf({ phone }, 'stop', 30),
        ];
        await hear(desk, textOf({ phone }, 1), ...order.map((index) => words[index] ?? ''), words[1] ?? '');
        expect(await marketingOf(phone)).toEqual({
          optedOut: true,
          since: '2026-03-01T11:00:30.000Z',
          source: 'customer',
        });
      }
    });

    it('keeps what it cannot read and goes on', async () => {
      const { phone } = names();
      await hear(desk, textOf({ phone }, 1), preferenceOf({ phone }, 'a word of next year', 10));
      expect(await marketingOf(phone)).toEqual({ optedOut: false, since: null, source: null });
      expect(await desk.count(`webhook_inbox where state = 'dead'`)).toBe(0);
    });

    it('is learnt from Graph’s refusal of a message, told at once or later', async () => {
      for (const fault of [{ refuse: { code: 131050 } }, { fail: { code: 131050 } }]) {
        const { phone } = names();
        await desk.control('POST', 'inbound', { from: `+${phone}`, text: 'здравствуйте' });
        await desk.settled();
        const {
          chatIds: [chatId],
        } = await ownerOf(desk, phone);
        await desk.control('PUT', 'faults', fault);
        await desk.send({ chatId, message: 'Скидки!' });
        await until(async () => (await marketingOf(phone)).optedOut);
        expect((await marketingOf(phone)).source).toBe('refusal');
        await desk.control('DELETE', 'faults');
      }
    });

    it('is set by hand, and changes nothing twice', async () => {
      const { phone } = names();
      await hear(desk, textOf({ phone }, 1));
      const { customerId, chatIds } = await ownerOf(desk, phone);
      const set = (optedOut: unknown) =>
        desk.app.call<CustomerAnswer>('PUT', `${BASE}/customer/${customerId}/marketing`, {
          token: desk.operator.token,
          body: { optedOut },
        });
      const first = await set(true);
      expect([first.status, first.body.marketing.optedOut, first.body.marketing.source]).toEqual([
        200,
        true,
        'operator',
      ]);
      const events = await desk.count(`events where chat_id = ${chatIds[0]}`);
      expect((await set(true)).body).toEqual(first.body);
      expect(await desk.count(`events where chat_id = ${chatIds[0]}`)).toBe(events);
      expect((await set(false)).body.marketing.optedOut).toBe(false);
      expect((await set('yes')).status).toBe(400);
    });
  });
});
