/** The smallest trial that still fails: what it has beyond the simplest is to blame. */
import { withoutOne } from './features.ts';
import { run, type Outcome } from './trial.ts';

/** Takes away one feature after another, as long as it still fails. */
export async function shrink(failed: Outcome): Promise<Outcome> {
  for (const candidate of withoutOne(failed)) {
    const outcome = await run(candidate);
    if (!outcome.right) return shrink(outcome);
  }
  return failed;
}
