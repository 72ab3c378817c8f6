import { Environment } from './environment.js';

/** One call of `cli.ts`. */
export interface CommandCall {
  /** What follows the command's name. */
  args: string[];
  environment: Environment;
  /** Writes a line to stdout. */
  print: (line: string) => void;
  /** All of stdin, for what may not stand in a process list. */
  readInput: () => Promise<string>;
}

/** Answers the exit code. Rejects with a `UsageError` for wrong arguments. */
export type Command = (call: CommandCall) => Promise<number>;

/** The command was called wrongly: its sentence and the usage are printed, with exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
