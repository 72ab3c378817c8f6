import { expect } from '@jest/globals';
import { CUSTOMER_PHONE, inboundValue, type TestDesk, textMessage } from './test-desk.js';

const AT = 1_772_366_400;

/** So many seconds after what `says` writes. */
export const iso = (second: number): string => new Date((AT + second) * 1000).toISOString();

export interface SeenMessage {
  id: number;
  content: string;
  type: string;
  mediaUrl: string | null;
  details: Record<string, unknown>;
  reactions: object[];
  editedAt: string | null;
  deletedAt: string | null;
  versions: object[];
}

/** A desk whose customer reacts, edits and revokes. */
export class ChangesDesk {
  private count = 0;
  private token: string;

  constructor(readonly desk: TestDesk) {
    this.token = desk.operator.token;
  }

  /** One that nobody has used. */
  wamid(): string {
    this.count += 1;
    return `wamid.C${this.count}`;
  }

  item(type: string, body: object, second: number, from = CUSTOMER_PHONE): object {
    return { from, id: this.wamid(), timestamp: String(AT + second), type, [type]: body };
  }

  says(id: string, words: string): object {
    return textMessage(id, words, AT * 1000);
  }

  /** Without an emoji the key is not there, as Meta may leave it out. */
  reacts(target: string, emoji: string | undefined, second = 1): object {
    return this.item('reaction', { message_id: target, ...(emoji === undefined ? {} : { emoji }) }, second);
  }

  edits(target: string, body: string, second = 1, from = CUSTOMER_PHONE): object {
    const message = { type: 'text', text: { body } };
    return this.item('edit', { original_message_id: target, message }, second, from);
  }

  revokes(target: string, second = 1, from = CUSTOMER_PHONE): object {
    return this.item('revoke', { original_message_id: target }, second, from);
  }

  /** Each list of items in a body of its own, one applied before the next comes. */
  async post(...bodies: object[][]): Promise<void> {
    for (const items of bodies) {
      expect(await this.desk.postValues(inboundValue(items, {}))).toBe(200);
      await this.desk.settled();
    }
  }

  /** The operator signs in anew: the clock has left their token behind. */
  async signIn(): Promise<void> {
    this.token = await this.desk.app.tokenOf(this.desk.operator);
  }

  async seen(key: number | string): Promise<SeenMessage> {
    const id = typeof key === 'number' ? key : await this.idOf(key);
    return (await this.desk.get<SeenMessage>(`/api/waba/operator/message/${id}`, this.token)).body;
  }

  async idOf(wamid: string): Promise<number> {
    const rows = await this.desk.app.rows<{ id: number }>('select id from messages where wamid = $1', [wamid]);
    expect(rows).toHaveLength(1);
    return rows[0]?.id ?? 0;
  }

  async eventsOf(messageId: number): Promise<string[]> {
    const rows = await this.desk.app.rows<{ type: string }>(
      'select type from events where message_id = $1 order by tx, id',
      [messageId],
    );
    return rows.map(({ type }) => type);
  }

  async sendOne(): Promise<{ id: number; wamid: string }> {
    this.desk.app.clock.advance(6_000);
    const { body } = await this.desk.send({ chatId: this.desk.chatId, message: 'x' });
    return { id: body.message.id, wamid: body.messageId ?? '' };
  }

  parked(): Promise<number> {
    return this.desk.count('message_changes where message_id is null and refusal is null');
  }
}
