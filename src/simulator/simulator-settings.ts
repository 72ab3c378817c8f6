import {
  DEFAULT_RECEIPT_DELAYS,
  DEFAULT_RETRY_DELAYS_MS,
  ExtraFile,
  PanesOptions,
  ReceiptDelays,
  SimulatedNumber,
  SimulatorOptions,
} from './simulator-options.js';

/** The options with their defaults, plus the two things that become known while it runs. */
export class SimulatorSettings {
  readonly appSecret: string;
  readonly accessTokens: ReadonlySet<string>;
  readonly phoneNumbers: readonly SimulatedNumber[];
  readonly receiptDelays: Required<ReceiptDelays>;
  readonly retryDelaysMs: readonly number[];
  readonly answers: boolean;
  readonly files: ReadonlyMap<string, ExtraFile>;
  webhookUrl: string | undefined;
  readonly secondWebhookUrl: string | undefined;
  readonly panes: PanesOptions | undefined;
  /** Our own origin, known once we listen. */
  baseUrl = '';
  private readonly onTraffic: (line: string) => void;

  constructor(options: SimulatorOptions) {
    const delays = options.receiptDelays ?? DEFAULT_RECEIPT_DELAYS;
    this.appSecret = options.appSecret;
    this.accessTokens = new Set(options.accessTokens);
    this.phoneNumbers = options.phoneNumbers;
    this.receiptDelays = { ...delays, reply: delays.reply ?? (delays.read === 0 ? 0 : delays.read + 1000) };
    this.retryDelaysMs = options.retryDelaysMs?.length ? options.retryDelaysMs : DEFAULT_RETRY_DELAYS_MS;
    this.answers = options.answers ?? true;
    this.files = new Map(Object.entries(options.files ?? {}));
    this.webhookUrl = options.webhookUrl;
    this.panes = options.panes;
    this.secondWebhookUrl = options.secondWebhookUrl;
    this.onTraffic = options.onTraffic ?? ((): void => undefined);
  }

  findNumber(phoneNumberId: string): SimulatedNumber | undefined {
    return this.phoneNumbers.find((number) => number.phoneNumberId === phoneNumberId);
  }

  tell(line: string): void {
    this.onTraffic(line);
  }
}
