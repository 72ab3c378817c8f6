import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { Agent, request } from 'undici';
import { Clock } from '../../common/clock.js';
import { stringifyAsMeta } from '../../waba-gateway/protocol/escape.js';
import { signBody } from '../../waba-gateway/protocol/signature.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { WebhookEnvelope } from './envelope.js';

/** What a webhook's line in the log says, and where it goes: the application's callback where nothing else is said. */
export interface WebhookTarget {
  label: string;
  url?: string | undefined;
}

interface Delivery extends WebhookTarget {
  raw: Buffer;
  firstAt: number;
  tries: number;
  epoch: number;
}

/** Meta drops what nobody accepted within 7 days (its page "Webhooks overview"). */
const RETRY_FOR_MS = 7 * 24 * 60 * 60 * 1000;
/** How long Meta waits for an answer is documented nowhere; field reports say 5 to 10 seconds. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Posts signed webhooks until they are answered with exactly 200. Nothing here ever throws into a caller. */
@Injectable()
export class WebhookSenderService implements OnModuleDestroy {
  private readonly agent = new Agent({ connect: { timeout: ANSWER_TIMEOUT_MS }, keepAliveTimeout: 1000 });
  private readonly chains = new Map<string, Promise<unknown>>();
  private readonly waiting = new Map<Delivery, NodeJS.Timeout>();
  /** Moves on at reset and close: what belongs to an older one is not tried again. */
  private epoch = 0;
  private isClosed = false;

  constructor(
    private readonly settings: SimulatorSettings,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends after everything sent before under the same key was tried once, so without faults a customer's webhooks
   * arrive in order. Resolves with the status of the first attempt, null where there was no answer.
   */
  deliver(envelope: WebhookEnvelope, orderKey: string, target: WebhookTarget): Promise<number | null> {
    const delivery = this.prepare(envelope, target);
    const turn = (this.chains.get(orderKey) ?? Promise.resolve()).then(() => this.attempt(delivery));
    this.chains.set(orderKey, turn);
    void turn.then(() => this.chains.get(orderKey) === turn && this.chains.delete(orderKey));
    return turn;
  }

  /** Sends once, at once, whatever the answer. Null where there was none. */
  async post(envelope: WebhookEnvelope, label: string): Promise<number | null> {
    return this.postRaw(this.prepare(envelope, { label }));
  }

  /** Tries again everything that waits: after the clock moved, or when the receiver's address became known. */
  retryNow(): void {
    const deliveries = [...this.waiting.keys()];
    this.forgetWaiting();
    for (const delivery of deliveries) void this.attempt(delivery);
  }

  reset(): void {
    this.epoch += 1;
    this.chains.clear();
    this.forgetWaiting();
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    this.reset();
    await this.agent.destroy();
  }

  private prepare(envelope: WebhookEnvelope, target: WebhookTarget): Delivery {
    const raw = Buffer.from(stringifyAsMeta(envelope), 'utf8');
    return { ...target, raw, firstAt: this.clock.millis(), tries: 0, epoch: this.epoch };
  }

  private async attempt(delivery: Delivery): Promise<number | null> {
    if (delivery.epoch !== this.epoch) return null;
    const status = await this.postRaw(delivery);
    if (status !== 200) this.retryLater(delivery);
    return status;
  }

  private retryLater(delivery: Delivery): void {
    if (this.isClosed || delivery.epoch !== this.epoch) return;
    if (this.clock.millis() - delivery.firstAt >= RETRY_FOR_MS) return;
    const delays = this.settings.retryDelaysMs;
    const delay = delays[Math.min(delivery.tries, delays.length - 1)] ?? 0;
    delivery.tries += 1;
    const timer = setTimeout(() => {
      this.waiting.delete(delivery);
      void this.attempt(delivery);
    }, delay);
    this.waiting.set(delivery, timer);
  }

  private async postRaw(delivery: Delivery): Promise<number | null> {
    const url = delivery.url ?? this.settings.webhookUrl;
    if (url === undefined) return null;
    const status = await this.exchange(url, delivery.raw);
    if (delivery.epoch === this.epoch) this.settings.tell(`${delivery.label}: ${status ?? 'no answer'}`);
    return status;
  }

  private async exchange(url: string, raw: Buffer): Promise<number | null> {
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': signBody(this.settings.appSecret, raw),
        },
        body: raw,
        dispatcher: this.agent,
        headersTimeout: ANSWER_TIMEOUT_MS,
        bodyTimeout: ANSWER_TIMEOUT_MS,
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return null;
    }
  }

  private forgetWaiting(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }
}
