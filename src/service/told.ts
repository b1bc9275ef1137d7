/** Predictions and plans with their sentences: what the JSON of the command line and the panel's protocol carry. */
import type { Plan } from '../sim/bounds/plan.ts';
import type { MemoryPrediction, Prediction } from '../sim/prediction.ts';
import { decidingText, modeTexts } from './doubt-text.ts';
import { bottleneckText } from './explanation.ts';
import type { Locale } from './locale.ts';
import { noteText } from './note-text.ts';
import { termText, verdictText } from './plan-text.ts';

export interface ToldPrediction extends Omit<Prediction, 'bottleneck' | 'memory' | 'warnings'> {
  bottleneck: Prediction['bottleneck'] & { inWords: string };
  memory: Omit<MemoryPrediction, 'failure'> & { failure?: string };
  warnings: string[];
  /** What the rate hangs on, where that is one thing that is not known. */
  deciding?: string;
  /** The rates of the other modes that a run may be in, where it may. */
  modes?: string[];
}

export interface ToldPlan extends Omit<Plan, 'bandwidth'> {
  bandwidth: Omit<Plan['bandwidth'], 'terms'> & {
    terms: (Plan['bandwidth']['terms'][number] & { inWords: string })[];
  };
  verdict: string;
}

export function told(prediction: Prediction, locale: Locale): ToldPrediction {
  const { bottleneck, memory, warnings } = prediction;
  const { failure, ...rest } = memory;
  const deciding = decidingText(prediction, locale);
  const modes = modeTexts(prediction, locale);
  return {
    ...prediction,
    bottleneck: { ...bottleneck, inWords: bottleneckText(bottleneck, locale) },
    memory: { ...rest, ...(failure === undefined ? {} : { failure: noteText(failure, locale) }) },
    warnings: warnings.map((note) => noteText(note, locale)),
    ...(deciding === undefined ? {} : { deciding }),
    ...(modes.length === 0 ? {} : { modes }),
  };
}

/** `prediction` is the one that the plan was made from. */
export function toldPlan(plan: Plan, prediction: Prediction, locale: Locale): ToldPlan {
  const terms = plan.bandwidth.terms.map((term) => ({ ...term, inWords: termText(term, locale) }));
  return { ...plan, bandwidth: { ...plan.bandwidth, terms }, verdict: verdictText(plan, prediction, locale) };
}
