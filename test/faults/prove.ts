// Proves the promises to a stranger in about a minute: two servers, a PostgreSQL of its own and a simulated WhatsApp that delivers every
// webhook twice and in any order; ten times everything of ours is killed in the middle of it. The last line says what came of it.
import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory } from './checker.js';
import { FaultDesk } from './support/fault-desk.js';
import { Load } from './support/load.js';
import { OwnCluster } from './support/own-cluster.js';
import { chooseSeed } from './support/random.js';
import { recordHistory } from './support/record-history.js';
import { runScript, say } from './support/run-script.js';
import { lineOf, tallyOf } from './tally.js';

const KILLS = 10;

async function prove(cleanUp: AsyncDisposableStack): Promise<boolean> {
  const cluster = await OwnCluster.start();
  cleanUp.defer(() => cluster.remove());
  const desk = await FaultDesk.start({
    databaseUrl: cluster.url,
    seed: chooseSeed('prove'),
    processes: 2,
    customers: 40,
    copies: 2,
  });
  cleanUp.defer(() => desk.close());
  const load = new Load(desk);
  await load.start({ senders: 6, customers: 3, readers: 1 });
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await delay(desk.random.between(200, 1500));
    say(`kill ${kill} of ${KILLS}: two servers and PostgreSQL`);
    await Promise.all([desk.killAll(), cluster.kill()]);
    await cluster.restart();
    await desk.reconnect();
    await desk.expireLeases();
    await desk.startAll();
  }
  await load.stop();
  await desk.settled();
  const history = await recordHistory(desk, load);
  const tally = tallyOf(history);
  const violations = checkHistory(history);
  for (const { invariant, what } of violations) say(`${invariant}: ${what}`);
  process.stdout.write(`${lineOf(tally)}\n`);
  return tally.doubled + tally.lost + tally.sentTwice + violations.length === 0;
}

await runScript(prove);
