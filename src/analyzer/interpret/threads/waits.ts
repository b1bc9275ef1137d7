/** Where a thread waits for others: what it takes next it waited for, and by then others may have come to their end. */
import type { Interpreter } from '../interpreter.ts';

/** The function at hand has waited for others. */
export function noteWait(run: Interpreter): void {
  run.waitedIn = run.functionName;
  noteDoubtfulWait(run);
}

/** What stands here may wait for others, whatever for. */
export function noteDoubtfulWait({ thread, budget }: Interpreter): void {
  const waits = (thread.waits ??= []);
  if (waits.at(-1) !== budget.recorded) waits.push(budget.recorded);
}
