import { readdir, rm, stat } from 'node:fs/promises';
import { SEND_EXAMPLES } from '../../src/messages/send/send-document.js';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmbeddedCluster } from '../../src/database/embedded/embedded-cluster.js';
import { eventually, SandboxClient } from '../support/sandbox-client.js';
import { SandboxProcess } from '../support/sandbox-process.js';
import { makeTestFolder } from '../support/test-folder.js';

/** A start and a stop, on a machine that is busy with other suites. */
const LONG_MS = 60_000;

let folder: string;
let sandbox: SandboxProcess;
let client: SandboxClient;

beforeAll(async () => {
  folder = await makeTestFolder();
  sandbox = await SandboxProcess.start({ folder });
  client = new SandboxClient(sandbox);
}, LONG_MS);

afterAll(async () => {
  await sandbox.end();
  await EmbeddedCluster.remove(join(folder, 'postgres'));
  await rm(folder, { recursive: true });
}, LONG_MS);

describe('a first start', () => {
  it('prints little, and no warning', () => {
    expect(sandbox.banner.length).toBeLessThanOrEqual(11);
    expect(sandbox.errors).toEqual([]);
    expect(sandbox.banner.join('\n')).toMatch(
      /Swagger UI +http:\/\/localhost:\d+\/api\/docs \(signed in as operator\)/,
    );
  });

  it('prints a line that works when it is pasted, and tells how the message goes on', async () => {
    const { success, message } = await client.paste();
    expect({ success, message }).toMatchObject({
      success: true,
      message: { chatId: 123, content: 'Здравствуйте! Ваш заказ готов к выдаче.', status: 'sent' },
    });
    expect(message?.['id']).toBeGreaterThan(458);
    expect((await client.untilStatus(message?.['id'], 'read')).body).toMatchObject({ delivered: true, read: true });
    const told = sandbox.lines.slice(sandbox.banner.length).join('\n');
    expect(told).toMatch(
      /→ text to chat 123 .+ accepted\n✓ sent · chat 123 .+\n✓✓ delivered · chat 123 .+\n✓✓ read · chat 123 .+ s/,
    );
    expect(told).not.toContain('заказ');
  });

  it('keeps its folder and its secrets to itself', async () => {
    expect((await readdir(folder)).sort()).toEqual(['media', 'postgres', 'secrets.json']);
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('signs Swagger UI in as the operator', async () => {
    const script = await (await fetch(`${sandbox.apiUrl}/api/docs/start.js`)).text();
    const token = /"(eyJ[\w.-]+)"/.exec(script)?.[1] ?? '';
    expect((await client.call('GET', '/api/auth/me', undefined, token)).body).toMatchObject({
      id: 5,
      role: 'operator',
    });
  });
});

describe('chat 123', () => {
  it('has the messages of the operator contract', async () => {
    const { body } = await client.history(123);
    expect(body['total']).toBeGreaterThanOrEqual(150);
    const byId = new Map(body.messages?.map((message) => [message['id'], message]));
    expect(byId.get(458)).toMatchObject({
      content: 'Спасибо!',
      mediaUrl: null,
      type: 'text',
      fromMe: false,
      status: 'received',
      delivered: false,
      read: false,
      isReadByOperator: true,
      senderUser: null,
    });
    expect(byId.get(457)).toMatchObject({
      content: 'Ваш заказ готов',
      fromMe: true,
      status: 'read',
      delivered: true,
      read: true,
      isReadByOperator: true,
      senderUser: { id: 5, email: 'operator@example.com' },
    });
    expect((await client.status(456)).body).toMatchObject({
      id: 456,
      status: 'delivered',
      delivered: true,
      read: false,
    });
  });

  it('has files that open', async () => {
    const { body } = await client.history(123);
    const files = body.messages?.filter(({ mediaUrl }) => mediaUrl !== null) ?? [];
    expect(files.length).toBeGreaterThan(20);
    const response = await fetch(String(files.find(({ type }) => type === 'image')?.['mediaUrl']));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('goes on when a receipt of an old message comes late', async () => {
    const { body } = await client.status(456);
    const status = { id: body['whatsappMessageId'], status: 'read', timestamp: String(Math.floor(Date.now() / 1000)) };
    const metadata = { phone_number_id: '106540352242922' };
    await client.call('POST', '/control/webhook', {
      value: { messaging_product: 'whatsapp', metadata, statuses: [{ ...status, recipient_id: '77011234567' }] },
    });
    const { sentAt, deliveredAt } = body;
    expect((await client.untilStatus(456, 'read')).body).toMatchObject({ read: true, sentAt, deliveredAt });
  });

  it.each([
    ['image', 'photo.jpg', {}],
    ['document', 'invoice.pdf', { filename: 'invoice_12345.pdf' }],
  ])("takes the contract's %s from example.com", async (type, file, rest) => {
    const { status, body } = await client.send(123, { type, mediaUrl: `https://example.com/${file}`, ...rest });
    expect([status, body.message?.['status']]).toEqual([200, 'sent']);
  });

  it.each(['https://localhost/photo.jpg', 'https://127.0.0.1/photo.jpg', 'https://example.com:4010/photo.jpg'])(
    'takes nothing else from this machine: %s',
    async (mediaUrl) => {
      expect((await client.send(123, { type: 'image', mediaUrl })).status).toBe(400);
    },
  );
});

describe('who sees what', () => {
  it('hides chat 123 from operator2 and the second shop from the operator', async () => {
    const operator2 = await client.login('operator2@example.com');
    expect((await client.history(123, operator2)).status).toBe(404);
    expect((await client.history(301, operator2)).status).toBe(200);
    expect((await client.history(201, operator2)).status).toBe(200);
    expect((await client.history(301)).status).toBe(404);
    expect((await client.history(123, await client.login('supervisor@example.com'))).status).toBe(200);
    expect(
      (await client.call('GET', '/api/admin/users', undefined, await client.login('admin@example.com'))).status,
    ).toBe(200);
  });
});

describe('the magic customers', () => {
  it('201 is not on WhatsApp', async () => {
    const { status, body } = await client.send(201);
    expect([status, body['code']]).toEqual([422, 'RECIPIENT']);
    expect((await client.status(body.message?.['id'])).body).toMatchObject({
      status: 'failed',
      error: { provider: { code: 131026 } },
    });
  });

  it('204 has read before it is delivered', async () => {
    const { body } = await client.send(204);
    expect((await client.untilStatus(body.message?.['id'], 'read')).body).toMatchObject({
      delivered: true,
      read: true,
    });
  });

  it('205 is written to without a phone', async () => {
    const { body } = await client.send(205);
    expect((await client.untilStatus(body.message?.['id'], 'read')).body['status']).toBe('read');
    const { body: sent } = (await client.call('GET', '/control/sent')) as unknown as {
      body: { sent: { recipient: string | null; to: string | null }[] };
    };
    expect(sent.sent.at(-1)).toMatchObject({ to: null, recipient: 'KZ.1349120865530274205' });
  });

  it('206 has been silent for too long', async () => {
    const { status, body } = await client.send(206);
    expect([status, body['code'], body['nextStep']]).toEqual([409, 'WINDOW_CLOSED', 'template']);
    const { outsideWindow } = SEND_EXAMPLES;
    const template = await client.call('POST', '/api/waba/operator/send', outsideWindow.value);
    expect([template.status, template.body.message?.['status']]).toEqual([200, 'sent']);
  });

  it('207 answers', async () => {
    const { body } = await client.send(207);
    const sentId = Number(body.message?.['id']);
    const { body: history } = await eventually(
      () => client.history(207),
      ({ body: { messages = [] } }) => messages.some(({ id, fromMe }) => Number(id) > sentId && fromMe === false),
    );
    expect(history.messages?.[0]).toMatchObject({ fromMe: false, status: 'received' });
  });

  it('208 gets it when the phone is back', async () => {
    const { body } = await client.send(208);
    await client.untilStatus(body.message?.['id'], 'sent');
    expect((await client.status(body.message?.['id'])).body).toMatchObject({ delivered: false });
    await client.call('POST', '/control/online', { phone: '+77010000208' });
    expect((await client.untilStatus(body.message?.['id'], 'read')).body['status']).toBe('read');
  });
});
