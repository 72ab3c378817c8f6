import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../../src/database/database-options.js';
import type { StoredEvent } from '../../src/realtime/event-log.service.js';
import { type AccessQuestion, EventAccessService } from '../../src/realtime/view/event-access.service.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const [ADMIN, ANNA, BORIS] = [1, 2, 3];
const READERS = [ADMIN, ANNA, BORIS];
const [OURS, THEIRS] = [1, 2];

/** The first chat is nobody's, the second is of a channel where Anna does not work. */
const WORLD = `
  insert into users (id, email, name, password_hash, role) overriding system value values
    (${ADMIN}, 'admin@shop.kz', 'Admin', '', 'admin'), (${ANNA}, 'anna@shop.kz', 'Anna', '', 'operator'),
    (${BORIS}, 'boris@shop.kz', 'Boris', '', 'operator');
  insert into channels (id, name, phone_number_id, waba_id, access_policy)
    values (${OURS}, 'Ours', '1', '1', 'own_and_unassigned'), (${THEIRS}, 'Theirs', '2', '2', 'own_and_unassigned');
  insert into channel_members (channel_id, user_id) values (${OURS}, ${ANNA}), (${OURS}, ${BORIS}), (${THEIRS}, ${BORIS});
  insert into customers (id, profile_name) values (1, 'Айгуль');
  insert into chats (id, channel_id, customer_id, created_at, updated_at)
    values (1, ${OURS}, 1, now(), now()), (2, ${THEIRS}, 1, now(), now())`;

describe('who may see events', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let access: EventAccessService;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(databaseOptions(database.url)).initialize();
    await dataSource.query(WORLD);
  });
  beforeEach(() => {
    access = new EventAccessService(dataSource);
    // However slow the database is, everything is asked in the same moment.
    jest.spyOn(performance, 'now').mockReturnValue(1_000);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const about = (channelId: number | null, chatId: number | null): AccessQuestion => {
    const rest = { version: 1, occurredAt: new Date(0), messageId: null, data: {} };
    const event: StoredEvent = { ...rest, position: { tx: 1n, id: 1 }, type: 'chat.updated', channelId, chatId };
    return { userIds: READERS, events: [event], chatIds: chatId === null ? [] : [chatId] };
  };

  it('are the admins, also where only a chat was asked for that was not known yet', async () => {
    const first = await access.recent(about(null, null));
    expect(READERS.map((id) => first.isAdmin(id))).toEqual([true, false, false]);
    const second = await access.recent(about(OURS, 1));
    expect(second).toBe(first);
    expect(READERS.map((id) => second.isAdmin(id))).toEqual([true, false, false]);
    const third = await access.recent(about(THEIRS, 2));
    expect(READERS.map((id) => third.isAdmin(id))).toEqual([true, false, false]);
    expect([1, 2].map((chatId) => READERS.map((id) => third.sees(id, chatId)))).toEqual([
      [true, true, true],
      [true, false, true],
    ]);
    expect([OURS, THEIRS].map((channelId) => READERS.map((id) => third.works(id, channelId)))).toEqual([
      [true, true, true],
      [true, false, true],
    ]);
  });
});
