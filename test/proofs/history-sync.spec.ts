import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AT, OURS, PhoneDesk } from '../support/phone-desk.js';
import { inboundValue, startTestDesk, type TestDesk, textMessage } from '../support/test-desk.js';

describe('a history sync', () => {
  let desk: TestDesk;
  let phone: PhoneDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    phone = new PhoneDesk(desk);
  });
  afterAll(() => desk.close());
  const PHONE = '77019990001';
  const item = (id: string, fromMe: boolean, second: number, more: object = {}): object => ({
    from: fromMe ? OURS : PHONE,
    ...(fromMe ? { to: PHONE } : {}),
    id,
    timestamp: String(AT + second),
    type: 'text',
    text: { body: id },
    history_context: { status: 'READ' },
    ...more,
  });
  const chunk = (messages: object[], id = PHONE): object => ({
    history: [{ metadata: { phase: 0, chunk_order: 1, progress: 50 }, threads: [{ id, messages }] }],
  });

  it('brings both sides without unread, window or events, and never twice', async () => {
    const events = await desk.count('events');
    const value = chunk([item('wamid.H1', false, -500), item('wamid.H2', true, -400), item('wamid.H3', false, -300)]);
    await Promise.all([phone.post('history', value), phone.post('history', value), phone.post('history', value)]);
    expect(await phone.chatOf(PHONE)).toMatchObject({
      message_count: 3,
      unread_count: 0,
      last_inbound_at: null,
      status: 'closed',
    });
    expect(await phone.seen('wamid.H1')).toMatchObject({ fromMe: false, status: 'received', isReadByOperator: true });
    expect(await phone.seen('wamid.H2')).toMatchObject({ fromMe: true, status: 'read', origin: 'phone_app' });
    expect(await desk.count('events')).toBe(events);
  });

  it('leaves the unread of a living chat alone and opens no closed one', async () => {
    await desk.postValues(inboundValue([{ ...textMessage('wamid.H10', 'свежее'), from: PHONE }], {}));
    await desk.settled();
    const { id, unread_count, last_message_id } = await phone.chatOf(PHONE);
    expect(unread_count).toBe(1);
    await desk.app.rows(`update chats set status = 'closed' where id = $1`, [id]);
    await phone.post('history', chunk([item('wamid.H4', false, -900), item('wamid.H10', false, 0)]));
    expect(await phone.chatOf(PHONE)).toMatchObject({
      unread_count,
      last_message_id,
      message_count: 5,
      status: 'closed',
    });
    const { body } = await desk.app.call<{ unreadCount: number }>(
      'POST',
      `/api/waba/operator/chat/${String(id)}/read`,
      {
        token: desk.operator.token,
        body: { messageId: (await phone.seen('wamid.H3')).id },
      },
    );
    expect(body.unreadCount).toBe(1);
  });

  it('puts a file where its place was kept, whichever comes first', async () => {
    const file = (id: string): object => ({
      from: PHONE,
      id,
      timestamp: String(AT - 800),
      type: 'image',
      image: { id: '77', caption: 'Фото', mime_type: 'image/jpeg' },
    });
    const place = (id: string): object => item(id, false, -800, { type: 'media_placeholder' });
    await phone.post('history', chunk([place('wamid.H5')]));
    expect(await phone.seen('wamid.H5')).toMatchObject({ content: '[file]' });
    await phone.post('history', { messages: [file('wamid.H5'), file('wamid.H6')] });
    await phone.post('history', chunk([place('wamid.H6')]));
    for (const id of ['wamid.H5', 'wamid.H6']) {
      expect(await phone.seen(id)).toMatchObject({ type: 'image', content: 'Фото' });
    }
  });

  it('takes thousands at once and tolerates a refusal', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => item(`wamid.M${index}`, index % 2 === 0, -10_000 + index));
    await phone.post('history', chunk(many, '77019990002'));
    expect(await desk.count(`messages where wamid like 'wamid.M%'`)).toBe(1_000);
    const dead = await desk.count(`webhook_inbox where state = 'dead'`);
    await phone.post('history', { history: [{ errors: [{ code: 2593109, title: 'declined' }] }] });
    expect(await desk.count(`webhook_inbox where state = 'dead'`)).toBe(dead);
  });
});
