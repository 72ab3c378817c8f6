import { describe, expect, it } from '@jest/globals';
import { type ApiKeyState, judgeApiKey } from './api-key-state.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const STATE: ApiKeyState = {
  id: 7,
  userId: 5,
  email: 'crm@example.com',
  name: 'CRM',
  role: 'operator',
  isDisabled: false,
  isRevoked: false,
  expiresAt: null,
  scopes: ['chats:read'],
  requestsPerMinute: 600,
};

describe('judgeApiKey', () => {
  it('lets a key act in the name of its user', () => {
    expect(judgeApiKey(STATE, NOW)).toEqual({
      id: 5,
      email: 'crm@example.com',
      name: 'CRM',
      role: 'operator',
      sessionId: null,
      key: { id: 7, scopes: ['chats:read'], requestsPerMinute: 600 },
      expiresAt: null,
    });
  });

  it.each<[string, ApiKeyState | undefined, string]>([
    ['unknown', undefined, 'TOKEN_INVALID'],
    ['revoked', { ...STATE, isRevoked: true }, 'TOKEN_REVOKED'],
    ['of a disabled user', { ...STATE, isDisabled: true }, 'TOKEN_REVOKED'],
    ['that ends now', { ...STATE, expiresAt: NOW }, 'TOKEN_EXPIRED'],
    ['revoked and expired', { ...STATE, isRevoked: true, expiresAt: NOW }, 'TOKEN_REVOKED'],
  ])('refuses one that is %s', (_, state, code) => {
    expect(judgeApiKey(state, NOW)).toBe(code);
  });

  it('takes one until its last millisecond', () => {
    expect(judgeApiKey({ ...STATE, expiresAt: new Date(NOW.getTime() + 1) }, NOW)).toMatchObject({ id: 5 });
  });
});
