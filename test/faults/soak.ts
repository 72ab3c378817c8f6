// The fault suite for as long as a person wants: every failpoint twelve times, 500 random kills, 10,000 messages through three servers,
// and a simulated day after each round. `--rounds 3` ends it after so many, `--minutes 30` after the first that ends later than that, and
// both go on beyond the last round with the first; `--seed 7` repeats a run. Ends with exit code 1 at the first violation.
import { parseArgs } from 'node:util';
import { createTestDatabase } from '../support/test-database.js';
import { startSharedCluster } from '../support/shared-cluster.js';
import { checkHistory } from './checker.js';
import { FaultDesk, type FaultDeskOptions } from './support/fault-desk.js';
import { Load } from './support/load.js';
import { chooseSeed, SeededRandom } from './support/random.js';
import { recordHistory } from './support/record-history.js';
import { dieAt, dieAtRandom, FAILPOINTS, liveADay } from './support/rounds.js';
import { runScript, say } from './support/run-script.js';
import { MAX_PER_CHAT, sendMany } from './support/send-many.js';
import { lineOf, tallyOf } from './tally.js';

const FAILPOINT_BLOCKS = 12;
const KILLS = 500;
const KILLS_PER_BLOCK = 20;
const MANY_MESSAGES = 10_000;
const MANY_WITHIN_MS = 15 * 60_000;

interface Block {
  name: string;
  options: Pick<FaultDeskOptions, 'processes' | 'customers' | 'copies'>;
  run: (desk: FaultDesk, load: Load) => Promise<void>;
}

const FAILPOINT_BLOCK: Block = {
  name: 'every failpoint once',
  options: { processes: 1, customers: 24, copies: 2 },
  run: async (desk, load) => {
    for (const name of desk.random.shuffled(FAILPOINTS)) await dieAt(desk, load, name);
    await liveADay(desk, load);
  },
};

const KILLS_BLOCK: Block = {
  name: `${KILLS_PER_BLOCK} random kills of two servers`,
  options: { processes: 2, customers: 40, copies: 2 },
  run: async (desk, load) => {
    await dieAtRandom(desk, load, KILLS_PER_BLOCK);
    await liveADay(desk, load);
  },
};

const MANY_BLOCK: Block = {
  name: `${MANY_MESSAGES} messages through three servers`,
  options: { processes: 3, customers: MANY_MESSAGES / MAX_PER_CHAT },
  run: async (desk, load) => {
    await sendMany(desk, load);
    await desk.settled(MANY_WITHIN_MS);
  },
};

const ONCE: readonly Block[] = [
  FAILPOINT_BLOCK,
  KILLS_BLOCK,
  MANY_BLOCK,
  ...Array.from({ length: KILLS / KILLS_PER_BLOCK - 1 }, (_, index) =>
    index < FAILPOINT_BLOCKS - 1 ? [FAILPOINT_BLOCK, KILLS_BLOCK] : [KILLS_BLOCK],
  ).flat(),
];

interface Length {
  rounds: number | undefined;
  minutes: number | undefined;
}

/** All blocks once; where a length is given, as many as it asks for. */
function* blocks({ rounds, minutes }: Length): Generator<Block> {
  const count = rounds ?? (minutes === undefined ? ONCE.length : Infinity);
  const end = minutes === undefined ? Infinity : performance.now() + minutes * 60_000;
  for (let index = 0; index < count && performance.now() < end; index += 1) {
    const block = ONCE[index % ONCE.length];
    if (block !== undefined) yield block;
  }
}

async function soak(cleanUp: AsyncDisposableStack): Promise<boolean> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { rounds: text, minutes: text, seed: text } });
  const length = { rounds: toNumber(values.rounds), minutes: toNumber(values.minutes) };
  const random = new SeededRandom(chooseSeed('soak', values.seed));
  const cluster = await startSharedCluster();
  cleanUp.defer(() => cluster.stop());
  process.env['TEST_DATABASE_ADMIN_URL'] = cluster.adminUrl;
  let round = 0;
  for (const block of blocks(length)) {
    round += 1;
    const seed = random.between(0, 2 ** 31);
    const violations = await runBlock(block, { round, seed }, cleanUp).catch((error: unknown) => {
      say(`round ${round}: ${block.name} (seed ${seed}): broken off`);
      throw error;
    });
    if (violations > 0) return false;
  }
  process.stdout.write(`${round} rounds, no violation\n`);
  return true;
}

function toNumber(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (Number.isNaN(number)) throw new Error(`not a number: ${given}`);
  return number;
}

/** One block on a database of its own; tells what it broke, and how often. */
async function runBlock(
  { name, options, run }: Block,
  { round, seed }: { round: number; seed: number },
  outer: AsyncDisposableStack,
): Promise<number> {
  const own = new AsyncDisposableStack();
  outer.defer(() => own.disposeAsync());
  const database = await createTestDatabase();
  own.defer(() => database.drop());
  const desk = await FaultDesk.start({ ...options, databaseUrl: database.url, seed });
  own.defer(() => desk.close());
  const load = new Load(desk);
  await run(desk, load);
  const history = await recordHistory(desk, load);
  const violations = checkHistory(history);
  say(`round ${round}: ${name} (seed ${seed}): ${lineOf(tallyOf(history))}`);
  for (const { invariant, what } of violations) say(`  ${invariant}: ${what}`);
  await own.disposeAsync();
  return violations.length;
}

await runScript(soak);
