import { expect } from '@jest/globals';
import { CUSTOMER_PHONE, envelopeOf, PHONE_NUMBER_ID, statusValue, type TestDesk } from './test-desk.js';

export interface SeenMessage {
  id: number;
  content: string;
  status: string;
  origin: string;
}

/** Unix seconds around which everything happens. */
export const AT = 1_772_366_000;
export const OURS = '77270000000';
export const AROUND = {
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: OURS, phone_number_id: PHONE_NUMBER_ID },
};
export const iso = (second: number): string => new Date((AT + second) * 1000).toISOString();

type ChatRow = Record<string, unknown>;

/** A desk whose number is used on a phone too. */
export class PhoneDesk {
  constructor(readonly desk: TestDesk) {}

  echo(id: string, type: string, object: object, second = 1, to = CUSTOMER_PHONE): object {
    return { from: OURS, to, id, timestamp: String(AT + second), type, [type]: object };
  }

  async post(field: string, value: object): Promise<void> {
    expect(await this.desk.post(envelopeOf([{ field, value: { ...AROUND, ...value } }]))).toBe(200);
    await this.desk.settled();
  }

  echoes(...message_echoes: object[]): Promise<void> {
    return this.post('smb_message_echoes', { message_echoes });
  }

  async receipts(...statuses: object[]): Promise<void> {
    expect(await this.desk.postValues(statusValue(statuses))).toBe(200);
    await this.desk.settled();
  }

  async seen(wamid: string): Promise<SeenMessage> {
    const rows = await this.desk.app.rows<{ id: number }>('select id from messages where wamid = $1', [wamid]);
    expect(rows).toHaveLength(1);
    return (await this.desk.get<SeenMessage>(`/api/waba/operator/message/${rows[0]?.id}`)).body;
  }

  async eventsOf(id: number): Promise<string[]> {
    const rows = await this.desk.app.rows<{ type: string }>(
      'select type from events where message_id = $1 order by tx, id',
      [id],
    );
    return rows.map(({ type }) => type);
  }

  async chat(id = this.desk.chatId): Promise<ChatRow> {
    const [row] = await this.desk.app.rows('select * from chats where id = $1', [id]);
    return row ?? {};
  }

  async chatOf(phone: string): Promise<ChatRow> {
    const rows = await this.desk.app.rows(
      'select chats.* from chats join customer_identities using (customer_id) where value = $1',
      [phone],
    );
    expect(rows).toHaveLength(1);
    return rows[0] ?? {};
  }
}
