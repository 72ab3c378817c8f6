import { FormData, request } from 'undici';
import { FakeClock } from '../../common/clock.js';
import { SimulatorOptions, RunningSimulator } from '../simulator-options.js';
import { startSimulator } from '../simulator.js';
import { WebhookReceiver } from './webhook-receiver.js';

export const SECRET = 'app_secret_example';
export const TOKEN = 'token-example';
export const PNID = '106540352242922';
export const START = new Date('2025-12-09T12:34:56.000Z');

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export interface RawAnswer {
  status: number;
  contentType: string | undefined;
  text: string;
}

export interface Harness {
  simulator: RunningSimulator;
  receiver: WebhookReceiver;
  clock: FakeClock;
  /** `POST /{phone-number-id}/messages` with the envelope's fixed keys added. */
  send(body: Record<string, unknown>): Promise<Answer>;
  /** The same, with the answer as it came, whatever it is. */
  sendRaw(body: Record<string, unknown>): Promise<RawAnswer>;
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
  upload(mimeType: string, bytes: Buffer): Promise<Answer>;
  close(): Promise<void>;
}

/** A simulator whose customers are quick and quiet, a fake clock, and a receiver of its webhooks. */
export async function startHarness(options: Partial<SimulatorOptions> = {}): Promise<Harness> {
  const receiver = await WebhookReceiver.start(SECRET);
  const clock = new FakeClock(START);
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    webhookUrl: receiver.url,
    appSecret: SECRET,
    accessTokens: [TOKEN],
    phoneNumbers: [
      { phoneNumberId: PNID, wabaId: '102290129340398', displayPhoneNumber: '77270000000', verifiedName: 'Shop' },
    ],
    clock,
    receiptDelays: { sent: 0, delivered: 0, read: 0 },
    retryDelaysMs: [0],
    answers: false,
    ...options,
  });
  const call: Harness['call'] = (method, path, body) => exchange(method, `${simulator.url}${path}`, body);
  return {
    simulator,
    receiver,
    clock,
    call,
    send: (body) => call('POST', `/v25.0/${PNID}/messages`, { messaging_product: 'whatsapp', ...body }),
    sendRaw: (body) => sendRawTo(`${simulator.url}/v25.0/${PNID}/messages`, body),
    upload: (mimeType, bytes) => uploadTo(`${simulator.url}/v25.0/${PNID}/media`, mimeType, bytes),
    close: async () => {
      await simulator.close();
      await receiver.close();
    },
  };
}

async function exchange(method: string, url: string, body: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const answer = await request(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return read(answer);
}

async function sendRawTo(url: string, body: Record<string, unknown>): Promise<RawAnswer> {
  const answer = await request(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', ...body }),
  });
  const { 'content-type': contentType } = answer.headers;
  return { status: answer.statusCode, contentType: contentType?.toString(), text: await answer.body.text() };
}

async function uploadTo(url: string, mimeType: string, bytes: Buffer): Promise<Answer> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('file', new Blob([new Uint8Array(bytes)], { type: mimeType }), 'счёт.bin');
  return read(await request(url, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body: form }));
}

async function read(answer: { statusCode: number; body: { text(): Promise<string> } }): Promise<Answer> {
  const text = await answer.body.text();
  return { status: answer.statusCode, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
