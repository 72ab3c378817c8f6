import { describe, expect, it } from '@jest/globals';
import { decideAssignment } from './assignment-rules.js';

const [ME, COLLEAGUE, ANOTHER] = [5, 6, 7];

describe('decideAssignment', () => {
  it.each([
    ['takes a free chat', null, ME, 'change'],
    ['gives a free chat to a colleague', null, COLLEAGUE, 'change'],
    ['hands their own chat over', ME, COLLEAGUE, 'change'],
    ['releases their own chat', ME, null, 'change'],
    ['takes their own chat again', ME, ME, 'nothing'],
    ['releases a free chat', null, null, 'nothing'],
    ['gives a colleague the chat they have', COLLEAGUE, COLLEAGUE, 'nothing'],
    ['takes a colleague’s chat', COLLEAGUE, ME, 'taken'],
    ['releases a colleague’s chat', COLLEAGUE, null, 'taken'],
    ['gives a colleague’s chat to another', COLLEAGUE, ANOTHER, 'taken'],
  ] as const)('an operator %s', (_, assigneeId, targetId, expected) => {
    expect(decideAssignment({ actor: { id: ME, role: 'operator' }, assigneeId, targetId })).toBe(expected);
    const whoMayAll = expected === 'taken' ? 'change' : expected;
    expect(decideAssignment({ actor: { id: ME, role: 'supervisor' }, assigneeId, targetId })).toBe(whoMayAll);
    expect(decideAssignment({ actor: { id: ME, role: 'admin' }, assigneeId, targetId })).toBe(whoMayAll);
  });
});
