/** From a wish to a design: threads, depth, batch and devices, what they come to, and the program that does it. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { sweepWith } from '../../sim/explore/sweep.ts';
import { planFor, type Plan } from '../../sim/bounds/plan.ts';
import type { Prediction } from '../../sim/prediction.ts';
import { searchDesign, type Refusal } from './search.ts';
import { skeletonOf } from './skeleton.ts';
import type { Choices, Wish } from './wish.ts';

/** What a design is predicted to do. */
export interface Design {
  choices: Choices;
  /** As the analyzer reads the program. */
  pipeline: Pipeline;
  /** The program, C++. */
  source: string;
  prediction: Prediction;
  plan: Plan;
  /** Host cores busy, summed over the host's threads. */
  hostCores: number;
}

export interface Designer {
  profile: DeviceProfile;
  /** The Pipeline of a program, as the analyzer reads it. */
  read: (source: string) => Promise<Pipeline>;
  predict: (pipeline: Pipeline, settings: Record<string, number>) => Promise<Prediction>;
  /** The prediction with its range. */
  assess: (pipeline: Pipeline) => Promise<Prediction>;
}

export const isRefused = (answer: Design | Refusal): answer is Refusal => 'binds' in answer;

/** @throws PipelineError where nothing can be predicted, as of a model without a time. */
export async function designFor(wish: Wish, designer: Designer): Promise<Design | Refusal> {
  const { read, predict, assess, profile } = designer;
  const found = await searchDesign(
    wish,
    (choices) => read(skeletonOf(wish, choices)),
    (pipeline) => sweepWith(pipeline, (varied, set) => predict(varied, set)),
  );
  if ('binds' in found) return found;
  const { choices } = found;
  const draft = await read(skeletonOf(wish, choices));
  const { qps } = await predict(draft, {});
  const source = skeletonOf(wish, choices, { qps, device: profile.name });
  // The head of the file has grown: places are those of what is handed out.
  const pipeline = await read(source);
  const prediction = await assess(pipeline);
  const plan = planFor(pipeline, profile, prediction);
  const hostCores = Object.values(prediction.hostThreads).reduce((sum, share) => sum + share, 0);
  return { choices, pipeline, source, prediction, plan, hostCores };
}
