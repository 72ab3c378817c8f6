import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../support/code-of.js';
import { exchangeRaw } from '../support/raw-http.js';
import { storeMessages } from '../support/stored-messages.js';
import type { ApiAnswer } from '../support/test-app.js';
import {
  inboundValue,
  receipt,
  startTestDesk,
  statusValue,
  type StatusAnswer,
  type TestDesk,
  textMessage,
} from '../support/test-desk.js';

const PATH = '/api/waba/operator/message-status';
const TEN_O_CLOCK = Date.parse('2026-03-01T10:00:00.000Z') / 1000;

describe(`GET ${PATH}/:messageId`, () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => desk.close());

  const statusOf = (key: number | string): Promise<ApiAnswer<StatusAnswer>> => desk.get(`${PATH}/${key}`);
  const send = async (): Promise<{ id: number; wamid: string }> => {
    const { body } = await desk.send({ chatId: desk.chatId, message: 'Здравствуйте' });
    return { id: body.message.id, wamid: body.messageId ?? '' };
  };
  const withoutIds = (answer: ApiAnswer<unknown>): string =>
    answer.text.replace(/"requestId":"[^"]+"/, '').replace(/message-status\/[^"]+/, '');

  describe('in each of the five states and for a message of the customer', () => {
    const answer = (id: number, given: object): object => ({
      id,
      timestamp: '2026-03-01T12:00:00.000Z',
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      failedAt: null,
      attempts: 1,
      nextAttemptAt: null,
      substate: null,
      error: null,
      ...given,
    });

    it('tells of one that waits', async () => {
      const [id = 0] = await storeMessages(desk.app, [
        {
          chat_id: desk.chatId,
          channel_id: desk.fixture.channelId,
          direction: 'out',
          status: 'pending',
          wamid: null,
          timestamp: '2026-03-01T12:00:00.000Z',
        },
      ]);
      await desk.app.rows(`update send_attempts set state = 'queued' where message_id = $1`, [id]);
      const pending = { whatsappMessageId: null, status: 'pending', delivered: false, read: false };
      expect((await statusOf(id)).body).toEqual(answer(id, { ...pending, substate: 'queued' }));
    });

    it('tells of one whose outcome nobody knows', async () => {
      await desk.control('PUT', 'faults', { dropAfterAccept: { times: 1 }, receipts: 'none' });
      const { body } = await desk.send({ chatId: desk.chatId, message: 'x' });
      const pending = { whatsappMessageId: null, status: 'pending', delivered: false, read: false };
      expect((await statusOf(body.message.id)).body).toEqual(
        answer(body.message.id, { ...pending, substate: 'uncertain' }),
      );
    });

    it('tells of one on its way, with the times of Meta, from sent to read', async () => {
      const { id, wamid } = await send();
      const common = { whatsappMessageId: wamid };
      expect((await statusOf(id)).body).toEqual(
        answer(id, { ...common, status: 'sent', delivered: false, read: false, sentAt: '2026-03-01T12:00:00.000Z' }),
      );
      const steps = [
        ['sent', TEN_O_CLOCK, { status: 'sent', delivered: false, read: false }],
        ['delivered', TEN_O_CLOCK + 1, { status: 'delivered', delivered: true, read: false }],
        ['read', TEN_O_CLOCK + 2, { status: 'read', delivered: true, read: true }],
      ] as const;
      const times: Record<string, string> = {};
      for (const [status, seconds, expected] of steps) {
        await desk.postValues(statusValue([receipt(wamid, status, seconds)]));
        await desk.settled();
        times[`${status}At`] = new Date(seconds * 1000).toISOString();
        expect((await statusOf(id)).body).toEqual(answer(id, { ...common, ...expected, ...times }));
      }
    });

    it('tells of one that WhatsApp refused, and why', async () => {
      await desk.control('PUT', 'faults', { refuse: { code: 131026, times: 1 }, receipts: 'none' });
      const { body } = await desk.send({ chatId: desk.chatId, message: 'x' });
      expect((await statusOf(body.message.id)).body).toEqual(
        answer(body.message.id, {
          whatsappMessageId: null,
          status: 'failed',
          delivered: false,
          read: false,
          failedAt: '2026-03-01T12:00:00.000Z',
          error: {
            code: 'RECIPIENT',
            title: expect.any(String),
            action: expect.any(String),
            provider: expect.objectContaining({ code: 131026, retryable: false }),
          },
        }),
      );
    });

    it('tells of a failure in the language of the reader', async () => {
      const { id, wamid } = await send();
      const errors = [{ code: 131026, title: 'Message undeliverable' }];
      await desk.postValues(statusValue([receipt(wamid, 'failed', TEN_O_CLOCK, { errors })]));
      await desk.settled();
      const { token } = desk.operator;
      const answered = await desk.app.call('GET', `${PATH}/${id}`, { token, headers: { 'accept-language': 'ru' } });
      expect(answered.body).toMatchObject({
        status: 'failed',
        failedAt: '2026-03-01T10:00:00.000Z',
        error: { title: 'Не доставлено: возможно, у клиента нет WhatsApp' },
      });
    });

    it('tells of a message of the customer as received', async () => {
      await desk.postValues(inboundValue([textMessage('wamid.INBOUND1', 'Спасибо!', TEN_O_CLOCK * 1000)]));
      await desk.settled();
      const { body } = await statusOf('wamid.INBOUND1');
      expect(body).toEqual(
        answer(body.id, {
          whatsappMessageId: 'wamid.INBOUND1',
          status: 'received',
          timestamp: '2026-03-01T10:00:00.000Z',
          delivered: false,
          read: false,
          attempts: 0,
        }),
      );
    });
  });

  describe('by WhatsApp’s own id', () => {
    it.each(['wamid.HBgLNzcwMTU1NTAwMDEVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA', 'wamid.AB/CD+EF==', 'wamid._-_'])(
      'takes %s, percent-encoded',
      async (wamid) => {
        const message = { chat_id: desk.chatId, channel_id: desk.fixture.channelId, wamid };
        const [id] = await storeMessages(desk.app, [{ ...message, timestamp: '2026-03-01T09:00:00.000Z' }]);
        const { status, body } = await statusOf(encodeURIComponent(wamid));
        expect([status, body.id, body.whatsappMessageId]).toEqual([200, id, wamid]);
      },
    );
  });

  it.each([
    '0x10',
    '1e3',
    '+1',
    ' 1',
    '1 ',
    '1.0',
    '00012',
    '-1',
    '0',
    'NaN',
    '１２',
    '1,2',
    '12abc',
    'true',
    'null',
    '99999999999999999999',
    '9007199254740992',
    '2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d',
    '__proto__',
    `1' OR '1'='1`,
    '1;select pg_sleep(5)',
    'wamid.',
    `wamid.'`,
    'WAMID.AB',
    `wamid.${'A'.repeat(251)}`,
    '\u0000',
  ])('answers 400 to %j for an id', async (text) => {
    expect(await codeOf(desk.get(`${PATH}/${encodeURIComponent(text)}`))).toEqual([400, 'VALIDATION']);
  });

  it('answers 404 where no id is given', async () => {
    expect(await codeOf(desk.get(`${PATH}/`))).toEqual([404, 'NOT_FOUND']);
  });

  describe('for what the operator may not see', () => {
    it('answers the same 404 to a foreign message, a missing one and a colleague’s, by either id', async () => {
      const { id, wamid } = await send();
      const missing = await desk.get(`${PATH}/2147483648`);
      expect(missing.body).toMatchObject({ status: 404, code: 'MESSAGE_NOT_FOUND' });
      const stranger = await desk.app.signedIn();
      const colleague = await desk.app.signedIn();
      await desk.app.addMember({ id: desk.fixture.channelId }, colleague);
      const setPolicy = (policy: string): Promise<unknown> =>
        desk.app.rows('update channels set access_policy = $1', [policy]);
      await setPolicy('own_and_unassigned');
      await desk.app.rows('update chats set assignee_id = $1 where id = $2', [desk.operator.id, desk.chatId]);
      for (const key of [id, wamid]) {
        for (const { token } of [stranger, colleague]) {
          const foreign = await desk.get(`${PATH}/${key}`, token);
          expect(withoutIds(foreign)).toBe(withoutIds(missing));
          expect([...foreign.headers.keys()]).toEqual([...missing.headers.keys()]);
        }
        expect((await statusOf(key)).status).toBe(200);
      }
      await setPolicy('all_chats');
      expect((await desk.get(`${PATH}/${id}`, colleague.token)).status).toBe(200);
      await desk.app.rows('delete from channel_members where user_id = $1', [colleague.id]);
      expect((await desk.get(`${PATH}/${id}`, colleague.token)).status).toBe(404);
    });
  });

  describe('polled with the ETag', () => {
    const ask = (id: number, headers: Record<string, string>, method = 'GET'): Promise<ApiAnswer<StatusAnswer>> =>
      desk.app.call(method, `${PATH}/${id}`, { token: desk.operator.token, headers });

    it('answers 304 without a body until something changes', async () => {
      const { id, wamid } = await send();
      const etag = (await statusOf(id)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]{20,}"$/);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await ask(id, { 'if-none-match': known });
        expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
      }
      expect((await ask(id, { 'if-none-match': '"other"' })).status).toBe(200);
      await desk.postValues(statusValue([receipt(wamid, 'delivered', TEN_O_CLOCK)]));
      await desk.settled();
      const changed = await ask(id, { 'if-none-match': etag });
      expect([changed.status, changed.body.status]).toEqual([200, 'delivered']);
      expect(changed.headers.get('etag')).not.toBe(etag);
    });

    it('tells caches that the answer is one reader’s, one page’s and one language’s', async () => {
      const { id } = await send();
      const { headers } = await statusOf(id);
      expect(headers.get('cache-control')).toBe('private, no-cache');
      expect(headers.get('vary')).toMatch(/Authorization, Accept-Language/);
      expect(headers.get('vary')).toMatch(/Origin/);
    });

    it('says nothing of a message to whom it does not belong', async () => {
      const { id } = await send();
      const etag = (await statusOf(id)).headers.get('etag') ?? '';
      const stranger = await desk.app.signedIn();
      const call = { token: stranger.token, headers: { 'if-none-match': etag } };
      expect((await desk.app.call('GET', `${PATH}/${id}`, call)).status).toBe(404);
    });

    it('gives the whole answer whatever Range says', async () => {
      const { id } = await send();
      const whole = await statusOf(id);
      const asked = await ask(id, { range: 'bytes=0-3' });
      expect([asked.status, asked.text]).toEqual([200, whole.text]);
    });

    it('answers HEAD as GET, without the body', async () => {
      const { id } = await send();
      const whole = await statusOf(id);
      const head = await ask(id, {}, 'HEAD');
      expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', whole.headers.get('etag')]);
      expect((await ask(2_147_483_647, {}, 'HEAD')).status).toBe(404);
    });
  });

  it.each([
    ['lists and repeats', 'x[]=1&x=2&x=3'],
    ['an id', 'messageId=1'],
    ['a prototype', '__proto__=1&constructor[prototype]=2'],
    ['1,000 parameters', Array.from({ length: 1_000 }, (_, index) => `p${index}=1`).join('&')],
  ])('takes no notice of %s in the query', async (_, query) => {
    const { id } = await send();
    const answered = await desk.get(`${PATH}/${id}?${query}`);
    expect([answered.status, answered.body['id']]).toEqual([200, id]);
  });

  it('takes no notice of a body', async () => {
    const { id } = await send();
    const { port } = new URL(desk.app.url);
    const lines = [
      `GET ${PATH}/${id} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${desk.operator.token}`,
      'Content-Length: 8',
    ];
    const answered = await exchangeRaw(Number(port), `${lines.join('\r\n')}\r\n\r\n{"id":1}`);
    expect([answered.status, (JSON.parse(answered.body) as StatusAnswer).id]).toEqual([200, id]);
  });
});
