import { Role } from './role.js';

export const PERMISSIONS = [
  'chats:read',
  'messages:send',
  'chats:read_all',
  'channels:manage',
  'users:manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const OF_ROLE: Record<Role, readonly Permission[]> = {
  operator: ['chats:read', 'messages:send'],
  supervisor: ['chats:read', 'messages:send', 'chats:read_all'],
  admin: PERMISSIONS,
};

/** What a role may do, for a UI to show or hide its buttons. The guards and the access predicate decide by themselves. */
export function permissionsOf(role: Role): Permission[] {
  return [...OF_ROLE[role]];
}
