/** Runs a script that starts processes: whatever it deferred is undone in any case, also after Ctrl-C. Exit code 0 where it returns true. */
export async function runScript(work: (cleanUp: AsyncDisposableStack) => Promise<boolean>): Promise<void> {
  const interrupted = new Promise<false>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        say(`ended by ${signal}`);
        resolve(false);
      });
    }
  });
  const cleanUp = new AsyncDisposableStack();
  let isFine = false;
  try {
    isFine = await Promise.race([work(cleanUp), interrupted]);
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  await cleanUp.disposeAsync();
  process.exit(isFine ? 0 : 1);
}

/** Progress goes to stderr; stdout is for the result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
