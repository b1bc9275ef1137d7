/** Times of models that nobody is sure of on the device: what a user may know better. */
import type { ModelDeclaration, Pipeline, Unknown } from '../pipeline/pipeline.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { resolve } from '../pipeline/resolve.ts';
import { impliedSettings, modelTimeName } from '../pipeline/settable.ts';
import { ownValue } from '../base/own-value.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { modelTime } from '../sim/costs.ts';
import type { Note } from '../sim/note.ts';

export interface DoubtfulTime {
  model: ModelDeclaration;
  /** The setting that says it. */
  name: string;
  /** What is taken for it, ms; undefined where there is nothing to take: the program then has no rate. */
  assumedMs: number | undefined;
  /** How that was come by. */
  assumption: Note | undefined;
  /** What is set, ms. */
  setMs: number | undefined;
}

/** In the order of the pipeline's models; none of a pipeline that makes no sense. */
export function doubtfulTimes(
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Readonly<Record<string, number>>,
): DoubtfulTime[] {
  const implied = new Set(impliedSettings(pipeline));
  const open = pipeline.models.filter(({ id }) => implied.has(modelTimeName(id)));
  if (open.length === 0) return [];
  const others = Object.fromEntries(
    Object.entries(settings).filter(([name]) => !open.some(({ id }) => modelTimeName(id) === name)),
  );
  const resolved = resolvedModels(pipeline, others);
  return open.flatMap((model) => {
    const own = resolved.find(({ id }) => id === model.id);
    const time = own && modelTime(own, profile);
    const name = modelTimeName(model.id);
    const setMs = ownValue(settings, name);
    const isDoubtful = own !== undefined && (time === undefined || time.confidence === 'assumed');
    return isDoubtful || setMs !== undefined
      ? [{ model, name, assumedMs: time?.ms, assumption: time?.assumption, setMs }]
      : [];
  });
}

function resolvedModels(pipeline: Pipeline, settings: Readonly<Record<string, number>>) {
  try {
    return resolve(pipeline, settings).models;
  } catch (error) {
    if (error instanceof PipelineError) return [];
    throw error;
  }
}

/** What is asked of it. A comment where the model is loaded says it too. */
export function timeUnknown({ model, name }: DoubtfulTime): Unknown {
  return {
    code: 'model-time',
    detail: model.catalogueName ?? model.path ?? model.id,
    settle: '// acl-perf: cost=3.2ms',
    parameter: name,
    ...(model.source === undefined ? {} : { range: model.source }),
  };
}
