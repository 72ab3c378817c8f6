import { inChat } from './access-desk.js';
import type { ApiAnswer, TestUser } from './test-app.js';
import { CUSTOMER_PHONE, startTestDesk, type TestDesk, until } from './test-desk.js';

export interface ReadState {
  chatId: number;
  readUpToId: number;
  unreadCount: number;
}

/** A read mark as the simulator saw it. */
interface Mark {
  outcome: string;
  wamid: string | null;
}

/** A receipt WhatsApp is still to get. */
interface Waiting {
  wamid: string;
  tries: number;
  isLeased: boolean;
}

/** A desk whose clock may be moved by days, with a customer who writes and an operator who reads. */
export class ReadingDesk {
  constructor(
    readonly desk: TestDesk,
    private readonly admin: TestUser,
  ) {}

  /** All is read, and WhatsApp knows it. */
  async settle(): Promise<void> {
    await this.desk.control('PUT', 'faults', {});
    await this.setReceipts('on_read');
    await this.read();
    await until(async () => (await this.waiting()).length === 0);
    this.desk.app.clock.advance(10_000);
  }

  async operator(): Promise<{ token: string }> {
    return { token: await this.desk.app.tokenOf(this.desk.operator) };
  }

  async read(body?: unknown): Promise<ApiAnswer<ReadState>> {
    return inChat(this.desk, await this.operator(), 'read', { body });
  }

  async type(): Promise<number> {
    return (await inChat(this.desk, await this.operator(), 'typing')).status;
  }

  /** The customer writes; the wamid. */
  async write(text = 'Ещё вопрос'): Promise<string> {
    const message = { from: CUSTOMER_PHONE, type: 'text', text: { body: text } };
    const { wamid } = await this.desk.control<{ wamid: string }>('POST', 'inbound', message);
    await this.desk.settled();
    return wamid;
  }

  async asAdmin(method: string, deed = '', body?: unknown): Promise<ApiAnswer<unknown>> {
    const token = await this.desk.app.tokenOf(this.admin);
    const path = `/api/admin/channels/${this.desk.fixture.channelId}${deed}`;
    return this.desk.app.call(method, path, { token, ...(body === undefined ? {} : { body }) });
  }

  setReceipts(readReceipts: string): Promise<ApiAnswer<unknown>> {
    return this.asAdmin('PATCH', '', { readReceipts });
  }

  /** From now on WhatsApp refuses everything with this code, for so long by the clock. */
  refuse(code: number, forSeconds: number): Promise<unknown> {
    return this.desk.control('PUT', 'faults', { throttle: { code, forMs: forSeconds * 1_000 } });
  }

  /** What WhatsApp was told of a message: `read` or `typing`, each time. */
  async marksOf(wamid: string): Promise<string[]> {
    const { requests } = await this.desk.control<{ requests: Mark[] }>('GET', 'requests');
    return requests.filter((mark) => mark.wamid === wamid).map(({ outcome }) => outcome);
  }

  async idOf(wamid: string): Promise<number> {
    const [row] = await this.desk.app.rows<{ id: number }>('select id from messages where wamid = $1', [wamid]);
    return row?.id ?? 0;
  }

  waiting(): Promise<Waiting[]> {
    return this.desk.app.rows('select wamid, tries, leased_until is not null as "isLeased" from chat_read_receipts');
  }

  marked(wamid: string): Promise<void> {
    return until(async () => (await this.marksOf(wamid)).length > 0);
  }

  nothingWaits(): Promise<void> {
    return until(async () => (await this.waiting()).length === 0);
  }

  /** The receipt of this message was tried once, in vain. */
  failedOnce(wamid: string): Promise<void> {
    return until(async () =>
      (await this.waiting()).some((row) => row.wamid === wamid && row.tries === 1 && !row.isLeased),
    );
  }

  /** What the chat says is unread, beside what its rows say. */
  async unread(): Promise<{ kept: number; counted: number }> {
    const [row] = await this.desk.app.rows<{ kept: number; counted: number }>(
      `select unread_count as kept, (select count(*)::integer from messages where chat_id = chats.id and direction = 'in'
         and type <> 'system' and id > read_up_to_id) as counted from chats where id = $1`,
      [this.desk.chatId],
    );
    return row ?? { kept: -1, counted: -2 };
  }
}

export async function startReadingDesk(): Promise<ReadingDesk> {
  const desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  return new ReadingDesk(desk, await desk.app.createUser({ role: 'admin' }));
}
