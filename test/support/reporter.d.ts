/** The part of a file's result the reporter reads. */
interface FileResult {
  testFilePath: string;
  numFailingTests: number;
  testExecError?: unknown;
  failureMessage?: string | null;
  console?: { type: string; message: string }[];
  testResults: { status: string; fullName: string; ancestorTitles: string[] }[];
}

interface RunResult {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
}

declare class QuietReporter {
  constructor(globalConfig: unknown, options?: { write?: (text: string) => void });
  onTestResult(test: unknown, result: FileResult): void;
  onRunComplete(contexts: unknown, results: RunResult): void;
}

export default QuietReporter;
