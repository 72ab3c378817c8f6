/** How many messages a fault meets; `always` until it is taken back. */
export type Times = number | 'always';

/** A fault for the next messages, to one customer (a phone or a BSUID) or to anybody. */
export interface CountedFault {
  times: Times;
  phone?: string | undefined;
}

/** Bodies that are no answer of Graph, as gateways in front of it and half-broken servers give them. */
export const GARBAGE_KINDS = ['html-500', 'html-502', 'html-504', 'empty-200', 'no-id-200', 'broken-json-200'] as const;
export type GarbageKind = (typeof GARBAGE_KINDS)[number];

/** What a refusal says beside its code; `fields` go into Graph's `error` object and win over what stands there. */
export interface Refusal {
  code: number;
  status?: number | undefined;
  details?: string | undefined;
  fields?: Readonly<Record<string, unknown>> | undefined;
}

export interface ThrottleFault {
  code: number;
  /** By the clock, from the moment it is set. */
  forMs: number;
  phone?: string | undefined;
}

export interface GarbageFault extends CountedFault {
  answer: GarbageKind;
  isAccepted: boolean;
}

export interface FailFault extends CountedFault {
  code: number;
  isAfterSent: boolean;
  details?: string | undefined;
}

export const UPLOAD_ANSWERS = ['refuse', 'drop', ...GARBAGE_KINDS] as const;

/** Uploads name no customer, so these are for anybody. */
export interface UploadFault extends Refusal {
  answer: (typeof UPLOAD_ANSWERS)[number];
  times: Times;
}

/**
 * What is wrong with a download: the URL has expired, other bytes than announced, none at all, slow, Graph does not know the id, the URL
 * leads to a stranger.
 */
export const DOWNLOAD_FAULTS = [
  'expired-url',
  'wrong-bytes',
  'empty',
  'slow',
  'cut',
  'unknown-id',
  'foreign-host',
] as const;

/** Downloads name no customer, so these are for anybody. */
export interface DownloadFault {
  answer: (typeof DOWNLOAD_FAULTS)[number];
  times: Times;
}

export const RECEIPT_FAULTS = [
  'normal',
  'none',
  'shuffled',
  'duplicated',
  'read-before-delivered',
  'only-read',
] as const;
export const WINDOW_CLOSED_WAYS = ['webhook', 'answer'] as const;

/** What goes wrong on purpose. A new fault is a field here, its default, and one place that asks for it. */
export interface Faults {
  /** Graph answers with this error code instead of accepting. */
  refuse?: (CountedFault & Refusal) | undefined;
  /** Graph refuses everything for a while, as its limits do, instead of a number of times. */
  throttle?: ThrottleFault | undefined;
  /** The connection is reset, and nothing was accepted. */
  dropBeforeAccept?: CountedFault | undefined;
  /** The message is accepted, then the connection is cut instead of answered. Receipts come. */
  dropAfterAccept?: CountedFault | undefined;
  /** Something that is no answer of Graph, the message accepted or not. */
  garbage?: GarbageFault | undefined;
  /** Graph answers accepted messages so much later, in real milliseconds. */
  delayMs: number;
  /** What becomes of media uploads. */
  upload?: UploadFault | undefined;
  /** What becomes of downloads of customers' files. */
  download?: DownloadFault | undefined;
  /** The message is accepted and fails later, by webhook. */
  fail?: FailFault | undefined;
  receipts: (typeof RECEIPT_FAULTS)[number];
  /** Receipts are posted so much later than they happen, in milliseconds of the clock. */
  receiptsLateMs: number;
  /** All receipts are posted before Graph answers. */
  receiptsBeforeAnswer: boolean;
  /** So many receipts share one body. */
  batchSize: number;
  /** Each webhook is posted so many times at once. */
  webhookCopies: number;
  /** Every update goes to this callback too. */
  secondWebhookUrl?: string | undefined;
  /** How a closed window is told: as Meta does, by a `failed` webhook after a 200, or in the answer itself. */
  windowClosed: (typeof WINDOW_CLOSED_WAYS)[number];
}

export const NO_FAULTS: Readonly<Faults> = {
  delayMs: 0,
  receipts: 'normal',
  receiptsLateMs: 0,
  receiptsBeforeAnswer: false,
  batchSize: 1,
  webhookCopies: 1,
  windowClosed: 'webhook',
};

/** Some faults; null takes one back. */
export type FaultChanges = { [K in keyof Faults]?: Faults[K] | null };
