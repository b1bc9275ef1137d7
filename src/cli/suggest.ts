/** "Did you mean": the nearest of the names that exist. */

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const current = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substituted = (previous[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The name that differs least, where it differs in no more than a third of its letters (case not counted). */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = name.slice(0, 100).toLowerCase();
  const ranked = names
    .map((candidate) => ({ candidate, off: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.off - b.off);
  const [best] = ranked;
  return best && best.off <= Math.max(1, best.candidate.length / 3) ? best.candidate : undefined;
}

/** "; did you mean X?" or "; known: A, B" or nothing. */
export function suggestion(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near !== undefined) return `; did you mean ${near}?`;
  if (names.length === 0) return '; there are none';
  const shown = names.slice(0, 20).join(', ');
  return `; known: ${shown}${names.length > 20 ? `, and ${names.length - 20} more` : ''}`;
}
