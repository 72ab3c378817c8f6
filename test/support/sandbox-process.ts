import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { childrenOf } from '../../src/database/embedded/process-identity.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SandboxLaunch {
  folder: string;
  args?: string[];
  environment?: Record<string, string>;
}

/** `npm start` without the build, as a process of its own. */
export class SandboxProcess {
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly exited: Promise<number | null>;
  private wake: () => void = () => undefined;

  private constructor(readonly child: ChildProcess) {
    this.exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
    this.collect(child.stdout, this.lines);
    this.collect(child.stderr, this.errors);
    void this.exited.then(() => this.wake());
  }

  /** Resolves when it has printed the line to paste, or has ended. */
  static async start({ folder, args = [], environment = {} }: SandboxLaunch): Promise<SandboxProcess> {
    const child = spawn(process.execPath, ['--import', './test/support/ts-loader.mjs', 'src/sandbox.ts', ...args], {
      cwd: ROOT,
      // Nothing of the runner's own environment: DATABASE_URL, PORT and proxies would change what is tested.
      env: { PATH: process.env['PATH'], SANDBOX_DIR: folder, PORT: '0', SIMULATOR_PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const sandbox = new SandboxProcess(child);
    await sandbox.until(() => sandbox.hasEnded || sandbox.lines.some((line) => line.startsWith('curl ')));
    return sandbox;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** What was printed before the first message passed. */
  get banner(): string[] {
    return this.lines.slice(0, this.lines.findIndex((line) => line.startsWith('curl ')) + 1);
  }

  get curl(): string {
    return this.banner.at(-1) ?? '';
  }

  get token(): string {
    return /Bearer ([^"]+)"/.exec(this.curl)?.[1] ?? '';
  }

  get apiUrl(): string {
    return /curl -X POST (http:\/\/localhost:\d+)\//.exec(this.curl)?.[1] ?? '';
  }

  get simulatorUrl(): string {
    return /Simulator +(\S+)\/docs/.exec(this.banner.join('\n'))?.[1] ?? '';
  }

  /** Everything that runs because of it, itself included. */
  processes(): number[] {
    const found = [this.child.pid ?? 0];
    for (const pid of found) found.push(...childrenOf(pid));
    return found;
  }

  /** Resolves when the condition holds; looked at after each line and at the end of the process. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Sends the signal and answers the exit code; null where the signal itself was the end. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    if (!this.hasEnded) this.child.kill(signal);
    return this.exited;
  }

  private collect(stream: NodeJS.ReadableStream | null, lines: string[]): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      this.wake();
    });
  }
}
