/** How far frames that come in from outside are kept up with. */
import type { Model } from './model.ts';
import type { LoadPrediction } from './prediction.ts';
import type { RunResult } from './run.ts';

/** Of what arrives so much has to be done to say that all is: what is under way at the end of a run may be missing. */
const REACHED = 0.985;

/** Undefined where nothing arrives from outside. */
export function loadOf(
  { pipeline, arrivals, meter }: Model,
  { rate }: RunResult,
): LoadPrediction | undefined {
  if (!pipeline.arrivals || !arrivals) return undefined;
  const { rate: offered, sources, pattern, times } = pipeline.arrivals;
  // As irregular as arrivals are, so is what is done of them: the one over the other is not.
  const done = arrivals.arrived > 0 ? meter.frames / arrivals.arrived : (rate * 1000) / offered;
  const keptUp = done >= REACHED;
  return {
    offered,
    pattern: times ? 'recorded' : pattern,
    keptUp,
    sources,
    carried: keptUp ? sources : Math.floor(sources * done),
  };
}
