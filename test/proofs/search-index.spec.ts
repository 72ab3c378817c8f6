import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../../src/database/database-options.js';
import { SearchIndexRepository } from '../../src/desk/search/search-index.repository.js';
import { SearchIndexService } from '../../src/desk/search/search-index.service.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/test-desk.js';

const WORLD = `
  insert into channels (id, name, phone_number_id, waba_id) values (1, 'Shop', '1', '1');
  insert into customers (id) values (1), (2);
  insert into chats (id, channel_id, customer_id, created_at, updated_at) values (1, 1, 1, now(), now()), (2, 1, 2, now(), now())`;

const INSERT = `insert into messages (chat_id, channel_id, direction, origin, type, content, caption, timestamp, status, created_at)
  select $1, 1, 'in', 'customer', 'text', text, $3, now(), 'received', now() from unnest($2::text[]) as text returning id`;

describe('the search index', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let client: Client;
  let index: SearchIndexService;

  beforeEach(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({ ...databaseOptions(database.url), poolSize: 4 }).initialize();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(WORLD);
    index = new SearchIndexService(dataSource, new SearchIndexRepository());
  });

  afterEach(async () => {
    await client.end();
    await dataSource.destroy();
    await database.drop();
  });

  const write = async (by: Client | DataSource, texts: string[], caption: string | null = null): Promise<void> => {
    if (by instanceof DataSource) await by.query(INSERT, [1, texts, caption]);
    else await by.query(INSERT, [1, texts, caption]);
  };
  const texts = async (): Promise<string[]> => {
    const rows: { text: string }[] = await dataSource.query('select text from message_search order by message_id');
    return rows.map(({ text }) => text);
  };
  const upTo = async (): Promise<number> => {
    const [row]: { id: number }[] = await dataSource.query('select indexed_up_to as id from message_search_position');
    return row?.id ?? -1;
  };
  const rounds = async (count: number): Promise<void> => {
    for (let round = 0; round < count; round += 1) await index.fillNext();
  };

  /** Transactions of other databases hold the position back too: ids of transactions are the cluster's. */
  const reaches = (id: number): Promise<void> =>
    until(async () => {
      await index.fillNext();
      return (await upTo()) === id;
    });

  it('takes up what is there, folded, with captions and each text once', async () => {
    await write(dataSource, ['Заказ ЁЛКА', 'счёт']);
    await write(dataSource, ['Фото'], 'Фото');
    await write(dataSource, ['Фото'], 'Букет №7');
    await rounds(1);
    expect(await texts()).toEqual(['заказ елка', 'счет', 'фото', 'фото\nбукет no7']);
  });

  it('passes over nothing that is committed late, however many come after it', async () => {
    await write(dataSource, ['раньше']);
    await rounds(3);
    await client.query('begin');
    await write(client, ['поздно']);
    await write(dataSource, ['после него']);
    await rounds(4);
    expect(await texts()).toEqual(['раньше', 'после него']);
    await client.query('commit');
    await rounds(1);
    expect(await texts()).toEqual(['раньше', 'поздно', 'после него']);
  });

  it('goes on past a transaction that drew an id and was rolled back', async () => {
    await client.query('begin');
    await write(client, ['никогда']);
    await write(dataSource, ['есть']);
    await rounds(3);
    expect(await upTo()).toBe(0);
    await client.query('rollback');
    await reaches(2);
    expect(await texts()).toEqual(['есть']);
  });

  it('takes up more than a batch, one after the other, and says when it is done', async () => {
    await write(
      dataSource,
      Array.from({ length: 1_100 }, (_, number) => `номер ${number}`),
    );
    const answers = [await index.fillNext(), await index.fillNext(), await index.fillNext(), await index.fillNext()];
    expect(answers).toEqual([true, true, false, false]);
    expect(await texts()).toHaveLength(1_100);
  });

  it('is filled by several processes at once without an error', async () => {
    await write(
      dataSource,
      Array.from({ length: 900 }, (_, number) => `номер ${number}`),
    );
    await Promise.all(Array.from({ length: 4 }, () => rounds(3)));
    await rounds(2);
    expect(await texts()).toHaveLength(900);
  });

  it('reads the words anew of messages that an event says have changed', async () => {
    await write(dataSource, ['до', 'другое']);
    await rounds(2);
    await dataSource.query(`update messages set content = 'ПОСЛЕ' where id = 1`);
    await dataSource.query(`update messages set content = 'молча' where id = 2`);
    await dataSource.query(`insert into events (type, occurred_at, chat_id, message_id) values
      ('message.updated', now(), 1, 1), ('message.read', now(), 1, 2)`);
    await until(async () => {
      await index.fillNext();
      return (await texts())[0] === 'после';
    });
    expect(await texts()).toEqual(['после', 'другое']);
    await index.refresh([2, 987_654]);
    expect(await texts()).toEqual(['после', 'молча']);
  });

  it('follows a message into another chat', async () => {
    await write(dataSource, ['переезд']);
    await rounds(1);
    await dataSource.query('update messages set chat_id = 2');
    await index.refresh([1]);
    expect(await dataSource.query('select chat_id from message_search')).toEqual([{ chat_id: 2 }]);
  });

  it('loses what is deleted, with its chat too', async () => {
    await write(dataSource, ['один', 'два']);
    await rounds(1);
    await dataSource.query('delete from messages where id = 1');
    expect(await texts()).toEqual(['два']);
    await dataSource.query('delete from chats where id = 1');
    expect(await texts()).toEqual([]);
  });

  it('goes on after a restore, whose transactions begin anew', async () => {
    await write(dataSource, ['до']);
    await rounds(3);
    await dataSource.query(
      `update message_search_position set boundary_tx = '9000000000', event_tx = '9000000000', event_id = 1`,
    );
    await write(dataSource, ['после']);
    await reaches(2);
    expect(await texts()).toEqual(['до', 'после']);
  });
});
