import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutationsOf } from '../support/mutations.js';
import { envelopeOf, inboundValue, startTestDesk, type TestDesk, textMessage } from '../support/test-desk.js';
import type { WebhookExample } from '../support/webhook-examples.js';
import { FIELD_EXAMPLES } from '../support/webhook-field-examples.js';

/** Between so many broken ones stands a good one. */
const NEIGHBOUR_EVERY = 8;

/** What stands around messages of all kinds is tried out in `webhook-examples.spec.ts`, and here with what it differs in alone. */
function ownMutations({ value }: WebhookExample): object[] {
  const { messaging_product, metadata, contacts, ...own } = value;
  return mutationsOf(own).map((mutant) => ({ messaging_product, metadata, contacts, ...Object(mutant) }));
}

/** Every other row of the reference, as `webhook-examples.spec.ts` has those of messages: whole, and with each piece missing, wrong or unknown. */
describe('every field Meta may send', () => {
  let desk: TestDesk;
  let count = 0;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  /** A good message, and its wamid. */
  const neighbour = (): [string, object] => {
    const wamid = `wamid.neighbour.${(count += 1)}`;
    return [wamid, { field: 'messages', value: inboundValue([textMessage(wamid, 'сосед')], {}) }];
  };
  const stored = (wamids: string[]): Promise<number> =>
    desk.count(`messages where wamid in (${wamids.map((wamid) => `'${wamid}'`).join(', ')})`);
  const bodies = (): Promise<number> => desk.count('webhook_inbox');
  /** What is laid aside may say that it is not understood, never that applying it failed. */
  const broken = (): Promise<object[]> =>
    desk.app.rows(
      `select reason from webhook_inbox where state = 'dead' and (reason is null or reason like '%not applied%')`,
    );

  it.each(FIELD_EXAMPLES.map((example) => [example.name, example] as const))('harms nobody: %s', async (_, example) => {
    const { field, value } = example;
    const before = await bodies();
    const changes = [value, ...ownMutations(example)].map((mutant): object => ({ field, value: mutant }));
    const wamids: string[] = [];
    const mixed = changes.flatMap((change, index) => {
      if (index % NEIGHBOUR_EVERY !== 0) return [change];
      const [wamid, good] = neighbour();
      wamids.push(wamid);
      return [change, good];
    });
    expect(await desk.post(envelopeOf(mixed))).toBe(200);
    await desk.settled();
    expect([await stored(wamids), await broken()]).toEqual([wamids.length, []]);
    // What could not be read stays, as a dead letter of its own.
    expect(await bodies()).toBeGreaterThan(before);
  });

  it('loses none of the bodies whose envelope is broken, and those that stand between them are applied', async () => {
    const [, change] = neighbour();
    const whole = {
      object: 'whatsapp_business_account',
      entry: [{ id: '102290129340398', time: 1_772_360_000, changes: [change] }],
    };
    const mutants = mutationsOf(whole).map((mutant) => JSON.stringify(mutant));
    const before = await bodies();
    const good = Array.from({ length: Math.ceil(mutants.length / NEIGHBOUR_EVERY) }, () => neighbour());
    const sent = [...mutants, ...good.map(([, one]) => envelopeOf([one]))];
    const answers = await Promise.all(sent.map((body) => desk.post(body)));
    expect(new Set(answers)).toEqual(new Set([200]));
    await desk.settled();
    expect(await stored(good.map(([wamid]) => wamid))).toBe(good.length);
    // Each is kept as it came, whatever is made of it.
    expect(await bodies()).toBeGreaterThanOrEqual(before + new Set(sent).size);
    expect(await broken()).toEqual([]);
  });
});
