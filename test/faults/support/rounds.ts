import { setTimeout as delay } from 'node:timers/promises';
import type { FailpointName } from '../../../src/common/failpoint.js';
import type { FaultDesk } from './fault-desk.js';
import { killAtRandom } from './kill-at-random.js';
import type { Load } from './load.js';

export const FAILPOINTS: readonly FailpointName[] = [
  ...(['a0', 'a1', 'a2', 'b1', 'b2', 'b3', 'c1', 'c2', 'd1', 'e1'] as const),
  ...(['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7'] as const),
];

const DAY_SECONDS = 24 * 60 * 60;

/** Under load the one server dies at a failpoint and is started again; resolves when all has settled. */
export async function dieAt(desk: FaultDesk, load: Load, name: FailpointName): Promise<void> {
  const server = desk.server(0);
  await load.start({ senders: 3, customers: 1, readers: 1 });
  server.tell(`kill ${name} ${desk.random.between(2, 12)}`);
  const { code } = await server.exited;
  if (code !== null) throw new Error(`the server ended by itself with ${code} on its way to ${name}`);
  await desk.expireLeases();
  await desk.startServer(0);
  await load.stop();
  await desk.settled();
}

/** Under load servers die at random; resolves when they are up again and all has settled. */
export async function dieAtRandom(desk: FaultDesk, load: Load, kills: number): Promise<void> {
  await desk.watchLeases();
  await load.start({ senders: 8, customers: 1, readers: 2 });
  await killAtRandom(desk, load, kills);
  await load.stop();
  await desk.killAll();
  await desk.startAll();
  await desk.settled();
}

/** A day goes by, in which nobody writes; then everybody does. */
export async function liveADay(desk: FaultDesk, load: Load): Promise<void> {
  desk.advance(DAY_SECONDS);
  await desk.everybodyWrites();
  await desk.settled();
  await load.start({ senders: 3, customers: 1, readers: 1 });
  await delay(1_000);
  await load.stop();
  await desk.settled();
}
