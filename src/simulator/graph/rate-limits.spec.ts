import { afterEach, describe, it, expect } from '@jest/globals';
import { SimulatorOptions } from '../simulator-options.js';
import { Answer, Harness, PNID, startHarness } from '../testing/simulator-harness.js';

const AIGUL = '+77011234567';
const MAGIC = '+77010000204';

let harness: Harness;
afterEach(() => harness.close());

function outcomeOf({ status, body }: Answer): number {
  return status === 200 ? 200 : (body['error'] as { code: number }).code;
}

async function sendTo(to: string): Promise<number> {
  return outcomeOf(await harness.send({ to, type: 'text', text: { body: 'a' } }));
}

async function sendMany(to: string, count: number): Promise<number[]> {
  const codes: number[] = [];
  for (let i = 0; i < count; i++) codes.push(await sendTo(to));
  return codes;
}

function numberWith(messagesPerSecond: number): Pick<SimulatorOptions, 'phoneNumbers'> {
  const shop = { phoneNumberId: PNID, wabaId: '1', displayPhoneNumber: '77270000000', verifiedName: 'Shop' };
  return { phoneNumbers: [{ ...shop, messagesPerSecond }] };
}

describe('the pair limit', () => {
  it('takes 45 messages at once and then one every 6 seconds of the clock, per customer', async () => {
    harness = await startHarness(numberWith(1e6));
    const codes = await sendMany(AIGUL, 47);
    expect(codes).toEqual([...Array.from({ length: 45 }, () => 200), 131056, 131056]);
    expect(await sendTo(MAGIC)).toBe(200);
    harness.clock.advance(5999);
    expect(await sendTo(AIGUL)).toBe(131056);
    harness.clock.advance(1);
    expect(await sendMany(AIGUL, 2)).toEqual([200, 131056]);
    const { body } = await harness.call('GET', '/control/requests');
    expect(body['refusals']).toEqual({ '131056': 4 });
    expect((body['requests'] as { code: number | null }[]).filter(({ code }) => code === 131056)).toHaveLength(4);
    await harness.call('POST', '/control/reset');
    expect(await sendTo(AIGUL)).toBe(200);
    expect((await harness.call('GET', '/control/requests')).body).toMatchObject({ refusals: {} });
  });

  it('is told as Meta tells it', async () => {
    harness = await startHarness(numberWith(1e6));
    await sendMany(AIGUL, 45);
    expect(await harness.send({ to: AIGUL, type: 'text', text: { body: 'a' } })).toMatchObject({
      status: 400,
      body: {
        error: {
          message: '(#131056) (Business Account, Consumer Account) pair rate limit hit',
          code: 131056,
          error_data: { details: expect.stringContaining('too many messages') },
        },
      },
    });
  });

  it('is not used up by what was refused', async () => {
    harness = await startHarness(numberWith(1e6));
    await harness.call('PUT', '/control/faults', { refuse: { code: 131000, times: 50 } });
    expect(new Set(await sendMany(AIGUL, 50))).toEqual(new Set([131000]));
    expect(await sendMany(AIGUL, 46)).toEqual([...Array.from({ length: 45 }, () => 200), 131056]);
  });
});

/** Real time: so slow a number that its next turn comes long after the test. */
describe('the throughput of a number', () => {
  it('counts messages to all customers', async () => {
    harness = await startHarness(numberWith(0.001));
    expect([await sendTo(AIGUL), await sendTo(MAGIC)]).toEqual([200, 130429]);
    harness.clock.advance(3_600_000);
    expect(await sendTo(MAGIC)).toBe(130429);
    await harness.call('POST', '/control/reset');
    expect(await sendTo(MAGIC)).toBe(200);
  });

  it('counts what customers write', async () => {
    harness = await startHarness(numberWith(0.001));
    await harness.call('POST', '/control/inbound', { from: MAGIC, text: 'a' });
    expect(await sendTo(AIGUL)).toBe(130429);
  });

  it('is 80 a second where nothing else is said', async () => {
    harness = await startHarness();
    expect(new Set([...(await sendMany(AIGUL, 40)), ...(await sendMany(MAGIC, 40))])).toEqual(new Set([200]));
  });
});
