/** How far frames that come in from outside are kept up with. */
import type { Model } from './model.ts';
import type { LoadPrediction } from './prediction.ts';
import type { RunResult } from './run.ts';

/** Of what arrives so much has to be done to say that all is: what is under way at the end of a run may be missing. */
const REACHED = 0.985;

/**
 * Undefined where nothing arrives from outside.
 * @param upper the most frames/s that the program can do.
 */
export function loadOf(
  { pipeline, arrivals, meter }: Model,
  { rate }: RunResult,
  upper: number,
): LoadPrediction | undefined {
  if (!pipeline.arrivals || !arrivals) return undefined;
  const { rate: offered, sources, pattern, times } = pipeline.arrivals;
  // As irregular as arrivals are, so is what is done of them: the one over the other is not.
  const counted = arrivals.arrived > 0 ? meter.frames / arrivals.arrived : (rate * 1000) / offered;
  // A little more than can be done piles up so slowly that counting does not tell.
  const done = Math.min(counted, upper / offered);
  const keptUp = counted >= REACHED && upper >= offered;
  return {
    offered,
    pattern: times ? 'recorded' : pattern,
    keptUp,
    sources,
    carried: keptUp ? sources : Math.floor(sources * done),
  };
}
