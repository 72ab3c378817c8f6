import type { Role } from '../../src/auth/domain/role.js';
import { SearchIndexService } from '../../src/desk/search/search-index.service.js';
import type { ApiAnswer, TestUser } from './test-app.js';
import { startTestDesk, type TestDesk, type TestDeskOptions } from './test-desk.js';

type Person = TestUser & { token: string };

/** A desk with people of every kind around its chat: `stranger` works in another channel and sees nothing of it. */
export class ToolsDesk {
  constructor(
    readonly desk: TestDesk,
    readonly people: Record<'colleague' | 'supervisor' | 'admin' | 'stranger', Person>,
  ) {}

  get chatId(): number {
    return this.desk.chatId;
  }

  get operator(): Person {
    return this.desk.operator;
  }

  /** Below `/api/waba/operator/`; the desk's operator unless told otherwise. */
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    { body, by = this.operator }: { body?: unknown; by?: Person } = {},
  ): Promise<ApiAnswer<T>> {
    return this.desk.app.call(method, `/api/waba/operator/${path}`, { token: by.token, body });
  }

  /** Types of the chat's events, in order. */
  async eventsOf(chatId = this.chatId): Promise<string[]> {
    const rows = await this.desk.app.rows<{ type: string }>(
      'select type from events where chat_id = $1 order by tx, id',
      [chatId],
    );
    return rows.map(({ type }) => type);
  }

  /** What `work` adds to the chat's events. */
  async eventsDuring(work: () => Promise<unknown>, chatId = this.chatId): Promise<string[]> {
    const before = await this.eventsOf(chatId);
    await work();
    return (await this.eventsOf(chatId)).slice(before.length);
  }

  async deeds(prefix: string): Promise<{ action: string; objectId: string; details: Record<string, unknown> }[]> {
    return this.desk.app.rows(
      `select action, object_id as "objectId", details from audit_log where action like $1 order by id`,
      [`${prefix}%`],
    );
  }

  /** A further chat of the desk's channel, with messages of the customer. */
  async aChat(texts: readonly string[], channelId = this.desk.fixture.channelId): Promise<number> {
    const { app } = this.desk;
    const [chat] = await app.rows<{ id: number }>(
      `with customer as (insert into customers (profile_name) values ('Ерлан Сатпаев') returning id)
       insert into chats (channel_id, customer_id, created_at, updated_at, message_count)
       select $1, id, $2, $2, $3 from customer returning id`,
      [channelId, app.clock.now(), texts.length],
    );
    const id = chat?.id ?? 0;
    await this.write(id, texts);
    return id;
  }

  /** Messages of the customer, a second apart. */
  async write(chatId: number, texts: readonly string[]): Promise<number[]> {
    const rows = await this.desk.app.rows<{ id: number }>(
      `insert into messages (chat_id, channel_id, direction, origin, type, content, timestamp, status, created_at)
       select chat.id, chat.channel_id, 'in', 'customer', 'text', text, $3::timestamptz + number * interval '1 second', 'received', $3
       from chats chat, unnest($2::text[]) with ordinality as texts (text, number) where chat.id = $1 order by number returning id`,
      [chatId, texts, this.desk.app.clock.now()],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes up everything that is committed, as the worker does by itself within a second. */
  async indexed(): Promise<void> {
    const index = this.desk.app.app.get(SearchIndexService, { strict: false });
    while (await index.fillNext());
  }
}

export async function startToolsDesk(options: TestDeskOptions = {}): Promise<ToolsDesk> {
  const desk = await startTestDesk(options);
  const channel = { id: desk.fixture.channelId };
  const other = await desk.app.createChannel({ name: 'Other' });
  const person = async (role: Role, place?: { id: number }): Promise<Person> => {
    const user = await desk.app.signedIn({ role });
    if (place !== undefined) await desk.app.addMember(place, user);
    return user;
  };
  return new ToolsDesk(desk, {
    colleague: await person('operator', channel),
    supervisor: await person('supervisor', channel),
    admin: await person('admin'),
    stranger: await person('supervisor', other),
  });
}
