import type { Platform } from './platform.js';

/** Resolves after that many milliseconds; rejects with the signal's reason when it is aborted first. */
export function sleep(platform: Platform, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(reasonOf(signal));
    const stop = (): void => {
      cancel();
      if (signal !== undefined) reject(reasonOf(signal));
    };
    const cancel = platform.after(ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** The work's result; rejects as soon as the signal is aborted, while the work goes on for others. */
export function orAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(reasonOf(signal));
    if (signal.aborted) {
      // Its failure is nobody's any more.
      work.catch(() => undefined);
      return stop();
    }
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Aborts when one of the signals does; `AbortSignal.any` is missing in browsers of 2023. */
export function linkedController(...signals: (AbortSignal | undefined)[]): AbortController {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal === undefined) continue;
    if (signal.aborted) controller.abort(signal.reason);
    else {
      // Taken off with the request, or a signal that lives as long as the page would collect them.
      const options = { once: true, signal: controller.signal };
      signal.addEventListener('abort', () => controller.abort(signal.reason), options);
    }
  }
  return controller;
}

/** What the caller gave to `abort()`, an `AbortError` unless they chose. */
function reasonOf(signal: AbortSignal): Error {
  return signal.reason as Error;
}
