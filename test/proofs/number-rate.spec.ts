import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NumberRate } from '../../src/messages/dispatch/number-rate.service.js';
import {
  inboundValue,
  receipt,
  startTestDesk,
  statusValue,
  type TestDesk,
  textMessage,
  until,
} from '../support/test-desk.js';

/** Of a number that is used in the phone app too: 20 a second, 2 in each tenth of one. */
const PER_SLICE = 2;

interface Slice {
  slice: string;
  taken: number;
}

describe('the rate of a number', () => {
  let desk: TestDesk;
  let rate: NumberRate;

  beforeAll(async () => {
    desk = await startTestDesk();
    rate = desk.app.app.get(NumberRate, { strict: false });
    // The message that opened the desk's window is counted too.
    await until(async () => (await slice()).taken > 0);
  });
  afterAll(() => desk?.close());

  const channelId = (): number => desk.fixture.channelId;
  const slice = async (): Promise<Slice> =>
    (
      await desk.app.rows<Slice>('select slice::text as slice, taken from channel_rate where channel_id = $1', [
        channelId(),
      ])
    )[0] ?? { slice: '', taken: 0 };
  /** The slice in which something was counted that came of `act`, and how much it was. */
  const countedBy = async (act: () => Promise<unknown> | void): Promise<Slice & { added: number }> => {
    const before = await slice();
    await act();
    let after = before;
    await until(async () => {
      after = await slice();
      return after.slice !== before.slice || after.taken !== before.taken;
    });
    return { ...after, added: after.taken - (after.slice === before.slice ? before.taken : 0) };
  };
  const comeIn = (count: number, ageMs = 0): void => {
    const receivedAt = new Date(desk.app.clock.millis() - ageMs);
    rate.countInbound(Array.from({ length: count }, () => ({ channelId: channelId(), receivedAt })));
  };

  it('is taken from by what comes in: what goes out waits for the next slice', async () => {
    const counted = await countedBy(() => comeIn(PER_SLICE));
    await rate.take(channelId(), 'coexistence');
    const next = await slice();
    expect([Number(next.slice) > Number(counted.slice), next.taken]).toEqual([true, 1]);
  });

  it('gives nothing for now while what came in has used it up, and nothing back', async () => {
    // A slice may end between the two statements: then they are looked at once more.
    let counted: Slice = { slice: '', taken: 0 };
    let mayLeave = true;
    await until(async () => {
      counted = await countedBy(() => comeIn(PER_SLICE + 3));
      mayLeave = await rate.tryTake(channelId(), 'coexistence');
      return (await slice()).slice === counted.slice;
    });
    expect(mayLeave).toBe(false);
    expect((await slice()).taken).toBe(counted.taken);
  });

  it('counts the messages that webhooks bring, and neither receipts nor what came long ago', async () => {
    const messages = [1, 2, 3].map((number) => textMessage(`wamid.R${number}`, 'слова'));
    const status = receipt('wamid.OTHER', 'sent', 1_772_366_400);
    const brought = await countedBy(() => desk.postValues(inboundValue(messages), statusValue([status])));
    expect(brought.added).toBe(3);
    const mixed = await countedBy(() => {
      comeIn(4, 1_000);
      comeIn(2);
    });
    expect(mixed.added).toBe(2);
  });
});
