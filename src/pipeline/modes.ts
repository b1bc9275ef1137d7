/** A program in one of its modes: what the others do is no part of a run. */
import { evaluate, type Settings } from './evaluate.ts';
import type { Pipeline, Step } from './pipeline.ts';
import { namesIn, type Quantity } from './quantity.ts';

/** The Pipeline without the sides of branches, and the threads, that the modes of these settings leave out. */
export function inModes(pipeline: Pipeline, settings: Settings): Pipeline {
  const modes = new Set(pipeline.parameters.flatMap(({ name, choices }) => (choices ? [name] : [])));
  if (modes.size === 0) return pipeline;
  /** What a quantity comes to that hangs on modes alone. */
  const decided = (quantity: Quantity): number | undefined => {
    const names = namesIn(quantity);
    return names.length > 0 && names.every((name) => modes.has(name))
      ? evaluate(quantity, settings)
      : undefined;
  };
  const threads = pipeline.threads.flatMap((thread) => {
    const isLeftOut = thread.kind !== 'callback' && namesIn(thread.replicas).some((name) => modes.has(name));
    if (isLeftOut && evaluate(thread.replicas, settings) === 0) return [];
    return [{ ...thread, program: chosen(thread.program, decided) }];
  });
  return { ...pipeline, threads };
}

type Decide = (share: Quantity) => number | undefined;

function chosen(steps: readonly Step[], decided: Decide): Step[] {
  return steps.flatMap((step): Step[] => {
    if (step.kind === 'repeat' || step.kind === 'lock') return held(step, chosen(step.body, decided));
    if (step.kind !== 'branch') return [step];
    const then = chosen(step.then, decided);
    const otherwise = chosen(step.otherwise, decided);
    const share = decided(step.share);
    if (share === 1) return then;
    return share === 0 ? otherwise : [{ ...step, then, otherwise }];
  });
}

/** A loop that has nothing left to do in this mode is none. */
function held(step: Extract<Step, { body: Step[] }>, body: Step[]): Step[] {
  return body.length > 0 || step.body.length === 0 ? [{ ...step, body }] : [];
}
