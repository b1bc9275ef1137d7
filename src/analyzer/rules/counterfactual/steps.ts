/**
 * Changes of a Pipeline that show what a fix would do. Each is a pure function; steps are found by where they stand in
 * the source, so that several changes can be applied one after another and still find theirs.
 */
import type { Pipeline, RepeatStep, Step, SubmitStep } from '../../../pipeline/pipeline.ts';
import type { SourceRange } from '../../../pipeline/source.ts';

export type Change = (pipeline: Pipeline) => Pipeline;

export function standsAt(step: Step, at: SourceRange): boolean {
  const source = step.source;
  return source?.line === at.line && source.column === at.column && source.file === at.file;
}

/** All changes, in order. */
export function combine(...changes: Change[]): Change {
  return (pipeline) => changes.reduce((current, change) => change(current), pipeline);
}

/** Replaces steps, innermost first; `replace` returns the step itself to keep it. */
export function mapSteps(pipeline: Pipeline, replace: (step: Step) => Step[]): Pipeline {
  return inThreads(pipeline, (steps) => mapList(steps, replace));
}

function mapList(steps: readonly Step[], replace: (step: Step) => Step[]): Step[] {
  return steps.flatMap((step) => replace(mapInside(step, replace)));
}

function mapInside(step: Step, replace: (step: Step) => Step[]): Step {
  if (step.kind === 'repeat' || step.kind === 'lock') return { ...step, body: mapList(step.body, replace) };
  if (step.kind !== 'branch') return step;
  return { ...step, then: mapList(step.then, replace), otherwise: mapList(step.otherwise, replace) };
}

export const inThreads = (pipeline: Pipeline, change: (steps: readonly Step[]) => Step[]): Pipeline => ({
  ...pipeline,
  threads: pipeline.threads.map((thread) => ({ ...thread, program: change(thread.program) })),
});

/** The step with the lists inside of it changed. */
export function withBodies(step: Step, change: (steps: readonly Step[]) => Step[]): Step {
  if (step.kind === 'repeat' || step.kind === 'lock') return { ...step, body: change(step.body) };
  if (step.kind !== 'branch') return step;
  return { ...step, then: change(step.then), otherwise: change(step.otherwise) };
}

/** Does the step, or one inside it, stand at `at`? */
export function holds(step: Step, at: SourceRange): boolean {
  return standsAt(step, at) || insides(step).some((inner) => holds(inner, at));
}

export function insides(step: Step): Step[] {
  if (step.kind === 'repeat' || step.kind === 'lock') return step.body;
  return step.kind === 'branch' ? [...step.then, ...step.otherwise] : [];
}

export function collect(step: Step, at: SourceRange): Step[] {
  return standsAt(step, at) ? [step] : insides(step).flatMap((inner) => collect(inner, at));
}

export function without(steps: readonly Step[], at: SourceRange): Step[] {
  return mapList(steps, (step) => (standsAt(step, at) ? [] : [step]));
}

export const hasNoStep = ({ threads }: Pipeline, at: SourceRange): boolean =>
  threads.every(({ program }) => !program.some((step) => holds(step, at)));

/** Takes the steps at `at` out. */
export function removeStep(at: SourceRange): Change {
  return (pipeline) => mapSteps(pipeline, (step) => (standsAt(step, at) ? [] : [step]));
}

/** Changes the submissions at `at`. */
export function changeSubmit(at: SourceRange, change: (step: SubmitStep) => SubmitStep): Change {
  return (pipeline) =>
    mapSteps(pipeline, (step) => (step.kind === 'submit' && standsAt(step, at) ? [change(step)] : [step]));
}

export function isInnermostFrameLoop(step: Step, at: SourceRange): step is RepeatStep {
  if (step.kind !== 'repeat' || step.frameLoop !== true) return false;
  return holds(step, at) && !step.body.some((inner) => holdsFrameLoop(inner, at));
}

function holdsFrameLoop(step: Step, at: SourceRange): boolean {
  if (!holds(step, at)) return false;
  if (step.kind === 'repeat' && step.frameLoop === true) return true;
  return insides(step).some((inner) => holdsFrameLoop(inner, at));
}
