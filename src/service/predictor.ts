/** Predictions of one device profile, remembered: the same pipeline with the same settings is simulated once. */
import { PipelineError } from '../pipeline/errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { explain } from '../sim/explain/explain.ts';
import type { BoundPart, Doubt } from '../sim/index.ts';
import { DEFAULT_PRECISION } from '../sim/index.ts';
import type { Prediction } from '../sim/prediction.ts';
import type { CutTimeline } from '../sim/record/timeline.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { contentKey, simulatedWork } from './content-key.ts';
import { LruMap } from './lru.ts';
import { moved, sourcesOf } from './moved.ts';
import type { Rate } from './price.ts';
import type { SimulationResult } from './simulation/job.ts';
import type { Simulator } from './simulation/simulator.ts';
import { LocalSimulator } from './simulation/simulator.ts';
import type { Demand, Task } from './simulation/task.ts';

type Settings = Readonly<Record<string, number>>;

const MOST_PREDICTIONS = 200;
const MOST_RATES = 2000;

interface Remembered {
  prediction: Prediction;
  /** Where the parts of its pipeline stood. */
  sources: SourceRange[];
}

/** A simulation that is due or under way. */
interface Work {
  task: Task;
  /** The whole prediction is remembered, not the rate alone. */
  isWhole: boolean;
  /** Somebody wanted it for a price. */
  isPriced: boolean;
}

export class Predictor {
  private readonly predictions = new LruMap<string, Remembered>(MOST_PREDICTIONS);
  private readonly rates = new LruMap<string, { rate: Rate | undefined }>(MOST_RATES);
  private readonly guesses = new LruMap<string, readonly Doubt[]>(MOST_PREDICTIONS);
  private readonly parts = new LruMap<string, readonly BoundPart[]>(MOST_PREDICTIONS);
  /** By content: who wants the same one waits for it too. */
  private readonly works = new Map<string, Work>();

  /** The work of simulating rates so far; see `simulatedWork`. */
  pricedEvents = 0;

  constructor(
    private readonly profile: DeviceProfile,
    private readonly simulator: Simulator = new LocalSimulator(),
  ) {}

  /**
   * The full prediction. Throws PipelineError for a pipeline that cannot be simulated, and like all that wait here an
   * AbortError when the demand ends before.
   */
  async predict(pipeline: Pipeline, settings: Settings, demand?: Demand): Promise<Prediction> {
    const known = this.remembered(pipeline, settings);
    if (known) return known;
    const work = this.workOn(pipeline, settings);
    work.isWhole = true;
    const { prediction } = await work.task.wait(demand);
    // Another's may stand on other lines.
    return this.remembered(pipeline, settings) ?? prediction;
  }

  /**
   * The full prediction with what its range comes from: some ten short simulations more. Throws as `predict`.
   */
  async assessed(pipeline: Pipeline, settings: Settings, demand?: Demand): Promise<Prediction> {
    const prediction = await this.predict(pipeline, settings, demand);
    if (prediction.doubts) return prediction;
    const work = this.workOn(pipeline, settings, prediction);
    work.isWhole = true;
    const assessed = await work.task.wait(demand);
    return this.remembered(pipeline, settings) ?? assessed.prediction;
  }

  /**
   * What each guess does to the rate, in no order; `times` as in `effectsOf`. Throws as `predict`.
   */
  async effects(pipeline: Pipeline, settings: Settings, times: Settings): Promise<readonly Doubt[]> {
    const key = `${contentKey(pipeline, settings)} ${JSON.stringify(times)}`;
    const known = this.guesses.get(key);
    if (known) return known;
    const prediction = await this.assessed(pipeline, settings);
    const job = { pipeline, profile: this.profile, settings, effects: { prediction, times } };
    const { effects = [] } = await this.simulator.submit(job).wait();
    this.guesses.set(key, effects);
    return effects;
  }

  /** What each part of the program and the device does to the rate. Throws as `predict`. */
  async boundParts(pipeline: Pipeline, settings: Settings, demand?: Demand): Promise<readonly BoundPart[]> {
    const key = contentKey(pipeline, settings);
    const known = this.parts.get(key);
    if (known) return known;
    const bound = await this.predict(pipeline, settings, demand);
    const { parts = [] } = await this.simulator
      .submit({ pipeline, profile: this.profile, settings, bound })
      .wait(demand);
    this.parts.set(key, parts);
    return parts;
  }

  private workOn(pipeline: Pipeline, settings: Settings, assess?: Prediction): Work {
    const key = `${contentKey(pipeline, settings)}${assess ? ' assessed' : ''}`;
    const known = this.works.get(key);
    if (known && !known.task.isDropped) return known;
    const job = { pipeline, profile: this.profile, settings, ...(assess ? { assess } : {}) };
    const task = this.simulator.submit(job);
    const work = { task, isWhole: false, isPriced: false };
    this.works.set(key, work);
    // Also when those that asked have left meanwhile.
    task.onEnd((result) => {
      if (this.works.get(key) === work) this.works.delete(key);
      if (result) this.keep(key, work, result);
    });
    return work;
  }

  private keep(key: string, { task, isWhole, isPriced }: Work, { prediction }: SimulationResult): void {
    if (!task.job.assess) this.rates.set(key, { rate: rateOf(prediction) });
    if (isPriced) this.pricedEvents += simulatedWork(task.job.pipeline, prediction);
    if (isWhole) this.remember(task.job.pipeline, task.job.settings, prediction);
  }

  private remember(pipeline: Pipeline, settings: Settings, prediction: Prediction): void {
    this.predictions.set(contentKey(pipeline, settings), { prediction, sources: sourcesOf(pipeline) });
  }

  /** Also of a pipeline that differs only in where it stands: its lines are those of now. */
  private remembered(pipeline: Pipeline, settings: Settings): Prediction | undefined {
    const known = this.predictions.get(contentKey(pipeline, settings));
    if (known === undefined) return undefined;
    const sources = sourcesOf(pipeline);
    const same = JSON.stringify(sources) === JSON.stringify(known.sources);
    return same ? known.prediction : moved(known.prediction, known.sources, sources);
  }

  /** The prediction with its virtual speed-ups, which take some ten simulations more. */
  async explained(pipeline: Pipeline, settings: Settings): Promise<Prediction> {
    const prediction = await this.assessed(pipeline, settings);
    if (prediction.speedups.length > 0) return prediction;
    const explained = explain(pipeline, this.profile, prediction, { settings });
    this.remember(pipeline, settings, explained);
    return explained;
  }

  /** With the first boxes of its timeline, `most` at most. Not remembered: a timeline is large. */
  async withTimeline(
    pipeline: Pipeline,
    settings: Settings,
    most: number,
    demand?: Demand,
  ): Promise<{ prediction: Prediction; timeline: CutTimeline }> {
    const job = { pipeline, profile: this.profile, settings, mostBoxes: most };
    const { prediction, timeline } = await this.simulator.submit(job).wait(demand);
    if (timeline === undefined) throw new Error('the simulator gave no timeline');
    return { prediction, timeline };
  }

  /** The timeline as a Chrome trace (JSON) of that name. */
  async trace(pipeline: Pipeline, settings: Settings, name: string): Promise<string> {
    const job = { pipeline, profile: this.profile, settings, trace: name };
    const { trace } = await this.simulator.submit(job).wait();
    if (trace === undefined) throw new Error('the simulator gave no trace');
    return trace;
  }

  /**
   * Undefined for a pipeline that cannot be simulated.
   * @param isWhole the full prediction will be wanted too, as of the program that others are compared with.
   */
  async rate(
    pipeline: Pipeline,
    settings: Settings,
    demand?: Demand,
    isWhole = false,
  ): Promise<Rate | undefined> {
    const key = contentKey(pipeline, settings);
    // A gain is told beside the prediction: both have to begin with the same figure.
    const predicted = this.predictions.get(key);
    if (predicted) return rateOf(predicted.prediction);
    const known = this.rates.get(key);
    if (known) return known.rate;
    const work = this.workOn(pipeline, settings);
    work.isPriced = true;
    work.isWhole ||= isWhole;
    return this.rateOnce(key, work, demand);
  }

  private async rateOnce(key: string, { task }: Work, demand?: Demand): Promise<Rate | undefined> {
    try {
      return rateOf((await task.wait(demand)).prediction);
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      this.rates.set(key, { rate: undefined });
      return undefined;
    }
  }
}

function rateOf({ qps, bottleneck, latency, memory, run }: Prediction): Rate {
  return {
    qps,
    noise: Math.max(run.noise, DEFAULT_PRECISION) * qps,
    doubts: run.doubts,
    latencyMs: latency.medianMs,
    memoryBytes: memory.peakBytes,
    boundBy: bottleneck.resource,
    boundUtilization: bottleneck.utilization,
  };
}
