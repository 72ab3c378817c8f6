import { join } from 'node:path';
import base from '../../jest.config.js';

const rootDir = join(import.meta.dirname, '../..');
const project = base.projects.find(({ displayName }) => displayName === 'e2e');

/** Minutes of killing, freezing and counting; apart from `npm test`, which a newcomer waits for. */
export default {
  rootDir,
  testTimeout: 300_000,
  // Most of this waits, for what was killed to come back.
  maxWorkers: 2,
  projects: [{ ...project, rootDir, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.spec.ts'] }],
};
