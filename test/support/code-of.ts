import type { ApiAnswer } from './test-app.js';

/** Status and error code of an answer; the code is undefined where it is no error. */
export async function codeOf(answer: Promise<ApiAnswer<Record<string, unknown>>>): Promise<[number, unknown]> {
  const { status, body } = await answer;
  return [status, body?.['code']];
}

/** The statuses of answers to requests that raced each other, in ascending order. */
export function sortedStatuses(answers: readonly { status: number }[]): number[] {
  return answers.map(({ status }) => status).sort((a, b) => a - b);
}
