/** Following something of which it shows only then whether it is to be followed so. */
import type { Interpreter } from '../interpreter.ts';
import type { Changes } from '../values/store.ts';
import { notedOf, restore } from './noted.ts';

export interface Attempted<T> {
  found: T;
  /** What it did to the store. */
  changes: Changes;
}

/** What `follow` finds, with all that it did; where that is nothing, all is as it was before. */
export function attempted<T>(run: Interpreter, follow: () => T | undefined): Attempted<T> | undefined {
  const noted = notedOf(run);
  let found: T | undefined;
  const { changes, forget } = run.store.attempt(() => (found = follow()));
  if (found === undefined) {
    forget();
    restore(run, noted);
    return undefined;
  }
  changes.redo(run.store);
  return { found, changes };
}

/** The same within what a run may try: given up where it takes too long. */
export function tried<T>(run: Interpreter, follow: () => T | undefined): T | undefined {
  const spent = run.budget.beginTry();
  const kept = attempted(run, follow);
  if (kept) run.budget.keepTry(spent);
  else run.budget.giveBack(spent);
  return kept?.found;
}

/** What `follow` finds of passes that are each followed by itself. */
export function oneByOne<T>(run: Interpreter, follow: () => T): T {
  run.oneByOne++;
  const found = follow();
  run.oneByOne--;
  return found;
}
