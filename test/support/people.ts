import { envelopeOf, PHONE_NUMBER_ID, type TestDesk, textMessage } from './test-desk.js';

/** An hour before the tests' clock: what was said then is no later than it reached us. */
export const ELEVEN = 1_772_362_800;

export interface Names {
  phone?: string;
  bsuid?: string;
  parent?: string;
}

export interface CustomerAnswer {
  id: number;
  name: string | null;
  profileName: string | null;
  phone: string | null;
  bsuid: string | null;
  username: string | null;
  identities: { kind: string; value: string; since: string; until: string | null }[];
  marketing: { optedOut: boolean; since: string | null; source: string | null };
  changes: { at: string; kind: string; from: string | null; to: string | null; customerId: number | null }[];
  chats: { id: number; channel: { id: number; name: string }; mergedInto: number | null }[];
}

let count = 0;

/** A wamid and a number nobody has used before. */
export function fresh(): number {
  count += 1;
  return count;
}

export function valueOf(parts: object, phoneNumberId = PHONE_NUMBER_ID): object {
  const metadata = { display_phone_number: '77270000000', phone_number_id: phoneNumberId };
  return { messaging_product: 'whatsapp', metadata, ...parts };
}

/** A body with a text of somebody who is called so. */
export function textOf({ phone, bsuid, parent }: Names, second: number, phoneNumberId?: string): string {
  const names = {
    ...(bsuid === undefined ? {} : { user_id: bsuid }),
    ...(parent === undefined ? {} : { parent_user_id: parent }),
  };
  const message = {
    ...textMessage(`wamid.PEOPLE${fresh()}`, 'слова', (ELEVEN + second) * 1000),
    from: phone,
    ...(bsuid === undefined ? {} : { from_user_id: bsuid }),
  };
  const contact = { profile: { name: 'Кто-то' }, ...(phone === undefined ? {} : { wa_id: phone }), ...names };
  return envelopeOf([
    { field: 'messages', value: valueOf({ contacts: [contact], messages: [message] }, phoneNumberId) },
  ]);
}

/** A body with WhatsApp's notice that somebody is called otherwise now. */
export function changeOf(from: Names, to: Names, second: number): string {
  const system = {
    type: to.phone === undefined ? 'user_changed_user_id' : 'user_changed_number',
    body: 'User changed',
    wa_id: to.phone,
    user_id: to.bsuid,
    previous_user_id: from.bsuid,
  };
  const message = {
    from: from.phone,
    id: `wamid.PEOPLE${fresh()}`,
    timestamp: String(ELEVEN + second),
    type: 'system',
    system,
  };
  return envelopeOf([{ field: 'messages', value: valueOf({ messages: [message] }) }]);
}

/** A body with what somebody says of marketing messages. */
export function preferenceOf({ phone, bsuid }: Names, value: string, second: number): string {
  const preference = {
    wa_id: phone,
    user_id: bsuid,
    category: 'marketing_messages',
    value,
    timestamp: ELEVEN + second,
  };
  return envelopeOf([{ field: 'user_preferences', value: valueOf({ user_preferences: [preference] }) }]);
}

/** A body with the field of early 2026 that told of new user ids. */
export function userIdUpdateOf(previous: string, current: string, second: number): string {
  const update = { user_id: { previous, current }, timestamp: ELEVEN + second };
  return envelopeOf([{ field: 'user_id_update', value: valueOf({ user_id_update: [update] }) }]);
}

/** Posts bodies one after the other, each applied before the next. */
export async function hear(desk: TestDesk, ...bodies: string[]): Promise<void> {
  for (const body of bodies) {
    const status = await desk.post(body);
    if (status !== 200) throw new Error(`a webhook was answered ${status}`);
    await desk.settled();
  }
}

/** The customer who has this name now, and their chats, the oldest first. */
export async function ownerOf(desk: TestDesk, value: string): Promise<{ customerId: number; chatIds: number[] }> {
  const rows = await desk.app.rows<{ customerId: number; chatId: number }>(
    `select customer_id as "customerId", chats.id as "chatId" from customer_identities
     left join chats using (customer_id) where value = $1 order by chats.id`,
    [value],
  );
  return { customerId: rows[0]?.customerId ?? 0, chatIds: rows.map(({ chatId }) => chatId) };
}
