/**
 * By which names Meta called a person. `waId` is digits for a real phone; what Meta sent instead of one is kept as it
 * came, so that its messages stay visible. Usernames are no identity: they change hands.
 */
export interface IdentityHints {
  waId?: string;
  /** Business-scoped user id, e.g. `KZ.13491208655302741918`. */
  bsuid?: string;
  parentBsuid?: string;
}

export interface MetaErrorItem {
  code: number;
  title: string;
  details?: string;
  href?: string;
}

/** What somebody did to a message that stands elsewhere: `target` is the wamid of that message. */
export type MessageChangeItem =
  | { kind: 'reaction'; target: string; /** Null takes the reaction back. */ emoji: string | null }
  /** `content` is readable, `details` the object of the message's type, both as they are from now on. */
  | { kind: 'edit'; target: string; content: string; details: Record<string, unknown> }
  | { kind: 'revoke'; target: string };

/** What inbound messages and echoes have in common. Every string is free of NUL and lone surrogates. */
export interface MessageBody {
  phoneNumberId: string;
  displayPhoneNumber?: string;
  wabaId?: string;
  wamid: string;
  /** Meta's time; null where it is unusable and the time of receipt must do. */
  timestamp: Date | null;
  /** Meta's word for the type, at most 64 characters; `unknown` where there is none. */
  type: string;
  /** What a person reads: at most 64 KiB of UTF-8. */
  content: string;
  isTruncated: boolean;
  /** The object of the type as Meta named its fields; `contacts` is an array there and stands under its own key. */
  details: Record<string, unknown>;
  /** Present where this is no message of its own but a change of another one. */
  change?: MessageChangeItem;
  replyTo?: { wamid: string };
  /** What Meta's `context` says beside the answered message: forwarded, or asking about a product. */
  context?: Record<string, unknown>;
  errors?: MetaErrorItem[];
  groupId?: string;
  raw: Record<string, unknown>;
}

/** A customer wrote. */
export interface MessageItem extends MessageBody {
  kind: 'message';
  from: IdentityHints;
  /** How they are called from now on, where this is Meta's notice of a change. */
  became?: IdentityHints;
  profileName?: string;
  username?: string;
  /** No line of the chat: the customer is there, and that is all it says. */
  isSignOfLife?: boolean;
  /** The advertisement the customer came from, as Meta named its fields. */
  referral?: Record<string, unknown>;
}

/** Staff wrote in the phone app of a number that is used there too (coexistence). */
export interface EchoItem extends MessageBody {
  kind: 'echo';
  to: IdentityHints;
}

/** Something either side wrote before the number came to us, or on the phone while it was being connected. */
export interface HistoryItem extends MessageBody {
  kind: 'history';
  /** The customer, whoever wrote. */
  person: IdentityHints;
  fromMe: boolean;
  status: 'received' | 'sent' | 'delivered' | 'read' | 'failed';
}

/** What a receipt reports; `played` (a voice note) counts as `read`. */
export const RECEIPT_STATUSES = ['sent', 'delivered', 'read', 'failed', 'played'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** A receipt of one of our messages. */
export interface StatusItem {
  kind: 'status';
  phoneNumberId: string;
  wabaId?: string;
  wamid: string;
  status: ReceiptStatus;
  timestamp: Date | null;
  /** Our attempt's uuid (lower case), echoed by Meta as `biz_opaque_callback_data`. */
  attemptId?: string;
  recipient: IdentityHints;
  groupId?: string;
  errors: MetaErrorItem[];
  /** `pricing` and `conversation` as Meta named them, where present. */
  details: Record<string, unknown>;
  raw: Record<string, unknown>;
}

/** An error Meta reports beside, not inside, messages and statuses. */
export interface ErrorItem {
  kind: 'error';
  phoneNumberId: string;
  wabaId?: string;
  error: MetaErrorItem;
  raw: Record<string, unknown>;
}

/** What Meta tells of a customer outside of messages. */
export interface CustomerNoticeItem {
  kind: 'notice';
  field: string;
  phoneNumberId: string;
  wabaId?: string;
  person: IdentityHints;
  timestamp: Date | null;
  /** They want no marketing messages any more, or want them again. */
  marketing?: 'stop' | 'resume';
  /** How they are called from then on. */
  became?: IdentityHints;
  raw: Record<string, unknown>;
}

/** A change we have no parser for: kept whole, so that nothing is lost. */
export interface OtherItem {
  kind: 'other';
  field: string;
  wabaId?: string;
  phoneNumberId?: string;
  /** Meta's time of the entry, which account-type fields alone have. */
  timestamp?: Date;
  value: unknown;
}

export type WebhookItem =
  MessageItem | StatusItem | EchoItem | HistoryItem | ErrorItem | CustomerNoticeItem | OtherItem;

export type WebhookProblemReason =
  | 'invalid_json'
  | 'unknown_object'
  | 'empty_body'
  | 'not_an_array'
  | 'not_an_object'
  | 'field_missing'
  | 'value_missing'
  | 'phone_number_id_missing'
  | 'phone_number_id_mismatch'
  | 'wamid_unusable'
  | 'identity_missing'
  | 'unknown_status'
  | 'forbidden_key'
  | 'too_deep'
  | 'too_many_problems'
  | 'parser_failed';

/** A piece that could not become an item, or was changed on the way. `value` may be stored as jsonb as it is. */
export interface WebhookProblem {
  reason: WebhookProblemReason;
  /** Where in the body, e.g. `entry[0].changes[1].value.statuses[7]`. */
  path?: string;
  field?: string;
  value?: unknown;
}

export interface ParsedWebhook {
  items: WebhookItem[];
  problems: WebhookProblem[];
}
