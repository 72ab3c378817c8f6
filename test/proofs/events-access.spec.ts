import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventsDesk } from '../support/events-desk.js';
import { startTestApp, type TestApp, type TestUser } from '../support/test-app.js';
import type { SseClient } from '../support/sse-client.js';
import { until } from '../support/test-desk.js';

type Reader = TestUser & { token: string };

const CHANNELS = 4;
const CHATS_EACH = 25;
const EVENTS = 10_000;
const AT_ONCE = 50;

let app: TestApp;
let doors: EventsDesk;

beforeAll(async () => {
  app = await startTestApp({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  doors = new EventsDesk(app);
});

afterAll(async () => {
  await app.close();
});

/** mulberry32: the same numbers each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Chat {
  id: number;
  channelId: number;
  assigneeId: number | null;
}

/** A world drawn at random: two channels show all, two only their own; readers belong to some. */
async function makeWorld(pick: (below: number) => number): Promise<{
  chats: Chat[];
  members: Map<Reader, Set<number>>;
  own: Set<number>;
}> {
  const own = new Set<number>();
  const channels: number[] = [];
  for (let index = 0; index < CHANNELS; index += 1) {
    const accessPolicy = index % 2 === 0 ? 'all_chats' : 'own_and_unassigned';
    const { id } = await app.createChannel({ accessPolicy });
    channels.push(id);
    if (accessPolicy !== 'all_chats') own.add(id);
  }
  const members = new Map<Reader, Set<number>>();
  for (let index = 0; index < 12; index += 1) {
    const theirs = channels.filter(() => pick(2) === 0);
    members.set(await doors.operator(...theirs), new Set(theirs));
  }
  const chats: Chat[] = [];
  for (const channelId of channels) {
    const workers = [...members].filter(([, theirs]) => theirs.has(channelId)).map(([reader]) => reader);
    for (let count = 0; count < CHATS_EACH; count += 1) {
      const assigneeId = pick(3) === 0 ? null : (workers[pick(Math.max(1, workers.length))]?.id ?? null);
      chats.push({ id: await doors.chat(channelId, assigneeId), channelId, assigneeId });
    }
  }
  return { chats, members, own };
}

describe('under load', () => {
  it('nobody gets an event of a chat that is not theirs, and everybody all of theirs, in the order of the log', async () => {
    const pick = numbers(6);
    const { chats, members, own } = await makeWorld(pick);
    const streams = new Map<Reader, SseClient>();
    for (const reader of members.keys()) streams.set(reader, await doors.stream({ token: reader.token }));
    await until(async () => [...streams.values()].every(({ lastId }) => lastId !== ''));
    for (let written = 0; written < EVENTS; written += AT_ONCE * 4) {
      await Promise.all(
        Array.from({ length: 4 }, () => {
          const some = Array.from({ length: AT_ONCE }, () => chats[pick(chats.length)] as Chat);
          return doors.append(some.map(({ id, channelId }) => doors.updated(channelId, id)));
        }),
      );
    }
    const log = await app.rows<{ chatId: number }>('select chat_id as "chatId" from events order by tx, id');
    expect(log.length).toBeGreaterThanOrEqual(EVENTS);
    const byId = new Map(chats.map((chat) => [chat.id, chat]));
    for (const [reader, stream] of streams) {
      const mine = log
        .map(({ chatId }) => byId.get(chatId))
        .filter((chat) => chat !== undefined)
        .filter(({ channelId }) => members.get(reader)?.has(channelId) === true)
        .filter(({ channelId, assigneeId }) => !own.has(channelId) || assigneeId === null || assigneeId === reader.id)
        .map(({ id }) => id);
      await until(
        async () => stream.events.length >= mine.length,
        () => `${stream.events.length} of ${mine.length}`,
      );
      expect(stream.named('resync')).toEqual([]);
      expect(stream.events.map(({ chatId }) => chatId)).toEqual(mine);
      stream.close();
    }
  });

  it('a reader whom assignments come and go from sees exactly what is theirs at the time', async () => {
    const pick = numbers(7);
    const channel = await app.createChannel({ accessPolicy: 'own_and_unassigned' });
    const admin = await app.signedIn({ role: 'admin' });
    const [anna, boris] = [await doors.operator(channel.id), await doors.operator(channel.id)];
    const chatId = await doors.chat(channel.id, boris.id);
    const annas = await doors.stream({ token: anna.token });
    const theirs = await doors.stream({ token: boris.token });
    await until(async () => annas.lastId !== '' && theirs.lastId !== '');
    let isAnnas = false;
    for (let turn = 0; turn < 60; turn += 1) {
      const operatorId = pick(2) === 0 ? anna.id : boris.id;
      const [ofAnna, ofBoris] = [annas.events.length, theirs.events.length];
      await app.call('POST', `/api/waba/operator/chat/${chatId}/assign`, { token: admin.token, body: { operatorId } });
      if ((operatorId === anna.id) !== isAnnas) {
        await Promise.all([annas.received(ofAnna + 1), theirs.received(ofBoris + 1)]);
      }
      isAnnas = operatorId === anna.id;
      // Whoever has it has heard of it: what is served later is judged by who has the chat by then.
      const holder = isAnnas ? annas : theirs;
      const seen = holder.events.length;
      await doors.append([doors.updated(channel.id, chatId)]);
      await holder.received(seen + 1);
    }
    const types = annas.events.map(({ type }) => type);
    let isTheirs = false;
    for (const type of types) {
      if (type === 'chat.updated') expect(isTheirs).toBe(true);
      if (type === 'chat.assigned') isTheirs = true;
      if (type === 'chat.access_lost') isTheirs = false;
    }
    expect(types.filter((type) => type === 'chat.access_lost').length).toBeGreaterThan(5);
    annas.close();
    theirs.close();
  });
});
