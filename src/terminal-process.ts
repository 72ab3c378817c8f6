import type { EndableProcess } from './lifecycle.js';

/** How far apart the two copies of one Ctrl-C can be. */
const ECHO_MS = 500;

/**
 * This process, as far as its end is concerned, with what a terminal does to it: closing the window (SIGHUP) stops like SIGTERM, and one
 * Ctrl-C counts once. The terminal sends it to the whole group, npm passes it on as well, and where the script's shell is bash it
 * arrives twice within a millisecond: the copy must not pass for the impatient second Ctrl-C.
 */
export function terminalProcess(real: NodeJS.Process = process): EndableProcess {
  const on = (event: string, listener: (argument: unknown) => void): void => {
    if (event !== 'SIGINT' && event !== 'SIGTERM') return void real.on(event, listener);
    const once = withoutEcho(listener);
    real.on(event, once);
    if (event === 'SIGTERM') real.on('SIGHUP', once);
  };
  return { on, exit: (code?: number) => real.exit(code) } as EndableProcess;
}

function withoutEcho(listener: (signal: string) => void): (signal: string) => void {
  let lastAt = -Infinity;
  return (signal) => {
    const now = performance.now();
    if (now - lastAt > ECHO_MS) listener(signal);
    lastAt = now;
  };
}
