import { stripTypeScriptTypes } from 'node:module';
import { createContext, runInContext } from 'node:vm';

/** What an example did: the lines it printed, and the functions it declares, for calling them once more. */
export interface ExampleRun {
  printed: string[];
  functions: Record<string, (...args: unknown[]) => unknown>;
}

/**
 * Runs an example of a document as a browser's module would: top-level `await`, `fetch`, and of everything else only what is given.
 * Its types are taken off, not checked.
 */
export async function runTypeScript(source: string, globals: Readonly<Record<string, unknown>>): Promise<ExampleRun> {
  const printed: string[] = [];
  const log = (...values: unknown[]): number => printed.push(values.map(String).join(' '));
  const context = createContext({ console: { log, error: log, warn: log }, fetch, URL, ...globals });
  const script = stripTypeScriptTypes(source);
  const names = [...script.matchAll(/^(?:async )?function (\w+)/gm)].map(([, name]) => name);
  const functions: unknown = await runInContext(
    `(async () => { ${script}\nreturn { ${names.join(', ')} }; })()`,
    context,
  );
  return { printed, functions: functions as ExampleRun['functions'] };
}
