import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ShellVariables } from './curl-command.js';

/** curl itself in a real shell, where this machine has both. */
export const realCurl = { isHere: hasCurl(), run };

/** Runs a script as a person pastes it; the status is told by curl's own configuration, so that the script stays as it is. */
async function run(script: string, variables: ShellVariables): Promise<{ status: number; body: unknown }> {
  const home = await mkdtemp(join(tmpdir(), 'wa-operator-curl-'));
  try {
    await writeFile(join(home, '.curlrc'), 'silent\nnoproxy = "*"\nwrite-out = "\\n%{http_code}"\n');
    const env = { ...variables, CURL_HOME: home, PATH: process.env['PATH'] ?? '' };
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: home, env });
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) as unknown };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function hasCurl(): boolean {
  try {
    execFileSync('sh', ['-c', 'curl --version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
