import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SandboxProcess } from './sandbox-process.js';

const run = promisify(execFile);

export interface SandboxAnswer {
  status: number;
  body: Record<string, unknown> & { message?: Record<string, unknown>; messages?: Record<string, unknown>[] };
}

/** Calls the API as the sandbox's operator, and the simulator's control API where the path is one of its. */
export class SandboxClient {
  constructor(private readonly sandbox: SandboxProcess) {}

  async call(method: 'GET' | 'POST', path: string, body?: unknown, token = this.sandbox.token): Promise<SandboxAnswer> {
    const url = path.startsWith('/control') ? this.sandbox.simulatorUrl : this.sandbox.apiUrl;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as SandboxAnswer['body'] };
  }

  send(chatId: number, rest: Record<string, unknown> = {}): Promise<SandboxAnswer> {
    return this.call('POST', '/api/waba/operator/send', { chatId, message: 'Здравствуйте!', ...rest });
  }

  status(id: unknown): Promise<SandboxAnswer> {
    return this.call('GET', `/api/waba/operator/message-status/${String(id)}`);
  }

  history(chatId: number, token?: string): Promise<SandboxAnswer> {
    return this.call('GET', `/api/waba/operator/chat/${chatId}/messages?limit=200`, undefined, token);
  }

  async login(email: string): Promise<string> {
    const { body } = await this.call('POST', '/api/auth/login', { email, password: 'sandbox-demo' });
    return String(body['accessToken']);
  }

  /** The status of a message once it has come so far, or as it is after ten seconds. */
  untilStatus(id: unknown, status: string): Promise<SandboxAnswer> {
    return eventually(
      () => this.status(id),
      ({ body }) => body['status'] === status,
    );
  }

  /** Runs the printed line as a shell does; reads it ourselves where there is no curl. */
  async paste(): Promise<SandboxAnswer['body']> {
    const line = this.sandbox.curl;
    const pasted = await run('sh', ['-c', `${line} --silent --noproxy '*'`]).catch((error: NodeJS.ErrnoException) => {
      if (Number(error.code) === 127) return undefined;
      throw error;
    });
    if (pasted !== undefined) return JSON.parse(pasted.stdout) as SandboxAnswer['body'];
    const body: unknown = JSON.parse(/-d '(.+)'$/.exec(line)?.[1] ?? '');
    return (await this.call('POST', '/api/waba/operator/send', body)).body;
  }
}

/** Asks again and again, as a polling UI does, until the answer is as hoped for or ten seconds are over. */
export async function eventually(
  ask: () => Promise<SandboxAnswer>,
  isDone: (answer: SandboxAnswer) => boolean,
): Promise<SandboxAnswer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (isDone(answer) || tries === 400) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
