/** Synchronous submissions made asynchronous. */
import type { WaitStep, Work } from '../../../pipeline/pipeline.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { changeSubmit, hasNoStep, mapSteps, standsAt, type Change } from './steps.ts';
import { declareStream, streamAt, streamFor } from './streams.ts';
import { waitAfterLoop } from './waits.ts';

/** Page-locked memory: a copy of any other would make the host wait all the same. */
function withoutPageable({ pageable: _, ...work }: Work): Work {
  return work;
}

/**
 * Makes the submissions at `at` asynchronous, and lets the host wait for their stream once after the frame loop; in an
 * endless loop once every 64 frames.
 */
export function makeAsync(at: SourceRange): Change {
  return (pipeline) => {
    const stream = streamFor(pipeline, at);
    const asynchronous = changeSubmit(at, (step) => ({
      ...step,
      mode: 'async',
      stream,
      work: withoutPageable(step.work),
    }))(pipeline);
    return waitAfterLoop(at, stream)(declareStream(asynchronous, stream));
  };
}

/** The same, where the host waits in each pass too: right before the step at `needed`, which meets the pass before's work. */
export function makeAsyncUntil(at: SourceRange, needed: SourceRange): Change {
  return (pipeline) => {
    const changed = makeAsync(at)(pipeline);
    const target = streamAt(changed, at);
    if (!target || hasNoStep(pipeline, needed)) return changed;
    const wait: WaitStep = { kind: 'wait', for: 'stream', target };
    return mapSteps(changed, (step) => (standsAt(step, needed) ? [wait, step] : [step]));
  };
}
