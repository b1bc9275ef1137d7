/** Passes that differ only in the things that they take in turn, as one pass. */
import type { Reference, Step } from '../../pipeline/pipeline.ts';

/** One pass of a loop, with all that its passes name; `turns`: after how many they come round, where they differ in that. */
export interface Round {
  turns?: number;
  body: Step[];
}

/** Of steps that are the turns of a loop; undefined where a turn does something else than another. */
export function foldTurns(steps: readonly Step[]): Round | undefined {
  const turns = steps.map((step) => (step.kind === 'repeat' && step.turn ? step.body : undefined));
  const bodies = turns.flatMap((body) => (body ? [body] : []));
  if (bodies.length !== steps.length || bodies.length < 2) return undefined;
  const body = foldedSteps(bodies);
  if (!body) return undefined;
  const isSame = JSON.stringify(body) === JSON.stringify(bodies[0]);
  return { ...(isSame ? {} : { turns: bodies.length }), body };
}

function foldedSteps(bodies: readonly (readonly Step[])[]): Step[] | undefined {
  const [first = []] = bodies;
  if (bodies.some((body) => body.length !== first.length)) return undefined;
  const folded: Step[] = [];
  for (const at of first.keys()) {
    const step = foldedStep(bodies.flatMap((body) => body[at] ?? []));
    if (!step) return undefined;
    folded.push(step);
  }
  return folded;
}

function foldedStep(steps: readonly Step[]): Step | undefined {
  const [first] = steps;
  if (!first || steps.every((step) => textOf(step) === textOf(first))) return first;
  const rest = textOf(bare(first));
  if (steps.some((step) => textOf(bare(step)) !== rest)) return undefined;
  return inside(first, steps);
}

const textOf = (step: Step): string => JSON.stringify(step);

/** The step without what turns may change. */
function bare(step: Step): Step {
  const { stream, target, event, ...rest } = step as Step & Named;
  const named = { stream: stream && 1, target: target && 1, event: event && 1 };
  const plain = { ...rest, ...named } as unknown as Step;
  if (step.kind === 'submit')
    return { ...plain, work: { ...step.work, model: step.work.model === undefined ? '' : 'model' } } as Step;
  if (step.kind === 'branch') return { ...plain, then: [], otherwise: [] } as Step;
  // Inside of a loop with turns of its own a name would be one of that loop's.
  const isOpen = step.kind === 'lock' || (step.kind === 'repeat' && step.turns === undefined);
  return isOpen ? ({ ...plain, body: [] } as Step) : plain;
}

interface Named {
  stream?: Reference;
  target?: Reference;
  event?: Reference;
}

function inside(first: Step, steps: readonly Step[]): Step | undefined {
  if (first.kind === 'branch') {
    const branches = steps.flatMap((step) => (step.kind === 'branch' ? [step] : []));
    const then = foldedSteps(branches.map((branch) => branch.then));
    const otherwise = foldedSteps(branches.map((branch) => branch.otherwise));
    return then && otherwise && { ...first, then, otherwise };
  }
  if (first.kind === 'repeat' || first.kind === 'lock') {
    const bodies = steps.flatMap((step) => ('body' in step ? [step.body] : []));
    const body = foldedSteps(bodies);
    return body && { ...first, body };
  }
  return named(first, steps);
}

function named(first: Step, steps: readonly Step[]): Step {
  const all = steps as readonly (Step & Named)[];
  const changed: Named = {};
  for (const key of ['stream', 'target', 'event'] as const) {
    const references = all.flatMap((step) => step[key] ?? []);
    const [own] = references;
    if (!own) continue;
    const isSame = references.every((one) => one.id === own.id && one.index === own.index);
    changed[key] = isSame ? own : { ...own, turns: references };
  }
  const step = { ...first, ...changed } as Step;
  return step.kind === 'submit' ? { ...step, work: { ...step.work, ...modelsOf(steps) } } : step;
}

function modelsOf(steps: readonly Step[]): { models?: string[] } {
  const models = steps.flatMap((step) => (step.kind === 'submit' ? (step.work.model ?? []) : []));
  return new Set(models).size > 1 ? { models } : {};
}
