import { PERSONAS } from '../simulator/customers/personas.js';

/** What a receipt looks like on the phone. */
const TICKS: Readonly<Record<string, string>> = { sent: '✓', delivered: '✓✓', read: '✓✓', failed: '✗' };

const OUTCOMES: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  dropped: 'accepted, but the answer is lost',
};

/**
 * Turns the simulator's lines of traffic into what a person reads beside their editor: which way, which chat, what became of it, and how
 * long after it left. What it does not know it prints as it came. Never what people wrote.
 */
export class TrafficPrinter {
  /** When each message was accepted, by the end of its wamid. */
  private readonly acceptedAt = new Map<string, number>();
  private isShown = false;

  constructor(
    private readonly print: (line: string) => void,
    private readonly millis: () => number = () => performance.now(),
  ) {}

  /** From now on; what passes during the start is nobody's doing. */
  show(): void {
    this.isShown = true;
  }

  tell(line: string): void {
    if (!this.isShown) return;
    const known =
      this.request(line) ?? this.receipt(line) ?? this.inbound(line) ?? this.mark(line) ?? this.upload(line);
    this.print(known ?? line);
  }

  /** `text to 77011234567 Q0FBAA== accepted`, `text to 77010000201 refused 131026` */
  private request(line: string): string | undefined {
    const match = /^(\S+) to (\S+)(?: (\S+))? (accepted|dropped|refused)(?: (\d+))?$/.exec(line);
    if (match === null) return undefined;
    const [, type = '', to = '', key, outcome = '', code] = match;
    if (key !== undefined) this.remember(key);
    if (outcome === 'refused') return `✗ ${type} to ${chatOf(to)} · refused${code === undefined ? '' : ` ${code}`}`;
    return `→ ${type} to ${chatOf(to)} · ${OUTCOMES[outcome] ?? outcome}`;
  }

  /** `delivered by 77011234567 Q0FBAA==: 200` */
  private receipt(line: string): string | undefined {
    const match = /^(sent|delivered|read|failed)(?: (\d+))? by (\S+) (\S+): (.+)$/.exec(line);
    if (match === null) return undefined;
    const [, status = '', code, by = '', key = '', answer = ''] = match;
    const what = code === undefined ? status : `${status} ${code}`;
    const acceptedAt = this.acceptedAt.get(key);
    const seconds = acceptedAt === undefined ? '' : ` · ${((this.millis() - acceptedAt) / 1000).toFixed(1)} s`;
    return `${TICKS[status] ?? ''} ${what} · ${chatOf(by)}${seconds}${troubleOf(answer)}`;
  }

  /** `text from 77011234567: 200` */
  private inbound(line: string): string | undefined {
    const match = /^(\S+) from (\S+): (.+)$/.exec(line);
    if (match === null) return undefined;
    const [, type = '', from = '', answer = ''] = match;
    return `← ${type} from ${chatOf(from)}${troubleOf(answer)}`;
  }

  /** `read mark for 77011234567`, `typing for 77011234567` */
  private mark(line: string): string | undefined {
    const [, what, from = ''] = /^(read mark|typing) for (\S+)$/.exec(line) ?? [];
    if (what === undefined) return undefined;
    return `→ ${what === 'typing' ? 'typing, and read' : 'read'} · ${chatOf(from)}`;
  }

  /** `media 3182443204973750 image/jpeg 10070 bytes: uploaded` */
  private upload(line: string): string | undefined {
    const match = /^media \d+ (\S+ \d+ bytes): uploaded$/.exec(line);
    return match === null ? undefined : `↑ ${match[1] ?? ''}`;
  }

  private remember(key: string): void {
    const [oldest] = this.acceptedAt.keys();
    if (this.acceptedAt.size >= 1000 && oldest !== undefined) this.acceptedAt.delete(oldest);
    this.acceptedAt.set(key, this.millis());
  }
}

function troubleOf(answer: string): string {
  return answer === '200' ? '' : ` · our webhook said: ${answer}, WhatsApp tries again`;
}

const CHATS: ReadonlyMap<string, string> = new Map(
  PERSONAS.flatMap(({ phone, bsuid, chatId, name }) => {
    const chat = `chat ${chatId} (${name})`;
    return [[bsuid, chat] as const, ...(phone === undefined ? [] : [[phone.replace('+', ''), chat] as const])];
  }),
);

function chatOf(address: string): string {
  return CHATS.get(address.replace('+', '')) ?? address;
}
