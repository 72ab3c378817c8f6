import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RecordAttempt } from '../../src/integrations/sending/record-attempt.service.js';
import { EndpointDesk, startEndpointDesk } from '../support/endpoint-desk.js';

const URL_TEXT = 'https://crm.example.net/hook';

describe('/api/admin/webhook-endpoints', () => {
  let desk: EndpointDesk;

  beforeAll(async () => {
    desk = await startEndpointDesk();
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    jest.restoreAllMocks();
    await desk.removeAll();
  });

  it('is for admins alone, and never for an API key', async () => {
    const { id } = await desk.create({ url: URL_TEXT });
    const supervisor = await desk.app.signedIn({ role: 'supervisor' });
    const adminToken = await desk.app.tokenOf(desk.admin);
    const key = await desk.app.call<{ key: string }>('POST', '/api/admin/api-keys', {
      token: adminToken,
      body: { name: 'CRM', userId: desk.admin.id, scopes: ['chats:read', 'chats:write'] },
    });
    const routes: [string, string][] = [
      ['GET', ''],
      ['POST', ''],
      ['GET', `/${id}`],
      ['PATCH', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/secret`],
      ['POST', `/${id}/test`],
      ['GET', `/${id}/deliveries`],
      ['GET', `/${id}/deliveries/1`],
      ['POST', `/${id}/deliveries/redeliver`],
      ['POST', `/${id}/deliveries/1/redeliver`],
    ];
    for (const [method, path] of routes) {
      const at = `/api/admin/webhook-endpoints${path}`;
      const statuses = [];
      for (const token of [undefined, desk.desk.operator.token, supervisor.token, key.body.key]) {
        statuses.push((await desk.app.call(method, at, token === undefined ? {} : { token })).status);
      }
      expect([method, path, statuses]).toEqual([method, path, [401, 403, 403, 403]]);
    }
  });

  it.each([
    [{}, 'url'],
    [{ url: 5 }, 'url'],
    [{ url: '' }, 'url'],
    [{ url: 'http://crm.example.net/hook' }, 'url'],
    [{ url: 'https://crm.example.net:5432/' }, 'url'],
    [{ url: 'https://user:secret@crm.example.net/' }, 'url'],
    [{ url: `https://crm.example.net/${'a'.repeat(2048)}` }, 'url'],
    [{ url: 'https://169.254.169.254/latest/meta-data/' }, 'url'],
    [{ url: 'https://[::ffff:10.0.0.1]/' }, 'url'],
    [{ url: 'https://0x7f.1:8443/' }, 'url'],
    [{ url: 'http://localhost:3000/api/admin' }, 'url'],
    [{ url: 'https://postgres.internal/' }, 'url'],
    [{ url: URL_TEXT, events: 'message.received' }, 'events'],
    [{ url: URL_TEXT, events: ['message.unknown'] }, 'events'],
    [{ url: URL_TEXT, events: ['access.changed'] }, 'events'],
    [{ url: URL_TEXT, events: ['message.read', 'message.read'] }, 'events'],
    [{ url: URL_TEXT, channelIds: [0] }, 'channelIds'],
    [{ url: URL_TEXT, channelIds: ['1'] }, 'channelIds'],
    [{ url: URL_TEXT, channelIds: [987_654] }, 'channelIds'],
    [{ url: URL_TEXT, name: '\u200b' }, 'name'],
    [{ url: URL_TEXT, name: null }, 'name'],
    [{ url: URL_TEXT, secret: 'whsec_mine' }, 'secret'],
    [{ url: URL_TEXT, ownerId: 1 }, 'ownerId'],
  ])('refuses %j, naming %s', async (body, field) => {
    const answer = await desk.post<{ code: string; errors: { field: string }[] }>('', body);
    expect([answer.status, answer.body.code, answer.body.errors.map((error) => error.field)]).toEqual([
      400,
      'VALIDATION',
      [field],
    ]);
  });

  it('changes what it is told and nothing else, and knows no foreign ids', async () => {
    const made = await desk.create({ url: `${URL_TEXT}?key=1` });
    const { body } = await desk.patch(made.id, { events: ['message.read'], channelIds: [desk.channelId], name: 'CRM' });
    const { secret: _, ...shown } = made;
    expect(body).toEqual({ ...shown, name: 'CRM', events: ['message.read'], channelIds: [desk.channelId] });
    expect(made).toMatchObject({ name: 'crm.example.net', events: [], channelIds: [], ownerId: desk.admin.id });
    expect((await desk.patch(made.id, { url: 'https://10.0.0.1/' })).status).toBe(400);
    expect((await desk.patch(made.id, { paused: 'no' })).status).toBe(400);
    expect((await desk.get(`/${made.id}`)).body).toEqual(body);
    const other = await desk.create({ url: URL_TEXT });
    const { id } = await desk.ping(made.id);
    for (const [method, path, code] of [
      ['GET', '/987654', 'WEBHOOK_ENDPOINT_NOT_FOUND'],
      ['PATCH', '/987654', 'WEBHOOK_ENDPOINT_NOT_FOUND'],
      ['DELETE', '/987654', 'WEBHOOK_ENDPOINT_NOT_FOUND'],
      ['POST', '/987654/secret', 'WEBHOOK_ENDPOINT_NOT_FOUND'],
      ['POST', '/987654/test', 'WEBHOOK_ENDPOINT_NOT_FOUND'],
      ['GET', '/987654/deliveries', 'WEBHOOK_ENDPOINT_NOT_FOUND'],
      ['GET', `/${other.id}/deliveries/${id}`, 'WEBHOOK_DELIVERY_NOT_FOUND'],
      ['POST', `/${other.id}/deliveries/${id}/redeliver`, 'WEBHOOK_DELIVERY_NOT_FOUND'],
      ['GET', `/${made.id}/deliveries?cursor=YWZ0ZXI6MDA`, 'VALIDATION'],
      ['GET', `/${made.id}/deliveries?state=new`, 'VALIDATION'],
    ] as const) {
      const { body } = await desk.call<{ code: string }>(method, path, method === 'PATCH' ? {} : undefined);
      expect([path, body.code]).toEqual([path, code]);
    }
    expect(await desk.deliveries(other.id)).toEqual([]);
    const page = await desk.get<{ deliveries: unknown[]; nextCursor: null }>(
      `/${made.id}/deliveries?state=delivered&from=2026-01-01T00:00:00Z&limit=1`,
    );
    expect(page.body).toMatchObject({ deliveries: [{ id, type: 'webhook.test' }], nextCursor: null });
  });

  it('has room for twenty, also when they come at once', async () => {
    const made = await Promise.all(Array.from({ length: 25 }, () => desk.post('', { url: URL_TEXT })));
    const codes = made.map(({ status, body }) => (status === 201 ? 'made' : body['code']));
    expect(codes.filter((code) => code === 'made')).toHaveLength(20);
    expect(codes.filter((code) => code === 'TOO_MANY_WEBHOOK_ENDPOINTS')).toHaveLength(5);
  });

  it('tells again, under the same id, what a process took with it when it died', async () => {
    const { id } = await desk.create({ url: 'https://crm.example.net/killed', events: ['message.received'] });
    const recorder = desk.app.app.get(RecordAttempt, { strict: false });
    jest.spyOn(recorder, 'record').mockRejectedValueOnce(new Error('killed'));
    await desk.customerWrites('дважды');
    const [first] = await desk.receiver.when('/killed', 1);
    expect(await desk.deliveries(id)).toMatchObject([{ state: 'pending', tries: 0 }]);
    await desk.app.rows(`update webhook_deliveries set lease_expires_at = now() where endpoint_id = $1`, [id]);
    const [, second] = await desk.receiver.when('/killed', 2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    const [done] = await desk.deliveriesWhen(id, ([one]) => one?.state === 'delivered');
    expect(desk.receiver.at('/killed')).toHaveLength(2);
    // Neither of the later ones claims to be the first.
    await desk.post(`/${id}/deliveries/${done?.id}/redeliver`);
    const all = await desk.receiver.when('/killed', 3);
    expect(all.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '2', '3']);
  });
});
