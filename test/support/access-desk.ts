import type { ApiAnswer, TestUser } from './test-app.js';
import type { TestDesk } from './test-desk.js';

export const CALLERS = ['assignee', 'member', 'supervisor', 'admin', 'foreigner', 'disabled'] as const;
export type Caller = (typeof CALLERS)[number];

/** Everybody who could ask for the desk's chat: its operator has it; the others may see it, or not. */
export interface Cast extends Record<Caller, TestUser & { token: string }> {
  /** Where the foreigner works. */
  foreignChannelId: number;
}

export async function makeCast(desk: TestDesk): Promise<Cast> {
  const { app, fixture } = desk;
  const channel = { id: fixture.channelId };
  const member = await app.signedIn();
  const supervisor = await app.signedIn({ role: 'supervisor' });
  const disabled = await app.signedIn();
  for (const user of [member, supervisor, disabled]) await app.addMember(channel, user);
  await app.rows('update users set disabled_at = now() where id = $1', [disabled.id]);
  const foreigner = await app.signedIn();
  const foreign = await app.createChannel();
  await app.addMember(foreign, foreigner);
  const admin = await app.signedIn({ role: 'admin' });
  return { assignee: fixture.operator, member, supervisor, admin, foreigner, disabled, foreignChannelId: foreign.id };
}

/** Whose the chat is, past the API. */
export async function giveTo(desk: TestDesk, user: { id: number } | null, chatId = desk.chatId): Promise<void> {
  await desk.app.rows('update chats set assignee_id = $1 where id = $2', [user?.id ?? null, chatId]);
}

/** Further chats of the desk's channel, each with a customer who has not written. */
export async function moreChats(desk: TestDesk, count: number): Promise<number[]> {
  const rows = await desk.app.rows<{ id: number }>(
    `with people as (insert into customers (profile_name) select 'Айгуль' from generate_series(1, $2::integer) returning id)
     insert into chats (channel_id, customer_id, created_at, updated_at) select $1, id, $3, $3 from people returning id`,
    [desk.fixture.channelId, count, desk.app.clock.now()],
  );
  return rows.map(({ id }) => id);
}

/** A deed in a chat. */
export function inChat<T = Record<string, unknown>>(
  desk: TestDesk,
  user: { token: string },
  deed: string,
  { body, chatId = desk.chatId }: { body?: unknown; chatId?: number } = {},
): Promise<ApiAnswer<T>> {
  const method = deed === 'assignments' || deed.startsWith('assignments?') ? 'GET' : 'POST';
  return desk.app.call(method, `/api/waba/operator/chat/${chatId}/${deed}`, { token: user.token, body });
}

/** The events of a chat, in their order. */
export function eventsOf(
  desk: TestDesk,
  type: string,
  chatId = desk.chatId,
): Promise<{ data: Record<string, unknown> }[]> {
  return desk.app.rows('select data from events where type = $1 and chat_id = $2 order by tx, id', [type, chatId]);
}
