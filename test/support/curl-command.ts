/** What a curl command asks for. */
export interface CurlRequest {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  body: string | undefined;
  /** Sent in place of the body. */
  form?: FormData;
}

export interface CurlAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed JSON; undefined where there is none. */
  body: unknown;
}

export type ShellVariables = Readonly<Record<string, string>>;

type Value = 'method' | 'header' | 'data' | 'query' | 'form' | 'nothing';

/** What each option of curl takes from us; options that only change what is printed take nothing. */
const WITH_VALUE: Readonly<Record<string, Value>> = {
  '-X': 'method',
  '--request': 'method',
  '-H': 'header',
  '--header': 'header',
  '-d': 'data',
  '--data': 'data',
  '--data-raw': 'data',
  // Read with -G alone, which puts it into the address.
  '--data-urlencode': 'query',
  '-F': 'form',
  '--form': 'form',
  '-o': 'nothing',
  '--output': 'nothing',
};
const WITHOUT_VALUE = new Set([
  '-i',
  '--include',
  '-s',
  '--silent',
  '-S',
  '-sS',
  '-v',
  '-O',
  '-J',
  '-OJ',
  '--fail-with-body',
]);

/** The requests of a shell script that holds nothing but plain curl commands. Throws for everything else, unset variables too. */
export function parseCurl(script: string, variables: ShellVariables): CurlRequest[] {
  return shellCommands(script, variables).map(toRequest);
}

export async function sendCurl({ method, url, headers, ...sent }: CurlRequest): Promise<CurlAnswer> {
  const body = sent.form ?? sent.body;
  const response = await fetch(url, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

/** The words of each command: quotes, escapes, `$NAME` and continued lines as in a POSIX shell; no pipes, no substitution. */
export function shellCommands(script: string, variables: ShellVariables): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let rest = script; rest !== '';) {
    const { kind, text, length } = nextToken(rest, word === undefined, variables);
    if (kind === 'text') word = (word ?? '') + text;
    else if (kind === 'space') endWord();
    else if (kind === 'end') endCommand();
    rest = rest.slice(length);
  }
  endCommand();
  return commands;
}

interface Token {
  kind: 'text' | 'space' | 'end' | 'nothing';
  text: string;
  length: number;
}

const PATTERNS: readonly [RegExp, Token['kind'], (found: RegExpExecArray, variables: ShellVariables) => string][] = [
  [/^\\\n/, 'nothing', () => ''],
  [/^[ \t]+/, 'space', () => ''],
  [/^[\n;]/, 'end', () => ''],
  [/^'([^']*)'/, 'text', ([, text = '']) => text],
  [/^"((?:[^"\\]|\\[^])*)"/, 'text', ([, text = ''], variables) => expandQuoted(text, variables)],
  [/^\\([^])/, 'text', ([, text = '']) => text],
  [/^\$(?:(\w+)|\{(\w+)\})/, 'text', ([, name, braced], variables) => valueOf(name ?? braced ?? '', variables)],
  [/^[^\s'"\\$;|&<>()`]+/, 'text', ([text]) => text],
];

function nextToken(rest: string, startsWord: boolean, variables: ShellVariables): Token {
  const comment = startsWord ? /^#[^\n]*/.exec(rest) : null;
  if (comment !== null) return { kind: 'nothing', text: '', length: comment[0].length };
  for (const [pattern, kind, read] of PATTERNS) {
    const found = pattern.exec(rest);
    if (found !== null) return { kind, text: read(found, variables), length: found[0].length };
  }
  throw new Error(`this is more than a plain command: ${rest.slice(0, 40)}`);
}

function expandQuoted(text: string, variables: ShellVariables): string {
  if (/`|\$\(/.test(text)) throw new Error('commands inside of commands are not read');
  return text.replace(
    /\\(["\\$`])|\\\n|\$(?:(\w+)|\{(\w+)\})/g,
    (all, escaped?: string, name?: string, braced?: string) => {
      if (escaped !== undefined) return escaped;
      return all === '\\\n' ? '' : valueOf(name ?? braced ?? '', variables);
    },
  );
}

function valueOf(name: string, variables: ShellVariables): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`$${name} is not set`);
  return value;
}

function toRequest([program, ...words]: string[]): CurlRequest {
  if (program !== 'curl') throw new Error(`${program} is not curl`);
  const given: Record<Value | 'url', string[]> = {
    method: [],
    header: [],
    data: [],
    query: [],
    form: [],
    nothing: [],
    url: [],
  };
  let isQuery = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const option = WITH_VALUE[word];
    if (option !== undefined) given[option].push(words[(index += 1)] ?? '');
    else if (!word.startsWith('-')) given.url.push(word);
    else if (word === '-G' || word === '--get') isQuery = true;
    else if (!WITHOUT_VALUE.has(word)) throw new Error(`curl's ${word} is not read`);
  }
  const [address, ...others] = given.url;
  if (address === undefined || others.length > 0) throw new Error('a curl command has one address');
  if (isQuery !== given.query.length > 0 || (isQuery && given.data.length > 0)) {
    throw new Error('-G is read with --data-urlencode alone');
  }
  const url = isQuery ? `${address}?${given.query.map(encodeField).join('&')}` : address;
  if (given.form.length > 0 && given.data.length > 0) throw new Error('-F is read without data');
  const form = given.form.length > 0 ? { form: formOf(given.form) } : {};
  const body = given.data.length > 0 ? given.data.join('&') : undefined;
  const headers = given.header.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  const method = body === undefined && given.form.length === 0 ? 'GET' : 'POST';
  return { method: given.method[0] ?? method, url, headers, body, ...form };
}

/** `name=@file.pdf`: a small PDF stands in for the file, whatever its name. */
function formOf(fields: readonly string[]): FormData {
  const form = new FormData();
  for (const field of fields) {
    const [, name = '', file = ''] = /^(\w+)=@([\w.-]+\.pdf)$/.exec(field) ?? [];
    if (file === '') throw new Error(`-F is read with one PDF file, not with ${field}`);
    form.append(name, new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), file);
  }
  return form;
}

/** `name=value`, of which curl encodes the value. */
function encodeField(field: string): string {
  const equals = field.indexOf('=');
  return `${field.slice(0, equals + 1)}${encodeURIComponent(field.slice(equals + 1))}`;
}
