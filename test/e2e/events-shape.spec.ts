import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EVENTS, PUBLIC_EVENT_TYPES } from '../../src/events/event-types.js';
import { buildDocument } from '../../src/docs/document.js';
import { WebhookSilence } from '../../src/webhook/silence/webhook-silence.service.js';
import { EventsDesk } from '../support/events-desk.js';
import { startTemplatesDesk, type TemplatesDesk } from '../support/templates-desk.js';
import { CUSTOMER_PHONE, type TestDesk } from '../support/test-desk.js';

const MINUTE = 60_000;
/** What only an integration or a reader who loses a chat brings about; their own specs hold those. */
const ELSEWHERE = ['chat.access_lost', 'system.webhook_paused'];

/** Every type of event as it is really written and served, held against the document. */
describe('an event that is served', () => {
  let templates: TemplatesDesk;
  let desk: TestDesk;
  let doors: EventsDesk;
  let admin: string;
  let adminId: number;
  let served: { type: string; chatId: number | null; data: Record<string, unknown> }[];

  beforeAll(async () => {
    templates = await startTemplatesDesk();
    ({ desk } = templates);
    doors = new EventsDesk(desk.app);
    ({ id: adminId, token: admin } = await desk.app.signedIn({ role: 'admin' }));
    const after = await doors.now(admin);
    await make();
    admin = await desk.app.tokenOf({ id: adminId });
    served = await doors.readAll(admin, after);
  });
  afterAll(() => desk.close());

  it('has the fields of its schema, no more and no fewer', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(buildDocument(desk.app.app), 'openapi.json');
    const validate = ajv.compile({ $ref: 'openapi.json#/components/schemas/Event' });
    for (const event of served) {
      validate(event);
      expect([event, validate.errors ?? []]).toEqual([event, []]);
    }
  });

  it('is of every type there is', () => {
    const types = new Set(served.map(({ type }) => type));
    expect(PUBLIC_EVENT_TYPES.filter((type) => !types.has(type) && !ELSEWHERE.includes(type))).toEqual([]);
  });

  it('names its channel where it concerns no chat', () => {
    const chatless = served.filter(({ chatId, type }) => chatId === null && !type.startsWith('system.'));
    expect(chatless.length).toBeGreaterThan(3);
    expect(new Set(chatless.map(({ data }) => data.channelId))).toEqual(new Set([desk.fixture.channelId]));
  });

  /** Those of templates and channels as they come about; those of messages and chats carry what REST shows, whatever was written. */
  async function make(): Promise<void> {
    const { channelId } = desk.fixture;
    await desk.control('POST', 'inbound', { from: CUSTOMER_PHONE, type: 'text', text: { body: 'Сколько стоит?' } });
    await templates.webhook('message_template_status_update', {
      message_template_id: (await templateId()).metaId,
      message_template_name: 'order_ready',
      message_template_language: 'ru',
      event: 'PAUSED',
      reason: null,
    });
    await desk.settled();
    const account = { display_phone_number: '77270000000' };
    await templates.notice('phone_number_quality_update', { ...account, event: 'FLAGGED', current_limit: 'TIER_2K' });
    await templates.notice('account_update', { event: 'PARTNER_REMOVED', waba_info: { waba_id: '102290129340398' } });
    await desk.settled();
    await desk.app.call('POST', `/api/admin/channels/${channelId}/pause`, { token: admin });
    await desk.app.call('POST', `/api/admin/channels/${channelId}/resume`, { token: admin });
    const messageId = await silence();
    const kinds = PUBLIC_EVENT_TYPES.flatMap((type) => {
      if (type === 'chat.access_lost') return [];
      if (EVENTS[type].data === 'message') return [{ type, channelId, chatId: desk.chatId, messageId }];
      return EVENTS[type].data === 'chat' ? [{ type, channelId, chatId: desk.chatId }] : [];
    });
    await doors.append(kinds);
  }

  async function templateId(): Promise<{ metaId: string }> {
    const [row] = await desk.app.rows<{ metaId: string }>(
      `select meta_id as "metaId" from templates where name = 'order_ready' and language = 'ru'`,
    );
    return row ?? { metaId: '' };
  }

  /** A message that waits for its receipt so long that it is told of. */
  async function silence(): Promise<number> {
    await desk.control('PUT', 'faults', { receipts: 'none' });
    desk.app.clock.advance(MINUTE);
    const { body } = await desk.send({ chatId: desk.chatId, message: 'Ваш заказ готов' });
    desk.app.clock.advance(20 * MINUTE);
    await desk.app.app.get(WebhookSilence, { strict: false }).look();
    return body.message.id;
  }
});
