/** Several copies made one. */
import type { Step, SubmitStep } from '../../../pipeline/pipeline.ts';
import { multiply, type Quantity } from '../../../pipeline/quantity.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { inThreads, standsAt, type Change, withBodies } from './steps.ts';

/** Turns the innermost loop whose body copies at `at` into one copy of all; what else its passes do stays theirs. */
export function mergeCopies(at: SourceRange): Change {
  const change = (steps: readonly Step[]): Step[] =>
    steps.flatMap((step) => {
      const copy = step.kind === 'repeat' ? step.body.find((inner) => standsAt(inner, at)) : undefined;
      if (step.kind !== 'repeat' || copy?.kind !== 'submit') return [withBodies(step, change)];
      if (step.times === 'forever') return [step];
      const body = step.body.filter((inner) => inner !== copy);
      return [...(body.length ? [{ ...step, body }] : []), merged(copy, step.times)];
    });
  return (pipeline) => inThreads(pipeline, change);
}

function merged(copy: SubmitStep, times: Quantity): SubmitStep {
  const { bytes } = copy.work;
  return bytes === undefined ? copy : { ...copy, work: { ...copy.work, bytes: multiply(bytes, times) } };
}
