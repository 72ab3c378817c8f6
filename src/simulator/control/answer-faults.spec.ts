import { afterEach, beforeEach, describe, it, expect } from '@jest/globals';
import { PHOTO_JPEG } from '../files/photo-jpeg.js';
import { Answer, Harness, startHarness } from '../testing/simulator-harness.js';

const AIGUL = '+77011234567';
const MAGIC = '+77010000207';
const hello = { to: AIGUL, type: 'text', text: { body: 'a' } };
const CUT = /other side closed|terminated|ECONNRESET/;

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

function setFaults(faults: object): Promise<Answer> {
  return harness.call('PUT', '/control/faults', faults);
}

function sendTo(to: string): Promise<Answer> {
  return harness.send({ ...hello, to });
}

async function outcomes(): Promise<unknown[]> {
  const { body } = await harness.call('GET', '/control/requests');
  return (body['requests'] as { outcome: string; wamid: string | null }[]).map(({ outcome, wamid }) => [
    outcome,
    wamid !== null,
  ]);
}

describe('refuse', () => {
  it('goes on until it is taken back, with any status and any key', async () => {
    const fields = { error_subcode: 463, is_transient: true, error_data: 'a plain string', message: 'Так не пойдёт' };
    await setFaults({ refuse: { code: 190, times: 'always', status: 418, fields } });
    for (let i = 0; i < 3; i++) {
      expect(await harness.send(hello)).toMatchObject({ status: 418, body: { error: { code: 190, ...fields } } });
    }
    expect((await harness.call('GET', '/control/requests')).body).toMatchObject({ refusals: { '190': 3 } });
    await harness.call('PATCH', '/control/faults', { refuse: null });
    expect(await harness.send(hello)).toMatchObject({ status: 200 });
  });

  it('takes codes nobody knows', async () => {
    await setFaults({ refuse: { code: 999_999, details: 'Something new.' } });
    expect(await harness.send(hello)).toMatchObject({
      status: 400,
      body: { error: { code: 999_999, error_data: { details: 'Something new.' } } },
    });
  });
});

describe('throttle', () => {
  it('refuses everything for its time and accepts afterwards', async () => {
    await setFaults({ throttle: { forMs: 60_000 } });
    expect([await sendTo(AIGUL), await sendTo(MAGIC)]).toMatchObject([
      { status: 400, body: { error: { code: 130429 } } },
      { status: 400, body: { error: { code: 130429 } } },
    ]);
    await harness.call('POST', '/control/clock', { advanceSeconds: 60 });
    expect(await sendTo(AIGUL)).toMatchObject({ status: 200 });
  });

  it('meets one customer', async () => {
    await setFaults({ throttle: { code: 131056, forMs: 6000, phone: AIGUL } });
    expect(await sendTo(MAGIC)).toMatchObject({ status: 200 });
    expect(await sendTo(AIGUL)).toMatchObject({ body: { error: { code: 131056 } } });
  });
});

describe('dropBeforeAccept', () => {
  it('resets the connection and sends nothing', async () => {
    await setFaults({ dropBeforeAccept: { times: 1, phone: AIGUL } });
    expect(await sendTo(MAGIC)).toMatchObject({ status: 200 });
    await expect(sendTo(AIGUL)).rejects.toThrow(CUT);
    expect((await harness.call('GET', '/control/sent')).body['sent']).toHaveLength(1);
    expect(await outcomes()).toEqual([
      ['accepted', true],
      ['lost', false],
    ]);
    expect(await sendTo(AIGUL)).toMatchObject({ status: 200 });
  });
});

describe('garbage', () => {
  it.each<[string, number, RegExp | undefined, RegExp]>([
    ['html-500', 500, /text\/html/, /^<html>/],
    ['html-502', 502, /text\/html/, /502 Bad Gateway/],
    ['html-504', 504, /text\/html/, /504 Gateway/],
    ['empty-200', 200, undefined, /^$/],
    ['no-id-200', 200, /json/, /^\{"messaging_product":"whatsapp"\}$/],
    ['broken-json-200', 200, /json/, /"id":$/],
  ])('answers %s, the message accepted or not', async (answer, status, contentType, text) => {
    const expected = { status, text: expect.stringMatching(text) };
    await setFaults({ garbage: { answer } });
    const accepted = await harness.sendRaw(hello);
    expect(accepted).toMatchObject(expected);
    if (contentType) expect(accepted.contentType).toMatch(contentType);
    else expect(accepted.contentType).toBeUndefined();
    await harness.receiver.until(3);
    await setFaults({ garbage: { answer, isAccepted: false } });
    expect(await harness.sendRaw(hello)).toMatchObject(expected);
    expect(await outcomes()).toEqual([
      ['garbled', true],
      ['lost', false],
    ]);
    expect((await harness.call('GET', '/control/sent')).body['sent']).toHaveLength(1);
    expect(await harness.send(hello)).toMatchObject({ status: 200 });
  });
});

describe('delayMs', () => {
  it('keeps one customer waiting and nobody else, and ends with the simulator', async () => {
    await setFaults({ phone: AIGUL, delayMs: 120_000 });
    let isAnswered = false;
    const slow = sendTo(AIGUL).then(
      () => (isAnswered = true),
      () => undefined,
    );
    await harness.receiver.until(3);
    expect(await sendTo(MAGIC)).toMatchObject({ status: 200 });
    expect(isAnswered).toBe(false);
    await harness.simulator.close();
    await slow;
  }, 60_000);
});

describe('upload', () => {
  it.each<[string, object, number]>([
    ['a refusal', { answer: 'refuse' }, 400],
    ['a refusal with a status', { answer: 'refuse', code: 131000, status: 503 }, 503],
    ['no id', { answer: 'no-id-200' }, 200],
  ])('answers with %s, once', async (_name, upload, status) => {
    await setFaults({ upload });
    const answer = await harness.upload('image/jpeg', PHOTO_JPEG);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toHaveProperty('id');
    expect((await harness.upload('image/jpeg', PHOTO_JPEG)).body).toHaveProperty('id');
  });

  it('drops the connection, or answers with HTML, as often as told', async () => {
    await setFaults({ upload: { answer: 'drop', times: 2 } });
    for (let i = 0; i < 2; i++) await expect(harness.upload('image/jpeg', PHOTO_JPEG)).rejects.toThrow(CUT);
    expect((await harness.upload('image/jpeg', PHOTO_JPEG)).body).toHaveProperty('id');
    await setFaults({ upload: { answer: 'html-500', times: 'always' } });
    for (let i = 0; i < 2; i++) await expect(harness.upload('image/jpeg', PHOTO_JPEG)).rejects.toThrow(/JSON/);
  });
});

describe('/control/faults', () => {
  it('shows what is left, of everybody and of one customer', async () => {
    const shown = await setFaults({ refuse: { code: 4, times: 2 }, delayMs: 1 });
    expect(shown.body).toMatchObject({ refuse: { code: 4, times: 2 }, delayMs: 1, receipts: 'normal' });
    await setFaults({ phone: MAGIC, receipts: 'none' });
    await sendTo(MAGIC);
    await sendTo(AIGUL);
    expect((await harness.call('GET', '/control/faults')).body).toMatchObject({ refuse: { times: 1 } });
    const own = (await harness.call('GET', `/control/faults?phone=${encodeURIComponent(MAGIC)}`)).body;
    expect(own).toMatchObject({ phone: MAGIC, receipts: 'none', delayMs: 0 });
    expect(own).not.toHaveProperty('refuse');
    expect((await harness.call('DELETE', `/control/faults?phone=${encodeURIComponent(MAGIC)}`)).status).toBe(204);
    expect(await sendTo(MAGIC)).toMatchObject({ body: { error: { code: 4 } } });
  });

  it.each<[string, object, RegExp]>([
    ['a number of times that is none', { refuse: { code: 4, times: 0 } }, /times must be always or/],
    ['null inside a fault', { refuse: { code: 4, phone: null } }, /refuse\.phone/],
    ['nobody', { phone: null, delayMs: 1 }, /phone must be/],
    ['garbage nobody knows', { garbage: { answer: 'html-418' } }, /garbage\.answer/],
    ['a batch too large', { batchSize: 1001 }, /batchSize must not be greater than 1000/],
    ['a callback that is none', { secondWebhookUrl: 'ftp://a' }, /secondWebhookUrl/],
    ['uploads of one customer', { phone: AIGUL, upload: { answer: 'drop' } }, /upload and download are for everybody/],
  ])('refuses %s', async (_name, faults, problem) => {
    for (const method of ['PUT', 'PATCH'] as const) {
      const { status, body } = await harness.call(method, '/control/faults', faults);
      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringMatching(problem)]);
    }
  });

  it('has examples that all are taken', async () => {
    const { body } = await harness.call('GET', '/docs/openapi.json');
    const paths = body['paths'] as Record<string, { put: { requestBody: { content: Record<string, Content> } } }>;
    const examples = paths['/control/faults']?.put.requestBody.content['application/json']?.examples ?? {};
    expect(Object.keys(examples).length).toBeGreaterThan(20);
    for (const [name, { value }] of Object.entries(examples)) {
      expect([name, (await setFaults(value)).status]).toEqual([name, 200]);
    }
  });
});

interface Content {
  examples: Record<string, { value: object }>;
}
