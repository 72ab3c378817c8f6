const PATIENCE_MS = 30_000;

/** Asks again and again until the answer satisfies the condition, for at most 30 s; returns the last answer either way. */
export async function pollUntil<T>(ask: () => Promise<T>, isDone: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  let answer = await ask();
  while (!isDone(answer) && performance.now() < end) answer = await ask();
  return answer;
}
