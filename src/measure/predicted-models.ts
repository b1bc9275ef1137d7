/** What a prediction takes for the time of a model that was measured. */
import { PipelineError } from '../pipeline/errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { ResolvedModel } from '../pipeline/resolved.ts';
import { resolve } from '../pipeline/resolve.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { modelKey } from '../profile/model-name.ts';
import { modelTime } from '../sim/costs.ts';

export interface PredictedModel {
  /** As the program names it. */
  name: string;
  batch: number;
  /** Of one execution; undefined where nothing is known of it. */
  ms: number | undefined;
}

/** None of a pipeline that makes no sense. */
export function predictedModels(
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Readonly<Record<string, number>>,
): PredictedModel[] {
  try {
    const { models } = resolve(pipeline, settings);
    return models.map((model) => ({
      name: nameOf(model),
      batch: model.batch,
      ms: modelTime(model, profile)?.ms,
    }));
  } catch (error) {
    if (error instanceof PipelineError) return [];
    throw error;
  }
}

const nameOf = ({ catalogueName, path, id }: ResolvedModel): string => catalogueName ?? path ?? id;

/**
 * The program's model that a name in a measurement means: by its words, or the only one of the program where the
 * measurement has a number, or nothing, for its only one.
 */
export function meantModel(
  named: string,
  models: readonly PredictedModel[],
  isOnlyMeasured: boolean,
): PredictedModel | undefined {
  const same = models.filter(({ name }) => modelKey(name) === modelKey(named));
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const isNameless = /^\d*$/.test(named);
  return isNameless && isOnlyMeasured && models.length === 1 ? models[0] : undefined;
}
