import { setTimeout as delay } from 'node:timers/promises';
import type { FaultDesk } from './fault-desk.js';
import type { Load } from './load.js';

const SOME_KILL_ALL = 0.2;
const PAUSE_MS = { least: 0, most: 500 };

/** Kills so many servers at random moments, now and then all at once, and starts each again. Resolves when all are up. */
export async function killAtRandom(desk: FaultDesk, load: Load, kills: number): Promise<void> {
  const starting = new Map<number, Promise<void>>();
  const all = Array.from({ length: desk.options.processes }, (_, index) => index);
  for (let killed = 0; killed < kills;) {
    while (starting.size === all.length) await Promise.race(starting.values());
    // Every kill meets work: since the one before, somebody was served.
    const servedBefore = load.served;
    await desk.until(() => load.served > servedBefore);
    await delay(desk.random.between(PAUSE_MS.least, PAUSE_MS.most));
    const isEverybody = desk.random.fraction() < SOME_KILL_ALL;
    if (isEverybody) await Promise.all(starting.values());
    const alive = all.filter((index) => !starting.has(index));
    const victims = isEverybody ? alive : [desk.random.pick(alive)];
    await Promise.all(victims.map((index) => desk.kill(index)));
    killed += victims.length;
    for (const index of victims) {
      starting.set(
        index,
        desk.startServer(index).finally(() => starting.delete(index)),
      );
    }
  }
  await Promise.all(starting.values());
}
