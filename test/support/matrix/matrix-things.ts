import { randomUUID } from 'node:crypto';
import { encodeEventPosition } from '../../../src/events/domain/event-position.js';
import { MediaService } from '../../../src/media/media.service.js';
import type { TestDesk } from '../test-desk.js';
import { type Cast, type Place, WABA_IDS } from './matrix-cast.js';
import type { Kind } from './matrix-route.js';

/** A chat with all that can be in one, and what an admin deals with. */
export interface Things {
  place: Place;
  assigneeId: number | null;
  /** Whose the canned response and the upload are, and who wrote the note. */
  ownerId: number;
  ids: Record<Kind, number>;
  channelId: number;
  /** Somebody else who works in the channel. */
  colleague: { id: number; email: string };
  /** Messages a deed needs in another state than the customer's. */
  failedId: number;
  waitingId: number;
  wamid: string;
  phone: string;
  /** Stands in every text of these things; with a `c` behind it in the customer's, with a `k` in the canned response's and the upload's, with a `t` in the template's. */
  canary: string;
}

/** Ids of each table begin elsewhere and are as long as the missing ones: one kind is never taken for another, answers are equally long. */
const FIRST_IDS: Readonly<Record<Kind, number>> = {
  chat: 1_100_000,
  customer: 1_200_000,
  message: 1_300_000,
  media: 1_400_000,
  upload: 1_400_000,
  note: 1_500_000,
  canned: 1_600_000,
  label: 1_700_000,
  channel: 1_800_000,
  user: 1_900_000,
  apiKey: 2_000_000,
  webhook: 2_100_000,
  endpoint: 2_300_000,
  delivery: 2_400_000,
  template: 2_200_000,
};
const TABLES: Readonly<Record<Kind, string>> = {
  chat: 'chats',
  customer: 'customers',
  message: 'messages',
  media: 'media',
  upload: 'media',
  note: 'notes',
  canned: 'canned_responses',
  label: 'labels',
  channel: 'channels',
  user: 'users',
  apiKey: 'api_keys',
  webhook: 'webhook_inbox',
  endpoint: 'webhook_endpoints',
  delivery: 'webhook_deliveries',
  template: 'templates',
};

const DAY_MS = 86_400_000;

export function missingId(kind: Kind): number {
  return FIRST_IDS[kind] + 99_999;
}

/** Of nothing, and as long as the other one, so that answers which repeat it are too. */
export function missingLike(id: number): number {
  return Number('9'.repeat(String(id).length));
}

export async function spreadIds(desk: TestDesk): Promise<void> {
  for (const [kind, table] of Object.entries(TABLES)) {
    await desk.app.rows(`alter table ${table} alter column id restart with ${FIRST_IDS[kind as Kind]}`);
  }
}

export class ThingsMaker {
  private count = 0;

  private constructor(
    private readonly desk: TestDesk,
    private readonly file: { mimeType: string; size: number; sha256: string; storageKey: string },
    private readonly cast: Cast,
  ) {}

  static async start(desk: TestDesk, cast: Cast): Promise<ThingsMaker> {
    const media = desk.app.app.get(MediaService, { strict: false });
    return new ThingsMaker(desk, await media.acquire({ url: 'https://example.com/photo.jpg' }, 'image'), cast);
  }

  /** Of a new customer, or of the one of other things. */
  async make(place: Place, ownerId: number, assigneeId: number | null, same?: Things): Promise<Things> {
    this.count += 1;
    const canary = `canary${String(this.count).padStart(4, '0')}x`;
    const phone = same?.phone ?? String(77_015_700_000 + this.count);
    const wamid = `wamid.${canary}`;
    const { member, foreignSupervisor } = this.cast.people;
    const channelId = place === 'home' ? this.desk.fixture.channelId : this.cast.awayChannelId;
    const colleague = place === 'home' ? member.user : foreignSupervisor.user;
    const customer = same?.ids.customer ?? (await this.customer(`${canary}c`, phone));
    const chat = await this.insert('chats', {
      channel_id: channelId,
      customer_id: customer,
      assignee_id: assigneeId,
      last_inbound_at: this.now,
      unread_count: 1,
      message_count: 3,
      created_at: this.now,
      updated_at: this.now,
    });
    const media = await this.stored({ chat_id: chat, filename: `${canary}.jpg` });
    const tomorrow = new Date(this.now.getTime() + DAY_MS);
    const upload = await this.stored({ uploaded_by: ownerId, filename: `${canary}k.jpg`, expires_at: tomorrow });
    const template = await this.template(WABA_IDS[place], canary);
    const message = await this.message(chat, channelId, {
      wamid,
      content: `Слова ${canary}`,
      media_id: media,
      type: 'image',
    });
    const [failedId, waitingId] = [
      await this.outgoing(
        chat,
        channelId,
        { status: 'failed', failed_at: this.now, content: `Ответ ${canary}` },
        ownerId,
      ),
      await this.outgoing(chat, channelId, { status: 'pending', content: `Потом ${canary}` }, ownerId),
    ];
    await this.desk.app.rows('update chats set last_message_id = $2, last_message_at = $3 where id = $1', [
      chat,
      waitingId,
      this.now,
    ]);
    const note = await this.insert('notes', {
      chat_id: chat,
      author_user_id: ownerId,
      text: `Заметка ${canary}`,
      created_at: this.now,
    });
    const label = await this.insert('labels', { name: `Метка ${this.count}`, color: '#0a7cff', created_at: this.now });
    await this.desk.app.rows('insert into chat_labels (chat_id, label_id) values ($1, $2)', [chat, label]);
    await this.insert('chat_assignments', {
      chat_id: chat,
      to_user_id: assigneeId,
      by_user_id: ownerId,
      note: `Передача ${canary}`,
      at: this.now,
    });
    const canned = await this.insert('canned_responses', {
      owner_user_id: ownerId,
      shortcut: `${canary}k`,
      text: `Шаблон ${canary}k`,
      created_at: this.now,
      updated_at: this.now,
    });
    const admins = await this.makeForAdmins(ownerId);
    const ids = { chat, customer, message, media, upload, template, note, canned, label, ...admins };
    return { place, channelId, colleague, assigneeId, ownerId, ids, failedId, waitingId, wamid, phone, canary };
  }

  /** A user who is member of a channel, a key, and a webhook that was applied; none of them anybody else's in the matrix. */
  private async makeForAdmins(
    ownerId: number,
  ): Promise<Pick<Things['ids'], 'channel' | 'user' | 'apiKey' | 'webhook' | 'endpoint' | 'delivery'>> {
    const { id: user } = await this.desk.app.createUser();
    const number = String(206_540_352_000_000 + this.count);
    const channel = await this.insert('channels', {
      name: 'Spare',
      phone_number_id: number,
      waba_id: '102290129340398',
    });
    await this.desk.app.addMember({ id: channel }, { id: user });
    const apiKey = await this.insert('api_keys', {
      user_id: ownerId,
      name: 'Spare',
      hint: 'wak_…',
      secret_hash: `\\x${randomUUID().replaceAll('-', '')}`,
      scopes: '{chats:read}',
      requests_per_minute: 1,
      created_at: this.now,
    });
    const webhook = await this.insert('webhook_inbox', {
      received_at: this.now,
      body: `\\x${Buffer.from('{"object":"whatsapp_business_account","entry":[]}').toString('hex')}`,
      state: 'applied',
      applied_at: this.now,
    });
    return { channel, user, apiKey, webhook, ...(await this.told()) };
  }

  /** Another system that is paused, and what it was told last. */
  private async told(): Promise<Pick<Things['ids'], 'endpoint' | 'delivery'>> {
    const endpoint = await this.insert('webhook_endpoints', {
      url: 'https://crm.example.com/hooks',
      name: 'Spare',
      filter: '{"events": [], "channelIds": []}',
      secrets: '[]',
      position: encodeEventPosition({ tx: 0n, id: 0 }),
      paused_at: this.now,
      pause_reason: 'manual',
      created_at: this.now,
      updated_at: this.now,
    });
    const delivery = await this.insert('webhook_deliveries', {
      endpoint_id: endpoint,
      event_id: randomUUID(),
      type: 'channel.paused',
      version: 1,
      occurred_at: this.now,
      data: '{}',
      state: 'failed',
      created_at: this.now,
      finished_at: this.now,
    });
    return { endpoint, delivery };
  }

  private stored(row: Record<string, unknown>): Promise<number> {
    const { mimeType: mime_type, size, sha256, storageKey: storage_key } = this.file;
    const file = { state: 'available', mime_type, size, sha256, storage_key, created_at: this.now };
    return this.insert('media', { ...file, ...row });
  }

  private template(wabaId: string, canary: string): Promise<number> {
    const text = `Здравствуйте, {{customer}}! Заказ {{order}} ${canary}t`;
    return this.insert('templates', {
      waba_id: wabaId,
      meta_id: `9${canary.replaceAll(/\D/g, '')}`,
      name: `${canary}t`,
      language: 'ru',
      category: 'UTILITY',
      status: 'APPROVED',
      parameter_format: 'named',
      components: JSON.stringify([{ type: 'BODY', text }]),
      // Heard after any list there will be: none takes it for deleted.
      synced_at: new Date(this.now.getTime() + DAY_MS),
    });
  }

  private async customer(mark: string, phone: string): Promise<number> {
    const id = await this.insert('customers', { name: `Клиент ${mark}`, profile_name: `Профиль ${mark}` });
    await this.insert('customer_identities', { customer_id: id, kind: 'wa_id', value: phone });
    return id;
  }

  private async outgoing(chat: number, channel: number, row: Record<string, unknown>, by: number): Promise<number> {
    const id = await this.message(chat, channel, {
      direction: 'out',
      origin: 'operator',
      sender_user_id: by,
      ...row,
    });
    await this.insert('send_attempts', {
      id: randomUUID(),
      message_id: id,
      channel_id: channel,
      number: 1,
      state: row['status'] === 'failed' ? 'refused' : 'queued',
      created_at: this.now,
      finished_at: row['failed_at'] ?? null,
    });
    return id;
  }

  private message(chat: number, channel: number, row: Record<string, unknown>): Promise<number> {
    return this.insert('messages', {
      chat_id: chat,
      channel_id: channel,
      direction: 'in',
      origin: 'customer',
      type: 'text',
      timestamp: this.now,
      status: 'received',
      created_at: this.now,
      ...row,
    });
  }

  private get now(): Date {
    return this.desk.app.clock.now();
  }

  private async insert(table: string, row: Record<string, unknown>): Promise<number> {
    const columns = Object.keys(row);
    const [stored] = await this.desk.app.rows<{ id: number }>(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(row),
    );
    if (stored === undefined) throw new Error(`no row in ${table}`);
    return stored.id;
  }
}
