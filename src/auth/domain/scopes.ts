/**
 * What an API key may be allowed: read chats, change them, write to customers, or sign operators in. No scope opens the routes of
 * admins, nor those that belong to a person's session.
 */
export const SCOPES = ['chats:read', 'chats:write', 'messages:send', 'sessions'] as const;
export type Scope = (typeof SCOPES)[number];

const OPERATOR_ROUTES = '/api/waba/operator/';
/** Writing to a customer, what that needs, and what becomes of it. */
const MESSAGE_ROUTES = /^\/api\/waba\/operator\/(?:send$|message\/|media$|template\/)/;

/** The scope a key needs for a route, `null` where any key will do, undefined where none does. */
export function scopeOf(method: string, route: string): Scope | null | undefined {
  if (route === '/api/auth/sessions') return 'sessions';
  if (route === '/api/auth/me') return null;
  if (!route.startsWith(OPERATOR_ROUTES)) return undefined;
  if (method === 'GET' || method === 'HEAD') return 'chats:read';
  return MESSAGE_ROUTES.test(route) ? 'messages:send' : 'chats:write';
}
