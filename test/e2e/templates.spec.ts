import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../support/code-of.js';
import { startTemplatesDesk, type TemplatesDesk } from '../support/templates-desk.js';
import { until } from '../support/test-desk.js';

const COUNT = 16;
const ID = 1380000000000001;
/** The twelfth of the simulator's. */
const SURVEY_ID = ID + 11;
const NAMED = {
  message_template_id: ID,
  message_template_name: 'order_ready',
  message_template_language: 'ru',
};

describe('message templates', () => {
  let desk: TemplatesDesk;

  beforeAll(async () => {
    desk = await startTemplatesDesk();
  });
  afterAll(() => desk.desk.close());

  it('are read from all pages, again without a change, and audited', async () => {
    const before = (await desk.list('?limit=100')).body;
    const { status, body } = await desk.sync();
    expect([status, body]).toEqual([200, { templates: COUNT, changed: 0 }]);
    expect((await desk.list('?limit=100')).body).toEqual(before);
    expect(before.templates).toHaveLength(COUNT);
    expect(await desk.events()).toEqual([]);
    const deeds = await desk.desk.app.rows(`select action, object_id from audit_log where action = 'templates.synced'`);
    expect(deeds).toContainEqual({ action: 'templates.synced', object_id: String(desk.desk.fixture.channelId) });
  });

  it('are read twice at once without harm', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.sync()));
    expect(answers.map(({ body }) => body)).toEqual(
      Array.from({ length: 5 }, () => ({ templates: COUNT, changed: 0 })),
    );
    expect(await desk.desk.count('templates')).toBe(COUNT);
  });

  it('are shown with what is to be filled in', async () => {
    const template = await desk.named('order_ready');
    expect(template).toEqual({
      id: expect.any(Number),
      name: 'order_ready',
      language: 'ru',
      category: 'UTILITY',
      status: 'APPROVED',
      quality: 'UNKNOWN',
      header: null,
      body: 'Здравствуйте, {{customer}}! Ваш заказ {{order}} готов к выдаче.',
      footer: 'Ежедневно с 9:00 до 21:00',
      buttons: [
        { index: 0, type: 'quick_reply', text: 'Заберу сегодня', url: null, phone: null },
        { index: 1, type: 'quick_reply', text: 'Позже', url: null, phone: null },
      ],
      cards: [],
      parameters: [
        { where: 'body', name: 'customer', index: null, example: 'Айгуль' },
        { where: 'body', name: 'order', index: null, example: '12345' },
      ],
      preview: 'Здравствуйте, Айгуль! Ваш заказ 12345 готов к выдаче.\n\nЕжедневно с 9:00 до 21:00',
    });
    expect((await desk.desk.get(`/api/waba/operator/template/${template.id}`)).body).toEqual(template);
    expect((await desk.named('delivery_tracking')).parameters).toEqual([
      { where: 'header', name: null, index: 1, example: '12345' },
      { where: 'body', name: null, index: 1, example: 'Ерлан' },
      { where: 'body', name: null, index: 2, example: 'завтра с 10 до 12' },
      { where: 'button', name: null, index: 0, example: 'https://example.com/track/12345' },
    ]);
  });

  it.each([
    ['?status=PAUSED', ['bonus_points']],
    ['?status=paused', ['bonus_points']],
    ['?category=AUTHENTICATION', ['login_code']],
    ['?language=kk', ['order_ready']],
    ['?search=ORDER_', ['order_ready', 'order_ready', 'order_ready']],
    ['?search=СКИДКА', ['spring_sale', 'whole_catalogue']],
    ['?search=%25', []],
    ['?channel=999999', []],
    ['?status=NOTHING', []],
  ])('are filtered by %s', async (query, names) => {
    const { status, body } = await desk.list(query);
    expect([status, body.templates.map(({ name }) => name)]).toEqual([200, names]);
  });

  it('come in pages, forth and back, with what a list carries', async () => {
    const first = await desk.list('?limit=7');
    expect(first.headers.get('event-id')).toEqual(expect.any(String));
    expect(first.headers.get('link')).toContain('rel="next"');
    const second = await desk.list(`?limit=7&cursor=${first.body.nextCursor}`);
    const third = await desk.list(`?limit=7&cursor=${second.body.nextCursor}`);
    const all = [first, second, third].flatMap(({ body }) => body.templates.map(({ id }) => id));
    expect([new Set(all).size, third.body.nextCursor, third.headers.get('link')]).toEqual([COUNT, null, null]);
    expect((await desk.list(`?limit=7&cursor=${third.body.prevCursor}`)).body.templates).toEqual(second.body.templates);
  });

  it.each([
    '?limit=0',
    '?limit=101',
    '?cursor=x',
    '?status=a%20b',
    '?channel=x',
    '?language=',
    '?search=',
    '?x=1',
    '?search=%00',
  ])('refuse %s', async (query) => {
    expect(await codeOf(desk.desk.get(`/api/waba/operator/templates${query}`))).toEqual([400, 'VALIDATION']);
  });

  it('are those of one’s own channels', async () => {
    const { app } = desk.desk;
    const stranger = await app.signedIn();
    const foreign = await app.createChannel({ wabaId: '555' });
    await app.addMember(foreign, stranger);
    expect((await desk.list('', stranger.token)).body.templates).toEqual([]);
    expect((await desk.list(`?channel=${desk.desk.fixture.channelId}`, stranger.token)).body.templates).toEqual([]);
    const { id } = await desk.named('order_ready');
    const path = `/api/waba/operator/template/${id}`;
    const hidden = await desk.desk.get(path, stranger.token);
    const missing = await desk.desk.get('/api/waba/operator/template/999999', stranger.token);
    const shape = (body: object): object => ({ ...body, requestId: null, instance: null });
    expect([hidden.status, shape(hidden.body)]).toEqual([404, shape(missing.body)]);
    const preview = app.call('POST', `${path}/preview`, { token: stranger.token, body: {} });
    expect(await codeOf(preview)).toEqual([404, 'TEMPLATE_NOT_FOUND']);
  });

  it('are read anew by supervisors of the channel and admins alone', async () => {
    const { app, operator } = desk.desk;
    expect(await codeOf(desk.sync(operator))).toEqual([403, 'FORBIDDEN']);
    const outside = await app.signedIn({ role: 'supervisor' });
    expect(await codeOf(desk.sync(outside))).toEqual([404, 'CHANNEL_NOT_FOUND']);
    const admin = await app.signedIn({ role: 'admin' });
    expect((await desk.sync(admin)).status).toBe(200);
    expect(await codeOf(desk.sync(admin, 999_999))).toEqual([404, 'CHANNEL_NOT_FOUND']);
    const unconnected = await app.createChannel();
    expect(await codeOf(desk.sync(admin, unconnected.id))).toEqual([500, 'WABA_NOT_CONFIGURED']);
    const foreign = await app.createChannel({ wabaId: '777', wabaAccessToken: 'EAAGforeigntoken0123456789' });
    const refused = await desk.sync(admin, foreign.id);
    expect([refused.status, refused.body['code']]).toEqual([502, 'WABA_AUTH']);
  });

  describe('in preview', () => {
    const preview = async (name: string, body: unknown) => {
      const { id } = await desk.named(name);
      return desk.desk.app.call<{ text: string; errors: { field: string }[] }>(
        'POST',
        `/api/waba/operator/template/${id}/preview`,
        { token: desk.desk.operator.token, body },
      );
    };

    it('are filled in as a send would', async () => {
      const { status, body } = await preview('order_ready', { parameters: { customer: '{{order}}', order: '$&' } });
      expect([status, body.text]).toEqual([
        200,
        'Здравствуйте, {{order}}! Ваш заказ $& готов к выдаче.\n\nЕжедневно с 9:00 до 21:00',
      ]);
    });

    it.each([
      [{}, ['parameters.customer', 'parameters.order']],
      [{ parameters: { customer: 'a', order: 'a\nb' } }, ['parameters.order']],
      [{ parameters: { customer: 'a', order: 'b', more: 'c' } }, ['parameters.more']],
      [{ parameters: 'x' }, ['parameters']],
      [{ parameters: null }, ['parameters']],
      [{ parameters: { customer: 'a', order: 'b' }, header: { text: 'x' } }, ['header.text']],
      [{ parameters: { customer: 'a', order: 'b' }, header: 5 }, ['header']],
      [{ parameters: { customer: 'a', order: 'b' }, buttons: [{ index: 7, value: 'x' }] }, ['buttons[0].index']],
      [{ parameters: { customer: 'a', order: 'b' }, buttons: [{ index: -1, value: 'x' }] }, ['buttons[0].index']],
      [{ parameters: { customer: 'a', order: 'b' }, x: 1 }, ['x']],
    ])('name what is wrong with %j', async (given, fields) => {
      const { status, body } = await preview('order_ready', given);
      expect([status, body.errors.map(({ field }) => field)]).toEqual([400, fields]);
    });
  });

  describe('that change', () => {
    it('are announced to the channel, once, with what REST shows', async () => {
      const before = (await desk.events()).length;
      await desk.webhook('message_template_status_update', { ...NAMED, event: 'PAUSED', reason: null });
      await until(async () => (await desk.named('order_ready')).status === 'PAUSED');
      await desk.webhook('message_template_status_update', { ...NAMED, event: 'PAUSED', reason: null });
      await desk.desk.settled();
      await desk.sync();
      const [event, ...others] = (await desk.events())
        .slice(before)
        .filter(({ channelId }) => channelId === desk.desk.fixture.channelId);
      expect(others).toEqual([]);
      expect(event?.chatId).toBeNull();
      expect(event?.data.template).toEqual(await desk.named('order_ready'));
    });

    it.each([
      ['message_template_status_update', { event: 'FLAGGED' }, { status: 'PAUSED' }],
      ['message_template_quality_update', { new_quality_score: 'RED' }, { quality: 'RED' }],
      ['template_category_update', { new_category: 'MARKETING' }, { category: 'MARKETING' }],
      ['template_category_update', { new_category: 'UTILITY' }, { category: 'UTILITY' }],
      ['message_template_status_update', { event: 'REINSTATED' }, { status: 'APPROVED' }],
      ['message_template_components_update', { message_template_element: 'x' }, { status: 'APPROVED' }],
    ])('follow %s %j', async (field, value, expected) => {
      await desk.webhook(field, { ...NAMED, ...value });
      await desk.desk.settled();
      expect(await desk.named('order_ready')).toMatchObject(expected);
    });

    it.each([
      ['message_template_status_update', { event: 5 }],
      ['message_template_status_update', { event: 'PAUSED', message_template_id: { a: 1 } }],
      ['message_template_status_update', { event: 'PAUSED', message_template_id: '1; drop table templates' }],
      ['message_template_quality_update', {}],
      ['template_category_update', null],
      ['message_template_brandnew_update', { a: 1 }],
    ])('bear %s %j', async (field, value) => {
      expect(await desk.notice(field, value as object)).toBe(200);
      await desk.desk.settled();
      expect((await desk.named('order_ready')).status).toBe('APPROVED');
    });

    it('are asked for after a webhook: what came late in the wrong order does not stay', async () => {
      await desk.notice('message_template_status_update', { ...NAMED, event: 'PAUSED' });
      await desk.desk.settled();
      await until(async () => (await desk.named('order_ready')).status === 'APPROVED');
    });

    it('are marked as deleted when Meta no longer has them, shown only to who asks, and come back', async () => {
      const survey = { ...NAMED, message_template_id: SURVEY_ID, message_template_name: 'survey' };
      const { id } = await desk.named('survey');
      await desk.webhook('message_template_status_update', { ...survey, event: 'DELETED' });
      await desk.desk.settled();
      await desk.sync();
      expect((await desk.list('?search=survey')).body.templates).toEqual([]);
      expect((await desk.list('?status=DELETED')).body.templates.map((one) => one.id)).toEqual([id]);
      await desk.webhook('message_template_status_update', { ...survey, event: 'APPROVED' });
      await desk.desk.settled();
      await until(async () => (await desk.list('?search=survey')).body.templates[0]?.id === id);
    });
  });
});
