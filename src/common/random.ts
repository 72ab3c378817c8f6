/** 0 … 1, for spreading things over time; nothing secret hangs on it. */
export function randomFraction(): number {
  return Math.random();
}
