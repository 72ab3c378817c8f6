import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { StoredEvent } from '../event-log.service.js';
import { EventAccessService } from './event-access.service.js';

const [ANNA, BORIS] = [1, 2];
const CHAT = 7;

/** A database that answers a question when it is told to, by what was true when the question came. */
class Database {
  holder = ANNA;
  readonly asked: unknown[][] = [];
  private readonly gates: (() => void)[] = [];
  private isOpen = true;

  readonly source = Object.assign(Object.create(DataSource.prototype) as DataSource, {
    query: (_: string, parameters: unknown[]) => this.query(parameters),
  });

  close(): void {
    this.isOpen = false;
  }

  open(): void {
    this.isOpen = true;
    // The answer to the oldest question comes last.
    for (const pass of this.gates.splice(0).reverse()) pass();
  }

  private async query(parameters: unknown[]): Promise<unknown[]> {
    this.asked.push(parameters);
    const [, chatIds, , isAdminsWanted] = parameters;
    const rows = [
      ...(Array.isArray(chatIds) && chatIds.includes(CHAT) ? [{ kind: 'chat', id: CHAT, userIds: [this.holder] }] : []),
      ...(isAdminsWanted === true ? [{ kind: 'admin', id: 0, userIds: [] }] : []),
    ];
    if (!this.isOpen) await new Promise<void>((resolve) => void this.gates.push(resolve));
    return rows;
  }
}

function event(type: StoredEvent['type']): StoredEvent {
  const rest = { version: 1, occurredAt: new Date(0), channelId: null, messageId: null, data: {} };
  return { ...rest, position: { tx: 1n, id: 1 }, type, chatId: CHAT };
}

describe('EventAccessService', () => {
  let database: Database;
  let access: EventAccessService;
  const question = (type: StoredEvent['type'] = 'chat.updated', userIds = [ANNA, BORIS]) => ({
    userIds,
    events: [event(type)],
    chatIds: [CHAT],
  });
  /** Whether Anna and Boris see the chat. */
  const recent = async (type?: StoredEvent['type']): Promise<boolean[]> => {
    const answer = await access.recent(question(type));
    return [ANNA, BORIS].map((id) => answer.sees(id, CHAT));
  };

  beforeEach(() => {
    database = new Database();
    access = new EventAccessService(database.source);
    // All of it happens in the same moment, unless a test says otherwise.
    jest.spyOn(performance, 'now').mockReturnValue(1_000);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('keeps an answer for half a second', async () => {
    await recent();
    database.holder = BORIS;
    expect(await recent()).toEqual([true, false]);
    expect(database.asked).toHaveLength(1);
    jest.spyOn(performance, 'now').mockReturnValue(1_501);
    expect(await recent()).toEqual([false, true]);
  });

  it.each(['access.changed', 'chat.assigned'] as const)('asks anew at every %s', async (type) => {
    await recent();
    database.holder = BORIS;
    expect(await recent(type)).toEqual([false, true]);
  });

  it('keeps no answer that was asked for before it was told to forget', async () => {
    database.close();
    const old = recent();
    database.holder = BORIS;
    access.forget();
    database.open();
    expect(await old).toEqual([true, false]);
    expect(await recent()).toEqual([false, true]);
  });

  it('keeps no answer that was asked for before an event which changes it', async () => {
    database.close();
    const old = recent();
    database.holder = BORIS;
    const young = recent('chat.assigned');
    database.open();
    expect([await old, await young, await recent()]).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ]);
  });

  it('answers who wants to know it now from the database alone, and keeps nothing of that', async () => {
    await recent();
    database.holder = BORIS;
    const answer = await access.now(question('chat.updated', [BORIS]));
    expect(answer.sees(BORIS, CHAT)).toBe(true);
    expect(database.asked).toHaveLength(2);
    access.forget();
    await access.now(question('chat.updated', [ANNA, BORIS]));
    database.holder = ANNA;
    expect(await recent()).toEqual([true, false]);
  });
});
