import { DELETED_CONTENT } from '../../waba-gateway/protocol/message-content.js';
import type { Direction, MessageOrigin } from './message.js';

export type ChangeKind = 'reaction' | 'edit' | 'revoke';

/** A change as it is kept. */
export interface StoredChange {
  wamid: string;
  kind: ChangeKind;
  actor: MessageOrigin;
  /** Meta's time. */
  occurredAt: Date;
  /** Of a reaction; null takes it back. */
  emoji: string | null;
  /** Of an edit. */
  content: string | null;
  details: Record<string, unknown>;
}

/** What a message says, before or after its changes. */
export interface Wording {
  content: string;
  details: Record<string, unknown>;
}

export interface Reaction {
  emoji: string;
  from: MessageOrigin;
  /** ISO 8601, Meta's time. */
  at: string;
}

export interface ChangedMessage extends Wording {
  editedAt: Date | null;
  deletedAt: Date | null;
  /** One of each who reacted, the oldest first. */
  reactions: Reaction[];
}

export interface Version {
  content: string;
  at: Date;
}

/** Why a change is never applied: it speaks of a message of another chat, or of one its author did not write. */
export type ChangeRefusal = 'other_chat' | 'not_the_author';

/** What the details of the words before must not leave behind, where the new ones have no such key. */
const KEYS_OF_WORDS: ReadonlySet<string> = new Set(['caption', 'isTruncated']);

/**
 * What a message is after all its changes, in whatever order they came: of each reactor's reactions and of all edits the latest by
 * Meta's time counts, among equal times the one with the greatest wamid; a revoke wins over everything and shows nothing else.
 */
export function applyChanges(original: Wording, changes: readonly StoredChange[]): ChangedMessage {
  const revokes = changes.filter(({ kind }) => kind === 'revoke').map(({ occurredAt }) => occurredAt.getTime());
  if (revokes.length > 0) {
    const deletedAt = new Date(Math.min(...revokes));
    return { content: DELETED_CONTENT, details: {}, editedAt: null, deletedAt, reactions: [] };
  }
  const edit = latest(changes.filter(({ kind }) => kind === 'edit'));
  return {
    content: edit?.content ?? original.content,
    details: edit === undefined ? original.details : { ...withoutWords(original.details), ...edit.details },
    editedAt: edit?.occurredAt ?? null,
    deletedAt: null,
    reactions: reactionsOf(changes),
  };
}

/** Whether a change may be applied to the message it names. Anybody of a chat may react; only who wrote a message edits or revokes it. */
export function refusalOf(
  change: { kind: ChangeKind; actor: MessageOrigin; chatId: number },
  target: { chatId: number; direction: Direction },
): ChangeRefusal | undefined {
  if (change.chatId !== target.chatId) return 'other_chat';
  const isAuthor = (change.actor === 'customer') === (target.direction === 'in');
  return change.kind === 'reaction' || isAuthor ? undefined : 'not_the_author';
}

/** What an edited message said before, the oldest first. `edits` are all there are, the one that counts included. */
export function earlierVersions(original: Version, edits: readonly StoredChange[]): Version[] {
  const inOrder = [...edits].sort((a, b) => (isLater(a, b) ? 1 : -1));
  const versions = [
    original,
    ...inOrder.map(({ content, occurredAt }) => ({ content: content ?? '', at: occurredAt })),
  ];
  return versions.slice(0, -1);
}

function reactionsOf(changes: readonly StoredChange[]): Reaction[] {
  const reactions = changes.filter(({ kind }) => kind === 'reaction');
  const counting = [...new Set(reactions.map(({ actor }) => actor))].flatMap(
    (actor) => latest(reactions.filter((reaction) => reaction.actor === actor)) ?? [],
  );
  return counting
    .sort((a, b) => (isLater(a, b) ? 1 : -1))
    .flatMap(({ emoji, actor, occurredAt }) =>
      emoji === null ? [] : [{ emoji, from: actor, at: occurredAt.toISOString() }],
    );
}

function latest(changes: readonly StoredChange[]): StoredChange | undefined {
  return changes.reduce<StoredChange | undefined>(
    (last, change) => (last === undefined || isLater(change, last) ? change : last),
    undefined,
  );
}

/** A wamid is unique, so that no two are equal. */
function isLater(a: StoredChange, b: StoredChange): boolean {
  return +a.occurredAt === +b.occurredAt ? a.wamid > b.wamid : a.occurredAt > b.occurredAt;
}

function withoutWords(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([key]) => !KEYS_OF_WORDS.has(key)));
}
