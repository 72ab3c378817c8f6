import { Clock } from '../common/clock.js';

/** A business number the simulated WhatsApp account owns. */
export interface SimulatedNumber {
  phoneNumberId: string;
  wabaId: string;
  /** Digits only, as webhooks carry it. */
  displayPhoneNumber: string;
  verifiedName: string;
  /** Messages a second it may send and receive together, in real time; 80 as Meta's standard. */
  messagesPerSecond?: number;
}

/** Milliseconds after acceptance, by the simulator's clock. With zeros everything follows at once. */
export interface ReceiptDelays {
  sent: number;
  delivered: number;
  read: number;
  /** When the customer's own answer comes; a second after `read` where it is not given. */
  reply?: number;
}

export interface ExtraFile {
  contentType: string;
  body: Buffer;
}

export interface PanesOptions {
  /** Where the operator's API is, without a path. */
  apiUrl: string;
  /** The built client: its modules are served below `/client/`. */
  clientFolder: string;
  /** Offered for signing in; only ever those of a sandbox. */
  logins: readonly { name: string; email: string; password: string }[];
}

export interface SimulatorOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Where webhooks go; may be set later with `setWebhook`, until then they wait. */
  webhookUrl: string | undefined;
  /** A second callback that gets every update too, as where two apps are subscribed. */
  secondWebhookUrl?: string;
  appSecret: string;
  accessTokens: readonly string[];
  phoneNumbers: readonly SimulatedNumber[];
  /** Share it with the application, so that one `POST /control/clock` moves both. */
  clock: Clock;
  receiptDelays?: ReceiptDelays;
  /** Waits before the second, third, … attempt at a webhook, in real milliseconds; the last one repeats. */
  retryDelaysMs?: readonly number[];
  /** Whether the demo personas answer by themselves (true); customers that tests bring along never do. */
  answers?: boolean;
  /** One line per message, receipt and refusal. It holds addresses and outcomes, never what people wrote. */
  onTraffic?: (line: string) => void;
  /** What the two panes at `/` need; without it there is the phone alone. */
  panes?: PanesOptions;
  /** More files to serve beside the built-in ones, by their path without a leading slash. */
  files?: Readonly<Record<string, ExtraFile>>;
}

export interface RunningSimulator {
  url: string;
  port: number;
  /** Points webhooks elsewhere; what waits is tried at once. */
  setWebhook(url: string | undefined): void;
  /** Stops every timer and socket. Webhooks that were not accepted yet are dropped. */
  close(): Promise<void>;
}

export const DEFAULT_MESSAGES_PER_SECOND = 80;
export const DEFAULT_RECEIPT_DELAYS: ReceiptDelays = { sent: 150, delivered: 600, read: 1400, reply: 2300 };
export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [0, 200, 500, 1000, 2000, 5000];
