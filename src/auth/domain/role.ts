/** An operator answers chats, a supervisor sees the whole of their channels, an admin sees and sets up everything. */
export const ROLES = ['operator', 'supervisor', 'admin'] as const;

export type Role = (typeof ROLES)[number];
