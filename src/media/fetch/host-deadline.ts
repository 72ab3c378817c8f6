const TICKS = 20;

/**
 * Calls `onEnd` once, `ms` milliseconds from now, and gives what stops it. Counted in ticks: where our own process stood still for a
 * while (no CPU, a sleeping machine), one of them is late, and the other side is not blamed for the rest.
 */
export function startHostDeadline(ms: number, onEnd: () => void): () => void {
  let left = TICKS;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    onEnd();
  }, ms / TICKS);
  return () => clearInterval(timer);
}
