import { describe, expect, it } from '@jest/globals';
import { judgeSession, SessionState } from './session-state.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const SID = '0d0e7a11-4c5b-4c57-9d34-5f1f7b1e2a01';
const claims = { userId: 5, sessionId: SID, generation: 0, expiresAt: new Date('2026-03-01T12:15:00.000Z') };
const state: SessionState = {
  id: SID,
  userId: 5,
  email: 'operator@example.com',
  name: 'Anna',
  role: 'operator',
  isDisabled: false,
  isRevoked: false,
  expiresAt: new Date('2026-03-01T12:00:01.000Z'),
};

describe('judgeSession', () => {
  it('gives the user of a living session', () => {
    expect(judgeSession(state, claims, NOW)).toEqual({
      id: 5,
      email: 'operator@example.com',
      name: 'Anna',
      role: 'operator',
      key: null,
      sessionId: SID,
      expiresAt: claims.expiresAt,
    });
  });

  it.each<[string, SessionState | undefined]>([
    ['no such session', undefined],
    ['revoked', { ...state, isRevoked: true }],
    ['user disabled', { ...state, isDisabled: true }],
    ['expired', { ...state, expiresAt: NOW }],
  ])('says revoked: %s', (_, changed) => {
    expect(judgeSession(changed, claims, NOW)).toBe('TOKEN_REVOKED');
  });

  it("refuses a token that names another user than the session's", () => {
    expect(judgeSession({ ...state, userId: 6 }, claims, NOW)).toBe('TOKEN_INVALID');
  });
});
