/** What a pass does with results that asynchronous work has yet to make: it comes behind a wait. */
import type { Engine, Step } from '../../../pipeline/pipeline.ts';
import { bodiesOf } from '../../../pipeline/walk.ts';
import { withBodies } from './steps.ts';

/** These fill memory of the device, and read none of it. */
const FILLING: ReadonlySet<Engine> = new Set(['h2d', 'memset']);

interface Passes {
  now: Step[];
  /** Behind the wait. */
  later: Step[];
}

/**
 * What the host can do in a pass before it waits; and what reads what asynchronous work of the pass has yet to write, with
 * all that follows of it. A wait of the pass's own ends what is under way.
 */
export function splitAtResults(body: readonly Step[]): Passes {
  const later = new Set<Step>();
  mark(body, later, false);
  if (later.size === 0) return { now: [...body], later: [] };
  return { now: side(body, (step) => !later.has(step)), later: side(body, (step) => later.has(step)) };
}

/** Collects the plain steps that read results, in order. Returns whether work is under way at the end. */
function mark(steps: readonly Step[], later: Set<Step>, isPending: boolean): boolean {
  let pending = isPending;
  for (const step of steps) {
    for (const body of bodiesOf(step)) pending = mark(body, later, pending);
    if (bodiesOf(step).length > 0) continue;
    if (later.size > 0 ? !isInput(step) : pending && readsResult(step)) later.add(step);
    if (step.kind === 'wait') pending = false;
    if (step.kind === 'submit' && step.mode === 'async') pending ||= step.engine !== 'd2h';
  }
  return pending;
}

/** A synchronous call waits for none of the streams. */
const readsResult = (step: Step): boolean =>
  step.kind === 'submit' && step.mode === 'sync' && !FILLING.has(step.engine);

const isInput = (step: Step): boolean =>
  step.kind === 'dequeue' || (step.kind === 'submit' && FILLING.has(step.engine));

function side(steps: readonly Step[], isIn: (step: Step) => boolean): Step[] {
  return steps.flatMap((step) => {
    if (bodiesOf(step).length === 0) return isIn(step) ? [step] : [];
    const own = withBodies(step, (body) => side(body, isIn));
    return bodiesOf(own).some((body) => body.length > 0) ? [own] : [];
  });
}
