import * as fc from 'fast-check';
import { applyChanges, type ChangedMessage, type StoredChange } from '../../src/messages/domain/message-changes.js';
import { attemptStatus } from '../../src/messages/domain/attempt-status.js';
import { CUSTOMER_PHONE, receipt } from './test-desk.js';

/** The second all times below count from. */
const AT = 1_772_366_400;
export const STRANGER_PHONE = '77016660000';

/** What happens to one message of ours and to one of the customer's, whose wamids end in `run`. */
export interface Facts {
  receipts: { status: string; second: number; code: number | null; isNamed: boolean }[];
  /** `onOurs` tells which of the two it is about; no emoji takes it back. */
  reactions: { onOurs: boolean; second: number; emoji: string | null }[];
  edits: { second: number; words: string; isForeign: boolean }[];
  revokes: { second: number; isForeign: boolean }[];
}

/** One item of a webhook, by its place among those of the facts; or the commit with which our send gets its wamid. */
export type Step = number | 'commit';

export interface Run {
  facts: Facts;
  /** What is applied in one transaction; those of one group at the same time. */
  groups: Step[][][];
}

export interface Target {
  run: number;
  attemptId: string;
}

export const ourWamid = ({ run }: Target): string => `wamid.OURS${run}`;
export const theirWamid = ({ run }: Target): string => `wamid.THEIRS${run}`;
export const THEIR_WORDS = 'первое';

const second = fc.integer({ min: 1, max: 6 });
const facts: fc.Arbitrary<Facts> = fc.record({
  receipts: fc.array(
    fc.record({
      status: fc.constantFrom('sent', 'delivered', 'read', 'failed', 'played'),
      second,
      code: fc.constantFrom(null, 131_026, 131_049),
      isNamed: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
  reactions: fc.array(fc.record({ onOurs: fc.boolean(), second, emoji: fc.constantFrom('👍', '❤️', '', null) }), {
    maxLength: 4,
  }),
  edits: fc.array(fc.record({ second, words: fc.constantFrom('второе', 'третье'), isForeign: fc.boolean() }), {
    maxLength: 3,
  }),
  revokes: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Facts['revokes']>([]) },
    { weight: 2, arbitrary: fc.array(fc.record({ second, isForeign: fc.boolean() }), { minLength: 1, maxLength: 2 }) },
  ),
});

/** All items of the facts, some of them twice, in any order, in any batches, some batches at the same time, the commit anywhere. */
export const runs: fc.Arbitrary<Run> = facts.chain((some) => {
  const items = [...itemsOf(some, { run: 0, attemptId: '' }).keys()];
  return fc
    .subarray(items)
    .chain((repeated) => {
      const steps: Step[] = [...items, ...repeated, 'commit'];
      const ends = fc.array(fc.constantFrom('batch', 'group', 'none'), {
        minLength: steps.length,
        maxLength: steps.length,
      });
      return fc.tuple(fc.shuffledSubarray(steps, { minLength: steps.length }), ends);
    })
    .map(([steps, ends]) => ({ facts: some, groups: groupsOf(steps, ends) }));
});

function groupsOf(steps: readonly Step[], ends: readonly ('batch' | 'group' | 'none')[]): Step[][][] {
  const groups: Step[][][] = [[[]]];
  steps.forEach((step, index) => {
    const group = groups.at(-1) ?? [];
    // A commit is a transaction of its own.
    if (step === 'commit') group.push([step], []);
    else group.at(-1)?.push(step);
    if (ends[index] === 'batch') group.push([]);
    if (ends[index] === 'group') groups.push([[]]);
  });
  return groups.map((group) => group.filter((batch) => batch.length > 0)).filter((group) => group.length > 0);
}

/** What Meta posts, first the customer's message itself: `messages` and `statuses` by their keys. */
export function itemsOf(
  { receipts, reactions, edits, revokes }: Facts,
  target: Target,
): { message?: object; status?: object }[] {
  const changes = [...reactions, ...edits, ...revokes].map((change, index) => ({
    message: {
      from: 'isForeign' in change && change.isForeign ? STRANGER_PHONE : CUSTOMER_PHONE,
      id: changeWamid(target, index),
      timestamp: String(AT + change.second),
      ...bodyOf(change, target),
    },
  }));
  const statuses = receipts.map(({ status, second: at, code, isNamed }) => ({
    status: receipt(ourWamid(target), status, AT + at, {
      ...(code === null || status !== 'failed' ? {} : { errors: [{ code, title: `title ${code}` }] }),
      ...(isNamed ? { biz_opaque_callback_data: target.attemptId } : {}),
    }),
  }));
  const own = { from: CUSTOMER_PHONE, id: theirWamid(target), timestamp: String(AT), type: 'text' };
  return [{ message: { ...own, text: { body: THEIR_WORDS } } }, ...changes, ...statuses];
}

function changeWamid({ run }: Target, index: number): string {
  return `wamid.CHANGE${run}.${index}`;
}

function bodyOf(change: object, target: Target): object {
  if ('emoji' in change && 'onOurs' in change) {
    const message_id = change.onOurs === true ? ourWamid(target) : theirWamid(target);
    return { type: 'reaction', reaction: { message_id, ...(change.emoji === null ? {} : { emoji: change.emoji }) } };
  }
  const original_message_id = theirWamid(target);
  if (!('words' in change)) return { type: 'revoke', revoke: { original_message_id } };
  return { type: 'edit', edit: { original_message_id, message: { type: 'text', text: { body: change.words } } } };
}

/** What the customer's message must be in the end. */
export function theirsInTheEnd(some: Facts, target: Target): ChangedMessage & { original: object | null } {
  const original = { content: THEIR_WORDS, details: { body: THEIR_WORDS } };
  const changed = applyChanges(original, storedChanges(some, target, false));
  const isTouched = changed.editedAt !== null || changed.deletedAt !== null;
  return { ...changed, original: isTouched ? original : null };
}

/** What our message must be in the end, `committedAt` being when its send was answered. */
export function oursInTheEnd(some: Facts, target: Target, committedAt: Date): object {
  const least = (...statuses: string[]): Date | null => {
    const seconds = some.receipts.filter(({ status }) => statuses.includes(status)).map((one) => one.second);
    return seconds.length === 0 ? null : new Date((AT + Math.min(...seconds)) * 1000);
  };
  const readAt = least('read', 'played');
  const deliveredAt = least('delivered') ?? readAt;
  const [sentAt, failedAt] = [least('sent'), least('failed')];
  const status = attemptStatus({ state: 'accepted', sentAt, deliveredAt, readAt, failedAt });
  const isFailed = status === 'failed';
  const [failure] = some.receipts
    .filter((one) => one.status === 'failed')
    .map(({ second: at, code }) => ({ second: at, code }))
    .sort((a, b) => a.second - b.second || (a.code ?? 0) - (b.code ?? 0));
  const { reactions } = applyChanges({ content: '', details: {} }, storedChanges(some, target, true));
  return {
    wamid: ourWamid(target),
    status,
    sentAt: sentAt ?? (isFailed ? null : committedAt),
    deliveredAt,
    readAt,
    failedAt: isFailed ? failedAt : null,
    errorCode: isFailed ? (failure?.code ?? null) : null,
    reactions,
    editedAt: null,
    deletedAt: null,
  };
}

/** The changes that may be applied to one of the two messages. */
function storedChanges({ reactions, edits, revokes }: Facts, target: Target, onOurs: boolean): StoredChange[] {
  const all = [
    ...reactions.map((one) => ({ ...one, kind: 'reaction' as const, isForeign: false })),
    ...edits.map((one) => ({ ...one, kind: 'edit' as const, onOurs: false, emoji: null })),
    ...revokes.map((one) => ({ ...one, kind: 'revoke' as const, onOurs: false, emoji: null })),
  ].map((one, index) => {
    const words = 'words' in one ? one.words : null;
    return {
      isCounting: one.onOurs === onOurs && !one.isForeign,
      wamid: changeWamid(target, index),
      kind: one.kind,
      actor: 'customer' as const,
      occurredAt: new Date((AT + one.second) * 1000),
      emoji: one.emoji === '' ? null : one.emoji,
      content: words,
      details: words === null ? {} : { body: words },
    };
  });
  return all.filter(({ isCounting }) => isCounting);
}
