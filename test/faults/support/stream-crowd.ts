import { setTimeout as delay } from 'node:timers/promises';
import { SseClient, WsClient } from '../../support/stream-clients.js';
import type { FaultDesk } from './fault-desk.js';

/** As long as a client stays where it is, at most; then it goes elsewhere by itself, as a phone does. */
const STAY_MS = { least: 1_000, most: 10_000 };
const BACK_AFTER_MS = { least: 20, most: 300 };

/** One reader who comes back, to whichever server and by whichever door, with the last id it read. */
export class CrowdClient {
  /** Ids in the order they came. */
  readonly seen: string[] = [];
  /** Types of control frames that said something was missed. */
  readonly resets: unknown[] = [];
  connections = 0;
  private current: SseClient | WsClient | undefined;
  private isRunning = true;
  private running: Promise<void> | undefined;

  constructor(
    private readonly desk: FaultDesk,
    readonly userId: number,
    private readonly token: string,
    private readonly from: string,
  ) {}

  get progress(): number {
    return this.seen.length + (this.current?.events.length ?? 0);
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.current?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { random } = this.desk;
    while (this.isRunning) {
      await this.connect();
      await delay(random.between(BACK_AFTER_MS.least, BACK_AFTER_MS.most));
    }
  }

  private async connect(): Promise<void> {
    const { random } = this.desk;
    const url = this.desk.anyUrl();
    if (url === undefined) return;
    const after = this.seen.at(-1) ?? this.from;
    let client: SseClient | WsClient;
    try {
      client = await (random.fraction() < 0.5
        ? SseClient.open(url, { token: this.token, after })
        : WsClient.open(url, { token: this.token }));
    } catch {
      // The server has just died.
      return;
    }
    this.current = client;
    this.connections += 1;
    if (client instanceof WsClient) client.say({ type: 'hello', after });
    const leaving = new AbortController();
    const over = client instanceof WsClient ? client.closed : client.ended;
    const stay = delay(random.between(STAY_MS.least, STAY_MS.most), undefined, { signal: leaving.signal });
    await Promise.race([over, stay.catch(() => undefined)]);
    leaving.abort();
    await client.close();
    this.current = undefined;
    this.seen.push(...client.events.map(({ id }) => String(id)));
    this.resets.push(...client.frames.filter(({ type }) => type === 'reset'));
  }
}
