import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shapeDifferences } from '../support/answer-shape.js';
import { openChat123 } from '../support/chat-123.js';
import { type CurlAnswer, type CurlRequest, parseCurl, sendCurl } from '../support/curl-command.js';
import { type DocBlock, docBlocks } from '../support/doc-blocks.js';
import { realCurl } from '../support/real-curl.js';
import { runTypeScript } from '../support/run-typescript.js';
import { storeMessages } from '../support/stored-messages.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

/** The contract as it was given to us, byte for byte. */
const CONTRACT = readFileSync('docs/contract/operator-api.ru.md', 'utf8');
const CONTRACT_SHA256 = 'b8671c12985ffcd9d46ef9afe595f800041b60b2dc1f5c8a462cdb9321038a19';
const HOST = 'https://bm.drawbridge.kz';

const BLOCKS = docBlocks(CONTRACT);
const titled = (blocks: DocBlock[]): [string, string][] =>
  blocks.map(({ headings, text }) => [headings.at(-1) ?? '', text]);
const CURLS = titled(BLOCKS.filter(({ language }) => language === 'bash'));
const SCRIPTS = titled(BLOCKS.filter(({ language }) => language === 'typescript'));
/** Cut short in the contract, where each stands for another one. */
const whatsappMessageId: unknown = expect.stringMatching(/^wamid\./);
const [SENT, STATUS, HISTORY] = BLOCKS.filter(({ language }) => language === 'json').map(({ text }): unknown =>
  JSON.parse(text),
);

interface Message {
  id: number;
  fromMe: boolean;
  timestamp: string;
  status: string;
  delivered: boolean;
  read: boolean;
  isReadByOperator: boolean;
  senderUser: { id: number; email: string } | null;
  [key: string]: unknown;
}

interface History {
  messages: Message[];
  total: number;
  limit: number;
  offset: number;
}

const ifCurl = realCurl.isHere ? describe : describe.skip;

describe('the operator contract', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
    await openChat123(desk);
    // Receipts would move a message on while we look at it.
    await desk.control('PUT', 'faults', { receipts: 'none' });
    await storeContractMessages(desk);
  });
  afterAll(() => desk.close());

  const here = (text: string): string => text.replaceAll(HOST, desk.app.url);
  const requestsOf = (text: string): CurlRequest[] => parseCurl(here(text), { TOKEN: desk.operator.token });
  const run = async (text: string): Promise<CurlAnswer> => {
    const [request] = requestsOf(text);
    if (request === undefined) throw new Error('this block has no command');
    return sendCurl(request);
  };
  const curlTo = (part: string): string => CURLS.find(([, text]) => text.includes(part))?.[1] ?? '';

  it('is kept as it was given, and these examples are all it has', () => {
    expect(createHash('sha256').update(CONTRACT).digest('hex')).toBe(CONTRACT_SHA256);
    const languages = BLOCKS.map(({ language }) => language);
    const counts = ['', 'http', 'bash', 'json', 'typescript', 'tsx'].map(
      (one) => languages.filter((given) => given === one).length,
    );
    expect(counts).toEqual([1, 3, 5, 3, 3, 1]);
    expect(languages).toHaveLength(16);
  });

  it('answers at the addresses it names', async () => {
    const lines = BLOCKS.filter(({ language }) => language === 'http').map(({ text }) => text.split('\n')[0] ?? '');
    const answers = lines.map(async (line) => {
      const [method = '', path = ''] = line.replace(':messageId', '456').replace(':chatId', '123').split(' ');
      const body = method === 'POST' ? { body: {} } : {};
      return (await desk.app.call(method, path, { token: desk.operator.token, ...body })).status;
    });
    expect(await Promise.all(answers)).toEqual([400, 200, 200]);
  });

  describe('its curl lines', () => {
    it.each(CURLS)('are answered 200 with JSON: %s', async (_, text) => {
      const answer = await run(text);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    });

    ifCurl('pasted into a shell [needs curl]', () => {
      it.each(CURLS)('work: %s', async (_, text) => {
        const answer = await realCurl.run(here(text), { TOKEN: desk.operator.token });
        expect(answer.status).toBe(200);
        const sample = text.includes('/send') ? SENT : text.includes('message-status') ? STATUS : HISTORY;
        expect(shapeDifferences(sample, answer.body)).toEqual([]);
      });
    });
  });

  it.each([
    ['Здравствуйте! Ваш заказ готов к выдаче.', 'Текст'],
    ['Фото вашего заказа', 'photo.jpg'],
    ['Счёт на оплату', 'invoice.pdf'],
  ])('answers a send of "%s" field by field', async (content, part) => {
    const answer = await run(curlTo(part === 'Текст' ? content : part));
    expect(shapeDifferences(SENT, answer.body)).toEqual([]);
    expect(answer.body).toEqual({
      success: true,
      messageId: expect.stringMatching(/^wamid\./),
      message: { id: expect.any(Number), chatId: 123, content, status: 'sent', timestamp: expect.any(String) },
    });
  });

  it('answers message-status field by field', async () => {
    const { body } = await run(curlTo('message-status'));
    expect(shapeDifferences(STATUS, body)).toEqual([]);
    expect(body).toMatchObject({ ...(STATUS as object), whatsappMessageId });
  });

  it('answers the history field by field, newest first', async () => {
    const { body } = await run(curlTo('/messages?'));
    expect(shapeDifferences(HISTORY, body)).toEqual([]);
    const { messages, total, limit, offset } = body as History;
    expect([limit, offset, messages.length]).toEqual([20, 0, 20]);
    expect(total).toBeGreaterThanOrEqual(150);
    const times = messages.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort().reverse());
    const shown = (HISTORY as History).messages;
    const same = shown.map(({ id }) => messages.find((message) => message.id === id));
    expect(same).toEqual(shown.map((message) => expect.objectContaining({ ...message, whatsappMessageId })));
    for (const message of messages) {
      expect(message.senderUser === null).toBe(!message.fromMe);
      if (!message.fromMe) expect(message).toMatchObject({ status: 'received', delivered: false, read: false });
      else expect(message.isReadByOperator).toBe(true);
    }
  });

  it('leaves limit and offset at 50 and 0 where they are not given', async () => {
    const { body } = await desk.get<History>('/api/waba/operator/chat/123/messages');
    expect([body.limit, body.offset, body.messages.length]).toEqual([50, 0, 50]);
  });

  it('knows its five words for a status, with their flags', async () => {
    const words = [
      ...CONTRACT.matchAll(/^- `(\w+)` - (?:отправлено|доставлено|прочитано|не доставлено|в процессе)/gm),
    ].map(([, word]) => word ?? '');
    expect(words).toEqual(['sent', 'delivered', 'read', 'failed', 'pending']);
    for (const status of words) {
      const [id] = await storeMessages(desk.app, [
        {
          chat_id: 123,
          channel_id: desk.fixture.channelId,
          direction: 'out',
          status,
          timestamp: '2025-12-01T09:00:00.000Z',
        },
      ]);
      const { body } = await desk.get(`/api/waba/operator/message-status/${id}`);
      expect(body).toMatchObject({
        status,
        delivered: status === 'delivered' || status === 'read',
        read: status === 'read',
      });
    }
  });

  describe('its TypeScript', () => {
    it('sends and prints the wamid', async () => {
      const { printed } = await runTypeScript(here(scriptOf('sendWABAMessage')), { myToken: desk.operator.token });
      expect(printed).toEqual([expect.stringMatching(/^Sent: wamid\./)]);
    });

    it('throws the sentence of an error', async () => {
      const { functions } = await runTypeScript(here(scriptOf('sendWABAMessage')), { myToken: desk.operator.token });
      const call = functions['sendWABAMessage']?.(desk.operator.token, { chatId: 999_999, message: 'x' });
      await expect(call).rejects.toThrow('Chat not found.');
    });

    it('checks a status and prints its flag', async () => {
      const { printed } = await runTypeScript(here(scriptOf('checkMessageStatus')), { myToken: desk.operator.token });
      expect(printed).toEqual(['✅ Доставлено']);
    });

    it('prints the history', async () => {
      const { printed } = await runTypeScript(here(scriptOf('getChatHistory')), { myToken: desk.operator.token });
      expect(printed).toHaveLength(21);
      expect(printed[0]).toMatch(/^Всего сообщений: 1\d\d$/);
      expect(printed).toEqual(expect.arrayContaining(['⬅️ ⏱️ Спасибо!', '➡️ 👁️ Ваш заказ готов']));
    });
  });

  describe('its errors', () => {
    const [, text = ''] = CURLS[0] ?? [];
    const send = (change: Record<string, unknown>, on = desk): Promise<CurlAnswer> => {
      const [request] = parseCurl(text.replaceAll(HOST, on.app.url), { TOKEN: on.operator.token });
      if (request === undefined) throw new Error('the first block sends');
      const body = { ...(JSON.parse(request.body ?? '{}') as object), ...change };
      return sendCurl({ ...request, body: JSON.stringify(body) });
    };

    it.each([
      ['400 to a missing chatId', { chatId: undefined }, 400],
      ['400 to a missing message', { message: undefined }, 400],
      ['400 to a wrong type', { type: 'video' }, 400],
      ['400 to an image without mediaUrl', { type: 'image' }, 400],
      ['404 to a chat that is not there', { chatId: 999_999 }, 404],
    ])('answers %s, with the sentence in `error`', async (_, change, status) => {
      const answer = await send(change);
      expect([answer.status, answer.body]).toEqual([
        status,
        expect.objectContaining({ error: expect.any(String), status }),
      ]);
    });

    it('answers 500 while the channel has no wabaAccessToken', async () => {
      const other = await startTestDesk({ isConnected: false });
      const answer = await send({ chatId: other.chatId }, other);
      await other.close();
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({
        error: expect.stringContaining('wabaAccessToken'),
        code: 'WABA_NOT_CONFIGURED',
      });
    });

    it('wants the Bearer token of its first block', async () => {
      const [header] = BLOCKS.filter(({ language }) => language === '');
      const [name = '', value = ''] = header?.text.trim().split(': ') ?? [];
      const path = '/api/waba/operator/message-status/456';
      const headers = { [name]: value.replace('YOUR_JWT_TOKEN', desk.operator.token) };
      expect((await desk.app.call('GET', path, { headers })).status).toBe(200);
      expect((await desk.app.call('GET', path)).status).toBe(401);
    });
  });
});

function scriptOf(name: string): string {
  return SCRIPTS.find(([, text]) => text.includes(`function ${name}`))?.[1] ?? '';
}

/** Messages 456, 457 and 458 as the contract shows them, before them enough for its total of 150, and its sender. */
async function storeContractMessages({ app, fixture: { channelId } }: TestDesk): Promise<void> {
  const [sender] = (HISTORY as History).messages.flatMap(({ senderUser }) => senderUser ?? []);
  await app.rows(
    `insert into users (id, email, name, password_hash, role) values ($1, $2, 'Анна', '-', 'operator') on conflict (id) do update set email = $2`,
    [sender?.id, sender?.email],
  );
  const common = { chat_id: 123, channel_id: channelId };
  const ours = { ...common, direction: 'out', sender_user_id: sender?.id ?? null } as const;
  const older = Array.from({ length: 146 }, (_, index) => ({
    ...common,
    timestamp: new Date(Date.UTC(2025, 11, 8, 0, index)).toISOString(),
  }));
  await storeMessages(app, [
    ...older,
    {
      ...ours,
      id: 456,
      content: 'Здравствуйте! Ваш заказ готов к выдаче.',
      status: 'delivered',
      timestamp: '2025-12-09T12:34:56.000Z',
      delivered_at: '2025-12-09T12:34:58.000Z',
    },
    {
      ...ours,
      id: 457,
      content: 'Ваш заказ готов',
      status: 'read',
      timestamp: '2025-12-09T12:35:00.000Z',
      read_at: '2025-12-09T12:36:00.000Z',
    },
    { ...common, id: 458, content: 'Спасибо!', timestamp: '2025-12-09T12:40:00.000Z' },
  ]);
  await app.rows('update chats set read_up_to_id = 458 where id = 123');
}
