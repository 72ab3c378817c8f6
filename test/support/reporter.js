const DOTS_PER_LINE = 100;
const SKIPPED = new Set(['pending', 'todo', 'disabled']);

/**
 * What `npm test` prints: a dot per file, what failed in full, what was skipped in a line each, and at the end, alone on its line,
 * `123 passed, 0 failed, 4 skipped`. Who skips says why in square brackets at the end of the title: `describe.skip('as root [needs root]', …)`.
 */
export default class QuietReporter {
  #write;
  #dots = 0;
  #skipped = new Set();

  /** @param {{write?: (text: string) => void}} [options] */
  constructor(_globalConfig, { write } = {}) {
    this.#write = write ?? ((text) => process.stdout.write(text));
  }

  onTestResult(_test, result) {
    const hasFailed = result.numFailingTests > 0 || result.testExecError !== undefined;
    this.#dot(hasFailed ? 'F' : '.');
    if (hasFailed) this.#line(`\n${result.testFilePath}\n${consoleOf(result)}${result.failureMessage ?? ''}`);
    for (const one of result.testResults) {
      if (SKIPPED.has(one.status)) this.#skipped.add(skippedPart(one));
    }
  }

  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests },
  ) {
    this.#line();
    for (const name of this.#skipped) this.#line(`skipped: ${name}`);
    // A file that could not even be loaded holds no tests, but it failed.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    this.#line(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`);
  }

  #dot(sign) {
    this.#write(sign);
    this.#dots += 1;
    if (this.#dots === DOTS_PER_LINE) this.#line();
  }

  /** Ends the line of dots first, should there be one. */
  #line(text) {
    if (this.#dots > 0) this.#write('\n');
    this.#dots = 0;
    if (text !== undefined) this.#write(`${text}\n`);
  }
}

/** What a failing file printed. */
function consoleOf({ console: lines }) {
  return (lines ?? []).map(({ type, message }) => `${type}: ${message}\n`).join('');
}

/** The whole of what is skipped for one reason, so that it takes one line. */
function skippedPart({ ancestorTitles, fullName }) {
  const withReason = ancestorTitles.findIndex((title) => title.endsWith(']'));
  return withReason === -1 ? fullName : ancestorTitles.slice(0, withReason + 1).join(' ');
}
