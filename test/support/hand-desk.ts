import { Reconciler } from '../../src/messages/dispatch/reconciler.service.js';
import type { ApiAnswer } from './test-app.js';
import { type SendAnswer, startTestDesk, type TestDesk } from './test-desk.js';

/** A message as `GET message/:id` gives it, in what tests ask about. */
export interface MessageAnswer {
  id: number;
  chatId: number;
  status: string;
  substate: string | null;
  attempts: number;
  nextAttemptAt: string | null;
  error: { code: string } | null;
}

export interface StoryAnswer {
  messageId: number;
  story: { at: string; text: string; kind: string }[];
}

/** A message with where it stands and whom it is for. */
export interface HandMessage {
  id: number;
  chatId: number;
  phone: string;
}

const GIVEN_UP_AFTER_MS = 15 * 60_000;

interface Sent {
  to: string;
  body: { text?: { body: string } };
}

/** A desk whose clock may be moved by hours: every call has a token of its own. */
export class HandDesk {
  private chats = 0;

  constructor(readonly desk: TestDesk) {}

  /** A chat of its own with a customer who has just written, and the customer's phone. */
  async aChat(): Promise<{ chatId: number; phone: string }> {
    this.chats += 1;
    const phone = String(77_015_560_000 + this.chats);
    await this.desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: 'здравствуйте' } });
    await this.desk.settled();
    const [chat] = await this.desk.app.rows<{ id: number }>(
      'select chats.id from chats join customer_identities using (customer_id) where value = $1',
      [phone],
    );
    return { chatId: chat?.id ?? 0, phone };
  }

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    call: { body?: unknown; headers?: Record<string, string>; user?: { id: number } } = {},
  ): Promise<ApiAnswer<T>> {
    const { user = this.desk.operator, ...rest } = call;
    return this.desk.app.call(method, path, { token: await this.desk.app.tokenOf(user), ...rest });
  }

  send(chatId: number, message: string, headers: Record<string, string> = {}): Promise<ApiAnswer<SendAnswer>> {
    return this.call('POST', '/api/waba/operator/send', { body: { chatId, message }, headers });
  }

  get(id: number): Promise<ApiAnswer<MessageAnswer>> {
    return this.call('GET', `/api/waba/operator/message/${id}`);
  }

  retry(id: number, body: unknown = {}): Promise<ApiAnswer<SendAnswer>> {
    return this.call('POST', `/api/waba/operator/message/${id}/retry`, { body });
  }

  cancel(id: number): Promise<ApiAnswer<MessageAnswer & { code: string; detail: string }>> {
    return this.call('DELETE', `/api/waba/operator/message/${id}`);
  }

  async story(id: number, language = 'en'): Promise<StoryAnswer['story']> {
    const headers = { 'accept-language': language };
    return (await this.call<StoryAnswer>('GET', `/api/waba/operator/message/${id}/story`, { headers })).body.story;
  }

  async sendAsync(chatId: number, message: string): Promise<number> {
    return (await this.send(chatId, message, { prefer: 'respond-async' })).body.message.id;
  }

  async statusOf(id: number): Promise<string> {
    return (await this.get(id)).body.status;
  }

  /** What goes wrong at WhatsApp from now on; receipts are the test's own business. */
  faults(body: object): Promise<unknown> {
    return this.desk.control('PUT', 'faults', { receipts: 'none', ...body });
  }

  /** A message that WhatsApp has refused for good, in a chat of its own. */
  async aFailed(code = 131026): Promise<HandMessage> {
    const chat = await this.aChat();
    await this.faults({ refuse: { code, times: 1 } });
    const { body } = await this.send(chat.chatId, 'не вышло');
    if (body.message.status !== 'failed') throw new Error(`the message has not failed: ${body.message.status}`);
    return { id: body.message.id, ...chat };
  }

  /** A message of which nobody knows whether the customer has it, in a chat of its own. */
  async anUnknown(): Promise<HandMessage> {
    const chat = await this.aChat();
    await this.faults({ dropAfterAccept: { times: 1 } });
    const { body } = await this.send(chat.chatId, 'без ответа');
    this.desk.app.clock.advance(GIVEN_UP_AFTER_MS);
    await this.desk.app.app.get(Reconciler, { strict: false }).sweep();
    const { error } = (await this.get(body.message.id)).body;
    if (error?.code !== 'UNKNOWN_OUTCOME') throw new Error(`the outcome is known: ${error?.code}`);
    return { id: body.message.id, ...chat };
  }

  /** The texts the customer got, in order. */
  async sentTo(phone: string): Promise<string[]> {
    const { sent } = await this.desk.control<{ sent: Sent[] }>('GET', 'sent');
    return sent.filter(({ to }) => to === `+${phone}`).map(({ body }) => body.text?.body ?? '');
  }

  async eventsOf(messageId: number): Promise<string[]> {
    const rows = await this.desk.app.rows<{ type: string }>(
      'select type from events where message_id = $1 order by tx, id',
      [messageId],
    );
    return rows.map(({ type }) => type);
  }
}

export async function startHandDesk(): Promise<HandDesk> {
  return new HandDesk(await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } }));
}
