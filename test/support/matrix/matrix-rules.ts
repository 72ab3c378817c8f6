import type { Role } from '../../../src/auth/domain/role.js';
import type { Scope } from '../../../src/auth/domain/scopes.js';
import type { Caller } from './matrix-cast.js';
import type { MatrixRoute } from './matrix-route.js';
import type { Things } from './matrix-things.js';

/** What a caller is to be answered: the status of a refusal, or `may`. Said here once more than in the code, or it would prove nothing. */
export type Verdict = 401 | 403 | 404 | 'may';

const EVERYBODY: readonly Role[] = ['operator', 'supervisor', 'admin'];

/**
 * Labels are the team's: everybody uses them, those who lead make them; and they have the templates
 * of their channels read anew, and see what WhatsApp told of those.
 */
const LEADERS_ROUTES = new Set(['createLabel', 'updateLabel', 'deleteLabel', 'syncTemplates', 'listChannelChanges']);

/** A machine's alone: a person signs in by a password. */
const KEYS_ROUTES = new Set(['mintSession']);

/** What a read is answered that goes through. */
export function statusOfRead({ id }: MatrixRoute): number {
  // The matrix speaks plain HTTP.
  return id === 'connectWebSocket' ? 426 : 200;
}

function rolesOf({ path, id }: MatrixRoute): readonly Role[] {
  if (LEADERS_ROUTES.has(id)) return ['supervisor', 'admin'];
  return path.startsWith('/api/admin/') ? ['admin'] : EVERYBODY;
}

/** The scope a key needs, `any` where each will do, `none` where no key gets in. */
export function scopeNeeded({ method, path }: Pick<MatrixRoute, 'method' | 'path'>): Scope | 'any' | 'none' {
  if (path === '/api/auth/me') return 'any';
  if (path === '/api/auth/sessions') return 'sessions';
  if (!path.startsWith('/api/waba/operator/')) return 'none';
  if (method === 'GET') return 'chats:read';
  return /\/operator\/(send|media|(message|template)\/.*)$/.test(path) ? 'messages:send' : 'chats:write';
}

/** Before any thing is looked for. */
export function verdictAtTheDoor(route: MatrixRoute, { user, scopes }: Caller): Verdict {
  if (user === undefined) return 401;
  if (!rolesOf(route).includes(user.role)) return 403;
  if (scopes === undefined) return KEYS_ROUTES.has(route.id) ? 403 : 'may';
  const needed = scopeNeeded(route);
  if (needed === 'any') return 'may';
  return needed === 'none' || !scopes.includes(needed) ? 403 : 'may';
}

/** Whether somebody sees a chat's things: admins all, supervisors their channel's, operators their own and nobody's. */
export function sees({ user, place }: Caller, things: Things): boolean {
  if (user === undefined) return false;
  if (user.role === 'admin') return true;
  return place === things.place && (user.role === 'supervisor' || [null, user.id].includes(things.assigneeId));
}

/** Whether somebody works where the things are, and so knows the channel and its account's templates. */
export function worksAt({ user, place }: Caller, things: Things): boolean {
  return user !== undefined && (user.role === 'admin' || place === things.place);
}

export function verdictOn(route: MatrixRoute, caller: Caller, things: Things): Verdict {
  const atTheDoor = verdictAtTheDoor(route, caller);
  if (atTheDoor !== 'may') return atTheDoor;
  const hidden = route.parameters.some(({ kind }) => {
    // One's own canned response or upload is nobody else's, whoever they are.
    if (kind === 'canned' || kind === 'upload') return caller.user?.id !== things.ownerId;
    if (kind === 'template' || kind === 'channel') return !worksAt(caller, things);
    return ['chat', 'customer', 'message', 'media', 'note'].includes(kind) && !sees(caller, things);
  });
  return hidden ? 404 : 'may';
}

/** What one may not put in a body: an operator a canned response for everybody, which is one of those who lead; nobody another's upload. */
export function verdictOnBody(
  { user }: Caller,
  body: Record<string, unknown> | undefined,
  { ownerId }: Things,
): Verdict | 400 {
  if (body?.['mediaId'] !== undefined && user?.id !== ownerId) return 400;
  return body?.['shared'] === true && user?.role === 'operator' ? 403 : 'may';
}
