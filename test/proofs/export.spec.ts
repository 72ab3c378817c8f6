import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExportRepository } from '../../src/desk/export/export.repository.js';
import { codeOf } from '../support/code-of.js';
import { until } from '../support/test-desk.js';
import { startToolsDesk, type ToolsDesk } from '../support/tools-desk.js';

type Line = Record<string, unknown>;

describe('GET chat/:id/export', () => {
  let desk: ToolsDesk;

  beforeAll(async () => {
    desk = await startToolsDesk({ accessPolicy: 'own_and_unassigned' });
  });
  afterAll(() => desk.desk.close());

  const linesOf = (text: string): Line[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  const exported = async (chatId: number): Promise<Line[]> =>
    linesOf((await desk.call('GET', `chat/${chatId}/export`)).text);
  const numbers = (count: number): string[] => Array.from({ length: count }, (_, number) => `сообщение ${number}`);

  /** The batches that are read from now on, by what stands behind them. */
  function watchBatches(onBatch: (number: number) => Promise<void> = async () => undefined): {
    count: number;
    stop: () => void;
  } {
    const places = desk.desk.app.app.get(ExportRepository, { strict: false });
    const original = places.findAfter.bind(places);
    const watch = { count: 0, stop: () => Reflect.deleteProperty(places, 'findAfter') };
    places.findAfter = async (...args) => {
      watch.count += 1;
      await onBatch(watch.count);
      return original(...args);
    };
    return watch;
  }

  it('is a file of the chat and its messages as the history shows them, oldest first', async () => {
    const chatId = await desk.aChat(['первое', 'строка\nи "кавычки"', 'конец \u2028 🎈']);
    await desk.desk.send({ chatId, message: 'ответ' });
    const answer = await desk.call('GET', `chat/${chatId}/export`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
      `attachment; filename="chat-${chatId}.jsonl"`,
    ]);
    const [header, ...messages] = linesOf(answer.text);
    const { body: chat } = await desk.call('GET', `chat/${chatId}`);
    const { body: history } = await desk.call<{ messages: Line[] }>('GET', `chat/${chatId}/messages`);
    expect(header).toEqual({ chat, total: history.messages.length, exportedAt: '2026-03-01T12:00:00.000Z' });
    expect(messages).toEqual(history.messages.toReversed());
    expect(await desk.deeds('chat.exported')).toMatchObject([
      { objectId: String(chatId), details: { messages: history.messages.length } },
    ]);
  });

  it('has each message once across batches, also where they have one time', async () => {
    const chatId = await desk.aChat([]);
    await desk.write(chatId, numbers(1_203));
    await desk.desk.app.rows(
      `update messages set timestamp = '2026-03-01T10:00:00.123456Z'::timestamptz + (id % 3) * interval '1 microsecond' where chat_id = $1`,
      [chatId],
    );
    const ids = (await exported(chatId)).slice(1).map(({ id }) => id);
    const rows = await desk.desk.app.rows<{ id: number }>(
      'select id from messages where chat_id = $1 order by timestamp, id',
      [chatId],
    );
    expect(ids).toEqual(rows.map(({ id }) => id));
  });

  it('is one line for a chat without messages', async () => {
    expect(await exported(await desk.aChat([]))).toHaveLength(1);
  });

  it('ends with an error once the chat is lost', async () => {
    const chatId = await desk.aChat(numbers(1_100));
    const watch = watchBatches(async (number) => {
      if (number !== 2) return;
      await desk.desk.app.rows('update chats set assignee_id = $2 where id = $1', [chatId, desk.people.colleague.id]);
    });
    const lines = await exported(chatId);
    watch.stop();
    expect(lines.at(-1)).toMatchObject({ code: 'CHAT_NOT_FOUND', status: 404, requestId: expect.any(String) });
    expect(lines.filter(({ id }) => id !== undefined)).toHaveLength(1_000);
  });

  it('ends with an error of ours that tells nothing of it', async () => {
    const chatId = await desk.aChat(numbers(600));
    const watch = watchBatches(async (number) => {
      if (number === 2) throw new Error('secret words');
    });
    const answer = await desk.call('GET', `chat/${chatId}/export`);
    watch.stop();
    expect(linesOf(answer.text).at(-1)).toMatchObject({ code: 'INTERNAL' });
    expect(answer.text).not.toContain('secret words');
  });

  it('reads no further than the client takes, and stops when it goes', async () => {
    const chatId = await desk.aChat(numbers(30_000).map((text) => text.repeat(20)));
    const watch = watchBatches();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(
        `${desk.desk.app.url}/api/waba/operator/chat/${chatId}/export`,
        { headers: { authorization: `Bearer ${desk.operator.token}` } },
        resolve,
      ).on('error', reject);
    });
    await until(async () => watch.count > 0);
    // Nobody reads: what the sockets hold is a few megabytes, the chat has thirty.
    await until(async () => {
      const before = watch.count;
      for (let round = 0; round < 5; round += 1) await desk.desk.app.rows('select pg_sleep(0.1)');
      return watch.count === before;
    });
    expect(watch.count).toBeLessThan(55);
    const stalled = watch.count;
    response.destroy();
    await desk.desk.app.rows('select pg_sleep(0.3)');
    expect(watch.count).toBeLessThanOrEqual(stalled + 1);
    watch.stop();
  });

  it('reads and records nothing for a HEAD', async () => {
    const watch = watchBatches();
    const before = await desk.deeds('chat.exported');
    const { status, text } = await desk.call('HEAD', `chat/${desk.chatId}/export`);
    expect([status, text, watch.count]).toEqual([200, '', 0]);
    watch.stop();
    expect(await desk.deeds('chat.exported')).toEqual(before);
  });

  it('hides a chat that is not seen as one that does not exist, and keeps no trace of it', async () => {
    const before = await desk.deeds('chat.exported');
    const by = desk.people.stranger;
    for (const id of [desk.chatId, 987_654]) {
      expect(await codeOf(desk.call('GET', `chat/${id}/export`, { by }))).toEqual([404, 'CHAT_NOT_FOUND']);
    }
    for (const id of ['0', '-1', '1.5', '0x10', '1e3', '99999999999999999999', `1'--`]) {
      expect(await codeOf(desk.call('GET', `chat/${encodeURIComponent(id)}/export`))).toEqual([400, 'VALIDATION']);
    }
    expect(await desk.deeds('chat.exported')).toEqual(before);
  });
});
