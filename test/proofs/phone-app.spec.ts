import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AROUND, AT, iso, OURS, PhoneDesk } from '../support/phone-desk.js';
import {
  CUSTOMER_PHONE,
  envelopeOf,
  inboundValue,
  receipt,
  startTestDesk,
  statusValue,
  type TestDesk,
  textMessage,
} from '../support/test-desk.js';

describe('a number that is used on a phone too', () => {
  let desk: TestDesk;
  let phone: PhoneDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    phone = new PhoneDesk(desk);
  });
  afterAll(() => desk.close());

  describe('what staff write on the phone', () => {
    it('is an outgoing message without an attempt, once, however often it is told', async () => {
      const before = await phone.chat();
      const one = phone.echo('wamid.E1', 'text', { body: 'Пишу с телефона' });
      await Promise.all([phone.echoes(one), phone.echoes(one, one), phone.echoes(one)]);
      const message = await phone.seen('wamid.E1');
      expect(message).toMatchObject({
        content: 'Пишу с телефона',
        fromMe: true,
        origin: 'phone_app',
        status: 'sent',
        senderUser: null,
        isReadByOperator: true,
      });
      expect(await desk.count(`send_attempts where message_id = ${message.id}`)).toBe(0);
      expect(await phone.eventsOf(message.id)).toEqual(['message.sent']);
      const { message_count, unread_count, last_inbound_at } = before;
      expect(await phone.chat()).toMatchObject({
        message_count: Number(message_count) + 1,
        unread_count,
        last_inbound_at,
      });
    });

    it('follows its receipts in any order, and those that came before it', async () => {
      await phone.echoes(phone.echo('wamid.E2', 'text', { body: 'Ждём' }));
      await phone.receipts(receipt('wamid.E2', 'read', AT + 9));
      await phone.receipts(receipt('wamid.E2', 'delivered', AT + 5), receipt('wamid.E2', 'sent', AT + 2));
      expect(await phone.seen('wamid.E2')).toMatchObject({ status: 'read', deliveredAt: iso(5), readAt: iso(9) });
      await phone.receipts(receipt('wamid.E3', 'delivered', AT + 6), receipt('wamid.E3', 'failed', AT + 7));
      await phone.echoes(phone.echo('wamid.E3', 'text', { body: 'Раньше' }));
      const early = await phone.seen('wamid.E3');
      expect(early).toMatchObject({ status: 'delivered', deliveredAt: iso(6), error: null });
      expect(await phone.eventsOf(early.id)).toEqual(['message.sent', 'message.delivered']);
      await phone.receipts(receipt('wamid.E3', 'delivered', AT + 6));
      expect(await phone.eventsOf(early.id)).toEqual(['message.sent', 'message.delivered']);
    });

    it('may have failed', async () => {
      await phone.echoes(phone.echo('wamid.E4', 'text', { body: 'Не дойдёт' }));
      await phone.receipts(receipt('wamid.E4', 'failed', AT + 3, { errors: [{ code: 131026, title: 'x' }] }));
      expect(await phone.seen('wamid.E4')).toMatchObject({ status: 'failed', error: { code: 'RECIPIENT' } });
    });

    it('meets its receipts when both come at once', async () => {
      const ids = Array.from({ length: 8 }, (_, index) => `wamid.RACE${index}`);
      await Promise.all(
        ids.flatMap((id) => [
          desk.post(
            envelopeOf([
              {
                field: 'smb_message_echoes',
                value: { ...AROUND, message_echoes: [phone.echo(id, 'text', { body: 'x' })] },
              },
            ]),
          ),
          desk.postValues(statusValue([receipt(id, 'delivered', AT + 4)])),
        ]),
      );
      await desk.settled();
      for (const id of ids) expect(await phone.seen(id)).toMatchObject({ status: 'delivered', deliveredAt: iso(4) });
    });

    it('edits, deletes and reacts as the phone', async () => {
      await phone.echoes(
        phone.echo('wamid.E5', 'text', { body: 'Опечтка' }),
        phone.echo('wamid.E6', 'text', { body: 'Не туда' }),
      );
      await desk.postValues(inboundValue([textMessage('wamid.I5', 'Хорошо')], {}));
      await phone.echoes(
        phone.echo(
          'wamid.E51',
          'edit',
          { original_message_id: 'wamid.E5', message: { type: 'text', text: { body: 'Опечатка' } } },
          2,
        ),
        phone.echo('wamid.E61', 'revoke', { original_message_id: 'wamid.E6' }, 2),
        phone.echo('wamid.E62', 'reaction', { message_id: 'wamid.I5', emoji: '👌' }, 2),
        phone.echo('wamid.E63', 'revoke', { original_message_id: 'wamid.I5' }, 2),
      );
      expect(await phone.seen('wamid.E5')).toMatchObject({ content: 'Опечатка', editedAt: iso(2) });
      expect(await phone.seen('wamid.E6')).toMatchObject({ content: '[message deleted]', deletedAt: iso(2) });
      expect(await phone.seen('wamid.I5')).toMatchObject({
        reactions: [{ emoji: '👌', from: 'phone_app' }],
        deletedAt: null,
      });
    });

    it('opens a closed chat and makes a missing one, but no window', async () => {
      await desk.app.rows(`update chats set status = 'closed' where id = $1`, [desk.chatId]);
      await phone.echoes(
        phone.echo('wamid.E7', 'text', { body: 'Снова' }),
        phone.echo('wamid.E8', 'text', { body: 'Новый' }, 1, '77018880001'),
      );
      expect(await phone.chat()).toMatchObject({ status: 'open' });
      const made = await phone.chatOf('77018880001');
      expect(made).toMatchObject({ message_count: 1, unread_count: 0, last_inbound_at: null });
      const events = await desk.app.rows('select type from events where chat_id = $1 order by tx, id', [made['id']]);
      expect(events).toEqual([{ type: 'chat.created' }, { type: 'message.sent' }, { type: 'chat.updated' }]);
    });

    it('is nothing new where we sent it ourselves', async () => {
      const { body } = await desk.send({ chatId: desk.chatId, message: 'Через API' });
      const messages = await desk.count('messages');
      await phone.echoes(phone.echo(body.messageId ?? '', 'text', { body: 'Через API' }));
      expect(await desk.count('messages')).toBe(messages);
      expect(await phone.seen(body.messageId ?? '')).toMatchObject({ origin: 'operator' });
    });
  });

  describe('a call', () => {
    const call = (id: string, more: object): object => ({
      id,
      to: OURS,
      from: CUSTOMER_PHONE,
      timestamp: String(AT + 100),
      direction: 'USER_INITIATED',
      ...more,
    });
    const calls = (...list: object[]): Promise<void> => phone.post('calls', { calls: list });

    it('refreshes the window when it begins and stands in the chat when it ends, in either order', async () => {
      await desk.app.rows(`update chats set last_inbound_at = $2 where id = $1`, [desk.chatId, iso(-100_000)]);
      const { message_count } = await phone.chat();
      await calls(call('wacid.1', { event: 'connect', session: { sdp: 'secret' } }));
      expect(await phone.chat()).toMatchObject({ message_count, last_inbound_at: new Date(iso(100)) });
      const end = call('wacid.1', {
        event: 'terminate',
        status: 'COMPLETED',
        start_time: String(AT + 105),
        end_time: String(AT + 225),
        duration: 120,
      });
      await calls(end, call('wacid.1', { event: 'connect' }));
      await calls(end);
      expect(await phone.seen('wacid.1')).toMatchObject({
        type: 'call',
        content: 'Call, 2 min',
        fromMe: false,
        timestamp: iso(105),
      });
      expect(await phone.chat()).toMatchObject({
        message_count: Number(message_count) + 1,
        last_inbound_at: new Date(iso(105)),
      });
    });

    it('may have been missed, or be ours', async () => {
      await calls(
        call('wacid.2', { event: 'terminate', status: 'FAILED' }),
        call('wacid.3', {
          event: 'terminate',
          status: 'FAILED',
          direction: 'BUSINESS_INITIATED',
          from: OURS,
          to: CUSTOMER_PHONE,
        }),
        call('wacid.4', { event: 'from_2027' }),
      );
      expect(await phone.seen('wacid.2')).toMatchObject({ content: 'Missed call', fromMe: false });
      expect(await phone.seen('wacid.3')).toMatchObject({
        content: 'Call not answered',
        fromMe: true,
        origin: 'phone_app',
      });
      expect(await desk.count(`messages where wamid = 'wacid.4'`)).toBe(0);
      expect(JSON.stringify(await desk.app.rows(`select details from messages where type = 'call'`))).not.toContain(
        'secret',
      );
    });
  });

  it('keeps a message of a group where an admin sees it, and out of every chat', async () => {
    const [messages, chats] = [await desk.count('messages'), await desk.count('chats')];
    await desk.postValues(inboundValue([{ ...textMessage('wamid.G1', 'всем'), group_id: 'Y2FwaV9ncm91cDox' }], {}));
    await desk.settled();
    expect([await desk.count('messages'), await desk.count('chats')]).toEqual([messages, chats]);
    const [row] = await desk.app.rows('select state, reason from webhook_inbox order by id desc limit 1');
    expect(row).toMatchObject({ state: 'dead', reason: expect.stringContaining('group_message') });
  });
});
