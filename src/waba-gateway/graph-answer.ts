import { cleanText } from './protocol/clean-json.js';
import { JsonObject, asArray, asId, asNumber, asObject, asText, cut } from './protocol/json-fields.js';
import { readSha256 } from './protocol/media-reference.js';
import { readWamid } from './protocol/wamid.js';
import { errorDetails } from './protocol/meta-error-item.js';
import {
  BlockOutcome,
  FoundMedia,
  GraphError,
  GraphRefusal,
  MarkOutcome,
  SendOutcome,
  TemplatesOutcome,
  UploadOutcome,
} from './graph.types.js';
import { readTemplatePage } from './protocol/template-item.js';

export interface GraphAnswer {
  status: number;
  body: string;
}

const TEXT_MAX_LENGTH = 2000;
/** What Meta's access tokens look like, should a text quote another one than ours. */
const TOKEN_SHAPE = /\bEAA[A-Za-z0-9]{16,}/g;

/** Reads Graph's answer to a send. `secret` (the access token) stands in nothing that comes out. */
export function readSendAnswer({ status, body }: GraphAnswer, secret: string): SendOutcome {
  const json = parseObject(body);
  const accepted = isSuccess(status) ? readAccepted(json) : undefined;
  if (accepted !== undefined) return accepted;
  const refusal = readRefusal(status, json, secret);
  if (refusal !== undefined) return refusal;
  return {
    kind: 'uncertain',
    reason: `HTTP ${status} ${isSuccess(status) ? 'without a wamid' : 'without a Graph error'}`,
  };
}

/** Reads Graph's answer to an upload. */
export function readUploadAnswer({ status, body }: GraphAnswer, secret: string): UploadOutcome {
  const json = parseObject(body);
  const mediaId = isSuccess(status) ? asId(json?.id) : undefined;
  if (mediaId !== undefined) return { kind: 'uploaded', mediaId };
  return readRefusal(status, json, secret) ?? { kind: 'failed', reason: `HTTP ${status} without a media id` };
}

/** Reads what Graph says of a file: its hash in hex, its size as a number or as text. */
export function readMediaAnswer({ status, body }: GraphAnswer, secret: string): FoundMedia {
  const json = parseObject(body);
  const url = isSuccess(status) ? asText(json?.url) : undefined;
  if (url === undefined) {
    return readRefusal(status, json, secret) ?? { kind: 'failed', reason: `HTTP ${status} without a URL` };
  }
  const size = Number(json?.file_size ?? Number.NaN);
  return { kind: 'found', url, sha256: readSha256(json?.sha256), size: Number.isSafeInteger(size) ? size : null };
}

/** Reads Graph's answer to a read mark: `{"success": true}`. */
export function readMarkAnswer({ status, body }: GraphAnswer, secret: string): MarkOutcome {
  const json = parseObject(body);
  if (isSuccess(status) && json?.success === true) return { kind: 'marked' };
  return readRefusal(status, json, secret) ?? { kind: 'failed', reason: `HTTP ${status} without success` };
}

/**
 * Reads Graph's answer to a change of the block list for one user. Why it failed stands with the user; the error beside it (139100) only
 * says that somebody failed, and may be missing.
 */
export function readBlockAnswer({ status, body }: GraphAnswer, secret: string): BlockOutcome {
  const json = parseObject(body);
  const users = asObject(json?.block_users);
  const failed = asObject(asArray(users?.failed_users)?.[0]);
  const error = asObject(asArray(failed?.errors)?.[0]);
  const code = asNumber(error?.code);
  if (error !== undefined && code !== undefined && Number.isSafeInteger(code)) {
    const fbtrace = asObject(json?.error)?.fbtrace_id;
    return { kind: 'refused', httpStatus: status, error: readError({ fbtrace_id: fbtrace, ...error }, code, secret) };
  }
  const changed = [...(asArray(users?.added_users) ?? []), ...(asArray(users?.removed_users) ?? [])];
  if (isSuccess(status) && failed === undefined && changed.length > 0) return { kind: 'done' };
  return readRefusal(status, json, secret) ?? { kind: 'failed', reason: `HTTP ${status} without a result` };
}

/** Reads a page of templates. */
export function readTemplatesAnswer({ status, body }: GraphAnswer, secret: string): TemplatesOutcome {
  const json = parseObject(body);
  const page = isSuccess(status) ? readTemplatePage(json) : undefined;
  if (page !== undefined) return { kind: 'listed', page };
  return readRefusal(status, json, secret) ?? { kind: 'failed', reason: `HTTP ${status} without a list` };
}

function readAccepted(json: JsonObject | undefined): SendOutcome | undefined {
  const message = asObject(asArray(json?.messages)?.[0]);
  const wamid = readWamid(message?.id);
  if (wamid === undefined) return undefined;
  const contact = asObject(asArray(json?.contacts)?.[0]);
  const waId = asId(contact?.wa_id);
  const userId = asId(contact?.user_id);
  const messageStatus = asText(message?.message_status);
  return {
    kind: 'accepted',
    wamid,
    ...(waId !== undefined ? { waId } : {}),
    ...(userId !== undefined ? { userId } : {}),
    ...(messageStatus !== undefined ? { messageStatus } : {}),
  };
}

/** A refusal needs an error status too: a success that also speaks of an error may well have been sent. */
function readRefusal(status: number, json: JsonObject | undefined, secret: string): GraphRefusal | undefined {
  const error = asObject(json?.error);
  const code = asNumber(error?.code);
  if (status < 400 || error === undefined || code === undefined || !Number.isSafeInteger(code)) return undefined;
  return { kind: 'refused', httpStatus: status, error: readError(error, code, secret) };
}

function readError(error: JsonObject, code: number, secret: string): GraphError {
  const say = (value: unknown) => {
    const text = asText(value);
    return text === undefined ? undefined : cut(cleanText(redact(text, secret)), TEXT_MAX_LENGTH);
  };
  const message = say(error.message) ?? '';
  const optional = {
    subcode: asNumber(error.error_subcode),
    details: say(errorDetails(error.error_data)),
    fbtraceId: say(error.fbtrace_id),
    userTitle: say(error.error_user_title),
    userMessage: say(error.error_user_msg),
    isTransient: typeof error.is_transient === 'boolean' ? error.is_transient : undefined,
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { code, title: message.replace(/^\(#\d+\)\s*/, ''), message, ...(present as Partial<typeof optional>) };
}

function redact(text: string, secret: string): string {
  const known = secret === '' ? text : text.replaceAll(secret, '[token]');
  return known.replace(TOKEN_SHAPE, '[token]');
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parseObject(body: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(body));
  } catch {
    return undefined;
  }
}
