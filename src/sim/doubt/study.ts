/** The range of a prediction: what each thing that is not known does to the rate, found by simulation. */
import { PipelineError } from '../../pipeline/errors.ts';
import { assumedParameters } from '../../pipeline/parameters.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { resolve } from '../../pipeline/resolve.ts';
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import { walk } from '../../pipeline/walk.ts';
import { modelErrorOf } from '../../profile/confidence.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Prediction } from '../prediction.ts';
import { simulateResolved, type SimulateOptions } from '../simulate.ts';
import type { WhatIf } from '../explain/what-if.ts';
import type { Doubt, DoubtEnd } from './doubt.ts';
import { allFaster, figureScenarios, guessScenarios, timeScenarios, type Scenario } from './scenarios.ts';

/** An effect is told roughly: far less exactly than the rate itself. */
const ROUGHLY = { precision: 0.03, budgetEvents: 20_000 };
/** Simulated worlds of one study. */
const MOST_WORLDS = 24;
/** Of one that looks at guesses alone, which a user is asked about. */
const MOST_ASKED = 60;
/** A rate is told with this many digits after the point. */
const DIGITS = 1e6;

/** Natural logarithms of how far the rate may lie below and above. */
interface Reach {
  below: number;
  above: number;
}

const NOWHERE: Reach = { below: 0, above: 0 };

/** Things that are independent of each other hardly all go wrong the same way. */
function together(reaches: readonly Reach[]): Reach {
  return {
    below: Math.hypot(...reaches.map(({ below }) => below)),
    above: Math.hypot(...reaches.map(({ above }) => above)),
  };
}

class Study {
  constructor(
    private readonly today: WhatIf,
    private readonly prediction: Prediction,
    private readonly options: SimulateOptions,
  ) {}

  range(scenarios: readonly Scenario[]): Pick<Prediction, 'qpsRange' | 'doubts'> {
    const rough = this.rateOf(this.today);
    const doubts = this.doubts(scenarios, rough);
    const whole = together([this.ofModel(rough), this.ofChance(), ...doubts.map((one) => this.reach(one))]);
    const length = whole.below + whole.above;
    for (const doubt of doubts) {
      const { below, above } = this.reach(doubt);
      doubt.share = length > 0 ? (below + above) / length : 0;
    }
    const { qps } = this.prediction;
    return {
      qpsRange: [rounded(qps * Math.exp(-whole.below)), rounded(qps * Math.exp(whole.above))],
      doubts: doubts.sort((a, b) => b.share - a.share),
    };
  }

  doubts(scenarios: readonly Scenario[], rough = this.rateOf(this.today)): Doubt[] {
    return scenarios.flatMap((scenario) => this.doubt(scenario, rough));
  }

  private rateOf({ pipeline, profile }: WhatIf): number | undefined {
    try {
      return simulateResolved(pipeline, profile, { ...this.options, ...ROUGHLY, timeline: false }).qps;
    } catch (error) {
      if (error instanceof PipelineError) return undefined;
      throw error;
    }
  }

  /** Rates are told beside the prediction's own: what a rough simulation is off by is the same in all. */
  private doubt({ subject, value, ends }: Scenario, rough: number | undefined): Doubt[] {
    const { qps } = this.prediction;
    const today: DoubtEnd = { at: value, qps };
    const rates = ends.flatMap(({ at, world }): DoubtEnd[] => {
      const rate = this.rateOf(world);
      return rate === undefined || !rough ? [] : [{ at, qps: rounded((rate / rough) * qps) }];
    });
    const sorted = [today, ...rates].filter((end) => end.qps > 0).sort((a, b) => a.qps - b.qps);
    const modes = 'choices' in subject ? { modes: [today, ...rates].sort((a, b) => a.at - b.at) } : {};
    return [{ ...subject, value, low: sorted[0] ?? today, high: sorted.at(-1) ?? today, share: 0, ...modes }];
  }

  private reach({ low, high }: Pick<Doubt, 'low' | 'high'>): Reach {
    const { qps } = this.prediction;
    return { below: Math.log(qps / low.qps), above: Math.log(high.qps / qps) };
  }

  /** What the model is off by where all figures are measured; a pace that is set from outside is none of it. */
  private ofModel(rough: number | undefined): Reach {
    const share = modelErrorOf(this.today.profile);
    const free = { below: -Math.log(1 - share), above: Math.log(1 + share) };
    if (!rough || !isPaced(this.today.pipeline)) return free;
    const [slow, fast] = [1 - share, 1 + share].map((factor) => this.rateOf(allFaster(this.today, factor)));
    if (!slow || !fast) return free;
    return {
      below: Math.min(free.below, Math.max(0, Math.log(rough / slow))),
      above: Math.min(free.above, Math.max(0, Math.log(fast / rough))),
    };
  }

  private ofChance(): Reach {
    const { noise } = this.prediction.run;
    return noise < 1 ? { below: -Math.log(1 - noise), above: Math.log(1 + noise) } : NOWHERE;
  }
}

/** Its pace, or a part of it, is set from outside. */
function isPaced({ threads, arrivals }: ResolvedPipeline): boolean {
  if (arrivals) return true;
  return threads.some(({ program }) =>
    [...walk(program)].some((step) => step.kind === 'host' && !step.busy && step.milliseconds > 0),
  );
}

function rounded(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}

/** As many as may be simulated, those of one subject together. */
function within(scenarios: Scenario[], most: number): Scenario[] {
  let left = most;
  return scenarios.filter(({ ends }) => (left -= ends.length) >= 0);
}

/** The prediction with the range that what is not known gives it, and with what that is, the most decisive first. */
export function withDoubts(
  pipeline: Pipeline,
  profile: DeviceProfile,
  prediction: Prediction,
  options: SimulateOptions = {},
): Prediction {
  const { settings = {}, ...rest } = options;
  if (prediction.qps <= 0 || !prediction.run.converged) return { ...prediction, doubts: [] };
  const today = { pipeline: resolve(pipeline, settings), profile };
  const scenarios = within(
    [...figureScenarios(today), ...guessScenarios(pipeline, profile, settings)],
    MOST_WORLDS,
  );
  return { ...prediction, ...new Study(today, prediction, rest).range(scenarios) };
}

/**
 * What each guess does to the rate, those too that were too many for the range of `prediction`, which has its doubts.
 * `times`: of models that nobody is sure of, ms, by the setting that says them. A guess that could not be tried is left out.
 */
export function effectsOf(
  pipeline: Pipeline,
  profile: DeviceProfile,
  { prediction, times }: { prediction: Prediction; times: Readonly<Record<string, number>> },
  options: SimulateOptions = {},
): Doubt[] {
  const { settings = {}, ...rest } = options;
  if (prediction.qps <= 0) return [];
  const known = (prediction.doubts ?? []).filter(({ kind }) => kind === 'parameter');
  const told = new Set(known.map(({ name }) => name));
  const today = { pipeline: resolve(pipeline, settings), profile };
  const all = [
    ...timeScenarios(pipeline, profile, settings, times),
    ...guessScenarios(pipeline, profile, settings),
  ];
  const scenarios = within(
    all.filter(({ subject }) => !told.has(subject.name)),
    MOST_ASKED,
  );
  const changing = new Set([...told, ...all.map(({ subject }) => subject.name)]);
  const idle = assumedParameters(pipeline, settings).filter(({ name }) => !changing.has(name));
  return [
    ...known,
    ...new Study(today, prediction, rest).doubts(scenarios),
    ...idle.map(({ name, value }) => withoutEffect(name, { at: value, qps: prediction.qps })),
  ];
}

const withoutEffect = (name: string, today: DoubtEnd): Doubt => ({
  kind: 'parameter',
  name,
  value: today.at,
  low: today,
  high: today,
  share: 0,
});
