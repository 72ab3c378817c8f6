import type { Readable } from 'node:stream';
import type { TemplatePage } from './protocol/template-item.js';

/** The business number a call speaks for. */
export interface GraphChannel {
  phoneNumberId: string;
  accessToken: string;
}

/** Graph's error body, with the access token taken out of every text: Meta quotes a malformed one. */
export interface GraphError {
  code: number;
  subcode?: number;
  title: string;
  message: string;
  details?: string;
  fbtraceId?: string;
  userTitle?: string;
  userMessage?: string;
  isTransient?: boolean;
}

export interface GraphRefusal {
  kind: 'refused';
  httpStatus: number;
  error: GraphError;
}

/**
 * What became of a send.
 * - `accepted`: WhatsApp took it (which is not yet sent, let alone delivered);
 * - `refused`: Graph said no, with a code;
 * - `uncertain`: bytes left and no usable answer came: the customer may get it, so it is never sent again by itself;
 * - `unsent`: no byte of the request left, sending again is safe.
 */
export type SendOutcome =
  | { kind: 'accepted'; wamid: string; waId?: string; userId?: string; messageStatus?: string }
  | GraphRefusal
  | { kind: 'uncertain'; reason: string }
  | { kind: 'unsent'; reason: string };

/** What became of an upload. A second copy of a file harms nobody, so `failed` may always be repeated. */
export type UploadOutcome = { kind: 'uploaded'; mediaId: string } | GraphRefusal | { kind: 'failed'; reason: string };

/** What became of a read mark. It may always be repeated: to read a message twice is to read it. */
export type MarkOutcome = { kind: 'marked' } | GraphRefusal | { kind: 'failed'; reason: string };

export interface ReadMark {
  wamid: string;
  /** Shows the customer that somebody is typing, until the answer comes or for 25 s. */
  isTyping: boolean;
}

/** What became of a change of the block list. It may always be repeated: who is blocked is blocked. */
export type BlockOutcome = { kind: 'done' } | GraphRefusal | { kind: 'failed'; reason: string };

/** What became of reading a page of templates. */
export type TemplatesOutcome =
  { kind: 'listed'; page: TemplatePage } | GraphRefusal | { kind: 'failed'; reason: string };

export interface GraphMediaFile {
  content: Buffer | { path: string };
  mimeType: string;
  /** With its extension: the customer's phone picks the icon by it. */
  filename: string;
}

/** Where a customer's file is for the next five minutes, and what Graph says of it. */
export type FoundMedia =
  | { kind: 'found'; url: string; sha256: string | null; size: number | null }
  | GraphRefusal
  | { kind: 'failed'; reason: string };

/** A file that begins to come. `foreign`: its URL leads where our token must not go. */
export type OpenedMedia =
  | { kind: 'opened'; body: Readable; /** Bytes, where the host says so. */ length: number | null }
  | { kind: 'foreign' }
  | { kind: 'failed'; reason: string };
