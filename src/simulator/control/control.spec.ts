import { afterEach, beforeEach, describe, it, expect } from '@jest/globals';
import { Harness, PNID, startHarness } from '../testing/simulator-harness.js';

const AIGUL = '+77011234567';
const hello = { to: AIGUL, type: 'text', text: { body: 'a' } };

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

describe('POST /control/inbound', () => {
  it("posts the customer's message and answers with what the receiver said", async () => {
    const body = { from: '+7 701 765-43-21', profileName: 'Данияр', text: 'Добрый день', timestamp: '1765280000' };
    harness.receiver.answers.push(503);
    const first = await harness.call('POST', '/control/inbound', body);
    expect(first).toEqual({ status: 200, body: { wamid: expect.stringMatching(/^wamid\./), webhookStatus: 503 } });
    const [post] = await harness.receiver.until(2);
    expect(post?.isSigned).toBe(true);
    expect(post?.value['contacts']).toEqual([
      { profile: { name: 'Данияр' }, wa_id: '77017654321', user_id: expect.stringMatching(/^KZ\.9\d{18}$/) },
    ]);
    expect(post?.item).toMatchObject({
      from: '77017654321',
      id: first.body['wamid'],
      timestamp: '1765280000',
      type: 'text',
      text: { body: 'Добрый день' },
    });
  });

  it('hides the phone of somebody who writes by BSUID', async () => {
    await harness.call('POST', '/control/inbound', { from: 'KZ.13491208655302741918', text: 'a' });
    const [post] = await harness.receiver.until(1);
    expect(post?.raw).not.toContain('77011234567');
    expect(post?.item).toMatchObject({ from_user_id: 'KZ.13491208655302741918' });
  });

  it('passes on what other types carry', async () => {
    const reaction = { message_id: 'wamid.A', emoji: '👍' };
    const context = { from: '77270000000', id: 'wamid.B' };
    await harness.call('POST', '/control/inbound', { from: AIGUL, type: 'reaction', reaction, context });
    await harness.call('POST', '/control/inbound', {
      from: AIGUL,
      type: 'system',
      system: { type: 'user_changed_number' },
    });
    const [post, system] = await harness.receiver.until(2);
    expect(post?.item).toMatchObject({ type: 'reaction', reaction, context });
    expect(post?.item).not.toHaveProperty('profileName');
    expect(system?.value).not.toHaveProperty('contacts');
  });

  it('passes on edits and revokes', async () => {
    const edit = { original_message_id: 'wamid.A', message: { type: 'text', text: { body: 'новое' } } };
    const revoke = { original_message_id: 'wamid.A' };
    await harness.call('POST', '/control/inbound', { from: AIGUL, type: 'edit', edit });
    await harness.call('POST', '/control/inbound', { from: AIGUL, type: 'revoke', revoke });
    const [first, second] = await harness.receiver.until(2);
    expect(first?.item).toMatchObject({ type: 'edit', edit });
    expect(second?.item).toMatchObject({ type: 'revoke', revoke });
  });

  it('does not take a change of number for a message: no window opens', async () => {
    const system = { type: 'user_changed_number', wa_id: '77018888888' };
    await harness.call('POST', '/control/inbound', { from: '+77019999999', type: 'system', system });
    await harness.send({ ...hello, to: '+77019999999' });
    expect((await harness.receiver.until(2))[1]?.item).toMatchObject({ status: 'failed', errors: [{ code: 131047 }] });
  });

  it('brings a photo along where none is given, downloadable for seven days', async () => {
    await harness.call('POST', '/control/inbound', { from: AIGUL, type: 'image' });
    const [post] = await harness.receiver.until(1);
    const image = post?.item['image'] as { id: string; mime_type: string; url: string };
    expect(image).toMatchObject({ mime_type: 'image/jpeg', sha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) });
    const download = await fetch(image.url, { headers: { authorization: 'Bearer token-example' } });
    expect(download.headers.get('content-type')).toBe('image/jpeg');
    await harness.call('POST', '/control/clock', { advanceSeconds: 7 * 86_400 });
    expect((await harness.call('GET', `/v25.0/${image.id}`)).body).toMatchObject({
      error: { code: 100, error_subcode: 33 },
    });
  });

  it('opens the window of a new customer', async () => {
    const stranger = { ...hello, to: '+77019999999' };
    await harness.send(stranger);
    expect((await harness.receiver.until(1))[0]?.item).toMatchObject({ status: 'failed' });
    await harness.call('POST', '/control/inbound', { from: '+77019999999', text: 'a' });
    await harness.send(stranger);
    await harness.receiver.until(5);
    expect(harness.receiver.summary()).toEqual(['failed', 'text', 'sent', 'delivered', 'read']);
    await harness.call('POST', '/control/clock', { advanceSeconds: 86_400 });
    await harness.send(stranger);
    expect((await harness.receiver.until(6))[5]?.item).toMatchObject({ errors: [{ code: 131047 }] });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['nobody', { text: 'a' }, 'from must be a phone'],
    ['no text', { from: AIGUL }, 'text is missing'],
    ['a strange time', { from: AIGUL, text: 'a', timestamp: 'yesterday' }, 'timestamp must be'],
    ['an unknown number', { from: AIGUL, text: 'a', phoneNumberId: '1' }, 'phoneNumberId is none'],
  ])('refuses %s', async (_name, body, problem) => {
    const answer = await harness.call('POST', '/control/inbound', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(problem);
  });
});

describe('POST /control/webhook', () => {
  it('posts any value, in copies, once each', async () => {
    harness.receiver.answers.push(500);
    const value = { flows: ['новое'] };
    const answer = await harness.call('POST', '/control/webhook', { value, field: 'flows', copies: 3 });
    expect([...(answer.body['webhookStatus'] as number[])].sort((a, b) => a - b)).toEqual([200, 200, 500]);
    expect(harness.receiver.received.map((post) => [post.value, post.isSigned])).toEqual(
      [1, 2, 3].map(() => [value, true]),
    );
  });
});

describe('PUT /control/faults', () => {
  it('refuses the next messages to one customer', async () => {
    await harness.call('PUT', '/control/faults', { refuse: { code: 131056, times: 1, phone: AIGUL } });
    await harness.call('POST', '/control/inbound', { from: '+77019999999', text: 'a' });
    expect(await harness.send({ ...hello, to: '+77019999999' })).toMatchObject({ status: 200 });
    expect(await harness.send(hello)).toMatchObject({ status: 400, body: { error: { code: 131056 } } });
    expect(await harness.send(hello)).toMatchObject({ status: 200 });
    const { body } = await harness.call('GET', '/control/requests');
    expect(body['requests']).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'refused', code: 131056 },
      { outcome: 'accepted' },
    ]);
  });

  it('cuts the connection after accepting', async () => {
    await harness.call('PUT', '/control/faults', { dropAfterAccept: {} });
    await expect(harness.send(hello)).rejects.toThrow(/other side closed|terminated|ECONNRESET/);
    expect(await harness.send(hello)).toMatchObject({ status: 200 });
    await harness.receiver.until(6);
  });

  it.each<[string, string[]]>([
    ['none', []],
    ['shuffled', ['read', 'delivered', 'sent']],
    ['duplicated', ['sent', 'sent', 'delivered', 'delivered', 'read', 'read']],
  ])('plays %s receipts', async (receipts, expected) => {
    await harness.call('PUT', '/control/faults', { receipts });
    await harness.send(hello);
    await harness.receiver.until(expected.length);
    await harness.call('DELETE', '/control/faults');
    await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'the end' });
    expect(harness.receiver.summary()).toEqual([...expected, 'text']);
  });

  it('names every mistake', async () => {
    const answer = await harness.call('PUT', '/control/faults', { refuse: { code: 'x' }, receipts: 'some', oops: 1 });
    expect(answer).toEqual({ status: 400, body: { error: expect.any(String), problems: expect.any(Array) } });
    expect(JSON.stringify(answer.body)).toMatch(/refuse\.code.*receipts|receipts.*refuse\.code/);
    expect(JSON.stringify(answer.body)).toContain('oops');
  });
});

describe('POST /control/reset', () => {
  it('forgets messages, faults and waiting webhooks', async () => {
    await harness.send({ ...hello, to: '+77010000208' });
    await harness.receiver.until(1);
    await harness.call('PUT', '/control/faults', { refuse: { code: 4, times: 9 } });
    expect((await harness.call('GET', '/control/sent')).body['sent']).toMatchObject([
      { phoneNumberId: PNID, to: '+77010000208', recipient: null, type: 'text', at: '2025-12-09T12:34:56.000Z' },
    ]);
    expect((await harness.call('POST', '/control/reset')).status).toBe(204);
    expect((await harness.call('GET', '/control/sent')).body).toEqual({ sent: [] });
    expect((await harness.call('GET', '/control/requests')).body).toEqual({ requests: [], refusals: {} });
    expect((await harness.call('POST', '/control/online', { phone: '+77010000208' })).body).toEqual({ released: 0 });
    expect((await harness.send(hello)).status).toBe(200);
  });
});

describe('/docs', () => {
  it('describes every route and field of the control API', async () => {
    const { body } = await harness.call('GET', '/docs/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const paths = Object.keys(body['paths'] as object);
    expect(paths.sort()).toEqual(
      'changes clock conversation customers faults inbound media media/{id} online requests reset sent webhook'
        .split(' ')
        .map((name) => `/control/${name}`),
    );
    const { schemas } = body['components'] as { schemas: Record<string, { properties: Record<string, object> }> };
    for (const schema of Object.values(schemas)) {
      for (const property of Object.values(schema.properties)) expect(property).toHaveProperty('description');
    }
  });
});
