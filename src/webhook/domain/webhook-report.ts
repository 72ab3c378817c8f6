import { parseWebhook } from '../../waba-gateway/protocol/webhook-parser.js';
import type { WebhookItem, WebhookProblem } from '../../waba-gateway/protocol/webhook.types.js';

export type ItemKind = WebhookItem['kind'];

/** One piece of a body as the parser understood it, without what anybody wrote in it. */
export interface ReportedItem {
  kind: ItemKind;
  /** The type of a message, the status of a receipt, the code of an error, the field of anything else. */
  type: string;
  phoneNumberId: string | null;
  wamid: string | null;
  occurredAt: Date | null;
}

export interface WebhookReport {
  /** `json` where the body is that, else `base64` of its bytes. */
  encoding: 'json' | 'base64';
  body: unknown;
  counts: Record<ItemKind, number>;
  items: ReportedItem[];
  problems: Pick<WebhookProblem, 'reason' | 'path'>[];
}

/** A body as a person looks into it: what came, and what the parser makes of it today. Total, whatever the bytes. */
export function reportOf(raw: Buffer): WebhookReport {
  const { items, problems } = parseWebhook(raw);
  const counts: Record<ItemKind, number> = {
    message: 0,
    status: 0,
    echo: 0,
    history: 0,
    error: 0,
    notice: 0,
    other: 0,
  };
  for (const { kind } of items) counts[kind] += 1;
  return {
    ...readable(raw, problems),
    counts,
    items: items.map(reportItem),
    problems: problems.map(({ reason, path }) => ({ reason, ...(path === undefined ? {} : { path }) })),
  };
}

/** What nests too deeply is shown as bytes: `JSON.stringify`, which answers with it, falls over at some thousands of levels. */
function readable(raw: Buffer, problems: readonly WebhookProblem[]): Pick<WebhookReport, 'encoding' | 'body'> {
  const isFlat = !problems.some(({ reason }) => reason === 'too_deep' || reason === 'too_many_problems');
  const body = isFlat ? parseJson(raw) : undefined;
  return body === undefined ? { encoding: 'base64', body: raw.toString('base64') } : { encoding: 'json', body };
}

/** Undefined for what is no JSON; JSON itself has no undefined. */
function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function reportItem(item: WebhookItem): ReportedItem {
  const { kind, phoneNumberId = null } = item;
  const named = { kind, phoneNumberId, wamid: null, occurredAt: null };
  switch (item.kind) {
    case 'message':
    case 'echo':
    case 'history':
      return { ...named, type: item.type, wamid: item.wamid, occurredAt: item.timestamp };
    case 'status':
      return { ...named, type: item.status, wamid: item.wamid, occurredAt: item.timestamp };
    case 'error':
      return { ...named, type: String(item.error.code) };
    case 'notice':
      return { ...named, type: item.field, occurredAt: item.timestamp };
    case 'other':
      return { ...named, type: item.field };
  }
}
