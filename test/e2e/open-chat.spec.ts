import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, TestUser } from '../support/test-app.js';
import { CUSTOMER_PHONE, startTestDesk, type TestDesk } from '../support/test-desk.js';

const PATH = '/api/waba/operator/chats';

interface ChatAnswer {
  id: number;
  channel: { id: number };
  customer: { id: number; phone: string; name: string | null };
  lastMessage: object | null;
  window: { open: boolean };
  assignee: object | null;
  status: string;
  code: string;
  error: string;
  errors?: { field: string; code: string }[];
}

describe(`POST ${PATH}`, () => {
  let desk: TestDesk;
  let channelId: number;
  let phones = 77_015_570_000;

  beforeAll(async () => {
    desk = await startTestDesk({ accessPolicy: 'own_and_unassigned' });
    channelId = desk.fixture.channelId;
  });
  afterAll(() => desk.close());

  const open = (body: unknown, token = desk.operator.token): Promise<ApiAnswer<ChatAnswer>> =>
    desk.app.call('POST', PATH, { token, body });
  const aPhone = (): string => {
    phones += 1;
    return String(phones);
  };
  const chatsWith = (...waIds: string[]): Promise<{ id: number; events: string[] }[]> =>
    desk.app.rows(
      `select chats.id, (select coalesce(array_agg(type order by id), '{}') from events where chat_id = chats.id) as events
       from chats join customer_identities using (customer_id) where kind = 'wa_id' and value = any($1)`,
      [waIds],
    );
  const traces = async (): Promise<number[]> => [
    await desk.count('customers'),
    await desk.count('chats'),
    await desk.count('events'),
    await desk.count('audit_log'),
  ];

  it('makes a chat that is nobody’s and has no window yet, and says where it is', async () => {
    const phone = aPhone();
    const answer = await open({
      channelId,
      phone: `+7 (701) ${phone.slice(4, 7)}-${phone.slice(7, 9)}-${phone.slice(9)}`,
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/waba/operator/chat/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      channel: { id: channelId },
      customer: { phone },
      lastMessage: null,
      window: { open: false },
      assignee: null,
      status: 'open',
    });
    expect((await desk.get(answer.headers.get('location') ?? '')).body).toEqual(answer.body);
    expect(await chatsWith(phone)).toEqual([{ id: answer.body.id, events: ['chat.created'] }]);
    const [audit] = await desk.app.rows(
      `select action, actor_user_id as by, details from audit_log where object_type = 'chat' and object_id = $1`,
      [String(answer.body.id)],
    );
    expect(audit).toEqual({ action: 'chat.opened', by: desk.operator.id, details: { channelId } });
  });

  it('answers the chat that is there, however its number is written, and changes nothing', async () => {
    const before = await traces();
    for (const phone of [CUSTOMER_PHONE, `+${CUSTOMER_PHONE}`, `00${CUSTOMER_PHONE}`, ' +7 701 (555) 00-01']) {
      const answer = await open({ channelId, phone });
      expect([answer.status, answer.body.id, answer.headers.get('location')]).toEqual([200, desk.chatId, null]);
    }
    expect(await traces()).toEqual(before);
  });

  it('leaves a closed chat closed', async () => {
    const { body } = await open({ channelId, phone: aPhone() });
    await desk.app.call('POST', `/api/waba/operator/chat/${body.id}/close`, { token: desk.operator.token });
    const answer = await open({ channelId, phone: body.customer.phone });
    expect([answer.status, answer.body.status]).toEqual([200, 'closed']);
  });

  it('knows a Brazilian by either form of the number, and writes to the one WhatsApp uses', async () => {
    await desk.control('POST', 'inbound', { from: '551187654321', type: 'text', text: { body: 'Oi' } });
    await desk.settled();
    const answer = await open({ channelId, phone: '+55 (11) 98765-4321' });
    expect([answer.status, answer.body.customer.phone]).toEqual([200, '551187654321']);
    const other = await desk.app.createChannel();
    await desk.app.addMember(other, desk.operator);
    const there = await open({ channelId: other.id, phone: '5511987654321' });
    expect([there.status, there.body.customer]).toEqual([201, answer.body.customer]);
  });

  it('makes one customer, one chat and one event of twenty requests at once', async () => {
    const phone = aPhone();
    const answers = await Promise.all(Array.from({ length: 20 }, () => open({ channelId, phone: `+${phone}` })));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await chatsWith(phone)).toEqual([{ id: answers[0]?.body.id, events: ['chat.created'] }]);
  });

  it('makes one of the two forms of one number, asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        open({ channelId, phone: index % 2 === 0 ? '5215512345678' : '525512345678' }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await chatsWith('5215512345678', '525512345678')).toHaveLength(1);
  });

  it('meets the first message of the same customer in one chat', async () => {
    for (let round = 0; round < 8; round += 1) {
      const phone = aPhone();
      const write = (): Promise<unknown> =>
        desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: 'здравствуйте' } });
      const requests = [open({ channelId, phone }), open({ channelId, phone })];
      await Promise.all(round % 2 === 0 ? [...requests, write()] : [write(), ...requests]);
      await desk.settled();
      const chats = await chatsWith(phone);
      expect(chats).toHaveLength(1);
      expect(chats[0]?.events.filter((type) => type === 'chat.created')).toHaveLength(1);
      expect(chats[0]?.events).toContain('message.received');
      expect((await Promise.all(requests)).map(({ body }) => body.id)).toEqual([chats[0]?.id, chats[0]?.id]);
    }
  });

  it('answers a foreign channel as a missing one', async () => {
    const foreign = await desk.app.createChannel();
    const before = await traces();
    const [a, b] = await Promise.all([foreign.id, 987_654].map((id) => open({ channelId: id, phone: aPhone() })));
    const withoutId = (text = ''): string => text.replace(/"requestId":"[^"]+"/, '');
    expect([a?.status, a?.body.errors]).toEqual([
      400,
      [{ field: 'channelId', code: 'CHANNEL', message: 'is not a channel of yours' }],
    ]);
    expect(withoutId(a?.text)).toBe(withoutId(b?.text));
    expect(await traces()).toEqual(before);
  });

  it('is for an admin in every channel', async () => {
    const admin = await desk.app.signedIn({ role: 'admin' });
    expect((await open({ channelId, phone: aPhone() }, admin.token)).status).toBe(201);
  });

  describe('where another operator has the chat', () => {
    let other: TestUser & { token: string };
    let chat: ChatAnswer;

    beforeAll(async () => {
      other = await desk.app.signedIn();
      await desk.app.addMember({ id: channelId }, other);
      chat = (await open({ channelId, phone: aPhone() }, other.token)).body;
      await desk.app.rows('update chats set assignee_id = $2 where id = $1', [chat.id, other.id]);
    });

    it('says so and no more', async () => {
      const answer = await open({ channelId, phone: chat.customer.phone });
      expect([answer.status, answer.body.code]).toEqual([409, 'CHAT_OF_ANOTHER']);
      for (const secret of [other.email, other.name, `"id"`]) expect(answer.text).not.toContain(secret);
      expect(Object.keys(answer.body).sort()).toEqual(
        ['code', 'detail', 'error', 'instance', 'requestId', 'status', 'title', 'type'].sort(),
      );
    });

    it('gives it to a supervisor', async () => {
      const boss = await desk.app.signedIn({ role: 'supervisor' });
      await desk.app.addMember({ id: channelId }, boss);
      expect((await open({ channelId, phone: chat.customer.phone }, boss.token)).body.id).toBe(chat.id);
    });
  });

  it.each([
    ['nothing', {}],
    ['no channel', { phone: '77011234567' }],
    ['no phone', { channelId: 1 }],
    ['an unknown key', { channelId: 1, phone: '77011234567', assigneeId: 1 }],
    ['an id of its own', { channelId: 1, phone: '77011234567', id: 7 }],
    ['__proto__', '{"channelId":1,"phone":"77011234567","__proto__":{"x":1}}'],
    ...['1', 1.5, 0, -1, null, [1], {}, 9007199254740992].map((id): [string, unknown] => [
      `channelId ${JSON.stringify(id)}`,
      { channelId: id, phone: '77011234567' },
    ]),
    ...[
      77011234567,
      null,
      [],
      {},
      '',
      'абв',
      '123456',
      '1234567890123456',
      '0701 123 45 67',
      '+7 701 123 45 67;',
      "77011234567' or '1'='1",
      '77011234567\u0000',
      '\ud800',
      '\u202e77011234567',
      '7701\u200b1234567',
      '1'.repeat(5000),
    ].map((phone): [string, unknown] => [`phone ${JSON.stringify(phone).slice(0, 24)}`, { channelId: 1, phone }]),
  ])('refuses %s and makes nothing', async (_, body) => {
    const before = await traces();
    const answer = await open(body);
    expect([answer.status, answer.body.code === 'VALIDATION' || answer.body.code === 'BAD_JSON']).toEqual([400, true]);
    expect(await traces()).toEqual(before);
  });

  it('names the field in the language asked for', async () => {
    const answer = await desk.app.call<ChatAnswer>('POST', PATH, {
      token: desk.operator.token,
      body: { channelId, phone: 'нет' },
      headers: { 'accept-language': 'ru' },
    });
    expect(answer.body.error).toMatch(/^phone должно быть номером телефона/);
  });
});
