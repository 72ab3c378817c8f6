import { ApiError } from '../../common/errors/api-error.js';

export interface ReachFacts {
  blockedAt: Date | null;
  mergedInto: number | null;
}

/** 409 where nothing goes out through this chat: another took its place (`mergedInto` names it), or the customer is blocked. */
export function assertReachable({ blockedAt, mergedInto }: ReachFacts): void {
  assertNotMerged(mergedInto);
  if (blockedAt !== null) throw new ApiError('CUSTOMER_BLOCKED');
}

/** 409 where another chat took the place of this one. */
export function assertNotMerged(mergedInto: number | null): void {
  if (mergedInto !== null) throw new ApiError('CHAT_MERGED', { extra: { mergedInto } });
}
