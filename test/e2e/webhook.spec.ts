import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CUSTOMER_PHONE,
  envelopeOf,
  inboundValue,
  PHONE_NUMBER_ID,
  receipt,
  startTestDesk,
  statusValue,
  type TestDesk,
  textMessage,
  until,
} from '../support/test-desk.js';

interface HistoryRow {
  id: number;
  whatsappMessageId: string;
  content: string;
  type: string;
  fromMe: boolean;
  status: string;
  timestamp: string;
  details: Record<string, unknown>;
}

describe('/api/waba/webhook', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  const history = async (chatId = desk.chatId): Promise<HistoryRow[]> =>
    (await desk.get<{ messages: HistoryRow[] }>(`/api/waba/operator/chat/${chatId}/messages?limit=200`)).body.messages;
  const byWamid = async (wamid: string): Promise<HistoryRow | undefined> =>
    (await history()).find(({ whatsappMessageId }) => whatsappMessageId === wamid);
  const lastInbox = async (): Promise<{ state: string; reason: string | null }> => {
    const [row] = await desk.app.rows<{ state: string; reason: string | null }>(
      'select state, reason from webhook_inbox order by id desc limit 1',
    );
    return row ?? { state: 'none', reason: null };
  };

  describe('POST, signed but unusable', () => {
    it.each([
      ['malformed JSON', '{"object":'],
      ['null', 'null'],
      ['an array', '[]'],
      ['an empty object', '{}'],
      ['another object', '{"object":"page","entry":[]}'],
      ['an entry that is no array', '{"object":"whatsapp_business_account","entry":1}'],
      ['changes of null', '{"object":"whatsapp_business_account","entry":[{"changes":null}]}'],
      ['a change without value', '{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages"}]}]}'],
      ['5,000 levels', `${'['.repeat(5000)}${']'.repeat(5000)}`],
      [
        'a number that is none of ours',
        envelopeOf([
          {
            field: 'messages',
            value: { ...inboundValue([textMessage('wamid.X', 'x')]), metadata: { phone_number_id: '999' } },
          },
        ]),
      ],
    ])('answers 200 to %s and keeps it as a dead letter with a reason', async (_, body) => {
      const channels = await desk.count('channels');
      expect(await desk.post(body)).toBe(200);
      await desk.settled();
      expect(await lastInbox()).toEqual({ state: 'dead', reason: expect.stringMatching(/\w/) });
      expect(await desk.count('channels')).toBe(channels);
    });

    it('applies the neighbours of a bad item', async () => {
      const value = inboundValue([
        textMessage('wamid.GOOD1', 'до'),
        { nonsense: true },
        null as never,
        textMessage('wamid.GOOD2', 'после'),
      ]);
      expect(await desk.postValues(value)).toBe(200);
      await desk.settled();
      expect([await byWamid('wamid.GOOD1'), await byWamid('wamid.GOOD2')]).toMatchObject([
        { content: 'до' },
        { content: 'после' },
      ]);
      expect((await lastInbox()).state).toBe('dead');
    });

    it('keeps a change of a field it does not know, and calls it applied', async () => {
      expect(await desk.post(envelopeOf([{ field: 'a_field_of_next_year', value: { some: 'thing' } }]))).toBe(200);
      await desk.settled();
      expect(await lastInbox()).toEqual({ state: 'applied', reason: null });
    });
  });

  describe('POST, messages of customers', () => {
    it('applies every message of every change of every entry', async () => {
      const values = [0, 1].map((change) =>
        inboundValue([0, 1, 2].map((index) => textMessage(`wamid.BATCH${change}${index}`, `пакет ${change}${index}`))),
      );
      expect(await desk.postValues(...values)).toBe(200);
      await desk.settled();
      expect((await history()).filter(({ content }) => content.startsWith('пакет'))).toHaveLength(6);
    });

    it('makes one message, one unread and one event of the same body 50 times in parallel', async () => {
      const unread = async (): Promise<number> =>
        (
          await desk.app.rows<{ unread: number }>('select unread_count as unread from chats where id = $1', [
            desk.chatId,
          ])
        )[0]?.unread ?? -1;
      const before = [
        await unread(),
        await desk.count('messages'),
        await desk.count(`events where type = 'message.received'`),
      ];
      const body = envelopeOf([{ field: 'messages', value: inboundValue([textMessage('wamid.FIFTY', 'один раз')]) }]);
      const statuses = await Promise.all(Array.from({ length: 50 }, () => desk.post(body)));
      expect(new Set(statuses)).toEqual(new Set([200]));
      await desk.settled();
      const after = [
        await unread(),
        await desk.count('messages'),
        await desk.count(`events where type = 'message.received'`),
      ];
      expect(after).toEqual(before.map((count) => count + 1));
    });

    it('shows a new customer in a chat of their own', async () => {
      const contact = { profile: { name: 'Новый <b>клиент</b>' }, wa_id: '77019998877' };
      const message = { ...textMessage('wamid.NEWCUSTOMER', 'первое'), from: '77019998877' };
      const before = await desk.count('chats');
      await Promise.all(
        [1, 2, 3].map((index) =>
          desk.postValues(inboundValue([{ ...message, id: `wamid.NEWCUSTOMER${index}` }], contact)),
        ),
      );
      await desk.settled();
      expect(await desk.count('chats')).toBe(before + 1);
      const [chat] = await desk.app.rows<{ id: number; name: string }>(
        `select chats.id, profile_name as name from chats join customers on customers.id = customer_id order by chats.id desc limit 1`,
      );
      expect(chat?.name).toBe('Новый <b>клиент</b>');
      expect(await history(chat?.id)).toHaveLength(3);
      expect(await desk.count(`events where type = 'chat.created' and chat_id = ${chat?.id}`)).toBe(1);
    });

    it('knows a customer without a phone number by the business-scoped id, and answers them', async () => {
      const bsuid = 'KZ.13491208655302741918';
      const answer = await desk.control<{ webhookStatus: number }>('POST', 'inbound', {
        from: bsuid,
        type: 'text',
        text: { body: 'без номера' },
      });
      expect(answer.webhookStatus).toBe(200);
      await desk.settled();
      const [chat] = await desk.app.rows<{ id: number }>(
        `select chats.id from chats join customer_identities using (customer_id) where kind = 'bsuid' and value = $1`,
        [bsuid],
      );
      const sent = await desk.send({ chatId: chat?.id, message: 'и вам' });
      expect(sent.status).toBe(200);
      await desk.statusWhen(sent.body.message.id, ({ read }) => read);
    });

    it('does not let a stranger with a recycled number into the chat of its former owner', async () => {
      const write = (bsuid: string, id: string): Promise<number> =>
        desk.postValues(
          inboundValue([{ ...textMessage(id, 'я'), from: '77012220000', from_user_id: bsuid }], {
            profile: { name: 'A' },
            wa_id: '77012220000',
            user_id: bsuid,
          }),
        );
      await write('KZ.1111111111', 'wamid.OWNER1');
      await desk.settled();
      await write('KZ.2222222222', 'wamid.OWNER2');
      await desk.settled();
      const chats = await desk.app.rows(
        `select distinct chat_id from messages where wamid in ('wamid.OWNER1', 'wamid.OWNER2')`,
      );
      expect(chats).toHaveLength(2);
    });

    it.each([
      ['image', { image: { id: '1', mime_type: 'image/jpeg', sha256: 'x', caption: 'чек' } }, 'чек'],
      ['location', { location: { latitude: 43.2, longitude: 76.9, name: 'Дом' } }, 'Дом'],
      // Without a message they speak of, these are all there is to see.
      ['reaction', { reaction: { emoji: '👍' } }, '👍'],
      ['edit', { edit: { message: { type: 'text', text: { body: 'новое' } } } }, 'новое'],
      ['revoke', {}, 'deleted'],
      ['contacts', { contacts: [{ name: { formatted_name: 'Иван' }, phones: [{ phone: '+7701' }] }] }, 'Иван'],
      ['button', { button: { payload: 'OK', text: 'Да' } }, 'Да'],
      ['interactive', { interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Второй' } } }, 'Второй'],
      [
        'order',
        {
          order: {
            catalog_id: '1',
            product_items: [{ product_retailer_id: 'sku', quantity: 2, item_price: 5, currency: 'KZT' }],
          },
        },
        'sku',
      ],
      ['unsupported', { errors: [{ code: 131051, title: 'Message type unknown' }] }, ''],
      ['a_type_of_next_year', { a_type_of_next_year: { some: 'thing' } }, ''],
    ])('keeps %s as a row a person can read', async (type, object, words) => {
      const wamid = `wamid.TYPE.${type}`;
      const message = { from: CUSTOMER_PHONE, id: wamid, timestamp: '1772366400', type, ...object };
      expect(await desk.postValues(inboundValue([message]))).toBe(200);
      await desk.settled();
      const row = await byWamid(wamid);
      expect(row).toMatchObject({ type, fromMe: false, status: 'received', content: expect.stringContaining(words) });
      expect(row?.content).toMatch(/\S/);
      expect(row?.details).toEqual(expect.any(Object));
    });

    it('stores poisonous text with replacement characters instead of refusing it', async () => {
      const raw = envelopeOf([
        { field: 'messages', value: inboundValue([textMessage('wamid.POISON', 'POISON')]) },
      ]).replace('"POISON"', '"a\\u0000b\\ud800c"');
      expect(await desk.post(raw)).toBe(200);
      await desk.settled();
      expect((await byWamid('wamid.POISON'))?.content).toBe('a\ufffdb\ufffdc');
    });

    it.each([
      ['in the future', '1872366400'],
      ['of words', 'abc'],
      ['of zero', '0'],
    ])('uses the time of receipt for a timestamp %s', async (_, timestamp) => {
      const wamid = `wamid.TIME.${timestamp}`;
      await desk.postValues(inboundValue([{ ...textMessage(wamid, 'когда'), timestamp }]));
      await desk.settled();
      expect((await byWamid(wamid))?.timestamp).toBe(desk.app.clock.now().toISOString());
    });

    it('takes 3 MB with 1,000 receipts and parks those of unknown messages', async () => {
      const statuses = Array.from({ length: 1000 }, (_, index) =>
        receipt(`wamid.UNKNOWN${index}`, 'delivered', 1_772_366_400, { pad: 'x'.repeat(2_900) }),
      );
      const before = await desk.count('receipts where attempt_id is null');
      expect(await desk.postValues(statusValue(statuses))).toBe(200);
      await desk.settled();
      expect(await desk.count('receipts where attempt_id is null')).toBe(before + 1000);
      expect(await lastInbox()).toEqual({ state: 'applied', reason: null });
    });
  });

  it('ignores a uuid of ours that comes from another number', async () => {
    const sent = await desk.send({ chatId: desk.chatId, message: 'x' });
    const [attempt] = await desk.app.rows<{ id: string }>('select id from send_attempts where message_id = $1', [
      sent.body.message.id,
    ]);
    await desk.statusWhen(sent.body.message.id, ({ read }) => read);
    const other = await desk.app.createChannel({ phoneNumberId: '555000111222' });
    expect(other.id).toBeGreaterThan(0);
    const value = {
      ...statusValue([receipt('wamid.FOREIGN', 'failed', 1, { biz_opaque_callback_data: attempt?.id })]),
      metadata: { phone_number_id: '555000111222' },
    };
    await desk.postValues(value);
    await desk.settled();
    expect((await desk.statusWhen(sent.body.message.id, () => true)).status).toBe('read');
    expect(PHONE_NUMBER_ID).not.toBe('555000111222');
  });

  it('applies what was committed while nobody worked, for instance before a crash', async () => {
    const body = envelopeOf([{ field: 'messages', value: inboundValue([textMessage('wamid.LEFTOVER', 'осталось')]) }]);
    await desk.app.rows('insert into webhook_inbox (body, received_at) values ($1, $2)', [
      Buffer.from(body),
      desk.app.clock.now(),
    ]);
    await until(async () => (await byWamid('wamid.LEFTOVER')) !== undefined);
  });

  it('takes over a body whose worker died with its lease', async () => {
    const body = envelopeOf([{ field: 'messages', value: inboundValue([textMessage('wamid.ORPHAN', 'сирота')]) }]);
    await desk.app.rows(
      `insert into webhook_inbox (body, received_at, lease_owner, lease_expires_at)
       values ($1, $2, gen_random_uuid(), now() - interval '1 second')`,
      [Buffer.from(body), desk.app.clock.now()],
    );
    await until(async () => (await byWamid('wamid.ORPHAN')) !== undefined);
  });
});
