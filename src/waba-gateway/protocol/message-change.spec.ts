import { describe, expect, it } from '@jest/globals';
import { readChange } from './message-change.js';
import { renderContent } from './message-content.js';

const read = (type: string, details: Record<string, unknown>): unknown =>
  readChange(type, details, renderContent(type, details));
const target = 'wamid.A';
const edit = (message: unknown): Record<string, unknown> => ({ original_message_id: target, message });

describe('readChange', () => {
  it.each<[string, Record<string, unknown>, object]>([
    ['reaction', { message_id: target, emoji: '👍' }, { kind: 'reaction', target, emoji: '👍' }],
    ['reaction', { message_id: target, emoji: '' }, { kind: 'reaction', target, emoji: null }],
    ['reaction', { message_id: target }, { kind: 'reaction', target, emoji: null }],
    ['reaction', { message_id: target, emoji: 5 }, { kind: 'reaction', target, emoji: null }],
    ['reaction', { message_id: target, emoji: 'х'.repeat(65) }, { kind: 'reaction', target, emoji: 'х'.repeat(64) }],
    ['revoke', { original_message_id: target }, { kind: 'revoke', target }],
    [
      'edit',
      edit({ type: 'text', text: { body: 'новое' }, context: {} }),
      { kind: 'edit', target, content: 'новое', details: { body: 'новое' } },
    ],
    [
      'edit',
      edit({ type: 'image', image: { id: '1', caption: 'подпись' } }),
      { kind: 'edit', target, content: 'подпись', details: { id: '1', caption: 'подпись' } },
    ],
    ['edit', edit({ text: { body: 'новое' } }), { kind: 'edit', target, content: 'новое', details: { body: 'новое' } }],
  ])('of a %s %j is %j', (type, details, expected) => {
    expect(read(type, details)).toEqual(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    ['text', { body: 'x', message_id: target }],
    ['reaction', { emoji: '👍' }],
    ['reaction', { message_id: 'with space', emoji: '👍' }],
    ['reaction', { message_id: 7, emoji: '👍' }],
    ['revoke', {}],
    ['edit', { message: { type: 'text', text: { body: 'x' } } }],
    ['edit', edit(undefined)],
    ['edit', edit('x')],
    ['edit', edit({ type: 'text' })],
    ['edit', edit({ type: 'text', text: { body: '' } })],
    ['edit', edit({ type: 'hologram', hologram: { depth: 3 } })],
    ['edit', edit({ type: 'edit', edit: edit({ type: 'text', text: { body: 'x' } }) })],
    ['constructor', { message_id: target }],
  ])('is none of a %s %j', (type, details) => {
    expect(read(type, details)).toBeUndefined();
  });

  it('says where an edit was too long', () => {
    expect(read('edit', edit({ type: 'text', text: { body: 'я'.repeat(40_000) } }))).toMatchObject({
      content: 'я'.repeat(32_768),
      details: { isTruncated: true },
    });
  });
});
