/** "Did you mean": the nearest of the names that exist. */
import type { Message } from './messages.ts';
import { message } from './messages.ts';

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

/** Names that are listed at most. */
const MOST_NAMES = 20;

/** "; did you mean X?" or "; known: A, B" or that there is none. */
export function suggestion(name: string, known: readonly string[]): Message {
  const near = nearest(name, known);
  if (near !== undefined) return message('did-you-mean', { name: near });
  if (known.length === 0) return message('there-are-none');
  const names = known.slice(0, MOST_NAMES);
  const count = known.length - names.length;
  return count > 0 ? message('first-known-are', { names, count }) : message('known-are', { names });
}
