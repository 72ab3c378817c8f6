import { openAsBlob } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Dispatcher, FormData } from 'undici';
import { GraphClientOptions } from './graph-client.options.js';
import {
  readBlockAnswer,
  readMarkAnswer,
  readSendAnswer,
  readTemplatesAnswer,
  readUploadAnswer,
} from './graph-answer.js';
import { createGraphDispatcher } from './graph-dispatcher.js';
import { Exchange, exchange } from './graph-exchange.js';
import {
  BlockOutcome,
  GraphChannel,
  GraphMediaFile,
  MarkOutcome,
  ReadMark,
  SendOutcome,
  TemplatesOutcome,
  UploadOutcome,
} from './graph.types.js';
import { GraphSendBody } from './protocol/send-body.js';
import { TEMPLATE_FIELDS } from './protocol/template-item.js';

const SEND_TIMEOUT_MS = 30_000;
/** An operator waits for it. */
const BLOCK_TIMEOUT_MS = 10_000;
/** Of one page of templates. */
const LIST_TIMEOUT_MS = 15_000;
const LIST_PAGE = 100;
const UPLOAD_TIMEOUT_MS = 120_000;
/** Calls in flight may finish at shutdown, within what is left of the ten seconds a stop may take. */
const CLOSE_GRACE_MS = 5000;

/** Calls Meta's Graph API. Answers with outcomes and never throws for what Graph or the network do. */
@Injectable()
export class GraphClientService implements OnApplicationShutdown {
  private readonly dispatcher: Dispatcher;
  private readonly origin: string;
  private readonly basePath: string;
  private readonly sendTimeoutMs: number;
  private readonly uploadTimeoutMs: number;

  constructor(options: GraphClientOptions) {
    const base = new URL(options.baseUrl);
    this.origin = base.origin;
    this.basePath = `${base.pathname.replace(/\/+$/, '')}/${options.version}`;
    this.sendTimeoutMs = options.timeoutMs ?? SEND_TIMEOUT_MS;
    this.uploadTimeoutMs = options.uploadTimeoutMs ?? UPLOAD_TIMEOUT_MS;
    this.dispatcher = createGraphDispatcher({
      baseUrl: options.baseUrl,
      silenceMs: Math.max(this.sendTimeoutMs, this.uploadTimeoutMs),
      ...(options.proxyUrl ? { proxyUrl: options.proxyUrl } : {}),
    });
  }

  /**
   * POST /{phone-number-id}/messages, once: there is no idempotency key at Meta, so this never repeats by itself. `mayLeave` is asked
   * when the first byte is about to be written.
   */
  async sendMessage(channel: GraphChannel, body: GraphSendBody, mayLeave?: () => boolean): Promise<SendOutcome> {
    const headers = { 'content-type': 'application/json' };
    const call = { edge: 'messages', headers, body: JSON.stringify(body), timeoutMs: this.sendTimeoutMs, mayLeave };
    const result = await this.post(channel, call);
    return result.kind === 'answered' ? readSendAnswer(result.answer, channel.accessToken) : result;
  }

  /**
   * POST /{phone-number-id}/messages with `status: "read"`: the customer sees this message and the earlier ones as read. Meta shows
   * typing only together with it.
   */
  async markRead(
    channel: GraphChannel,
    { wamid, isTyping }: ReadMark,
    timeoutMs = this.sendTimeoutMs,
  ): Promise<MarkOutcome> {
    const typing = isTyping ? { typing_indicator: { type: 'text' } } : {};
    const body = { messaging_product: 'whatsapp', status: 'read', message_id: wamid, ...typing };
    const headers = { 'content-type': 'application/json' };
    const result = await this.post(channel, { edge: 'messages', headers, body: JSON.stringify(body), timeoutMs });
    return result.kind === 'answered'
      ? readMarkAnswer(result.answer, channel.accessToken)
      : { kind: 'failed', reason: result.reason };
  }

  /** POST /{phone-number-id}/media. Rejects only when the file itself cannot be opened. The id lives 30 days. */
  async uploadMedia(channel: GraphChannel, { content, mimeType, filename }: GraphMediaFile): Promise<UploadOutcome> {
    const form = new FormData();
    form.append('messaging_product', 'whatsapp');
    form.append('type', mimeType);
    const options = { type: mimeType };
    const blob = Buffer.isBuffer(content) ? new Blob([content], options) : await openAsBlob(content.path, options);
    form.append('file', blob, filename);
    // No content-type of our own: only the body's encoder knows the boundary.
    const result = await this.post(channel, {
      edge: 'media',
      headers: {},
      body: form,
      timeoutMs: this.uploadTimeoutMs,
    });
    return result.kind === 'answered'
      ? readUploadAnswer(result.answer, channel.accessToken)
      : { kind: 'failed', reason: result.reason };
  }

  /**
   * POST or DELETE /{phone-number-id}/block_users. Meta blocks only who wrote to this number within 24 hours. `user` is a phone with
   * its plus, or the user id of who hides it.
   */
  async setBlocked(channel: GraphChannel, user: string, isBlocked: boolean): Promise<BlockOutcome> {
    const body = JSON.stringify({ messaging_product: 'whatsapp', block_users: [{ user }] });
    const headers = { 'content-type': 'application/json' };
    const method = isBlocked ? 'POST' : 'DELETE';
    const result = await this.post(channel, {
      edge: 'block_users',
      method,
      headers,
      body,
      timeoutMs: BLOCK_TIMEOUT_MS,
    });
    return result.kind === 'answered'
      ? readBlockAnswer(result.answer, channel.accessToken)
      : { kind: 'failed', reason: result.reason };
  }

  /** GET /{waba-id}/message_templates: one page, from `after` on. */
  async listTemplates(wabaId: string, accessToken: string, after: string | null): Promise<TemplatesOutcome> {
    const query = new URLSearchParams({ fields: TEMPLATE_FIELDS, limit: String(LIST_PAGE) });
    if (after !== null) query.set('after', after);
    const result = await this.post(
      { phoneNumberId: wabaId, accessToken },
      {
        edge: `message_templates?${query.toString()}`,
        method: 'GET',
        headers: {},
        timeoutMs: LIST_TIMEOUT_MS,
      },
    );
    return result.kind === 'answered'
      ? readTemplatesAnswer(result.answer, accessToken)
      : { kind: 'failed', reason: result.reason };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([this.dispatcher.close(), setTimeout(CLOSE_GRACE_MS, undefined, { ref: false })]);
    await this.dispatcher.destroy();
  }

  private post({ phoneNumberId, accessToken }: GraphChannel, call: GraphCall): Promise<Exchange> {
    return exchange(this.dispatcher, {
      origin: this.origin,
      path: `${this.basePath}/${encodeURIComponent(phoneNumberId)}/${call.edge}`,
      headers: { ...call.headers, accept: 'application/json', authorization: `Bearer ${accessToken}` },
      method: call.method,
      body: call.body,
      timeoutMs: call.timeoutMs,
      mayLeave: call.mayLeave,
    });
  }
}

interface GraphCall {
  edge: string;
  method?: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body?: string | FormData | undefined;
  timeoutMs: number;
  mayLeave?: (() => boolean) | undefined;
}
