import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { applyChanges, earlierVersions, refusalOf, type StoredChange } from './message-changes.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 2, 1, 12, 0, second));
const ORIGINAL = { content: 'Фото', details: { id: '1', mime_type: 'image/jpeg', caption: 'Фото', isTruncated: true } };

function change(kind: StoredChange['kind'], wamid: string, second: number, more: object = {}): StoredChange {
  return {
    wamid,
    kind,
    actor: 'customer',
    occurredAt: at(second),
    emoji: null,
    content: null,
    details: {},
    ...more,
  };
}
const reacts = (wamid: string, second: number, emoji: string | null, actor = 'customer'): StoredChange =>
  change('reaction', wamid, second, { emoji, actor });
const edits = (wamid: string, second: number, content: string): StoredChange =>
  change('edit', wamid, second, { content, details: { caption: content } });
const revokes = (wamid: string, second: number): StoredChange => change('revoke', wamid, second);
const shown = (emoji: string, second: number, from = 'customer'): object => ({
  emoji,
  from,
  at: at(second).toISOString(),
});

const UNCHANGED = { ...ORIGINAL, editedAt: null, deletedAt: null, reactions: [] };
const edited = (content: string, second: number): object => ({
  ...UNCHANGED,
  content,
  details: { id: '1', mime_type: 'image/jpeg', caption: content },
  editedAt: at(second),
});
const deleted = (second: number): object => ({
  content: '[message deleted]',
  details: {},
  editedAt: null,
  deletedAt: at(second),
  reactions: [],
});

const CASES: [string, StoredChange[], object][] = [
  ['nothing', [], UNCHANGED],
  ['a reaction', [reacts('a', 1, '👍')], { ...UNCHANGED, reactions: [shown('👍', 1)] }],
  ['a later reaction', [reacts('b', 1, '👍'), reacts('a', 2, '❤️')], { ...UNCHANGED, reactions: [shown('❤️', 2)] }],
  ['a reaction taken back', [reacts('a', 1, '👍'), reacts('b', 2, null)], UNCHANGED],
  [
    'one taken back before',
    [reacts('a', 2, '👍'), reacts('b', 1, null)],
    { ...UNCHANGED, reactions: [shown('👍', 2)] },
  ],
  ['two of one second', [reacts('b', 1, '👍'), reacts('a', 1, '❤️')], { ...UNCHANGED, reactions: [shown('👍', 1)] }],
  [
    'reactions of several',
    [reacts('a', 3, '👍'), reacts('b', 2, '🙏', 'operator'), reacts('c', 1, null, 'phone_app')],
    { ...UNCHANGED, reactions: [shown('🙏', 2, 'operator'), shown('👍', 3)] },
  ],
  ['an edit', [edits('a', 1, 'Новое')], edited('Новое', 1)],
  ['a later edit', [edits('b', 1, 'Новое'), edits('a', 2, 'Новее')], edited('Новее', 2)],
  ['two edits of one second', [edits('b', 1, 'б'), edits('a', 1, 'а')], edited('б', 1)],
  [
    'an edit without a caption',
    [change('edit', 'a', 1, { content: '[image]' })],
    { ...(edited('[image]', 1) as typeof UNCHANGED), details: { id: '1', mime_type: 'image/jpeg' } },
  ],
  ['a revoke', [revokes('a', 1)], deleted(1)],
  ['two revokes', [revokes('a', 2), revokes('b', 1)], deleted(1)],
  ['a revoke before an edit and a reaction', [revokes('a', 1), edits('b', 2, 'x'), reacts('c', 3, '👍')], deleted(1)],
];

describe('applyChanges', () => {
  it.each(CASES)('of %s', (_, changes, expected) => {
    expect(applyChanges(ORIGINAL, changes)).toEqual(expected);
  });

  it('ends the same in whatever order they come', () => {
    const all = CASES.flatMap(([, changes], index) =>
      changes.map((one) => ({ ...one, wamid: `${one.wamid}${index}` })),
    );
    const some = fc.subarray(all.filter(({ kind }) => kind !== 'revoke'));
    const orders = some.chain((one) => fc.tuple(fc.constant(one), fc.shuffledSubarray(one, { minLength: one.length })));
    fc.assert(
      fc.property(orders, ([one, other]) => {
        expect(applyChanges(ORIGINAL, other)).toEqual(applyChanges(ORIGINAL, one));
      }),
    );
  });
});

describe('refusalOf', () => {
  it.each([
    ['reaction', 'customer', 'in', 1, undefined],
    ['reaction', 'customer', 'out', 1, undefined],
    ['reaction', 'customer', 'out', 2, 'other_chat'],
    ['edit', 'customer', 'in', 1, undefined],
    ['edit', 'customer', 'out', 1, 'not_the_author'],
    ['edit', 'customer', 'in', 2, 'other_chat'],
    ['edit', 'phone_app', 'out', 1, undefined],
    ['revoke', 'customer', 'in', 1, undefined],
    ['revoke', 'customer', 'out', 1, 'not_the_author'],
    ['revoke', 'phone_app', 'in', 1, 'not_the_author'],
  ] as const)('of a %s by %s of a message %s of chat %i is %s', (kind, actor, direction, chatId, expected) => {
    expect(refusalOf({ kind, actor, chatId: 1 }, { chatId, direction })).toBe(expected);
  });
});

describe('earlierVersions', () => {
  const original = { content: 'Фото', at: at(0) };

  it('are what it said before the edit that counts, the oldest first', () => {
    expect(earlierVersions(original, [edits('b', 2, 'третье'), edits('a', 1, 'второе')])).toEqual([
      original,
      { content: 'второе', at: at(1) },
    ]);
  });

  it('are none where nothing was edited', () => {
    expect(earlierVersions(original, [])).toEqual([]);
  });
});
