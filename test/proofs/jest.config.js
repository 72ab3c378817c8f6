import { join } from 'node:path';
import base from '../../jest.config.js';

const rootDir = join(import.meta.dirname, '../..');
const project = base.projects.find(({ displayName }) => displayName === 'e2e');

/** Everything tried with everything, browsers and whole processes: apart from `npm test`, which a newcomer waits for. */
export default {
  rootDir,
  testTimeout: 120_000,
  // One more than the cores of a small machine: much of this waits, for leases, browsers and processes.
  maxWorkers: 3,
  projects: [{ ...project, rootDir, displayName: 'proofs', testMatch: ['<rootDir>/test/proofs/**/*.spec.ts'] }],
};
