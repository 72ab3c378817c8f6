import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiAnswer } from '../support/test-app.js';
import { fresh, hear, ownerOf, textOf } from '../support/people.js';
import { GRAPH_TOKEN, PHONE_NUMBER_ID, startTestDesk, type TestDesk } from '../support/test-desk.js';

const BASE = '/api/waba/operator';

interface ChatAnswer {
  id: number;
  blocked: boolean;
  code?: string;
  provider?: { code: number; details: string | null };
}

describe('chat/:id/block', () => {
  let desk: TestDesk;
  let chatId: number;
  let phone: string;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  beforeEach(async () => {
    await desk.control('DELETE', 'faults');
    phone = `7703${String(fresh()).padStart(7, '0')}`;
    await desk.control('POST', 'inbound', { from: `+${phone}`, text: 'спам' });
    await desk.settled();
    chatId = (await ownerOf(desk, phone)).chatIds[0] ?? 0;
  });

  const deed = (verb: string, id = chatId, token = desk.operator.token): Promise<ApiAnswer<ChatAnswer>> =>
    desk.app.call('POST', `${BASE}/chat/${id}/${verb}`, { token });
  const isBlocked = async (): Promise<boolean> => (await desk.get<ChatAnswer>(`${BASE}/chat/${chatId}`)).body.blocked;
  /** Who stands on the number's block list at Meta. */
  async function listed(): Promise<string[]> {
    const response = await fetch(`${desk.simulator.url}/v25.0/${PHONE_NUMBER_ID}/block_users`, {
      headers: { authorization: `Bearer ${GRAPH_TOKEN}` },
    });
    const { data } = (await response.json()) as { data: { wa_id: string }[] };
    return data.map(({ wa_id: waId }) => waId);
  }
  const deeds = (): Promise<number> =>
    desk.count(`audit_log where action in ('customer.blocked', 'customer.unblocked')`);
  const updates = (): Promise<number> => desk.count(`events where type = 'chat.updated' and chat_id = ${chatId}`);

  it('stops every send before anything is stored, until it is taken back', async () => {
    const blocked = await deed('block');
    expect([blocked.status, blocked.body.blocked, await listed()]).toEqual([200, true, [phone]]);
    const before = await desk.sendTraces();
    const refused = await desk.send({ chatId, message: 'Здравствуйте' });
    expect([refused.status, refused.body.code]).toEqual([409, 'CUSTOMER_BLOCKED']);
    expect(await desk.sendTraces()).toEqual(before);
    const free = await deed('unblock');
    expect([free.status, free.body.blocked, await listed()]).toEqual([200, false, []]);
    expect((await desk.send({ chatId, message: 'Здравствуйте' })).status).toBe(200);
  });

  it('changes nothing where it is so already', async () => {
    expect([(await deed('unblock')).status, await deeds()]).toEqual([200, await deeds()]);
    await deed('block');
    const before = [await deeds(), await updates()];
    await desk.control('PUT', 'faults', { refuse: { code: 190 } });
    expect((await deed('block')).body.blocked).toBe(true);
    expect([await deeds(), await updates()]).toEqual(before);
  });

  it('done by several at once is done once', async () => {
    const before = [await deeds(), await updates()];
    const answers = await Promise.all([1, 2, 3, 4].map(() => deed('block')));
    expect(answers.map(({ status, body }) => [status, body.blocked])).toEqual(answers.map(() => [200, true]));
    expect([await deeds(), await updates()]).toEqual(before.map((count) => count + 1));
  });

  it.each([
    ['a token Meta does not take', { refuse: { code: 190 } }, 502, 'WABA_AUTH', 190],
    ['a list that is full', { refuse: { code: 139101 } }, 422, 'REJECTED', 139101],
    ['too many requests', { refuse: { code: 130429 } }, 503, 'UPSTREAM', 130429],
    ['no answer', { dropBeforeAccept: {} }, 503, 'UPSTREAM', undefined],
    ['no answer of Graph', { garbage: { answer: 'html-502', isAccepted: false } }, 503, 'UPSTREAM', undefined],
  ])('stays undone for %s', async (_, fault, status, code, graphCode) => {
    await desk.control('PUT', 'faults', fault);
    const { body, ...answer } = await deed('block');
    expect([answer.status, body.code, body.provider?.code]).toEqual([status, code, graphCode]);
    expect([await isBlocked(), (await listed()).includes(phone)]).toEqual([false, false]);
    expect((await deed('block')).status).toBe(200);
    await deed('unblock');
  });

  it('is refused by Meta where the customer has not just written', async () => {
    // Our row says they did, Meta knows nothing of it.
    const stranger = `7704${String(fresh()).padStart(7, '0')}`;
    await hear(desk, textOf({ phone: stranger }, 1));
    const {
      chatIds: [id = 0],
    } = await ownerOf(desk, stranger);
    const { status, body } = await deed('block', id);
    expect([status, body.code, body.provider?.code, body.provider?.details]).toEqual([
      409,
      'WINDOW_CLOSED',
      131047,
      'User has not messaged in the last 24 hours',
    ]);
    await hear(desk, textOf({ phone: `${stranger}9` }, -3 * 86_400));
    const old = await deed('block', (await ownerOf(desk, `${stranger}9`)).chatIds[0]);
    expect([old.status, old.body.code, old.body.provider]).toEqual([409, 'WINDOW_CLOSED', undefined]);
  });

  it('is hidden with its chat, and unknown where there is none', async () => {
    const stranger = await desk.app.signedIn();
    for (const verb of ['block', 'unblock']) {
      expect((await deed(verb, chatId, stranger.token)).status).toBe(404);
      expect((await deed(verb, 987_654)).body.code).toBe('CHAT_NOT_FOUND');
    }
    expect(await isBlocked()).toBe(false);
  });
});
