import { beforeEach, describe, expect, it } from '@jest/globals';
import QuietReporter from '../support/reporter.js';

const FILE = { testFilePath: '/a.spec.ts', numFailingTests: 0, testResults: [] };
const RUN = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };

describe('the output of npm test', () => {
  let output: string;
  let reporter: QuietReporter;

  beforeEach(() => {
    output = '';
    reporter = new QuietReporter(undefined, {
      write: (text) => {
        output += text;
      },
    });
  });

  const skipped = (...titles: string[]): { status: string; fullName: string; ancestorTitles: string[] } => ({
    status: 'pending',
    fullName: titles.join(' '),
    ancestorTitles: titles.slice(0, -1),
  });

  it('is a dot per file and a plain line at the end', () => {
    reporter.onTestResult(undefined, FILE);
    reporter.onTestResult(undefined, FILE);
    reporter.onRunComplete(undefined, { ...RUN, numPassedTests: 12, numPendingTests: 1, numTodoTests: 1 });
    expect(output).toBe('..\n12 passed, 0 failed, 2 skipped\n');
  });

  it('begins a new line before it gets too long', () => {
    for (let count = 0; count < 101; count += 1) reporter.onTestResult(undefined, FILE);
    expect(output).toBe(`${'.'.repeat(100)}\n.`);
  });

  it('shows a failure in full, with what the file printed', () => {
    const printed = [{ type: 'log', message: 'a hint' }];
    reporter.onTestResult(undefined, {
      ...FILE,
      numFailingTests: 1,
      failureMessage: 'expected 1, was 2',
      console: printed,
    });
    reporter.onRunComplete(undefined, { ...RUN, numFailedTests: 1 });
    expect(output).toBe('F\n\n/a.spec.ts\nlog: a hint\nexpected 1, was 2\n0 passed, 1 failed, 0 skipped\n');
  });

  it('counts a file that could not be loaded as failed', () => {
    reporter.onTestResult(undefined, {
      ...FILE,
      testExecError: new Error('no such module'),
      failureMessage: 'no such module',
    });
    reporter.onRunComplete(undefined, { ...RUN, numRuntimeErrorTestSuites: 1 });
    expect(output).toMatch(/^F\n.*no such module\n0 passed, 1 failed, 0 skipped\n$/s);
  });

  it('names what was skipped, one line for all that is skipped for one reason', () => {
    const testResults = [
      skipped('PostgreSQL', 'as root [needs root]', 'starts'),
      skipped('PostgreSQL', 'as root [needs root]', 'stops'),
      skipped('the page', 'opens [needs Chromium]'),
    ];
    reporter.onTestResult(undefined, { ...FILE, testResults });
    reporter.onRunComplete(undefined, { ...RUN, numPendingTests: 3 });
    expect(output).toBe(
      '.\nskipped: PostgreSQL as root [needs root]\nskipped: the page opens [needs Chromium]\n0 passed, 0 failed, 3 skipped\n',
    );
  });
});
