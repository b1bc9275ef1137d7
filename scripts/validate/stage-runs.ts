/** Measured four-stage runs (read, preprocess, infer, postprocess) of public models: threads over bounded queues. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';

export interface StageRun {
  model: string;
  batch: number;
  hardware: string;
  place: string;
  /** Frames/s, end to end. */
  measured: number;
  totalMs: number | undefined;
  /** Frames of the run: its total times its rate, which comes to the size of a public data set. */
  frames: number | undefined;
  /** Frames/s of each stage; postprocess is given in batches/s. */
  read: number;
  preprocess: number;
  infer: number;
  postprocess: number;
}

type Cells = Record<string, string>;

function number(cells: Cells, key: string): number | undefined {
  const text = cells[key];
  return text === undefined || text === '' ? undefined : Number(text);
}

/** Rows with all four stages; `skipped` counts the others. */
export function readStageRuns(): { runs: StageRun[]; skipped: number } {
  const path = new URL('../../test/data/pipeline-runs.tsv', import.meta.url);
  const all = parse(readFileSync(path, 'utf8'), { columns: true, delimiter: '\t', quote: null }) as Cells[];
  const runs = all.map(runOf).filter((run) => run !== undefined);
  return { runs, skipped: all.length - runs.length };
}

function runOf(cells: Cells): StageRun | undefined {
  const measured = number(cells, 'e2e_per_s');
  const [read, preprocess] = [number(cells, 'read_per_s'), number(cells, 'preprocess_per_s')];
  const [infer, postprocess] = [number(cells, 'inference_per_s'), number(cells, 'postprocess_per_s')];
  if (!measured || !read || !preprocess || !infer || !postprocess) return undefined;
  return {
    model: cells['model'] ?? '',
    batch: number(cells, 'batch') ?? 1,
    hardware: cells['hardware'] ?? '',
    place: `${cells['repo']}:${cells['path:line']}`,
    measured,
    ...totalOf(number(cells, 'e2e_total_ms'), measured),
    read,
    preprocess,
    infer,
    postprocess,
  };
}

/** Totals below a second have lost the exponent that they were printed with: 1.72607e+06 ms. */
const LOST_EXPONENT = { below: 1000, factor: 1e6 };

function totalOf(printed: number | undefined, rate: number): Pick<StageRun, 'totalMs' | 'frames'> {
  if (printed === undefined) return { totalMs: undefined, frames: undefined };
  const totalMs = printed < LOST_EXPONENT.below ? printed * LOST_EXPONENT.factor : printed;
  return { totalMs, frames: (totalMs * rate) / 1000 };
}

/**
 * From the start of a process to its first frame: runtime, context, model. Of the asynchronous loop in AscendCL
 * best-practice training, Ascend 310: 2.865 s of the process less 2.006 s of its loop.
 */
const START_UP_MS = 860;

/** Frames/s of a whole run, its start-up included, of a program that does `rate` once it runs. */
export function wholeRunRate({ frames }: StageRun, rate: number): number {
  return frames === undefined ? rate : frames / (frames / rate + START_UP_MS / 1000);
}

/** Places of the queue between two stages: that of the tool's own queues is not published. */
const CAPACITY = 16;

/** Four threads, one a stage, with a bounded queue between each and the next. */
export function stagePipeline(run: StageRun): Pipeline {
  const stage = (name: string, milliseconds: number, from: string | undefined, to: string | undefined) => ({
    id: name,
    program: [
      {
        kind: 'repeat',
        body: [
          ...(from === undefined ? [] : [{ kind: 'dequeue', queue: from }]),
          { kind: 'host', what: name, milliseconds, busy: true },
          ...(to === undefined ? [] : [{ kind: 'enqueue', queue: to }]),
        ],
      },
    ],
  });
  return parsePipeline({
    name: run.model,
    queues: ['raw', 'inputs', 'outputs'].map((id) => ({ id, capacity: CAPACITY })),
    threads: [
      stage('read', 1000 / run.read, undefined, 'raw'),
      stage('preprocess', 1000 / run.preprocess, 'raw', 'inputs'),
      stage('infer', 1000 / run.infer, 'inputs', 'outputs'),
      // Postprocess is counted in batches: the time of a frame is that of a batch by its frames.
      stage('postprocess', 1000 / run.postprocess / batchOf(run), 'outputs', undefined),
    ],
  });
}

/**
 * Frames in what postprocess counts: the infer rate over the postprocess rate, as long as the run is at least three
 * batches. Some rows name another batch than their rates show, and some count frames.
 */
export function batchOf({ infer, postprocess }: StageRun): number {
  return Math.max(1, Math.round(infer / postprocess));
}
