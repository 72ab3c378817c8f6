import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { isObject, JsonObject } from './graph/fields.js';
import { SimulatorSettings } from './simulator-settings.js';

export interface SentRecord {
  wamid: string;
  phoneNumberId: string;
  to: string | null;
  recipient: string | null;
  type: string;
  body: JsonObject;
  at: string;
}

export const REQUEST_OUTCOMES = ['accepted', 'dropped', 'garbled', 'lost', 'read', 'refused', 'typing'] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

export interface RequestRecord {
  phoneNumberId: string;
  to: string | null;
  recipient: string | null;
  type: string | null;
  outcome: RequestOutcome;
  /** Graph's error code of a refusal. */
  code: number | null;
  wamid: string | null;
  at: string;
}

const MAX_RECORDS = 50_000;

/** What came in through `POST /messages`: the accepted messages, and every request with its outcome. Newest last. */
@Injectable()
export class TrafficService {
  readonly sent: SentRecord[] = [];
  readonly requests: RequestRecord[] = [];
  /** Graph's error code → how often it was given. Never cut short, unlike the records. */
  readonly refusals: Record<string, number> = {};

  constructor(
    private readonly settings: SimulatorSettings,
    private readonly clock: Clock,
  ) {}

  recordSent(sent: { wamid: string; phoneNumberId: string; type: string; body: JsonObject }): void {
    remember(this.sent, { ...sent, ...addressIn(sent.body), at: this.clock.now().toISOString() });
  }

  recordRequest(request: {
    phoneNumberId: string;
    body: unknown;
    outcome: RequestOutcome;
    code?: number;
    wamid?: string;
    /** Who wrote the message that is marked. */
    from?: string;
  }): void {
    const { phoneNumberId, outcome } = request;
    const body = isObject(request.body) ? request.body : {};
    const record: RequestRecord = {
      phoneNumberId,
      ...addressIn(body),
      type: stringOrNull(body['type']),
      outcome,
      code: request.code ?? null,
      wamid: request.wamid ?? null,
      at: this.clock.now().toISOString(),
    };
    remember(this.requests, record);
    if (record.code !== null) this.refusals[record.code] = (this.refusals[record.code] ?? 0) + 1;
    this.settings.tell(lineOf(record, request.from));
  }

  reset(): void {
    this.sent.length = 0;
    this.requests.length = 0;
    for (const code of Object.keys(this.refusals)) delete this.refusals[code];
  }
}

function lineOf({ type, to, recipient, outcome, code, wamid }: RequestRecord, from = 'somebody'): string {
  if (outcome === 'read' || outcome === 'typing') return `${outcome === 'read' ? 'read mark' : outcome} for ${from}`;
  const what = `${type ?? 'message'} to ${to ?? recipient ?? 'nobody'}`;
  return [what, ...(wamid === null ? [] : [wamid.slice(-8)]), `${outcome}${code === null ? '' : ` ${code}`}`].join(' ');
}

function remember<T>(records: T[], record: T): void {
  records.push(record);
  if (records.length > MAX_RECORDS) records.shift();
}

function addressIn(body: JsonObject): { to: string | null; recipient: string | null } {
  return { to: stringOrNull(body['to']), recipient: stringOrNull(body['recipient']) };
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
