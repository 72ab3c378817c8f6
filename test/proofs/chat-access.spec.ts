import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccessPolicy } from '../../src/channels/domain/channel.js';
import { CALLERS, type Caller, type Cast, giveTo, inChat, makeCast } from '../support/access-desk.js';
import type { ApiAnswer } from '../support/test-app.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const DEEDS = ['take', 'release', 'assign', 'assignments', 'read', 'typing'] as const;
const ALL = [200, 200, 200, 200, 200, 204];
const none = (status: number): number[] => DEEDS.map(() => status);

/** What each deed answers in a chat that is the assignee's, in the order of `DEEDS`. */
const EXPECTED: Record<AccessPolicy, Record<Caller, number[]>> = {
  all_chats: {
    assignee: ALL,
    member: [409, 409, 409, 200, 200, 204],
    supervisor: ALL,
    admin: ALL,
    foreigner: none(404),
    disabled: none(401),
  },
  own_and_unassigned: {
    assignee: ALL,
    member: none(404),
    supervisor: ALL,
    admin: ALL,
    foreigner: none(404),
    disabled: none(401),
  },
};

/** What differs between two answers to requests of two chats by their nature. */
const stripped = ({ status, text }: ApiAnswer<unknown>, chatId: number): unknown => [
  status,
  text.replace(/"requestId":"[^"]*"/, '').replaceAll(`/chat/${chatId}/`, '/chat/#/'),
];

describe('access to the deeds in a chat', () => {
  let desk: TestDesk;
  let cast: Cast;

  beforeAll(async () => {
    desk = await startTestDesk();
    cast = await makeCast(desk);
  });
  afterAll(() => desk.close());

  const asAdmin = (method: string, path: string, body?: unknown): Promise<ApiAnswer<unknown>> =>
    desk.app.call(method, `/api/admin/${path}`, { token: cast.admin.token, ...(body === undefined ? {} : { body }) });
  const setPolicy = (accessPolicy: AccessPolicy): Promise<unknown> =>
    asAdmin('PATCH', `channels/${desk.fixture.channelId}`, { accessPolicy });
  const bodyOf = (deed: string): unknown => (deed === 'assign' ? { operatorId: cast.assignee.id } : undefined);

  describe.each(['all_chats', 'own_and_unassigned'] as const)('where the channel shows %s', (policy) => {
    beforeAll(() => setPolicy(policy));

    it.each(CALLERS)('is as it should be for: %s', async (caller) => {
      const statuses: number[] = [];
      for (const deed of DEEDS) {
        await giveTo(desk, cast.assignee);
        const body = deed === 'assign' && caller !== 'supervisor' ? { operatorId: cast.supervisor.id } : bodyOf(deed);
        statuses.push((await inChat(desk, cast[caller], deed, { body })).status);
      }
      expect(statuses).toEqual(EXPECTED[policy][caller]);
    });

    it('gives a free chat to every member', async () => {
      for (const caller of ['member', 'supervisor', 'admin'] as const) {
        await giveTo(desk, null);
        expect((await inChat(desk, cast[caller], 'take')).status).toBe(200);
      }
    });

    it('answers for a chat that is hidden as for one that does not exist', async () => {
      await giveTo(desk, cast.assignee);
      for (const deed of DEEDS) {
        const [hidden, missing] = await Promise.all([
          inChat(desk, cast.foreigner, deed, { body: bodyOf(deed) }),
          inChat(desk, cast.foreigner, deed, { body: bodyOf(deed), chatId: 987_654 }),
        ]);
        expect(stripped(hidden, desk.chatId)).toEqual(stripped(missing, 987_654));
      }
    });
  });

  describe('changes at once, at every door', () => {
    /** Whether each door shows the member the chat: all of them do, or none does. */
    async function doors(user: { token: string }): Promise<boolean> {
      const { chatId } = desk;
      const [message] = await desk.app.rows<{ id: number }>(
        `select id from messages where chat_id = $1 and direction = 'in' order by id limit 1`,
        [chatId],
      );
      const base = '/api/waba/operator';
      const answers = await Promise.all([
        desk.get(`${base}/chat/${chatId}`, user.token),
        desk.get(`${base}/chat/${chatId}/messages`, user.token),
        desk.get(`${base}/chat/${chatId}/assignments`, user.token),
        desk.get(`${base}/message/${message?.id}`, user.token),
        desk.get(`${base}/message/${message?.id}/story`, user.token),
        desk.get(`${base}/message-status/${message?.id}`, user.token),
        inChat(desk, user, 'read'),
        inChat(desk, user, 'typing'),
        desk.send({ chatId, message: 'проверка' }, {}, user.token),
      ]);
      const statuses = answers.map(({ status }) => status);
      const seen = statuses.filter((status) => status < 300).length;
      if (seen !== 0 && seen !== statuses.length) throw new Error(`the doors disagree: ${statuses.join(' ')}`);
      return seen > 0;
    }

    it('with the policy of the channel', async () => {
      await giveTo(desk, cast.assignee);
      await setPolicy('all_chats');
      expect(await doors(cast.member)).toBe(true);
      await setPolicy('own_and_unassigned');
      expect(await doors(cast.member)).toBe(false);
      await setPolicy('all_chats');
      expect(await doors(cast.member)).toBe(true);
    });

    it('with the one whose chat it is', async () => {
      await setPolicy('own_and_unassigned');
      await giveTo(desk, null);
      expect(await doors(cast.member)).toBe(true);
      expect((await inChat(desk, cast.assignee, 'take')).status).toBe(200);
      expect(await doors(cast.member)).toBe(false);
      const handed = await inChat(desk, cast.assignee, 'assign', { body: { operatorId: cast.member.id } });
      expect([handed.status, await doors(cast.member), await doors(cast.assignee)]).toEqual([200, true, false]);
    });

    it('with the membership and the role', async () => {
      await setPolicy('own_and_unassigned');
      await giveTo(desk, cast.assignee);
      const user = await desk.app.signedIn();
      const membership = `channels/${desk.fixture.channelId}/members/${user.id}`;
      expect(await doors(user)).toBe(false);
      await asAdmin('PUT', membership);
      expect(await doors(user)).toBe(false);
      await asAdmin('PATCH', `users/${user.id}`, { role: 'supervisor' });
      expect(await doors(user)).toBe(true);
      await asAdmin('DELETE', membership);
      expect(await doors(user)).toBe(false);
      await asAdmin('PATCH', `users/${user.id}`, { role: 'admin' });
      expect(await doors(user)).toBe(true);
      await asAdmin('PATCH', `users/${user.id}`, { role: 'operator' });
      expect(await doors(user)).toBe(false);
    });
  });
});
