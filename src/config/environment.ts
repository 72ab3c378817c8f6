import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every problem of the environment at once, each naming its variable and never its value. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n  ${problems.join('\n  ')}`,
    );
    this.name = 'ConfigurationError';
  }
}

/** Reads variables one by one and collects what is wrong with them. An empty variable counts as absent. */
export class EnvironmentReader {
  readonly problems: string[] = [];

  constructor(private readonly environment: Environment) {}

  problem(name: string, why: string): undefined {
    const sentence = `${name} ${why}`;
    if (!this.problems.includes(sentence)) this.problems.push(sentence);
    return undefined;
  }

  text(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** A value that may also stand in a file named by `<NAME>_FILE` (Docker and Kubernetes secrets). */
  secret(name: string): string | undefined {
    const file = this.text(`${name}_FILE`);
    if (file === undefined) return this.text(name);
    if (this.text(name) !== undefined) return this.problem(name, `and ${name}_FILE are both set; keep one`);
    try {
      return readFileSync(file, 'utf8').trim() || this.problem(`${name}_FILE`, 'names an empty file');
    } catch {
      return this.problem(`${name}_FILE`, 'names a file that cannot be read');
    }
  }

  required(name: string, value: string | undefined, what: string): string {
    const isNamed = this.problems.some(
      (problem) => problem.startsWith(`${name} `) || problem.startsWith(`${name}_FILE `),
    );
    if (value === undefined && !isNamed) {
      this.problem(name, `is missing: ${what}`);
    }
    return value ?? '';
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.min && value <= range.max) return value;
    this.problem(name, `must be a whole number from ${range.min} to ${range.max}`);
    return fallback;
  }

  choice<T extends string>(name: string, fallback: T, allowed: readonly T[]): T {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const found = allowed.find((value) => value === text.toLowerCase());
    if (found !== undefined) return found;
    this.problem(name, `must be one of ${allowed.join(', ')}`);
    return fallback;
  }

  list(name: string): string[] {
    return splitList(this.text(name));
  }

  url(name: string, fallback: string | undefined, protocols: readonly string[]): string | undefined {
    const text = this.text(name) ?? fallback;
    if (text === undefined) return undefined;
    if (URL.canParse(text) && isPlainBase(new URL(text), protocols)) return text.replace(/\/+$/, '');
    return this.problem(
      name,
      `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}, without ? and #`,
    );
  }
}

/** Paths are appended to what is read here, so nothing may follow the path. */
function isPlainBase(url: URL, protocols: readonly string[]): boolean {
  return protocols.includes(url.protocol) && url.search === '' && url.hash === '';
}

export function splitList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
