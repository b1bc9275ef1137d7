/** Passes that take streams or buffers in turn: each finishes frames of its own. */
import type { Reference, Step, SubmitStep } from './pipeline.ts';
import type { ResolvedRepeat, ResolvedStep } from './resolved.ts';

export function isTurn(step: ResolvedStep): step is ResolvedRepeat {
  return step.kind === 'repeat' && step.turn === true;
}

/** The turns among steps. */
export function turnsOf(steps: readonly ResolvedStep[]): ResolvedRepeat[] {
  return steps.filter(isTurn);
}

/** The steps of a loop's body as the pass at that place of a round makes them. */
export function atTurn(steps: readonly Step[], at: number): Step[] {
  return steps.map((step) => stepAt(step, at));
}

function stepAt(step: Step, at: number): Step {
  switch (step.kind) {
    case 'repeat':
      return step.turns === undefined ? { ...step, body: atTurn(step.body, at) } : step;
    case 'lock':
      return { ...step, body: atTurn(step.body, at) };
    case 'branch':
      return { ...step, then: atTurn(step.then, at), otherwise: atTurn(step.otherwise, at) };
    case 'submit':
      return submitAt(step, at);
    case 'wait':
      return step.target ? { ...step, target: referenceAt(step.target, at) } : step;
    case 'record':
    case 'streamWait':
    case 'resetEvent':
      return { ...step, event: referenceAt(step.event, at), ...streamAt(step, at) };
    case 'callback':
      return { ...step, ...streamAt(step, at) };
    default:
      return step;
  }
}

function submitAt(step: SubmitStep, at: number): SubmitStep {
  const { models, ...work } = step.work;
  const model = models?.[at] ?? work.model;
  return { ...step, ...streamAt(step, at), work: { ...work, ...(model === undefined ? {} : { model }) } };
}

const streamAt = ({ stream }: { stream?: Reference }, at: number): { stream?: Reference } =>
  stream ? { stream: referenceAt(stream, at) } : {};

function referenceAt({ turns, ...first }: Reference, at: number): Reference {
  return turns?.[at] ?? first;
}
