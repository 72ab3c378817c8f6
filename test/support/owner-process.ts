import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running `cluster-owner.ts` and what it answered. */
export interface OwnerProcess {
  child: ChildProcess;
  answer: { url: string; folder: string; fresh: boolean; error?: string };
  /** Lets it stop its cluster and end. */
  end(): Promise<void>;
  /** Ends it as a crash (SIGKILL) or a Ctrl-C in its terminal (SIGINT to its group) does. */
  kill(signal: 'SIGKILL' | 'SIGINT'): Promise<void>;
}

/** Starts a process of that checkout that owns a cluster; answers when its cluster runs or was refused. */
export async function startOwner(root: string, args: string[]): Promise<OwnerProcess> {
  const support = join(root, 'test', 'support');
  const child = spawn(
    process.execPath,
    ['--import', join(support, 'ts-loader.mjs'), join(support, 'cluster-owner.ts'), ...args],
    { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    child,
    answer: JSON.parse(line) as OwnerProcess['answer'],
    async end() {
      child.stdin.end();
      await exited;
    },
    async kill(signal) {
      process.kill(-(child.pid ?? 0), signal);
      await exited;
    },
  };
}
