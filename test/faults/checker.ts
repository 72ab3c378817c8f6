import { checkEvents, checkAudits, checkCounters, checkLogs } from './checks/row-checks.js';
import { checkForeignObjects, checkPages, checkRanks, checkReadYourWrites } from './checks/read-checks.js';
import { checkAnswered, checkOncePerKey, checkOrder, checkTerminal, checkUnanswered } from './checks/send-checks.js';
import { checkApplied, checkUnique } from './checks/webhook-checks.js';
import type { Check, Invariant } from './checks/check.js';
import type { History } from './support/history.js';

export interface Violation {
  invariant: Invariant;
  what: string;
}

/** What must hold of every history, whoever was killed and when (hostile cases, section 4). */
const CHECKS: Record<Invariant, { promise: string; check: Check }> = {
  I1: { promise: 'each item of a body that was answered 200 is applied, once', check: checkApplied },
  I2: { promise: 'no two rows carry one wamid', check: checkUnique },
  I3: { promise: 'no reader ever sees a status go back', check: checkRanks },
  I4: { promise: 'a key makes at most one message, and that leaves at most once', check: checkOncePerKey },
  I5: { promise: 'a send that was answered 200 has exactly one POST, and they agree', check: checkAnswered },
  I6: { promise: 'every message ends', check: checkTerminal },
  I7: { promise: 'an unanswered send has at most one POST, and its row agrees', check: checkUnanswered },
  I8: { promise: 'the pages of a chat together are the whole chat, in one order', check: checkPages },
  I9: { promise: 'everything that happened is in the events, once', check: checkEvents },
  I10: { promise: 'whoever was told that a message exists finds it', check: checkReadYourWrites },
  I11: { promise: 'counters count what is there', check: checkCounters },
  I12: { promise: 'one audit row per message sent', check: checkAudits },
  I13: { promise: 'nobody is shown what is not theirs', check: checkForeignObjects },
  I14: { promise: 'no secret is written to a log', check: checkLogs },
  order: { promise: 'the messages of a chat leave in the order in which they were written', check: checkOrder },
};

/** Everything that is wrong with a history; empty where it is as promised. */
export function checkHistory(history: History): Violation[] {
  return Object.entries(CHECKS).flatMap(([invariant, { promise, check }]) =>
    check(history).map((what) => ({ invariant: invariant as Invariant, what: `${promise}: ${what}` })),
  );
}
