import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { EXECUTABLE } from './browser.js';

const isRequired = process.env['CI'] === 'true' || process.env['REQUIRE_BROWSER'] === '1';

/** Suites that need Chromium: skipped with one line where there is none, failed where `CI=true` or `REQUIRE_BROWSER=1` says so. */
export function describeInBrowser(subject: string, suite: () => void): void {
  if (isRequired || existsSync(EXECUTABLE)) return describe(subject, suite);
  process.stderr.write(`skipped: "${subject}" needs Chromium; CHROMIUM_PATH says where it is\n`);
  describe.skip(subject, suite);
}
