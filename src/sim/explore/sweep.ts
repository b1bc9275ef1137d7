/** Tries configurations of a pipeline: all of a grid, or a climb through one too large for that. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Prediction } from '../prediction.ts';
import { climb, type EvaluateAll } from './climb.ts';
import { kneesThrough, type Knee } from './knee.ts';
import { bestRow, failedRow, rowOf, type Limits, type SweepRow } from './rows.ts';
import { checkAxes, grid, gridSize, type Axis, type Configuration } from './settings.ts';

export interface SweepOptions {
  limits?: Limits;
  /** Grids of more configurations than this are climbed instead, in at most this many simulations. Default 2000. */
  budget?: number;
  /** Where the user stands: the first start of a climb. */
  start?: Configuration;
  signal?: AbortSignal;
  /** Called after each batch of configurations; `total` is undefined in a climb, whose end is not known before. */
  onProgress?: (done: number, total: number | undefined) => void;
}

export interface SweepResult {
  axes: Axis[];
  rows: SweepRow[];
  /** The row to recommend: undefined where none runs within the limits. */
  best?: SweepRow;
  /** Along each axis through the best row, where more stops to pay. */
  knees: Knee[];
  /** False: the grid was climbed, and better rows may exist elsewhere. */
  whole: boolean;
}

/** Simulates a pipeline with parameters set. The sweep does not know how, so that any simulator and any thread will do. */
export type PredictConfiguration = (
  pipeline: Pipeline,
  set: Record<string, number>,
) => Prediction | Promise<Prediction>;
/** Simulates some configurations, all at once if it can. */
export type SweepChunk = (configurations: Configuration[]) => Promise<SweepRow[]>;

const DEFAULT_BUDGET = 2000;
/** Configurations between two looks at the signal. */
const CHUNK = 8;

/**
 * One configuration. What the user asked for may make no sense (no threads, more streams than the device has): that is
 * a row with its reason, not the end of the sweep.
 */
async function sweepOne(
  pipeline: Pipeline,
  configuration: Configuration,
  predict: PredictConfiguration,
): Promise<SweepRow> {
  try {
    return rowOf(configuration, await predict(pipeline, configuration));
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return failedRow(configuration, error.statement);
  }
}

/** Lets events in between chunks, so that a cancel is seen and a page stays alive. */
function breathe(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}

export function sweepWith(pipeline: Pipeline, predict: PredictConfiguration): SweepChunk {
  return async (configurations) => {
    await breathe();
    return Promise.all(configurations.map((configuration) => sweepOne(pipeline, configuration, predict)));
  };
}

async function sweepGrid(
  axes: Axis[],
  chunk: SweepChunk,
  options: SweepOptions,
  size: number,
): Promise<SweepRow[]> {
  const all = grid(axes);
  const rows: SweepRow[] = [];
  for (let from = 0; from < all.length; from += size) {
    options.signal?.throwIfAborted();
    rows.push(...(await chunk(all.slice(from, from + size))));
    options.onProgress?.(rows.length, all.length);
  }
  return rows;
}

function sweepClimb(
  axes: Axis[],
  chunk: SweepChunk,
  options: SweepOptions,
  budget: number,
): Promise<SweepRow[]> {
  let done = 0;
  const evaluate: EvaluateAll = async (configurations) => {
    options.signal?.throwIfAborted();
    const rows = await chunk(configurations);
    done += rows.length;
    options.onProgress?.(done, undefined);
    return rows;
  };
  const { limits, start } = options;
  return climb(axes, evaluate, {
    budget,
    ...(limits ? { limits } : {}),
    ...(start ? { start } : {}),
  });
}

/**
 * Tries the axes' values.
 * @param chunk simulates configurations; `parallel` of them are handed to it at once (8 on one thread).
 * @throws PipelineError on an axis that names nothing, and the signal's reason when aborted.
 */
export async function sweep(
  pipeline: Pipeline,
  axes: Axis[],
  chunk: SweepChunk,
  options: SweepOptions = {},
  parallel: number = CHUNK,
): Promise<SweepResult> {
  checkAxes(pipeline, axes);
  options.signal?.throwIfAborted();
  const budget = options.budget ?? DEFAULT_BUDGET;
  const whole = gridSize(axes) <= budget;
  const rows = whole
    ? await sweepGrid(axes, chunk, options, parallel)
    : await sweepClimb(axes, chunk, options, budget);
  const best = bestRow(rows, options.limits);
  return { axes, rows, knees: best ? kneesThrough(rows, axes, best) : [], whole, ...(best ? { best } : {}) };
}
