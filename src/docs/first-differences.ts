/** The first lines in which two texts differ, each as `line: - expected` and `line: + actual`; empty where they are the same. */
export function firstDifferences(expected: string, actual: string, most: number): string[] {
  if (expected === actual) return [];
  const [before, after] = [expected.split('\n'), actual.split('\n')];
  const found: string[] = [];
  for (let line = 0; line < Math.max(before.length, after.length) && found.length < most * 2; line += 1) {
    if (before[line] === after[line]) continue;
    if (before[line] !== undefined) found.push(`${line + 1}: - ${before[line]}`);
    if (after[line] !== undefined) found.push(`${line + 1}: + ${after[line]}`);
  }
  return found;
}
