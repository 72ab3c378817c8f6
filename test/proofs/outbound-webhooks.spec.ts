import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryError } from '../../src/integrations/domain/delivery-state.js';
import { DeliveryJanitor } from '../../src/integrations/deliveries/delivery-janitor.service.js';
import { EndpointDesk, type ShownDelivery, startEndpointDesk } from '../support/endpoint-desk.js';
import { until } from '../support/test-desk.js';
import { pollUntil } from '../support/poll.js';
import { status, verified } from '../support/webhook-receiver.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('outbound webhooks', () => {
  let desk: EndpointDesk;
  let path: string;
  let count = 0;

  beforeAll(async () => {
    desk = await startEndpointDesk();
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    await desk.removeAll();
    path = `/hook-${(count += 1)}`;
  });

  it('tell what happens as the doors do, signed for the official library, to those who want it', async () => {
    const all = await desk.create({ url: `https://crm.example.net${path}?key=canary`, channelIds: [desk.channelId] });
    const some = await desk.create({ url: `https://erp.example.net:8443${path}/some`, events: ['message.received'] });
    await desk.create({ url: `https://crm.example.net${path}/none`, events: ['channel.paused'] });
    const since = await desk.lastId();
    await desk.customerWrites('Привет\u2028 👋 </script>');
    const [told] = await desk.receiver.when(`${path}?key=canary`, 2);
    const [received] = await desk.receiver.when(`${path}/some`, 1);
    const onDoor = await desk.events(since, 2);

    expect(
      desk.receiver
        .at(`${path}?key=canary`)
        .map(({ event }) => event.id)
        .sort(),
    ).toEqual(onDoor.map(({ id }) => id).sort());
    expect(received?.event).toEqual(onDoor.find(({ type }) => type === 'message.received'));
    expect(received?.event.data).toMatchObject({ message: { content: 'Привет\u2028 👋 </script>', fromMe: false } });
    expect(received?.headers).toMatchObject({
      'webhook-id': received?.event.id,
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'webhook-delivery': expect.stringMatching(/^\d+$/),
      'webhook-attempt': '1',
      'content-type': 'application/json',
      'user-agent': 'wa-operator-backend',
      host: 'erp.example.net:8443',
    });
    for (const [one, secret, other] of [
      [told, all.secret, some.secret],
      [received, some.secret, all.secret],
    ] as const) {
      if (one === undefined) throw new Error('nothing came');
      expect(verified(one, secret)).toEqual(one.event);
      expect(verified(one, other)).toBe('No matching signature found');
    }
    expect(desk.receiver.at(`${path}/some`)).toHaveLength(1);
    expect(desk.receiver.at(`${path}/none`)).toEqual([]);
  });

  it('show and keep no secret in plain, and nothing of what anybody wrote', async () => {
    const made = await desk.create({ url: `https://crm.example.net${path}?key=canary` });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const parrot = await desk.create({ url: `https://crm.example.net${path}/parrot`, events: ['message.received'] });
    desk.receiver.answer(`${path}/parrot`, (response) => {
      const said = desk.receiver.at(`${path}/parrot`).at(-1)?.raw ?? '';
      response.writeHead(500, { 'content-type': `text/${encodeURIComponent('канарейка')}-canary` });
      response.end(`канарейка: invalid signature in ${said}, ${Buffer.from('канарейка').toString('base64')}`);
    });
    await desk.customerWrites('тайна-канарейка');
    await desk.receiver.when(`${path}?key=canary`, 2);
    await desk.deliveriesWhen(made.id, (all) => all.length > 1 && all.every(({ state }) => state === 'delivered'));
    const [refused] = await desk.deliveriesWhen(parrot.id, ([one]) => one?.tries === 1);
    const { attempts } = await desk.delivery(parrot.id, refused?.id ?? 0);
    expect(attempts).toMatchObject([
      { status: 500, answer: expect.stringMatching(/^another type, \d+ bytes: signature, (timestamp, )?invalid$/) },
    ]);
    const [row] = await desk.app.rows('select secrets from webhook_endpoints where id = $1', [made.id]);
    const kept = await desk.app.rows<{ text: string }>(
      `select row_to_json(d)::text as text from webhook_deliveries d union all select row_to_json(a)::text from webhook_attempts a`,
    );
    const trail = await desk.app.rows(`select * from audit_log where object_type = 'webhook_endpoint'`);
    const shown = [(await desk.get('')).text, (await desk.get(`/${made.id}`)).text, JSON.stringify([row, trail])];
    expect(shown.filter((text) => text.includes(made.secret.slice(6)))).toEqual([]);
    expect(JSON.stringify([kept, trail])).not.toMatch(/канарейка|canary|0LrQsNC90LDRgNC10LnQutCw/);
  });

  it('try again what failed, with the same id, until it arrives', async () => {
    desk.receiver.answer(
      path,
      status(500, `\0${'я'.repeat(50_000)}`),
      status(503, 'later', { 'retry-after': '90' }),
      status(302, '', { location: 'https://crm.example.net/elsewhere' }),
      (response) => response.socket?.destroy(),
      status(202, 'ok'),
    );
    const { id, secret } = await desk.create({ url: `https://crm.example.net${path}`, events: ['message.received'] });
    await desk.customerWrites('ещё раз');
    for (const [tries, waits] of [
      [1, 6_000],
      [2, 91_000],
      [3, 3 * MINUTE_MS],
      [4, 12 * MINUTE_MS],
    ] as const) {
      const [delivery] = await desk.deliveriesWhen(id, ([one]) => one?.tries === tries);
      expect(delivery).toMatchObject({ state: 'pending', finishedAt: null });
      expect(Date.parse(delivery?.nextAt ?? '') - desk.app.clock.millis()).toBeLessThanOrEqual(waits);
      expect((await desk.endpoint(id)).failures).toBe(tries);
      desk.app.clock.advance(waits);
    }
    const [done] = await desk.deliveriesWhen(id, ([one]) => one?.state === 'delivered');
    const all = desk.receiver.at(path);
    expect(new Set(all.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(all.map((one) => verified(one, secret))).toEqual(all.map(({ event }) => event));
    expect(desk.receiver.at('/elsewhere')).toEqual([]);
    const { attempts } = await desk.delivery(id, done?.id ?? 0);
    expect(attempts.map(({ status, error, answer }) => [status, error, answer])).toEqual([
      [500, 'STATUS', 'no type, at least 65536 bytes'],
      [503, 'STATUS', 'no type, 5 bytes'],
      [302, 'REDIRECT', null],
      [null, 'CONNECTION', null],
      [202, null, null],
    ]);
    expect(await desk.endpoint(id)).toMatchObject({ failures: 0, failingSince: null, paused: false, pending: 0 });
  });

  it('give up after three days, pause what fails for so long, and go on where they stopped', async () => {
    desk.receiver.answer(path, status(500));
    const witness = await desk.create({ url: `https://crm.example.net${path}/ops`, events: ['system.webhook_paused'] });
    const { id } = await desk.create({
      url: `https://crm.example.net${path}`,
      name: 'CRM',
      events: ['message.received'],
    });
    await desk.customerWrites('пропадёт');
    await desk.deliveriesWhen(id, ([one]) => one?.tries === 1);
    const since = (await desk.endpoint(id)).failingSince;
    desk.app.clock.advance(72 * HOUR_MS);
    const [lost] = await desk.deliveriesWhen(id, ([one]) => one?.state === 'failed');
    expect(await desk.endpoint(id)).toMatchObject({ paused: true, pauseReason: 'failing', failures: 2 });
    const [told] = await desk.receiver.when(`${path}/ops`, 1);
    expect(told?.event).toMatchObject({
      type: 'system.webhook_paused',
      chatId: null,
      data: { endpointId: id, name: 'CRM', host: 'crm.example.net', reason: 'failing', failingSince: since },
    });
    expect((await desk.endpoint(witness.id)).paused).toBe(false);

    await desk.customerWrites('в паузе');
    expect(await desk.ping(id)).toMatchObject({ state: 'failed', lastStatus: 500, tries: 1 });
    desk.receiver.answer(path);
    expect(await desk.ping(id)).toMatchObject({ state: 'delivered', lastStatus: 204 });
    expect(desk.receiver.at(path, 'webhook.test')[1]?.event).toMatchObject({ version: 1, chatId: null, data: {} });
    expect(desk.receiver.at(path, 'message.received')).toHaveLength(2);
    const resumed = await desk.patch(id, { paused: false });
    expect(resumed.body).toMatchObject({ paused: false, pauseReason: null, failures: 0, failingSince: null });
    expect((await desk.receiver.when(path, 3, 'message.received'))[2]?.raw).toContain('в паузе');

    expect((await desk.post(`/${id}/deliveries/${lost?.id}/redeliver`)).status).toBe(202);
    expect((await desk.receiver.when(path, 4, 'message.received'))[3]?.raw).toContain('пропадёт');
    await desk.deliveriesWhen(id, (all) => all.every(({ state }) => state !== 'pending'));
    const again = await desk.post(`/${id}/deliveries/redeliver`, { state: 'delivered', limit: 100 });
    expect(again).toMatchObject({ status: 202, body: { redelivered: 3 } });
    await desk.deliveriesWhen(id, (all) => all.every(({ state }) => state !== 'pending'));
    const ids = desk.receiver.at(path, 'message.received').map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([6, 2]);
    expect((await desk.post(`/${id}/deliveries/redeliver`, { limit: 1, afterId: lost?.id })).body).toMatchObject({
      redelivered: 1,
    });
    expect(await desk.auditOf(id)).toEqual([
      'created',
      'paused',
      'tested',
      'tested',
      'resumed',
      'redelivered',
      'range_redelivered',
      'range_redelivered',
    ]);
  });

  it('stop at once where the host says that it is gone, and hold back nothing for anybody else', async () => {
    desk.receiver.answer(path, status(410));
    desk.receiver.answer(`${path}/slow`, () => undefined);
    const gone = await desk.create({ url: `https://crm.example.net${path}` });
    const slow = await desk.create({ url: `https://crm.example.net${path}/slow`, events: ['message.received'] });
    const fast = await desk.create({ url: `https://crm.example.net${path}/fast`, events: ['message.received'] });
    for (let index = 0; index < 10; index += 1) await desk.customerWrites(`номер ${index}`);
    await desk.receiver.when(`${path}/fast`, 10);
    expect(await desk.deliveriesWhen(fast.id, (all) => all.every(({ state }) => state === 'delivered'))).toHaveLength(
      10,
    );
    await until(async () => (await desk.endpoint(gone.id)).pauseReason === 'gone');
    expect(desk.receiver.at(path).length).toBeLessThanOrEqual(4);
    const [late] = await desk.deliveriesWhen(slow.id, (all) => all.some(({ tries }) => tries > 0));
    expect(late?.state).toBe('pending');
    expect((await desk.deliveries(slow.id)).find(({ tries }) => tries > 0)?.lastError).toBe('TIMEOUT');

    // Back again: what waits for its next try need not wait any longer.
    desk.receiver.answer(path);
    await desk.patch(gone.id, { paused: false });
    const all = await desk.deliveriesWhen(gone.id, (list) => list.every(({ state }) => state === 'delivered'));
    expect(all.filter(({ type }) => type === 'message.received')).toHaveLength(10);
  });

  it('sign with the old secret too, for a day', async () => {
    const { id, secret: first } = await desk.create({ url: `https://crm.example.net${path}` });
    const { status: code, body } = await desk.post<{ secret: string; oldSecretUntil: string }>(`/${id}/secret`);
    const second = body.secret;
    expect([code, body.oldSecretUntil]).toEqual([200, new Date(desk.app.clock.millis() + 24 * HOUR_MS).toISOString()]);
    expect(second).not.toBe(first);
    const signersNow = async (): Promise<boolean[]> => {
      const { id: pingId } = await desk.ping(id);
      const one = desk.receiver.at(path).at(-1);
      if (one === undefined || pingId === 0) throw new Error('no ping came');
      return [first, second].map((secret) => typeof verified(one, secret) === 'object');
    };
    expect(await signersNow()).toEqual([true, true]);
    desk.app.clock.advance(24 * HOUR_MS);
    expect(await signersNow()).toEqual([false, true]);
    expect((await desk.get<{ oldSecretUntil: null }>(`/${id}`)).body.oldSecretUntil).toBeNull();
  });

  it.each<[string, DeliveryError]>([
    ['mixed.example.net', 'BLOCKED_ADDRESS'],
    ['metadata.example.net', 'BLOCKED_ADDRESS'],
    ['nowhere.example.net', 'DNS'],
    ['other.example.net', 'TLS'],
  ])('never reach %s: %s', async (host, error) => {
    // Nobody else dials meanwhile: what earlier tests left is paused, and what was under way has ended.
    await desk.app.rows(
      `update webhook_endpoints set paused_at = now(), pause_reason = 'manual' where paused_at is null`,
    );
    const underWay = (): Promise<unknown[]> =>
      desk.app.rows('select from webhook_deliveries where lease_owner is not null and lease_expires_at > now()');
    expect(await pollUntil(underWay, ({ length }) => length === 0)).toEqual([]);
    const before = desk.receiver.connections;
    const { id } = await desk.create({ url: `https://${host}${path}`, events: ['message.received'] });
    expect(await desk.ping(id)).toMatchObject({ state: 'failed', lastStatus: null, lastError: error });
    expect(desk.receiver.at(path)).toEqual([]);
    expect(desk.receiver.connections - before).toBe(error === 'TLS' ? 1 : 0);
  });

  it('say so where what happened is not known any more, and go on from there', async () => {
    const { id } = await desk.create({ url: `https://crm.example.net${path}`, events: ['message.received'] });
    // Of a database that was restored from a backup since.
    const beyond = Buffer.from(`${2n ** 60n}.0`).toString('base64url');
    await desk.patch(id, { paused: true });
    await desk.app.rows('update webhook_endpoints set position = $2 where id = $1', [id, beyond]);
    await desk.patch(id, { paused: false });
    await desk.lookBack();
    const [reset] = await desk.receiver.when(path, 1, 'webhook.reset');
    expect(reset?.event).toMatchObject({ data: { reason: 'unknown', refetch: expect.arrayContaining(['messages']) } });
    await desk.customerWrites('дальше');
    await desk.receiver.when(path, 1, 'message.received');
  });

  it('are shown as their owner sees them: when that is no admin any more they wait for another one', async () => {
    const leaver = await desk.app.signedIn({ role: 'admin' });
    const { id } = await desk.create(
      { url: `https://crm.example.net${path}`, events: ['message.received'] },
      leaver.token,
    );
    await desk.app.rows(`update users set role = 'operator' where id = $1`, [leaver.id]);
    await desk.customerWrites('кому?');
    await until(async () => (await desk.endpoint(id)).pauseReason === 'owner_lost');
    expect(desk.receiver.at(path)).toEqual([]);
    expect((await desk.patch(id, { paused: false })).body).toMatchObject({ ownerId: desk.admin.id });
    expect((await desk.receiver.when(path, 1))[0]?.raw).toContain('кому?');
  });

  it('are kept for 7 days where they arrived and for 30 where they did not', async () => {
    desk.receiver.answer(`${path}/bad`, status(500));
    // Nothing but pings: windows close while the clock runs ahead.
    const events = ['message.received'];
    const good = await desk.create({ url: `https://crm.example.net${path}`, events });
    const bad = await desk.create({ url: `https://crm.example.net${path}/bad`, events });
    await desk.ping(good.id);
    await desk.ping(bad.id);
    const left = async (days: number): Promise<ShownDelivery[][]> => {
      desk.app.clock.advance(days * 24 * HOUR_MS + 1);
      await desk.app.app.get(DeliveryJanitor, { strict: false }).sweep();
      return [await desk.deliveries(good.id), await desk.deliveries(bad.id)];
    };
    expect((await left(6)).map(({ length }) => length)).toEqual([1, 1]);
    expect((await left(1)).map(({ length }) => length)).toEqual([0, 1]);
    expect((await left(23)).map(({ length }) => length)).toEqual([0, 0]);
  });
});
