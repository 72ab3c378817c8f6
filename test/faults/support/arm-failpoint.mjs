// Preloaded into a server (node --import): does what lines on its standard input ask for.
//   kill w3 5     SIGKILL at the 5th hit of the failpoint w3
//   freeze b1 1   SIGSTOP there
//   advance 960   moves its clock on by so many seconds
import { createInterface } from 'node:readline';

let armed;

globalThis[Symbol.for('wa-operator.failpoint')] = (name) => {
  if (armed?.name !== name) return;
  armed.hits -= 1;
  if (armed.hits > 0) return;
  const { signal } = armed;
  armed = undefined;
  process.kill(process.pid, signal);
  // Nothing more may run before the signal is here.
  if (signal === 'SIGKILL') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

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
