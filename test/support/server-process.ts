import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface Exit {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A complete environment of an entry for real use; secrets new every time. */
export function productionEnvironment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    JWT_SECRET: randomBytes(48).toString('base64url'),
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    META_APP_SECRET: randomBytes(16).toString('hex'),
    GRAPH_API_URL: 'http://127.0.0.1:9',
    MEDIA_DIR: join(tmpdir(), `wa-operator-media-${process.pid}`),
  };
}

/** One of our entries as a process of its own, run from its TypeScript, with nothing of our environment but the path. */
export class ServerProcess {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcessWithoutNullStreams;
  private hasEnded = false;
  private stdout = '';
  private stderr = '';

  /** `dist/…`: as it was built, which takes less memory. */
  constructor(
    entry: 'main.ts' | 'cli.ts' | 'dist/src/main.js',
    environment: Record<string, string>,
    args: string[] = [],
  ) {
    const script = entry.startsWith('dist/') ? [entry] : ['--import', './test/support/ts-loader.mjs', `src/${entry}`];
    this.child = spawn(process.execPath, [...script, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    });
    // It may have been killed when we write to it.
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.stdout += chunk;
    });
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
    this.exited = new Promise((resolve) => {
      this.child.once('close', (code) => {
        this.hasEnded = true;
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Waits for the log entry with this sentence; throws when the process ends without it. */
  async logged(sentence: string): Promise<Record<string, unknown>> {
    for (;;) {
      const entry = this.entries().find(({ msg }) => msg === sentence);
      if (entry !== undefined) return entry;
      if (this.hasEnded) throw new Error(`it ended without "${sentence}":\n${this.stdout}${this.stderr}`);
      await Promise.race([new Promise((resolve) => this.child.stdout.once('data', resolve)), this.exited]);
    }
  }

  /** The log so far. */
  entries(): Record<string, unknown>[] {
    return this.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Where it listens. */
  async url(): Promise<string> {
    return String((await this.logged('listening'))['address']);
  }

  /** Everything it has written so far. */
  output(): string {
    return this.stdout + this.stderr;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('it has not started');
    return this.child.pid;
  }

  get isAlive(): boolean {
    return !this.hasEnded;
  }

  write(input: string): void {
    this.child.stdin.end(input);
  }

  /** One line to its standard input, which stays open. */
  tell(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  signal(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }
}
