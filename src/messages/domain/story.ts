import { LocalizedText } from '../../common/errors/localized-text.js';
import { explainMetaError } from '../../waba-gateway/error-catalogue.js';
import type { ReceiptStatus } from '../../waba-gateway/protocol/webhook.types.js';
import { AttemptState, Direction, MessageOrigin } from './message.js';
import { StoredFailure } from './message-error.js';
import { SENTENCES } from './story-sentences.js';

export const STORY_KINDS = [
  'received',
  'queued',
  'scheduled',
  'retried',
  'waiting',
  'waited',
  'began',
  'accepted',
  'throttled',
  'refused',
  'uncertain',
  'given_up',
  'sent',
  'delivered',
  'read',
  'failed',
  'cancelled',
] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

/** One thing that happened to a message. */
export interface StoryStep {
  at: Date;
  kind: StoryKind;
  text: LocalizedText;
}

export interface StoryAttempt {
  number: number;
  state: AttemptState;
  reason: string | null;
  failure: StoredFailure | null;
  createdAt: Date;
  /** Set where it is a try after a refusal, made by itself. */
  nextAt: Date | null;
  postingAt: Date | null;
  finishedAt: Date | null;
  failedAt: Date | null;
}

export interface StoryReceipt {
  /** The attempt it speaks of. */
  attempt: number;
  status: ReceiptStatus;
  /** By Meta's clock, in whole seconds. */
  occurredAt: Date;
  receivedAt: Date;
  failure: StoredFailure | null;
}

/** What a person did to it after it was sent. */
export interface StoryDeed {
  /** The attempt it made or ended. */
  attempt: number;
  action: string;
  at: Date;
  /** Email; null where the user is gone. */
  by: string | null;
  acceptDuplicate: boolean;
}

export interface StoryFacts {
  direction: Direction;
  origin: MessageOrigin;
  timestamp: Date;
  scheduledAt: Date | null;
  /** Email; null where nobody of ours wrote it, or the user is gone. */
  sender: string | null;
  attempts: readonly StoryAttempt[];
  receipts: readonly StoryReceipt[];
  deeds: readonly StoryDeed[];
  /** When its turn comes, where it waits for a limit. */
  waitsUntil: Date | null;
  /** Since when its channel sends nothing. */
  pausedAt: Date | null;
}

/** Shorter waits are the ordinary way through the queue. */
const WORTH_TELLING_MS = 1000;
/** Meta's times are cut to seconds. */
const META_PRECISION_MS = 1000;

/** What happened to a message, oldest first; made of rows that exist, so it can be told of any message at any time. */
export function tellStory(facts: StoryFacts): StoryStep[] {
  const attempts = [...facts.attempts].sort((a, b) => a.number - b.number);
  const steps = [opening(facts), ...attempts.flatMap((attempt) => attemptSteps(attempt, facts))];
  // Stable: what happened at the same time stays in the order of cause and effect.
  return steps.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function opening({ direction, origin, timestamp: at, scheduledAt, sender }: StoryFacts): StoryStep {
  if (direction === 'in') return { at, kind: 'received', text: SENTENCES.received() };
  if (scheduledAt !== null) return { at, kind: 'scheduled', text: SENTENCES.scheduled(sender, scheduledAt) };
  const text = origin === 'phone_app' ? SENTENCES.writtenOnPhone() : SENTENCES.queued(sender);
  return { at, kind: 'queued', text };
}

function attemptSteps(attempt: StoryAttempt, facts: StoryFacts): StoryStep[] {
  const { number } = attempt;
  const deeds = facts.deeds.filter((deed) => deed.attempt === number);
  return [
    ...deeds.filter(({ action }) => action === 'message.retried').map(retried),
    ...beginning(attempt),
    ...ending(attempt, facts),
    ...receiptSteps(attempt, facts),
    ...deeds.filter(({ action }) => action === 'message.cancelled').map(cancelled),
  ];
}

function retried({ at, by, acceptDuplicate }: StoryDeed): StoryStep {
  return { at, kind: 'retried', text: SENTENCES.retried(by, acceptDuplicate) };
}

function cancelled({ at, by }: StoryDeed): StoryStep {
  return { at, kind: 'cancelled', text: SENTENCES.cancelled(by) };
}

function beginning({ number, createdAt, nextAt, postingAt: at }: StoryAttempt): StoryStep[] {
  if (at === null) return [];
  const waited = at.getTime() - (nextAt ?? createdAt).getTime();
  return [
    ...(waited < WORTH_TELLING_MS ? [] : [{ at, kind: 'waited' as const, text: SENTENCES.waited(waited) }]),
    { at, kind: 'began', text: SENTENCES.began(number) },
  ];
}

function ending(attempt: StoryAttempt, facts: StoryFacts): StoryStep[] {
  const { state, reason, finishedAt: at, failedAt } = attempt;
  if (state === 'queued') return waiting(attempt, facts);
  if (at === null) return [];
  if (state === 'refused') return refusal(attempt, at, facts);
  // A reason stays with an attempt whose answer was lost, also when a receipt has told the outcome since.
  if (reason === null && state === 'accepted') return [{ at, kind: 'accepted', text: SENTENCES.accepted() }];
  const lost: StoryStep = { at, kind: 'uncertain', text: SENTENCES.uncertain() };
  const isGivenUp = state === 'uncertain' && failedAt !== null;
  return isGivenUp ? [lost, { at: failedAt, kind: 'given_up', text: SENTENCES.givenUp() }] : [lost];
}

/** What it waits for now. When a try after a refusal comes is told with the refusal. */
function waiting({ createdAt, nextAt }: StoryAttempt, { pausedAt, waitsUntil }: StoryFacts): StoryStep[] {
  if (pausedAt !== null) {
    return [{ at: pausedAt > createdAt ? pausedAt : createdAt, kind: 'waiting', text: SENTENCES.paused() }];
  }
  if (waitsUntil === null || nextAt !== null) return [];
  return [{ at: createdAt, kind: 'waiting', text: SENTENCES.waiting(waitsUntil) }];
}

function refusal(attempt: StoryAttempt, at: Date, { attempts, deeds, receipts }: StoryFacts): StoryStep[] {
  const { failure, number, postingAt } = attempt;
  if (failure?.own === 'CANCELLED') {
    if (deeds.some((deed) => deed.action === 'message.cancelled' && deed.attempt === number)) return [];
    const hasArrived = receipts.some(({ status }) => status !== 'failed' && status !== 'sent');
    return [{ at, kind: 'cancelled', text: hasArrived ? SENTENCES.needless() : SENTENCES.cancelled(null) }];
  }
  if (failure?.own === 'WINDOW_CLOSED') return [{ at, kind: 'failed', text: SENTENCES.windowClosed() }];
  if (failure?.own === 'RECIPIENT') return [{ at, kind: 'failed', text: SENTENCES.optedOut() }];
  if (failure?.own === 'MESSAGING_LIMIT') return [{ at, kind: 'failed', text: SENTENCES.limitReached() }];
  const next = attempts.find((other) => other.number === number + 1)?.nextAt ?? null;
  if (failure?.own === 'UPSTREAM') return [{ at, kind: 'refused', text: SENTENCES.unreachable(next) }];
  const kind = isThrottle(failure) ? 'throttled' : 'refused';
  return [{ at, kind, text: SENTENCES[postingAt === null ? 'fileRefused' : kind](failure, next) }];
}

function isThrottle(failure: StoredFailure | null): boolean {
  if (failure === null || failure.code === null) return false;
  const { retry } = explainMetaError(failure.code, failure.subcode ?? undefined);
  return retry === 'throttle' || retry === 'pair';
}

/** Receipts in the order of a message's life, so that those of the same second stand in it. */
const LIFE: readonly ReceiptStatus[] = ['sent', 'delivered', 'read', 'played', 'failed'];

function receiptSteps(attempt: StoryAttempt, { receipts }: StoryFacts): StoryStep[] {
  const own = receipts.filter((receipt) => receipt.attempt === attempt.number);
  const inOrder = LIFE.flatMap((status) => own.filter((receipt) => receipt.status === status));
  const delivered = own.find(({ status }) => status === 'delivered');
  return inOrder.map((receipt) => {
    const isEarly = delivered !== undefined && receipt.receivedAt < delivered.receivedAt;
    return { at: toldTime(receipt, attempt), ...receiptText(receipt, isEarly) };
  });
}

function receiptText({ status, failure }: StoryReceipt, isEarly: boolean): Pick<StoryStep, 'kind' | 'text'> {
  switch (status) {
    case 'sent':
      return { kind: 'sent', text: SENTENCES.sent() };
    case 'delivered':
      return { kind: 'delivered', text: SENTENCES.delivered() };
    case 'read':
      return { kind: 'read', text: SENTENCES.read(isEarly) };
    case 'played':
      return { kind: 'read', text: SENTENCES.played(isEarly) };
    case 'failed':
      return { kind: 'failed', text: SENTENCES.failed(failure) };
    default:
      return status satisfies never;
  }
}

/** Meta's time, unless it only seems to lie before what we did and heard first because Meta cuts it to the second. */
function toldTime({ occurredAt, receivedAt }: StoryReceipt, { postingAt, finishedAt }: StoryAttempt): Date {
  const wasAnswered = finishedAt !== null && finishedAt <= receivedAt;
  const before = [postingAt, wasAnswered ? finishedAt : null];
  const times = before
    .map((time) => time?.getTime() ?? 0)
    .filter((time) => time - occurredAt.getTime() < META_PRECISION_MS);
  return new Date(Math.max(occurredAt.getTime(), ...times));
}
