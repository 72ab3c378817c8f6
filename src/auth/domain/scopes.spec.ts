import { describe, expect, it } from '@jest/globals';
import { scopeOf } from './scopes.js';

describe('scopeOf', () => {
  it.each([
    ['GET', '/api/waba/operator/chats', 'chats:read'],
    ['HEAD', '/api/waba/operator/chat/:id', 'chats:read'],
    ['GET', '/api/waba/operator/message/:id', 'chats:read'],
    ['POST', '/api/waba/operator/send', 'messages:send'],
    ['POST', '/api/waba/operator/message/:id/retry', 'messages:send'],
    ['DELETE', '/api/waba/operator/message/:id', 'messages:send'],
    ['POST', '/api/waba/operator/media', 'messages:send'],
    ['POST', '/api/waba/operator/template/:id/preview', 'messages:send'],
    ['POST', '/api/waba/operator/media/:mediaId/retry', 'chats:write'],
    ['POST', '/api/waba/operator/chat/:id/close', 'chats:write'],
    ['PUT', '/api/waba/operator/something-new', 'chats:write'],
    ['POST', '/api/auth/sessions', 'sessions'],
    ['GET', '/api/auth/me', null],
    ['POST', '/api/auth/password', undefined],
    ['POST', '/api/auth/logout', undefined],
    ['GET', '/api/admin/users', undefined],
    ['POST', '/api/admin/api-keys', undefined],
    ['GET', '/api/waba/operators', undefined],
  ])('of %s %s is %s', (method, route, scope) => {
    expect(scopeOf(method, route)).toBe(scope);
  });
});
