/** What a Pipeline would be with another batch. */
import type { ModelDeclaration, Pipeline, Step } from '../../../pipeline/pipeline.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { divideUp, min, multiply, type Quantity } from '../../../pipeline/quantity.ts';
import { bodiesOf, walk } from '../../../pipeline/walk.ts';
import { withBodies } from './steps.ts';
import { oncePer } from '../../../base/once.ts';

/** The model of the execution at `at`, as the Pipeline declares it. */
export function modelAt(pipeline: Pipeline, at: SourceRange): ModelDeclaration | undefined {
  const id = executionsOf(pipeline).get(placeOf(at));
  return pipeline.models.find((model) => model.id === id);
}

const placeOf = ({ file, line, column }: SourceRange): string => `${file}:${line}:${column}`;

/** Models by the place of their execution. */
const executionsOf = oncePer((pipeline: Pipeline): ReadonlyMap<string, string | undefined> => {
  const found = new Map<string, string | undefined>();
  for (const { program } of pipeline.threads) {
    for (const step of walk<Step>(program))
      if (step.kind === 'submit' && step.source) found.set(placeOf(step.source), step.work.model);
  }
  return found;
});

/** Sets the batch of a model whose frames are already gathered. */
export function withBatch(pipeline: Pipeline, id: string, batch: number): Pipeline {
  const models = pipeline.models.map((model) => (model.id === id ? resized(model, batch) : model));
  return { ...pipeline, models };
}

/** Sizes and times that were given for another batch no longer hold: the catalogue decides. */
function resized(model: ModelDeclaration, batch: number): ModelDeclaration {
  const changed = { ...model, batch };
  delete changed.milliseconds;
  delete changed.inputBytes;
  delete changed.outputBytes;
  delete changed.workBytes;
  return changed;
}

/** Which steps execute the model, and how many frames each execution is to take. */
interface Gathering {
  executes: (step: Step) => boolean;
  frames: Quantity;
}

/**
 * Gathers `batch` frames for each execution of the model at `at`: what else a frame needs runs once for each frame as
 * before, the execution and what waits for it or fetches its results once per batch. A loop that is a part of the frame
 * makes as many passes less, and gathers no more than it has.
 */
export function gather(pipeline: Pipeline, at: SourceRange, batch: number): Pipeline | undefined {
  const model = modelAt(pipeline, at);
  if (!model) return undefined;
  const gathering = {
    executes: (step: Step) => step.kind === 'submit' && step.work.model === model.id,
    frames: batch,
  };
  // What runs once for each report or start has nothing to gather from.
  if (pipeline.threads.some(({ program }) => executesOnce(program, gathering))) return undefined;
  const threads = pipeline.threads.map((thread) => ({
    ...thread,
    program: thread.program.map((step) => inLoops(step, gathering)),
  }));
  return withBatch({ ...pipeline, threads }, model.id, batch);
}

function executesOnce(steps: readonly Step[], gathering: Gathering): boolean {
  return steps.some((step) => {
    if (step.kind === 'repeat') return false;
    return gathering.executes(step) || executesOnce(bodiesOf(step).flat(), gathering);
  });
}

/** Gathers in the innermost loops around executions. */
function inLoops(step: Step, gathering: Gathering): Step {
  if (step.kind !== 'repeat') return withBodies(step, (steps) => steps.map((one) => inLoops(one, gathering)));
  if (!executesOnce(step.body, gathering))
    return { ...step, body: step.body.map((one) => inLoops(one, gathering)) };
  const isPart = step.times !== 'forever' && step.frameLoop !== true && step.turn !== true;
  if (!isPart) return { ...step, body: gathered(step.body, gathering) };
  const frames = min(gathering.frames, step.times);
  const times = divideUp(step.times, gathering.frames);
  return { ...step, times, body: gathered(step.body, { ...gathering, frames }) };
}

/** The steps of one batch: those that belong to no execution once for each of its frames. */
function gathered(steps: readonly Step[], gathering: Gathering): Step[] {
  const { frames, executes } = gathering;
  const batch: Step[] = [];
  let each: Step[] = [];
  let isBehind = false;
  const endEach = (): void => {
    if (each.length) batch.push({ kind: 'repeat', times: frames, body: each });
    each = [];
  };
  for (const step of steps) {
    const isAround = executesOnce([step], gathering);
    isBehind = isAround || (isBehind && belongsToResult(step));
    if (!isBehind) {
      each.push(inLoops(step, gathering));
      continue;
    }
    endEach();
    if (!isAround) batch.push(ofAll(step, frames));
    else batch.push(executes(step) ? step : withBodies(step, (inner) => gathered(inner, gathering)));
  }
  endEach();
  return batch;
}

/** Right behind the execution: a wait for it, or the copy of its results. */
const belongsToResult = (step: Step): boolean =>
  step.kind === 'wait' || step.kind === 'record' || (step.kind === 'submit' && step.engine === 'd2h');

/** The copy of the results of all frames of a batch. */
function ofAll(step: Step, frames: Quantity): Step {
  if (step.kind !== 'submit' || step.work.bytes === undefined) return step;
  return { ...step, work: { ...step.work, bytes: multiply(step.work.bytes, frames) } };
}
