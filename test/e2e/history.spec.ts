import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { codeOf } from '../support/code-of.js';
import { type StoredMessage, storeMessages } from '../support/stored-messages.js';
import type { ApiAnswer } from '../support/test-app.js';
import { GRAPH_TOKEN, inboundValue, startTestDesk, type TestDesk, textMessage } from '../support/test-desk.js';

interface HistoryMessage {
  id: number;
  content: string;
  type: string;
  fromMe: boolean;
  mediaUrl: string | null;
  senderUser: { id: number; email: string } | null;
  details: Record<string, unknown>;
  reactions: object[];
}

interface History {
  messages: HistoryMessage[];
  total: number;
  limit: number;
  offset: number;
}

describe('GET /api/waba/operator/chat/:chatId/messages', () => {
  let desk: TestDesk;
  let phones = 0;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  const pathOf = (chatId: number | string, query = ''): string => `/api/waba/operator/chat/${chatId}/messages${query}`;
  const page = (chatId: number, query = ''): Promise<ApiAnswer<History>> => desk.get(pathOf(chatId, query));
  const ids = ({ body }: ApiAnswer<History>): number[] => body.messages.map(({ id }) => id);

  /** A chat of its own with so many messages, a second apart unless told otherwise; their ids, newest first. */
  const chatWith = async (count: number, secondsApart = 1): Promise<{ chatId: number; newestFirst: number[] }> => {
    phones += 1;
    const { channelId } = desk.fixture;
    const [chat] = await desk.app.rows<{ id: number }>(
      `with person as (insert into customers (profile_name) values ($2) returning id)
       insert into chats (channel_id, customer_id, created_at, updated_at)
       select $1::bigint, person.id, now(), now() from person returning id`,
      [channelId, `Клиент ${phones}`],
    );
    const chatId = chat?.id ?? 0;
    const rows = Array.from({ length: count }, (_, index) => message(chatId, index * secondsApart));
    return { chatId, newestFirst: (await storeMessages(desk.app, rows)).sort((a, b) => b - a) };
  };
  const message = (chatId: number, second: number): StoredMessage => ({
    chat_id: chatId,
    channel_id: desk.fixture.channelId,
    content: `Сообщение ${second}`,
    timestamp: new Date(Date.UTC(2026, 1, 1, 0, 0, second)).toISOString(),
  });

  it('gives 50 of the newest, newest first, by time and then by id', async () => {
    const { chatId } = await chatWith(60, 0);
    await storeMessages(desk.app, [message(chatId, -5)]);
    const { status, body } = await page(chatId);
    expect([status, body.limit, body.offset, body.total, body.messages.length]).toEqual([200, 50, 0, 61, 50]);
    const all = (await page(chatId, '?limit=200')).body.messages.map(({ id }) => id);
    expect(all.slice(0, 60)).toEqual(all.slice(0, 60).sort((a, b) => b - a));
    // Written last, with the greatest id, but the oldest.
    expect(all[60]).toBe(Math.max(...all));
  });

  it.each(['1', '200'])('takes limit=%s', async (limit) => {
    expect((await page(desk.chatId, `?limit=${limit}`)).body.limit).toBe(Number(limit));
  });

  const wrong = {
    limit: ['0', '201', '-1', '1.5', '1e1', '0x10', '', '%20', 'NaN', 'Infinity', '%EF%BC%95', '05', '+5', 'null'],
    offset: ['-1', '1e20', '99999999999999999999', '2147483648', '1.5', '', 'x'],
    before: ['0', '-1', '1.5', '', 'wamid.AB', '9007199254740992'],
    after: ['0', '-1', '1.5', '', 'wamid.AB', '9007199254740992'],
  };

  it.each([
    ...Object.entries(wrong).flatMap(([key, values]) => values.map((value) => `${key}=${value}`)),
    'limit=1&limit=2',
    'limit[]=1',
    'limit[a]=1',
    'offset=0&offset=0',
    'before=1&before=2',
    'before=5&after=1',
    'sort=id',
    'order=id;drop',
    'x=1',
    'Limit=5',
    `x${'y'.repeat(3_000)}=1`,
  ])('answers 400 to ?%s', async (query) => {
    expect(await codeOf(desk.get(pathOf(desk.chatId, `?${query}`)))).toEqual([400, 'VALIDATION']);
  });

  it('takes no notice of what reaches for a prototype', async () => {
    const { status, body } = await page(desk.chatId, '?__proto__=1&constructor=1');
    expect([status, body.limit, ({} as { limit?: unknown }).limit]).toEqual([200, 50, undefined]);
  });

  it.each(['0x10', '1e3', '+1', '%201', '1.0', '00012', '-1', '0', 'NaN', '１２', '12abc', '99999999999999999999'])(
    'answers 400 to %s for a chat',
    async (chatId) => {
      expect(await codeOf(desk.get(pathOf(chatId)))).toEqual([400, 'VALIDATION']);
    },
  );

  it('goes by offset to the end and beyond, the total always right', async () => {
    const { chatId, newestFirst } = await chatWith(10);
    for (const offset of [0, 1, 7, 9, 10, 11, 2_147_483_647]) {
      const answer = await page(chatId, `?limit=4&offset=${offset}`);
      expect([answer.status, answer.body.total, answer.body.offset]).toEqual([200, 10, offset]);
      expect(ids(answer)).toEqual(newestFirst.slice(offset, offset + 4));
    }
  });

  it('keeps one order over 1,000 messages of the same moment, however they are paged', async () => {
    const { chatId, newestFirst } = await chatWith(1_000, 0);
    const byOffset: number[] = [];
    for (let offset = 0; offset < 1_000; offset += 200) {
      byOffset.push(...ids(await page(chatId, `?limit=200&offset=${offset}`)));
    }
    expect(byOffset).toEqual(newestFirst);
    const byCursor = ids(await page(chatId, '?limit=200'));
    while (byCursor.length % 200 === 0 && byCursor.length < 1_000) {
      byCursor.push(...ids(await page(chatId, `?limit=200&before=${byCursor.at(-1)}`)));
    }
    expect(byCursor).toEqual(newestFirst);
  });

  it('walks back by Link through all there was, without gap or repeat, while messages arrive', async () => {
    const { chatId, newestFirst } = await chatWith(23);
    const seen: number[] = [];
    let next: string | undefined = pathOf(chatId, '?limit=5');
    for (let turn = 0; next !== undefined; turn += 1) {
      const answer: ApiAnswer<History> = await desk.get<History>(next);
      seen.push(...ids(answer));
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      // One newer than all, and one that took its time and belongs among those already seen.
      await storeMessages(desk.app, [message(chatId, 100 + turn), message(chatId, 20 - 5 * turn)]);
    }
    expect(seen).toEqual(newestFirst);
  });

  it('walks on by Link from a message to the newest, without gap or repeat', async () => {
    const { chatId, newestFirst } = await chatWith(13, 0);
    const known = newestFirst.at(-1);
    const seen: number[] = [];
    let next: string | undefined = pathOf(chatId, `?limit=4&after=${known}`);
    while (next !== undefined) {
      const answer: ApiAnswer<History> = await desk.get<History>(next);
      seen.unshift(...ids(answer));
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(newestFirst.slice(0, -1));
  });

  it('finds nothing around a message of another chat', async () => {
    const { chatId } = await chatWith(3);
    const other = await chatWith(1);
    for (const cursor of ['before', 'after']) {
      const answer = await page(chatId, `?${cursor}=${other.newestFirst[0]}`);
      expect([answer.status, ids(answer), answer.headers.get('link')]).toEqual([200, [], null]);
    }
  });

  it('answers the same 404 to a foreign chat and to a missing one, also to HEAD', async () => {
    const stranger = await desk.app.signedIn();
    const withoutIds = ({ text }: ApiAnswer<unknown>): string =>
      text.replace(/"requestId":"[^"]+"/, '').replace(/chat\/\d+\//, '');
    const foreign = await desk.get(pathOf(desk.chatId), stranger.token);
    const missing = await desk.get(pathOf(999_999));
    expect([foreign.status, foreign.body['code']]).toEqual([404, 'CHAT_NOT_FOUND']);
    expect(withoutIds(foreign)).toBe(withoutIds(missing));
    for (const [chatId, token] of [
      [desk.chatId, stranger.token],
      [999_999, desk.operator.token],
    ] as const) {
      const head = await desk.app.call('HEAD', pathOf(chatId), { token });
      expect([head.status, head.text]).toEqual([404, '']);
    }
    expect((await desk.app.call('HEAD', pathOf(desk.chatId), { token: desk.operator.token })).status).toBe(200);
  });

  it('keeps the messages of an operator who is gone', async () => {
    const { chatId } = await chatWith(0);
    const former = await desk.app.createUser();
    await storeMessages(desk.app, [{ ...message(chatId, 0), direction: 'out', sender_user_id: former.id }]);
    expect((await page(chatId)).body.messages[0]?.senderUser).toEqual({ id: former.id, email: former.email });
    await desk.app.rows('delete from users where id = $1', [former.id]);
    const { status, body } = await page(chatId);
    expect([status, body.messages[0]?.fromMe, body.messages[0]?.senderUser]).toEqual([200, true, null]);
  });

  describe('of what customers and operators really send', () => {
    const LOOKASIDE = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1003383839000001&source=webhook';
    const caption = 'я'.repeat(32 * 1024);
    const text = '</script><script>alert(1)</script>\u2028\u2029 {{7*7}} \u202e👨‍👩‍👧';
    const image = { id: '1003383839000001', mime_type: 'image/jpeg', sha256: 'n4bQ', url: LOOKASIDE, caption };
    let answer: ApiAnswer<History>;

    beforeAll(async () => {
      const from = { from: '77015550001', timestamp: '1772366400' };
      const values = [
        textMessage('wamid.H12A', text),
        textMessage('wamid.H12B', 'a\u0000b'),
        { ...from, id: 'wamid.H13', type: 'image', image },
        { ...from, id: 'wamid.H14', type: 'text', text: { body: LOOKASIDE } },
        { ...from, id: 'wamid.H15', type: 'reaction', reaction: { message_id: 'wamid.H12A', emoji: '👍' } },
      ];
      await desk.postValues(inboundValue(values));
      await desk.settled();
      const media = { chatId: desk.chatId, type: 'image', mediaUrl: 'https://example.com/photo.jpg', message: 'Фото' };
      await desk.send(media);
      await desk.send({ chatId: desk.chatId, message: 'Ключ', clientMessageId: 'key-1' });
      await desk.control('PUT', 'faults', { refuse: { code: 131026, times: 1 } });
      await desk.send({ chatId: desk.chatId, message: 'x' });
      answer = await page(desk.chatId, '?limit=200');
    });

    it('has the keys of its schema in openapi.json, no more and no fewer', () => {
      const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
      ajv.addSchema(JSON.parse(readFileSync('openapi.json', 'utf8')) as object, 'openapi');
      const matches = ajv.validate({ $ref: 'openapi#/components/schemas/MessageHistoryDto' }, answer.body);
      expect([ajv.errors, matches]).toEqual([null, true]);
      const senders = answer.body.messages.flatMap(({ senderUser }) => senderUser ?? []);
      expect(new Set(senders.flatMap((sender) => Object.keys(sender)))).toEqual(new Set(['id', 'email']));
      expect(new Set(answer.body.messages.map(({ type }) => type))).toEqual(new Set(['text', 'image']));
    });

    it('shows a reaction on its message, and not as one', () => {
      expect(answer.body.messages.find(({ content }) => content === text)?.reactions).toEqual([
        { emoji: '👍', from: 'customer', at: '2026-03-01T12:00:00.000Z' },
      ]);
    });

    it('repeats what was written, code point by code point', () => {
      const contents = answer.body.messages.map(({ content }) => content);
      expect(contents).toEqual(expect.arrayContaining([text, 'a\ufffdb', caption, LOOKASIDE]));
    });

    it('links files on our own door alone, and tells nothing of Meta’s', async () => {
      const links = answer.body.messages.flatMap(({ mediaUrl }) => mediaUrl ?? []);
      expect(links).toEqual([expect.stringMatching(/^http:\/\/localhost:3000\/api\/waba\/operator\/media\/\d+\?/)]);
      const received = answer.body.messages.find(({ content }) => content === caption);
      expect(Object.keys(received?.details ?? {}).sort()).toEqual(['caption', 'id', 'mime_type', 'sha256']);
      const [user] = await desk.app.rows<{ hash: string }>('select password_hash as hash from users limit 1');
      for (const secret of [GRAPH_TOKEN, desk.simulator.url, desk.operator.token, user?.hash ?? '$argon2id']) {
        expect(answer.text).not.toContain(secret);
      }
    });
  });
});
