/** What a Pipeline would be with another batch. */
import type { ModelDeclaration, Pipeline, RepeatStep, Step, SubmitStep } from '../../../pipeline/pipeline.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { walk } from '../../../pipeline/walk.ts';
import { mapSteps, standsAt } from './counterfactual.ts';
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

/**
 * Gathers `batch` frames for each execution at `at`: the steps before it in its list run once per frame, the execution
 * and what follows once per batch.
 */
export function gather(pipeline: Pipeline, at: SourceRange, batch: number): Pipeline {
  const model = modelAt(pipeline, at);
  if (!model) return pipeline;
  const bigger = withBatch(pipeline, model.id, batch);
  return mapSteps(bigger, (step) => {
    if (step.kind !== 'repeat') return [step];
    const index = step.body.findIndex((inner) => standsAt(inner, at));
    return index < 0 ? [step] : [{ ...step, body: gathered(step.body, index, batch) }];
  });
}

function gathered(body: Step[], index: number, batch: number): Step[] {
  const before = body.slice(0, index);
  const execution = body[index] as SubmitStep;
  const perFrame: RepeatStep = { kind: 'repeat', times: batch, body: before };
  return [...(before.length > 0 ? [perFrame] : []), execution, ...body.slice(index + 1)];
}
