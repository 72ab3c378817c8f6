import { answerDifferences } from './answer-shape.js';
import { type CurlAnswer, parseCurl, sendCurl, type ShellVariables } from './curl-command.js';
import type { DemoDesk } from './demo-desk.js';
import type { DocBlock } from './doc-blocks.js';

/** An answer that a command of a document got. */
export interface DocRun {
  line: number;
  answer: CurlAnswer;
}

/** A document's text with the addresses of the demo in place of the sandbox's. */
export function atDesk(desk: DemoDesk, text: string): string {
  return text.replaceAll('http://localhost:3000', desk.app.url).replaceAll('http://localhost:4010', desk.simulator.url);
}

/** The control API of the demo's simulator. */
export function controlDesk(desk: DemoDesk, path: string, method: string, body?: object): Promise<Response> {
  return fetch(`${desk.simulator.url}/control/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

/** Runs a block of curl commands. Throws unless the last answer has the status announced below it: `Ответ \`404\``, else a good one. */
export async function runCurlBlock(desk: DemoDesk, block: DocBlock, variables: ShellVariables): Promise<DocRun[]> {
  const { text, after, line } = block;
  const runs: DocRun[] = [];
  for (const request of parseCurl(atDesk(desk, text), variables)) runs.push({ line, answer: await sendCurl(request) });
  const announced = /^Ответ `(\d{3})`/.exec(after)?.[1];
  const answer = runs.at(-1)?.answer;
  const status = answer?.status ?? 0;
  const isAsSaid = announced === undefined ? status >= 200 && status < 300 : status === Number(announced);
  if (!isAsSaid) throw new Error(`line ${line} was answered ${status}: ${answer?.text ?? ''}`);
  return runs;
}

/**
 * Where the answer a document shows differs from what its commands got. An answer stands behind the commands it answers; more than one
 * of them may have got it, and the nearest counts.
 */
export function answerBlockDifferences(
  { text, before, line }: DocBlock,
  runs: readonly DocRun[],
  compare: (sample: unknown, real: unknown) => string[] = answerDifferences,
): string[] {
  const status = Number(/`(\d{3})`/.exec(before)?.[1] ?? 200);
  const differences = runs
    .filter(({ answer }) => answer.status === status)
    .map((run) =>
      compare(JSON.parse(text), run.answer.body).map((one) => `block ${line}, command ${run.line}: ${one}`),
    );
  return differences.sort((a, b) => a.length - b.length)[0] ?? [`nothing before line ${line} was answered ${status}`];
}
