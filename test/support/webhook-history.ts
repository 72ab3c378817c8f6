import { randomUUID } from 'node:crypto';
import { stringifyAsMeta } from '../../src/waba-gateway/protocol/escape.js';
import { changeOf, type Names, preferenceOf, textOf, userIdUpdateOf } from './people.js';
import { storeMessages } from './stored-messages.js';
import {
  CUSTOMER_PHONE,
  envelopeOf,
  inboundValue,
  PHONE_NUMBER_ID,
  receipt,
  statusValue,
  type TestDesk,
  textMessage,
} from './test-desk.js';

const RECYCLED_PHONE = '77012220000';
const FIRST_OWNER = 'KZ.1111111111';
const SECOND_OWNER = 'KZ.2222222222';
/** A second of the day on which the tests' clock stands. */
const NOON = 1_772_366_400;

const messages = (value: object): string => envelopeOf([{ field: 'messages', value }]);

/** A message of somebody who has a business-scoped id, a phone and a name, each as it is then. */
function personal(id: string, at: number, from: { phone?: string; bsuid?: string; name: string }): string {
  const { phone, bsuid, name } = from;
  const message = {
    ...textMessage(id, `слова ${id}`, at * 1000),
    from: phone,
    ...(bsuid === undefined ? {} : { from_user_id: bsuid }),
  };
  const contact = { profile: { name }, wa_id: phone, ...(bsuid === undefined ? {} : { user_id: bsuid }) };
  return messages(inboundValue([message], contact));
}

/** What customers may send, a type a body. */
function typed(): string[] {
  const objects: Record<string, object> = {
    image: { image: { id: '1', mime_type: 'image/jpeg', sha256: 'x', caption: 'чек' } },
    location: { location: { latitude: 43.2, longitude: 76.9, name: 'Дом' } },
    reaction: { reaction: { message_id: 'wamid.T0', emoji: '👍' } },
    edit: { edit: { original_message_id: 'wamid.T0', message: { type: 'image', image: { caption: 'чек 2' } } } },
    revoke: { revoke: { original_message_id: 'wamid.UNKNOWN' } },
    contacts: { contacts: [{ name: { formatted_name: 'Иван' }, phones: [{ phone: '+7701' }] }] },
    interactive: { interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Второй' } } },
    system: { system: { body: 'сменил номер', type: 'user_changed_number' } },
    unsupported: { errors: [{ code: 131051, title: 'Message type unknown' }] },
    a_type_of_next_year: { a_type_of_next_year: { some: 'thing' } },
  };
  return Object.entries(objects).map(([type, object], index) =>
    messages(
      inboundValue([{ from: CUSTOMER_PHONE, id: `wamid.T${index}`, timestamp: String(NOON + index), type, ...object }]),
    ),
  );
}

/** Customers who change their name, their phone and their mind. */
function people(): string[] {
  const owner = { phone: RECYCLED_PHONE };
  return [
    personal('wamid.P1', NOON + 10, { phone: CUSTOMER_PHONE, name: 'Айгуль' }),
    personal('wamid.P2', NOON + 20, { phone: CUSTOMER_PHONE, name: 'Айгуль К.' }),
    // Late: written before the other two.
    personal('wamid.P0', NOON + 5, { phone: CUSTOMER_PHONE, name: 'Старое имя' }),
    personal('wamid.O1', NOON + 30, { ...owner, bsuid: FIRST_OWNER, name: 'Первый' }),
    personal('wamid.O2', NOON + 40, { ...owner, bsuid: SECOND_OWNER, name: 'Второй' }),
    personal('wamid.O3', NOON + 50, { ...owner, name: 'Второй' }),
    personal('wamid.O4', NOON + 60, { bsuid: FIRST_OWNER, name: 'Первый без номера' }),
    personal('wamid.B1', NOON + 70, { bsuid: 'KZ.3333333333', name: 'Без номера' }),
    personal('wamid.B2', NOON + 80, { bsuid: 'KZ.3333333333', phone: '77013334444', name: 'С номером' }),
  ];
}

/** Customers who get other names, turn out to be one, and want no advertising. */
function changes(): string[] {
  const [old, now, stranger]: Names[] = [
    { phone: '77014440001', bsuid: 'KZ.4440001' },
    { phone: '77014440002', bsuid: 'KZ.4440002' },
    { phone: '77014440001', bsuid: 'KZ.4440003' },
  ];
  const [phone, bsuid] = [{ phone: '77014440009' }, { bsuid: 'KZ.4440009' }];
  return [
    textOf(old ?? {}, 1),
    preferenceOf({ phone: old?.phone ?? '' }, 'stop', 5),
    changeOf(old ?? {}, now ?? {}, 10),
    textOf(stranger ?? {}, 20),
    textOf(now ?? {}, 30),
    textOf(phone, 40),
    textOf(bsuid, 41),
    textOf({ ...phone, ...bsuid }, 42),
    userIdUpdateOf('KZ.4440009', 'KZ.4440010', 50),
    preferenceOf(phone, 'resume', 60),
  ];
}

/** Bodies that cannot become rows, whole or in part, and those that are no business of chats. */
function oddities(): string[] {
  const stranger = { ...inboundValue([textMessage('wamid.X1', 'чужое')]), metadata: { phone_number_id: '999' } };
  return [
    '{"object":',
    stringifyAsMeta({ object: 'page', entry: [] }),
    messages(stranger),
    messages(inboundValue([textMessage('wamid.G1', 'до'), { nonsense: true }, textMessage('wamid.G2', 'после')])),
    messages(inboundValue([{ ...textMessage('wamid.F1', 'из будущего'), timestamp: '1872366400' }])),
    messages(inboundValue([{ ...textMessage('wamid.F2', 'без времени'), timestamp: 'abc' }])),
    messages(inboundValue([textMessage('wamid.D1', 'дважды'), textMessage('wamid.D1', 'дважды')])),
    messages({ ...inboundValue([]), errors: [{ code: 130429, title: 'Rate limit hit' }] }),
    envelopeOf([{ field: 'account_update', value: { event: 'DISABLED' } }]),
    envelopeOf([{ field: 'message_template_status_update', value: { event: 'APPROVED' } }]),
    envelopeOf([
      {
        field: 'smb_message_echoes',
        value: {
          messaging_product: 'whatsapp',
          metadata: { phone_number_id: PHONE_NUMBER_ID },
          message_echoes: [{ ...textMessage('wamid.E1', 'с телефона'), from: '77270000000', to: CUSTOMER_PHONE }],
        },
      },
    ]),
  ];
}

/** Receipts of stored messages in every order but the right one, and of messages nobody knows. */
function receipts(attemptId: string): string[] {
  const failed = (wamid: string, at: number, code: number, title: string): object =>
    receipt(wamid, 'failed', NOON + at, { errors: [{ code, title, error_data: { details: `${title} ${at}` } }] });
  const lists: object[][] = [
    [receipt('wamid.S1', 'read', NOON + 9)],
    [receipt('wamid.S1', 'sent', NOON + 7), receipt('wamid.S1', 'delivered', NOON + 8)],
    [receipt('wamid.S1', 'delivered', NOON + 6)],
    [failed('wamid.S2', 5, 131026, 'Message undeliverable')],
    [failed('wamid.S2', 4, 131049, 'Ecosystem'), failed('wamid.S2', 4, 131000, 'Something went wrong')],
    [receipt('wamid.S2', 'sent', NOON + 3)],
    [failed('wamid.S3', 5, 131047, 'Re-engagement message')],
    [receipt('wamid.S3', 'delivered', NOON + 6)],
    [receipt('wamid.S4', 'played', NOON + 9)],
    [receipt('wamid.U1', 'delivered', NOON + 2)],
    [receipt('wamid.U1', 'sent', NOON + 1, { biz_opaque_callback_data: attemptId })],
    [receipt('wamid.NOBODY', 'read', NOON + 1), failed('wamid.NOBODY', 2, 131026, 'Message undeliverable')],
    [receipt('wamid.S4', 'sent', NOON), receipt('wamid.S5', 'sent', NOON + 1)],
  ];
  return lists.map((list) => messages(statusValue(list)));
}

/**
 * Plays a varied past into a desk, a body a second, some of them again: messages of every type, people who change, receipts in odd
 * orders, fields that change nothing, dead letters. Resolves when all of it is applied or laid aside.
 */
export async function playHistory(desk: TestDesk): Promise<void> {
  const outgoing = [1, 2, 3, 4, 5].map((number) => ({
    chat_id: desk.chatId,
    channel_id: desk.fixture.channelId,
    direction: 'out' as const,
    wamid: `wamid.S${number}`,
    timestamp: new Date(NOON * 1000).toISOString(),
  }));
  await storeMessages(desk.app, outgoing);
  const attemptId = await storeUncertain(desk);
  const bodies = [...typed(), ...people(), ...changes(), ...oddities(), ...receipts(attemptId)];
  for (const body of [...bodies, ...bodies.slice(0, 3), ...bodies.slice(-3)]) {
    desk.app.clock.advance(1_000);
    const status = await desk.post(body);
    if (status !== 200) throw new Error(`a body of the history was answered ${status}`);
    await desk.settled();
  }
  const sent = await desk.send({ chatId: desk.chatId, message: 'живое' });
  await desk.statusWhen(sent.body.message.id, ({ read }) => read);
  await desk.settled();
}

/** A message whose post was never answered: only its uuid can name it. */
async function storeUncertain(desk: TestDesk): Promise<string> {
  const [id] = await storeMessages(desk.app, [
    {
      chat_id: desk.chatId,
      channel_id: desk.fixture.channelId,
      direction: 'out',
      wamid: null,
      status: 'pending',
      timestamp: new Date(NOON * 1000).toISOString(),
    },
  ]);
  const attemptId = randomUUID();
  await desk.app.rows(`delete from send_attempts where message_id = $1`, [id]);
  await desk.app.rows(
    `insert into send_attempts (id, message_id, channel_id, number, state, created_at) values ($1, $2, $3, 1, 'uncertain', now())`,
    [attemptId, id, desk.fixture.channelId],
  );
  return attemptId;
}

const TABLES = [
  'customers',
  'customer_identities',
  'customer_changes',
  'customer_marketing',
  'chats',
  'messages',
  'send_attempts',
  'receipts',
  'message_changes',
];

/** Every row that webhooks may change, every event, and what the inbox says of each body. */
export async function snapshotOf(desk: TestDesk): Promise<Record<string, unknown[]>> {
  const snapshot: Record<string, unknown[]> = {};
  for (const table of TABLES) {
    const rows = await desk.app.rows<{ row: unknown }>(
      `select to_jsonb(one) as row from ${table} one order by one::text`,
    );
    snapshot[table] = rows.map(({ row }) => row);
  }
  snapshot['events'] = await desk.app.rows('select id, type, chat_id, message_id, data from events order by id');
  snapshot['webhook_inbox'] = await desk.app.rows('select id, state, reason from webhook_inbox order by id');
  return snapshot;
}
