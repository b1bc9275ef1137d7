/** What two texts differ in, by line: `-` expected and missing, `+` found and not expected. */
export function difference(expected: readonly string[], found: readonly string[]): string[] {
  const lengths = commonLengths(expected, found);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < found.length) {
    if (i < expected.length && j < found.length && expected[i] === found[j]) {
      lines.push(`  ${expected[i] ?? ''}`);
      i++;
      j++;
    } else if (j >= found.length || (i < expected.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push(`- ${expected[i++] ?? ''}`);
    else lines.push(`+ ${found[j++] ?? ''}`);
  }
  return lines;
}

/** Length of the longest common part of what follows each pair of lines. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] ?? [];
      const below = lengths[i + 1] ?? [];
      row[j] = a[i] === b[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
