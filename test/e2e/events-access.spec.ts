import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventsDesk } from '../support/events-desk.js';
import type { SseClient } from '../support/sse-client.js';
import { startTestApp, type TestApp, type TestUser } from '../support/test-app.js';
import { until } from '../support/test-desk.js';

type Reader = TestUser & { token: string };

const ACCESS_CHANGED = { type: 'reset', reason: 'access_changed', refetch: ['chats', 'channels'] };

let app: TestApp;
let doors: EventsDesk;
let admin: Reader;
const open: SseClient[] = [];

beforeAll(async () => {
  app = await startTestApp({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  doors = new EventsDesk(app);
  admin = await app.signedIn({ role: 'admin' });
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const client of open.splice(0)) client.close();
});

afterAll(async () => {
  await app.close();
});

/** A stream that has begun. */
async function listen(reader: Reader): Promise<SseClient> {
  const client = await doors.stream({ token: reader.token });
  open.push(client);
  await until(async () => client.lastId !== '');
  return client;
}

const asAdmin = async (method: string, path: string, body?: unknown): Promise<void> => {
  const { status, text } = await app.call(method, `/api/admin/${path}`, { token: admin.token, body });
  if (status >= 300) throw new Error(text);
};

const assign = async (chatId: number, operatorId: number | null): Promise<void> => {
  const supervisor = operatorId === null ? undefined : { operatorId };
  const path = `/api/waba/operator/chat/${chatId}/${operatorId === null ? 'release' : 'assign'}`;
  const { status, text } = await app.call('POST', path, { token: admin.token, body: supervisor ?? {} });
  if (status >= 300) throw new Error(text);
};

/** What readers know of a chat, once the admin, who sees all, has been told that it was updated. */
async function afterUpdate(channelId: number, chatId: number): Promise<void> {
  const all = await listen(admin);
  await doors.append([doors.updated(channelId, chatId)]);
  await all.received(1);
  all.close();
}

describe('who gets an event', () => {
  it('loses a chat with its assignment to another, and hears no more of it', async () => {
    const channel = await app.createChannel({ accessPolicy: 'own_and_unassigned' });
    const [anna, boris] = [await doors.operator(channel.id), await doors.operator(channel.id)];
    const chatId = await doors.chat(channel.id);
    const [toAnna, toBoris] = [await listen(anna), await listen(boris)];
    await assign(chatId, anna.id);
    await toAnna.received(1);
    await toBoris.received(1);
    expect(toAnna.events).toMatchObject([
      { type: 'chat.assigned', chatId, data: { chat: { assignee: { id: anna.id } } } },
    ]);
    expect(toBoris.events).toMatchObject([{ type: 'chat.access_lost', chatId, data: {} }]);
    // Both at the row's own place: whoever resumes goes on behind it.
    expect(toBoris.lastId).toBe(toAnna.lastId);
    await afterUpdate(channel.id, chatId);
    await toAnna.received(2);
    await assign(chatId, boris.id);
    await toBoris.received(2);
    await toAnna.received(3);
    expect(toBoris.events.at(-1)).toMatchObject({ type: 'chat.assigned' });
    expect(toAnna.events.at(-1)).toMatchObject({ type: 'chat.access_lost' });
    await afterUpdate(channel.id, chatId);
    await toBoris.received(3);
    expect(toAnna.events).toHaveLength(3);
    expect(toBoris.events).toHaveLength(3);
  });

  it('sees other chats after a reset where they join a channel or leave it', async () => {
    const channel = await app.createChannel();
    const chatId = await doors.chat(channel.id);
    const anna = await doors.operator();
    const client = await listen(anna);
    await afterUpdate(channel.id, chatId);
    await asAdmin('PUT', `channels/${channel.id}/members/${anna.id}`);
    await until(async () => client.named('reset').length === 1);
    expect(client.named('reset')).toEqual([ACCESS_CHANGED]);
    await afterUpdate(channel.id, chatId);
    await client.received(1);
    await asAdmin('PUT', `channels/${channel.id}/members/${anna.id}`);
    await asAdmin('DELETE', `channels/${channel.id}/members/${anna.id}`);
    await until(async () => client.named('reset').length === 2);
    await afterUpdate(channel.id, chatId);
    expect(client.events).toHaveLength(1);
    // A reset has its place too: who resumes behind it does not get it again.
    const { body } = await doors.poll(anna.token, `?after=${client.lastId}`);
    expect(body).toMatchObject({ events: [], reset: null });
  });

  it('sees other chats after a reset where the policy of the channel or their role changes', async () => {
    const channel = await app.createChannel();
    const [anna, boris] = [await doors.operator(channel.id), await doors.operator(channel.id)];
    const chatId = await doors.chat(channel.id, boris.id);
    const client = await listen(anna);
    await asAdmin('PATCH', `channels/${channel.id}`, { accessPolicy: 'own_and_unassigned', name: 'Shop' });
    await until(async () => client.named('reset').length === 1);
    await afterUpdate(channel.id, chatId);
    expect(client.events).toEqual([]);
    await asAdmin('PATCH', `channels/${channel.id}`, { accessPolicy: 'own_and_unassigned', name: 'Store' });
    await asAdmin('PATCH', `users/${anna.id}`, { role: 'supervisor' });
    await until(async () => client.named('reset').length === 2);
    await afterUpdate(channel.id, chatId);
    await client.received(1);
    await asAdmin('PATCH', `users/${anna.id}`, { role: 'supervisor', name: 'Anna K.' });
    await afterUpdate(channel.id, chatId);
    await client.received(2);
    expect(client.named('reset')).toEqual([ACCESS_CHANGED, ACCESS_CHANGED]);
  });

  it('works in the channel it concerns, or is an admin where it concerns us all', async () => {
    const [ours, theirs] = [await app.createChannel(), await app.createChannel()];
    const anna = await doors.operator(ours.id);
    const [toAnna, toAdmin] = [await listen(anna), await listen(admin)];
    await doors.append([
      { type: 'system.webhook_silent', channelId: null, data: { since: null } },
      { type: 'channel.paused', channelId: theirs.id, data: { paused: true } },
      { type: 'access.changed', channelId: theirs.id },
      { type: 'channel.paused', channelId: ours.id, data: { paused: true } },
    ]);
    await toAnna.received(1);
    await toAdmin.received(3);
    expect(toAnna.events).toMatchObject([
      { type: 'channel.paused', chatId: null, data: { channelId: ours.id, paused: true } },
    ]);
    expect(toAnna.named('reset')).toEqual([]);
    expect(toAdmin.events[0]).toMatchObject({ type: 'system.webhook_silent', data: { since: null } });
  });

  it('gets nothing any more a second after access was taken without a word, and the stream ends with the user', async () => {
    const channel = await app.createChannel();
    const chatId = await doors.chat(channel.id);
    const anna = await doors.operator(channel.id);
    const client = await listen(anna);
    await afterUpdate(channel.id, chatId);
    await client.received(1);
    await app.rows('delete from channel_members where channel_id = $1 and user_id = $2', [channel.id, anna.id]);
    const takenAt = performance.now();
    await until(async () => performance.now() - takenAt > 1_000);
    await afterUpdate(channel.id, chatId);
    expect(client.events).toHaveLength(1);
    await asAdmin('PATCH', `users/${anna.id}`, { disabled: true });
    await client.ended();
    expect(client.named('bye')).toMatchObject([{ reason: 'session_ended' }]);
  });

  it('is told where the message is now, and only if they see that as well', async () => {
    const channel = await app.createChannel({ accessPolicy: 'own_and_unassigned' });
    const [anna, boris] = [await doors.operator(channel.id), await doors.operator(channel.id)];
    const [from, to] = [await doors.chat(channel.id), await doors.chat(channel.id, boris.id)];
    const [message] = await app.rows<{ id: number }>(
      `insert into messages (channel_id, chat_id, direction, origin, type, content, wamid, timestamp, status, created_at)
       values ($1, $2, 'in', 'customer', 'text', 'секрет', 'wamid.MOVED', $3, 'received', $3) returning id`,
      [channel.id, to, app.clock.now()],
    );
    const [toAnna, toBoris] = [await listen(anna), await listen(boris)];
    const event = {
      type: 'message.received',
      channelId: channel.id,
      chatId: from,
      messageId: message?.id ?? 0,
    } as const;
    await doors.append([event, doors.updated(channel.id, from)]);
    await toAnna.received(1);
    await toBoris.received(2);
    expect(toAnna.events.map(({ type }) => type)).toEqual(['chat.updated']);
  });

  describe('what was asked for others a moment before', () => {
    /** Anna's and Boris' streams have just been judged: of this chat, Boris alone sees something. Then it is Anna's, without a word. */
    const passOn = async (): Promise<{ channelId: number; chatId: number; anna: Reader; start: string }> => {
      const { id: channelId } = await app.createChannel({ accessPolicy: 'own_and_unassigned' });
      const [anna, boris] = [await doors.operator(channelId), await doors.operator(channelId)];
      const chatId = await doors.chat(channelId, boris.id);
      const start = await doors.now(anna.token);
      const [toAnna, toBoris] = [await listen(anna), await listen(boris)];
      // From here on everything happens in the same moment.
      jest.spyOn(performance, 'now').mockReturnValue(performance.now());
      await doors.append([doors.updated(channelId, chatId)]);
      await toBoris.received(1);
      expect(toAnna.events).toEqual([]);
      await app.rows('update chats set assignee_id = $2 where id = $1', [chatId, anna.id]);
      return { channelId, chatId, anna, start };
    };

    it('decides nothing for who comes by a position', async () => {
      const { chatId, anna, start } = await passOn();
      const { body } = await doors.poll(anna.token, `?after=${start}`);
      expect(body.events.map((event) => event.chatId)).toEqual([chatId]);
      const again = await doors.stream({ token: anna.token, query: `?after=${start}` });
      open.push(again);
      await again.received(1);
    });

    it('decides nothing for who comes to hear what follows', async () => {
      const { channelId, chatId, anna } = await passOn();
      const client = await listen(anna);
      await doors.append([doors.updated(channelId, chatId)]);
      await client.received(1);
      expect(client.events.map((event) => event.chatId)).toEqual([chatId]);
    });
  });
});
