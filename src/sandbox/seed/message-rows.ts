import { randomUUID } from 'node:crypto';
import { applyChanges } from '../../messages/domain/message-changes.js';
import { MessageChange } from '../../messages/message-change.entity.js';
import { Message } from '../../messages/message.entity.js';
import { Receipt } from '../../messages/receipt.entity.js';
import { SendAttempt } from '../../messages/send-attempt.entity.js';
import { makeWamid } from '../../simulator/wamid.js';
import { parseWebhook } from '../../waba-gateway/protocol/webhook-parser.js';
import type { MessageItem } from '../../waba-gateway/protocol/webhook.types.js';
import type { Beat, CustomerBeat, DemoFailure, DemoFile, OperatorBeat, PhoneBeat, TimedBeat } from './beats.js';
import { DemoChannel, OPERATOR_ID } from './demo-people.js';

export interface ChatToTell {
  chatId: number;
  channel: DemoChannel;
  /** By which Meta names the customer: digits of the phone, or the BSUID. */
  address: string;
  firstMessageId: number;
  story: readonly TimedBeat[];
}

/** A message with the file it carries, whose row has no id yet. */
export interface MessageDraft {
  message: Message;
  file: DemoFile | undefined;
  /** Of an outgoing message. */
  attempt: SendAttempt | undefined;
  receipts: Omit<Receipt, 'id'>[];
  changes: Omit<MessageChange, 'id'>[];
}

const SECOND_MS = 1000;
/** Beats after the message left; Meta's own clock counts whole seconds. */
const RECEIPT_DELAYS_S = { sent: 1, delivered: 2, read: 40 };
/** Before the next message: they are a minute apart. */
const CHANGE_DELAY_S = 55;

/** The rows of a chat's messages, as they would be had every one of them really come and gone. */
export function messageRows(chat: ChatToTell, now: Date): MessageDraft[] {
  let about = '';
  return chat.story.map(({ beat, secondsAgo }, index) => {
    const at = new Date(Math.floor(now.getTime() / SECOND_MS) * SECOND_MS - secondsAgo * SECOND_MS);
    const id = chat.firstMessageId + index;
    if (beat.from === 'customer') {
      const written = inbound(chat, beat, { id, at, about });
      return { ...changed(chat, written, beat), file: beat.file, attempt: undefined, receipts: [] };
    }
    about = makeWamid(chat.address, 'outgoing');
    if (beat.from === 'phone') {
      const echo = echoed(chat, beat, { id, at, wamid: about });
      return { ...changed(chat, echo, beat), file: undefined, attempt: undefined, receipts: [] };
    }
    const message = outgoing(chat, beat, { id, at, wamid: about });
    const attempt = attemptOf(message);
    return { ...changed(chat, message, beat), file: beat.file, attempt, receipts: receiptsOf(attempt, about) };
  });
}

function inbound(
  chat: ChatToTell,
  beat: CustomerBeat,
  { id, at, about }: { id: number; at: Date; about: string },
): Message {
  const item = asReceived(chat, beat, { at, about });
  return {
    ...emptyMessage(chat, id, at),
    direction: 'in',
    origin: 'customer',
    type: item.type,
    content: item.content,
    details: {
      ...item.details,
      ...(item.errors === undefined ? {} : { errors: item.errors }),
      ...(item.referral === undefined ? {} : { referral: item.referral }),
    },
    wamid: item.wamid,
    status: 'received',
    replyToWamid: item.replyTo?.wamid ?? null,
  };
}

/** What our parser makes of the message when Meta sends it. */
function asReceived(
  { address, channel }: ChatToTell,
  beat: CustomerBeat,
  { at, about }: { at: Date; about: string },
): MessageItem {
  const isPhone = /^\d+$/.test(address);
  const isCall = beat.type === 'call';
  const message = {
    ...(isPhone ? { from: address } : { from_user_id: address }),
    id: makeWamid(address, 'inbound'),
    timestamp: String(at.getTime() / SECOND_MS),
    ...(isCall ? { event: 'terminate', direction: 'USER_INITIATED' } : { type: beat.type }),
    ...beat.parts(about),
  };
  const metadata = { phone_number_id: channel.number.phoneNumberId };
  const field = isCall ? 'calls' : 'messages';
  const value = { messaging_product: 'whatsapp', metadata, [field]: [message] };
  const body = { object: 'whatsapp_business_account', entry: [{ id: '0', changes: [{ field, value }] }] };
  const [item] = parseWebhook(Buffer.from(JSON.stringify(body))).items;
  if (item?.kind !== 'message') throw new Error(`a demo message of type ${beat.type} is not as Meta sends it`);
  return item;
}

function outgoing(
  chat: ChatToTell,
  beat: OperatorBeat,
  { id, at, wamid }: { id: number; at: Date; wamid: string },
): Message {
  const { fate } = beat;
  const after = (seconds: number): Date => new Date(at.getTime() + seconds * SECOND_MS);
  const isFailed = typeof fate === 'object';
  const isDelivered = fate === 'delivered' || fate === 'read';
  return {
    ...emptyMessage(chat, id, at),
    direction: 'out',
    origin: 'operator',
    type: beat.type,
    content: beat.content,
    details: beat.details ?? {},
    wamid,
    senderUserId: OPERATOR_ID,
    status: isFailed ? 'failed' : fate,
    sentAt: after(RECEIPT_DELAYS_S.sent),
    deliveredAt: isDelivered ? after(RECEIPT_DELAYS_S.delivered) : null,
    readAt: fate === 'read' ? after(RECEIPT_DELAYS_S.read) : null,
    failedAt: isFailed ? after(RECEIPT_DELAYS_S.delivered) : null,
    error: isFailed ? failureOf(fate) : null,
    caption: beat.caption ?? null,
    filename: beat.filename ?? null,
    sourceUrl: beat.file === undefined ? null : `https://example.com/${beat.file}`,
  };
}

/** As `smb_message_echoes` brings it: Meta tells nothing more of such a message. */
function echoed(
  chat: ChatToTell,
  { content }: PhoneBeat,
  { id, at, wamid }: { id: number; at: Date; wamid: string },
): Message {
  const sent = { direction: 'out', origin: 'phone_app', status: 'sent', sentAt: at } as const;
  return { ...emptyMessage(chat, id, at), ...sent, content, details: { body: content }, wamid };
}

function failureOf({ code, title, details }: DemoFailure): Record<string, unknown> {
  return { code, subcode: null, title, details, fbtraceId: null };
}

function emptyMessage(chat: ChatToTell, id: number, at: Date): Message {
  return {
    id,
    chatId: chat.chatId,
    channelId: chat.channel.id,
    direction: 'in',
    origin: 'customer',
    type: 'text',
    content: '',
    details: {},
    wamid: null,
    senderUserId: null,
    timestamp: at,
    scheduledAt: null,
    imported: false,
    status: 'received',
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    failedAt: null,
    error: null,
    caption: null,
    filename: null,
    sourceUrl: null,
    mediaId: null,
    cardMedia: null,
    replyToWamid: null,
    clientMessageId: null,
    bodyHash: null,
    reactions: [],
    editedAt: null,
    deletedAt: null,
    original: null,
    createdAt: at,
  };
}

/** The message after what the customer did to it, and the row that says so. */
function changed(
  { address }: ChatToTell,
  message: Message,
  { change }: Beat,
): Pick<MessageDraft, 'message' | 'changes'> {
  const { id: messageId, channelId, chatId, wamid: targetWamid, timestamp } = message;
  if (change === undefined || targetWamid === null) return { message, changes: [] };
  const occurredAt = new Date(timestamp.getTime() + CHANGE_DELAY_S * SECOND_MS);
  const row: Omit<MessageChange, 'id'> = {
    channelId,
    chatId,
    wamid: makeWamid(address, 'inbound'),
    targetWamid,
    messageId,
    refusal: null,
    kind: change.kind,
    actor: 'customer',
    emoji: change.kind === 'reaction' ? change.emoji : null,
    content: change.kind === 'edit' ? change.text : null,
    details: change.kind === 'edit' ? { body: change.text } : {},
    occurredAt,
    receivedAt: occurredAt,
  };
  const { content, details } = message;
  const original = change.kind === 'reaction' ? null : { content, details };
  return { message: { ...message, ...applyChanges({ content, details }, [row]), original }, changes: [row] };
}

/** Statuses are worked out from attempts: without one a late receipt would find nothing to move. */
function attemptOf(message: Message): SendAttempt {
  const { id, channelId, wamid, timestamp, sentAt, deliveredAt, readAt, failedAt, error } = message;
  const code = error?.['code'];
  return {
    id: randomUUID(),
    messageId: id,
    channelId,
    number: 1,
    state: 'accepted',
    wamid,
    reason: null,
    httpStatus: 200,
    graphCode: typeof code === 'number' ? code : null,
    fbtraceId: null,
    error,
    createdAt: timestamp,
    nextAt: null,
    limitedAt: null,
    postingAt: timestamp,
    outsideWindow: false,
    finishedAt: timestamp,
    sentAt,
    deliveredAt,
    readAt,
    failedAt,
  };
}

/** The receipts those times came from: what the next one changes is worked out from all of them. */
function receiptsOf(attempt: SendAttempt, wamid: string): Omit<Receipt, 'id'>[] {
  const { id: attemptId, channelId, sentAt, deliveredAt, readAt, failedAt } = attempt;
  const times = { sent: sentAt, delivered: deliveredAt, read: readAt, failed: failedAt };
  return Object.entries(times).flatMap(([status, occurredAt]) => {
    if (occurredAt === null) return [];
    const isFailure = status === 'failed';
    const details = isFailure ? { error: attempt.error } : {};
    const code = isFailure ? attempt.graphCode : null;
    return [{ channelId, wamid, status, attemptId, occurredAt, code, details, receivedAt: occurredAt }];
  });
}
