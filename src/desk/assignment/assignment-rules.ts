import type { Role } from '../../auth/domain/role.js';

/** A wish to change whose a chat is, by somebody who sees it. */
export interface AssignmentWish {
  actor: { id: number; role: Role };
  /** Whose the chat is; null for nobody's. */
  assigneeId: number | null;
  /** Whose it is to be; null for nobody's. */
  targetId: number | null;
}

/**
 * What becomes of it: `change`, `nothing` where it is so already, or `taken`: an operator does not take a chat away from a colleague,
 * supervisors and admins may.
 */
export function decideAssignment({ actor, assigneeId, targetId }: AssignmentWish): 'change' | 'nothing' | 'taken' {
  if (assigneeId === targetId) return 'nothing';
  const isTheirs = assigneeId === null || assigneeId === actor.id;
  return isTheirs || actor.role !== 'operator' ? 'change' : 'taken';
}
