import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf, processIdentity } from './process-identity.js';

const STEP_MS = 25;
/** Fast shutdown, then immediate, then by force; with what the API needs to drain this stays below 5 s in all. */
const STEPS: ReadonlyArray<[NodeJS.Signals, number]> = [
  ['SIGINT', 3000],
  ['SIGQUIT', 1000],
  ['SIGKILL', 1000],
];

/** Ends a postmaster and answers when it and its children are gone; true if it ended in good order (no SIGKILL). */
export async function endPostmaster(pid: number): Promise<boolean> {
  const identity = processIdentity(pid);
  const isGone = (): boolean => identity === undefined || processIdentity(pid) !== identity;
  for (const [signal, patience] of STEPS) {
    if (isGone()) return true;
    // A postmaster killed by force cannot end its children any more.
    const orphans = signal === 'SIGKILL' ? childrenOf(pid) : [];
    send(pid, signal);
    for (const orphan of orphans) send(orphan, signal);
    for (let waited = 0; waited < patience && !isGone(); waited += STEP_MS) await delay(STEP_MS);
    if (signal !== 'SIGKILL' && isGone()) return true;
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
