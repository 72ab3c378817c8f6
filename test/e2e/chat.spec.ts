import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

describe('GET chat/:id', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  it('shows a chat with its last message as the history has it', async () => {
    const { body: history } = await desk.get<{ messages: object[] }>(
      `/api/waba/operator/chat/${desk.chatId}/messages?limit=1`,
    );
    const { status, body } = await desk.get(`/api/waba/operator/chat/${desk.chatId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: desk.chatId,
      customer: { name: 'Клиент 0001', phone: '77015550001', username: null },
      unreadCount: 1,
      window: { open: true },
      assignee: null,
      labels: [],
      status: 'open',
      lastMessage: history.messages[0],
    });
  });

  it('hides a chat of another channel as one that does not exist', async () => {
    const stranger = await desk.app.signedIn();
    const [foreign, missing] = await Promise.all(
      [desk.chatId, 987_654].map((id) => desk.get(`/api/waba/operator/chat/${id}`, stranger.token)),
    );
    expect([foreign?.status, missing?.status]).toEqual([404, 404]);
    expect(foreign?.body).toMatchObject({ code: 'CHAT_NOT_FOUND' });
  });
});
