import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const ROOT = new URL('../../', import.meta.url);

describe('the types of the client', () => {
  it('are those of openapi.json; "npm run client:types" mends them', async () => {
    const cli = new URL('node_modules/openapi-typescript/bin/cli.js', ROOT).pathname;
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      await readFile(new URL('package.json', ROOT), 'utf8'),
    );
    const [, ...args] = scripts['client:types']?.split(' ') ?? [];
    const check = promisify(execFile)(process.execPath, [cli, ...args, '--check'], { cwd: ROOT });
    await expect(check.then(() => 'the same')).resolves.toBe('the same');
  });
});
