import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, callApi } from './call-api.js';
import type { FaultDesk } from './fault-desk.js';
import type { Called, SendCall, StatusRead } from './history.js';

export interface LoadOptions {
  senders: number;
  customers: number;
  readers: number;
  /** Pause of each client between its calls, in milliseconds at most. */
  pauseMs?: number;
}

/** Meta takes 45 messages to one customer at once (pair limit); more would have to wait for minutes. */
const MAX_PER_CHAT = 40;
/** How often a client repeats a call that nobody answered. */
const MAX_REPEATS = 60;
const SOME_REPEAT = 0.8;
const SOME_ASYNC = 0.25;

interface SendBody {
  messageId: string | null;
  message?: { id: number; status: string };
}

/** Operators who send and look, and customers who write, all the while servers die; every call is written down. */
export class Load {
  readonly sends: SendCall[] = [];
  readonly reads: StatusRead[] = [];
  private readonly sentTo = new Map<number, number>();
  private clients: Promise<void>[] = [];
  private isRunning = false;

  constructor(private readonly desk: FaultDesk) {}

  /** How many sends were accepted so far. */
  get served(): number {
    return this.sends.filter(({ outcome }) => outcome === 'ok').length;
  }

  async start({ senders, customers, readers, pauseMs = 60 }: LoadOptions): Promise<void> {
    this.isRunning = true;
    const chats = await this.desk.query<{ id: number; customer: string }>(
      `select chats.id::integer, value as customer from chats join customer_identities using (customer_id) where kind = 'wa_id' order by 1`,
    );
    const many = (count: number, work: (name: string) => Promise<void>): Promise<void>[] =>
      Array.from({ length: count }, (_, index) => this.loop(pauseMs, () => work(String(index))));
    this.clients = [
      ...many(senders, () => this.sendOne(chats.map(({ id }) => id))),
      ...many(customers, () =>
        this.desk.customerWrites(this.desk.random.pick(chats).customer, `inbound ${randomUUID()}`),
      ),
      ...many(readers, (name) => this.readOne(`reader ${name}`)),
    ];
  }

  /** Resolves when every client has its last answer. */
  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.clients);
  }

  private async loop(pauseMs: number, work: () => Promise<void>): Promise<void> {
    while (this.isRunning) {
      await work();
      await delay(this.desk.random.between(0, pauseMs));
    }
  }

  private async sendOne(chatIds: readonly number[]): Promise<void> {
    const free = chatIds.filter((id) => (this.sentTo.get(id) ?? 0) < MAX_PER_CHAT);
    if (free.length === 0) return;
    const chatId = this.desk.random.pick(free);
    this.sentTo.set(chatId, (this.sentTo.get(chatId) ?? 0) + 1);
    await this.send(chatId);
  }

  /** One message, repeated with the same key while nobody tells what became of it; some clients give up instead, unless told not to. */
  async send(chatId: number, mayGiveUp = true): Promise<void> {
    const { random } = this.desk;
    const key = randomUUID();
    const request = { chatId, key, text: `outgoing ${key}`, isAsync: random.fraction() < SOME_ASYNC };
    for (let repeats = 0; repeats < MAX_REPEATS; repeats += 1) {
      const { outcome } = await this.sendOnce(request);
      if (outcome !== 'info' || (mayGiveUp && random.fraction() > SOME_REPEAT)) return;
      await delay(random.between(100, 300));
    }
  }

  /** One call, whatever is answered. */
  async sendOnce(request: { chatId: number; key: string; text: string; isAsync?: boolean }): Promise<SendCall> {
    const { chatId, key, text, isAsync = false } = request;
    const answer = await callApi<SendBody>(this.desk.anyUrl(), '/api/waba/operator/send', {
      token: this.desk.users.token,
      headers: { 'idempotency-key': key, ...(isAsync ? { prefer: 'respond-async' } : {}) },
      patienceMs: this.desk.options.patienceMs,
      body: { chatId, message: text, type: 'text' },
    });
    const call: SendCall = {
      ...calledOf(answer),
      key,
      chatId,
      text,
      messageId: answer.body?.message?.id ?? null,
      wamid: answer.body?.messageId ?? null,
      messageStatus: answer.body?.message?.status ?? null,
    };
    this.sends.push(call);
    return call;
  }

  private async readOne(reader: string): Promise<void> {
    const known = this.sends.flatMap(({ messageId, outcome }) => (outcome === 'ok' ? (messageId ?? []) : []));
    if (known.length === 0) return;
    const { random, users } = this.desk;
    // Mostly what was sent last: there things still change.
    const messageId = random.pick(known.slice(-8));
    const mayRead = random.fraction() > 0.1;
    const path = `/api/waba/operator/message-status/${messageId}`;
    const answer = await callApi<{ status: string; error: { code: string } | null }>(this.desk.anyUrl(), path, {
      token: mayRead ? users.token : users.strangerToken,
    });
    this.reads.push({
      ...calledOf(answer),
      reader,
      mayRead,
      messageId,
      messageStatus: answer.status === 200 ? (answer.body?.status ?? null) : null,
      errorCode: answer.status === 200 ? (answer.body?.error?.code ?? null) : null,
    });
  }
}

function calledOf({ invokedAt, endedAt, status, retryAfter }: Answer<unknown>): Called {
  return { invokedAt, endedAt, status, retryAfter, outcome: outcomeOf(status) };
}

/** 409 says that the first call is still running; a 5xx, that it may have done its work all the same. */
function outcomeOf(status: number | null): SendCall['outcome'] {
  if (status === 200 || status === 202) return 'ok';
  return status === null || status === 409 || status >= 500 ? 'info' : 'fail';
}
