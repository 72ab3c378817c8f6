import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CUSTOMER_PHONE,
  envelopeOf,
  inboundValue,
  startTestDesk,
  type TestDesk,
  textMessage,
} from '../support/test-desk.js';
import { mutationsOf } from '../support/mutations.js';
import { OPENAPI_EXAMPLES, REFERENCE_EXAMPLES, type WebhookExample } from '../support/webhook-examples.js';

interface SeenMessage {
  id: number;
  type: string;
  content: string;
  replyTo: string | null;
  replyToId: number | null;
  details: Record<string, unknown>;
  referral: Record<string, unknown> | null;
}

/** Between so many broken ones stands a good one. */
const NEIGHBOUR_EVERY = 8;
const EXAMPLES = [...OPENAPI_EXAMPLES, ...REFERENCE_EXAMPLES];

describe('what Meta may send', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  });
  afterAll(() => desk.close());

  const dead = (): Promise<number> => desk.count(`webhook_inbox where state = 'dead'`);
  const seen = async (wamid: string): Promise<SeenMessage> => {
    const [row] = await desk.app.rows<{ id: number }>('select id from messages where wamid = $1', [wamid]);
    return (await desk.get<SeenMessage>(`/api/waba/operator/message/${row?.id}`)).body;
  };
  const wamidOf = ({ value }: WebhookExample): string => {
    const [item] = value['messages'] as { id: string }[];
    return item?.id ?? '';
  };

  it.each(EXAMPLES.map((example) => [example.name, example] as const))('takes %s', async (_, example) => {
    const { field, value, shows } = example;
    const [deadBefore, messages] = [await dead(), await desk.count('messages')];
    expect(await desk.post(envelopeOf([{ field, value }]))).toBe(200);
    await desk.settled();
    expect(await dead()).toBe(deadBefore);
    expect(await desk.count('messages')).toBe(messages + (shows === undefined ? 0 : 1));
    if (shows !== undefined) expect(await seen(wamidOf(example))).toMatchObject(shows);
  });

  it.each(EXAMPLES.map((example) => [example.name, example] as const))(
    'harms nobody by %s with pieces missing, wrong or unknown',
    async (name, { field, value }) => {
      const mutants = mutationsOf(value).map((mutant) => ({ field, value: mutant }));
      const neighbour = (index: number): object => ({
        field: 'messages',
        value: inboundValue([textMessage(`wamid.${name.replaceAll(/[^!-~]/g, '')}.${index}`, 'сосед')], {}),
      });
      const before = await desk.count(`messages where content = 'сосед'`);
      const neighbours = mutants.filter((_mutant, index) => index % NEIGHBOUR_EVERY === 0).length;
      const changes = mutants.flatMap((mutant, index) =>
        index % NEIGHBOUR_EVERY === 0 ? [mutant, neighbour(index)] : [mutant],
      );
      expect(await desk.post(envelopeOf(changes))).toBe(200);
      await desk.settled();
      expect(await desk.count(`messages where content = 'сосед'`)).toBe(before + neighbours);
      const reasons = await desk.app.rows<{ reason: string }>(
        `select reason from webhook_inbox where state = 'dead' and reason like '%not applied%'`,
      );
      expect(reasons).toEqual([]);
    },
    30_000,
  );

  it('says which message a reply answers, whichever came first, and none of another chat', async () => {
    const reply = (id: string, asked: string, from = CUSTOMER_PHONE): object => ({
      ...textMessage(id, 'да'),
      from,
      context: { from, id: asked },
    });
    await desk.postValues(inboundValue([reply('wamid.R1', 'wamid.R0')], {}));
    await desk.settled();
    expect(await seen('wamid.R1')).toMatchObject({ replyTo: 'wamid.R0', replyToId: null });
    await desk.postValues(inboundValue([textMessage('wamid.R0', 'Готов?')], {}));
    await desk.postValues(inboundValue([reply('wamid.R2', 'wamid.R0', '77017770001')], {}));
    await desk.settled();
    const asked = await seen('wamid.R0');
    expect(await seen('wamid.R1')).toMatchObject({ replyToId: asked.id });
    expect(await seen('wamid.R2')).toMatchObject({ replyTo: 'wamid.R0', replyToId: null });
  });

  it('knows our message by the wamid of any of its attempts', async () => {
    const sent = await desk.send({ chatId: desk.chatId, message: 'Ваш заказ готов' });
    const { id } = sent.body.message;
    await desk.app.rows(
      `insert into send_attempts (id, message_id, channel_id, number, state, wamid, created_at)
       select gen_random_uuid(), message_id, channel_id, 0, 'accepted', 'wamid.FIRST', created_at from send_attempts where message_id = $1`,
      [id],
    );
    await desk.postValues(
      inboundValue([{ ...textMessage('wamid.R3', 'Спасибо'), context: { id: 'wamid.FIRST' } }], {}),
      inboundValue([{ ...textMessage('wamid.R4', 'Приду'), context: { id: sent.body.messageId } }], {}),
    );
    await desk.settled();
    expect(await seen('wamid.R3')).toMatchObject({ replyToId: id });
    expect(await seen('wamid.R4')).toMatchObject({ replyToId: id });
  });

  it('shows the ad on the message and the latest one on the chat', async () => {
    const ad = (id: string, headline: string, second: number): object => ({
      ...textMessage(id, 'Можно?', Date.parse('2026-03-01T12:00:00Z') + second * 1000 - 60_000),
      referral: { source_type: 'ad', source_url: 'javascript:alert(1)', headline, image_url: 'https://x.fbcdn.net/1' },
    });
    await desk.postValues(inboundValue([ad('wamid.A2', 'Вторая', 2), ad('wamid.A1', 'Первая', 1)], {}));
    await desk.postValues(inboundValue([ad('wamid.A0', 'Старая', 0), textMessage('wamid.A3', 'без рекламы')], {}));
    await desk.settled();
    expect((await seen('wamid.A1')).referral).toMatchObject({ sourceType: 'ad', headline: 'Первая', sourceUrl: null });
    expect((await seen('wamid.A3')).referral).toBeNull();
    const chat = await desk.get<{ referral: object }>(`/api/waba/operator/chat/${desk.chatId}`);
    expect(chat.body.referral).toMatchObject({ headline: 'Вторая', clickId: null });
  });
});
