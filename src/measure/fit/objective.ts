/** How well a profile with some parts slower or faster explains what was measured. Each simulation is made once, however often a run was repeated. */
import { PipelineError } from '../../pipeline/errors.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Prediction } from '../../sim/prediction.ts';
import { withNumbers } from '../constants.ts';
import type { MeasuredRun } from '../runs.ts';
import type { Cause } from './causes.ts';
import { scaled } from './causes.ts';
import type { Observation } from './observations.ts';
import { observationsOf, predictRun, residual } from './observations.ts';

/** Logarithms of the factors on the times of parts. */
export type Factors = ReadonlyMap<Cause, number>;

/** Factors are tried in steps, so that what was simulated is met again. */
const STEP = 0.001;
export const onGrid = (log: number): number => Math.round(log / STEP) * STEP;

/** Devices of one kind differ by less: a part that is far off has to explain more. */
const PRIOR = Math.log(2.5);
export const PRIOR_WEIGHT = 1 / PRIOR ** 2;

const keyOf = (settings: MeasuredRun['settings']): string =>
  JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));

export class Objective {
  readonly observations: readonly Observation[];
  private readonly known = new Map<string, Prediction>();

  constructor(
    readonly pipeline: Pipeline,
    readonly profile: DeviceProfile,
    readonly runs: readonly MeasuredRun[],
  ) {
    this.observations = observationsOf(runs);
  }

  profileWith(factors: Factors): DeviceProfile {
    const values = [...factors].flatMap(([cause, log]) => scaled(this.profile, cause, Math.exp(log)));
    return values.length === 0 ? this.profile : withNumbers(this.profile, new Map(values));
  }

  prediction(factors: Factors, run: number): Prediction {
    const settings = this.runs[run]?.settings ?? {};
    const key = [...factors].map(([{ id }, log]) => `${id}:${log.toFixed(3)}`).join() + keyOf(settings);
    const found = this.known.get(key);
    if (found) return found;
    const made = predictRun(this.pipeline, this.profileWith(factors), settings);
    this.known.set(key, made);
    return made;
  }

  /** Of a run that nobody has made; undefined where the program cannot run so. */
  rateAt(factors: Factors, settings: Record<string, number>): number | undefined {
    try {
      return predictRun(this.pipeline, this.profileWith(factors), settings).qps;
    } catch (error) {
      if (error instanceof PipelineError) return undefined;
      throw error;
    }
  }

  residuals(factors: Factors, observations: readonly Observation[] = this.observations): number[] {
    return observations.map((each) => residual(each, this.prediction(factors, each.run)));
  }

  /** Sum of squares, in sigmas, with what the factors cost by themselves. */
  misfit(factors: Factors, observations: readonly Observation[] = this.observations): number {
    const squares = this.residuals(factors, observations).reduce((sum, off) => sum + off * off, 0);
    return squares + [...factors.values()].reduce((sum, log) => sum + PRIOR_WEIGHT * log ** 2, 0);
  }
}
