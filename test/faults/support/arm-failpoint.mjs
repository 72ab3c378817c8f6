// Preloaded into a server (node --import): does what lines on its standard input ask for.
//   kill w3 5     SIGKILL at the 5th hit of the failpoint w3
//   freeze b1 1   SIGSTOP there, said on standard error; who wakes finds that a minute has gone by
//   advance 960   moves its clock on by so many seconds
import { writeSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';

// Dozens of servers are started, and none of them ends in the way in which it would write this down.
enableCompileCache();
setTimeout(() => flushCompileCache(), 3_000).unref();

let armed;

globalThis[Symbol.for('wa-operator.failpoint')] = (name) => {
  if (armed?.name !== name) return;
  armed.hits -= 1;
  if (armed.hits > 0) return;
  const { signal } = armed;
  armed = undefined;
  if (signal === 'SIGSTOP') writeSync(2, `stands still at ${name}\n`);
  process.kill(process.pid, signal);
  // Nothing more may run before the signal is here.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, signal === 'SIGKILL' ? Infinity : 200);
  standstillMs += 60_000;
};

const realUptime = performance.now.bind(performance);
let standstillMs = 0;
performance.now = () => realUptime() + standstillMs;

const realNow = Date.now;
let offsetMs = 0;
Date.now = () => realNow() + offsetMs;

// What the product does every minute happens here every half second, so that a moved clock is soon noticed.
const realSetInterval = globalThis.setInterval;
globalThis.setInterval = (work, ms, ...args) => realSetInterval(work, ms === 60_000 ? 500 : ms, ...args);

createInterface({ input: process.stdin }).on('line', (line) => {
  const [command, ...words] = line.split(' ');
  const signal = { kill: 'SIGKILL', freeze: 'SIGSTOP' }[command];
  if (signal !== undefined) armed = { signal, name: words[0], hits: Number(words[1]) };
  if (command === 'advance') offsetMs += Number(words[0]) * 1000;
});
process.stdin.unref();
