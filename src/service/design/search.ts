/** The search for a design: by simulation, over what a programmer would choose. */
import { PipelineError } from '../../pipeline/errors.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { bestRow, keeps, type SweepRow } from '../../sim/explore/rows.ts';
import type { Axis, Configuration } from '../../sim/explore/settings.ts';
import { sweep, type SweepChunk } from '../../sim/explore/sweep.ts';
import { ownValue } from '../../base/own-value.ts';
import { CONSTANTS } from './skeleton.ts';
import type { Choices, Wish } from './wish.ts';

/** Reads the skeleton with these choices. */
export type ReadChoices = (choices: Choices) => Promise<Pipeline>;
/** What simulates configurations of a pipeline. */
export type ChunkFor = (pipeline: Pipeline) => SweepChunk;

export interface Found {
  choices: Choices;
  row: SweepRow;
}

/** Why a wish cannot be had. `nearest`: the row that comes nearest to it; undefined where none runs at all. */
export interface Refusal {
  binds: 'rate' | 'p99' | 'memory';
  nearest: Found | undefined;
}

const THREADS = [1, 2, 3, 4, 6, 8, 12, 16];
const DEPTHS = [1, 2, 4, 8, 16, 32];
/** Simulations of the search on one device. */
const BUDGET = 90;

const axesOf = ({ batches }: Wish): Axis[] => [
  { name: CONSTANTS.threads, values: THREADS },
  { name: CONSTANTS.depth, values: DEPTHS },
  { name: CONSTANTS.batch, values: batches },
];

const choicesOf = (settings: Configuration, devices: number): Choices => {
  const of = (name: string): number => ownValue(settings, name) ?? 1;
  return { devices, threads: of(CONSTANTS.threads), depth: of(CONSTANTS.depth), batch: of(CONSTANTS.batch) };
};

const limitsOf = ({ p99Ms }: Wish) => (p99Ms === undefined ? {} : { p99Ms });
const suffices = (row: SweepRow, wish: Wish): boolean =>
  keeps(row, limitsOf(wish)) && row.qps >= (wish.rate ?? 0);

/** The design that keeps the wish on the fewest devices; of these the one whose frames are through soonest. */
export async function searchDesign(
  wish: Wish,
  read: ReadChoices,
  chunkFor: ChunkFor,
): Promise<Found | Refusal> {
  const one = await rowsOn(1, wish, { read, chunkFor });
  const limits = limitsOf(wish);
  const most = bestRow(one.rows, limits);
  if (!most) return refusal(one.rows, wish);
  const { rate } = wish;
  if (rate === undefined) return { choices: choicesOf(most.settings, 1), row: most };
  if (most.qps >= rate) return thinned(one, wish, 1);
  return onSeveral(most, wish, { read, chunkFor });
}

interface Tools {
  read: ReadChoices;
  chunkFor: ChunkFor;
}

interface Rows {
  rows: SweepRow[];
  /** Simulates more of the same pipeline. */
  chunk: SweepChunk;
}

async function rowsOn(devices: number, wish: Wish, { read, chunkFor }: Tools): Promise<Rows> {
  const pipeline = await read({ devices, threads: 2, depth: 2, batch: Math.min(...wish.batches) });
  const chunk = chunkFor(pipeline);
  const axes = axesOf(wish);
  const budget = { budget: BUDGET, limits: limitsOf(wish) };
  const { rows } = await sweep(pipeline, axes, chunk, budget);
  return { rows, chunk };
}

/** Devices share links and host cores: as many as their sum needs, and more until it is reached. */
async function onSeveral(alone: SweepRow, wish: Wish, { read, chunkFor }: Tools): Promise<Found | Refusal> {
  const { rate = 0, mostDevices } = wish;
  let nearest: Found = { choices: choicesOf(alone.settings, 1), row: alone };
  for (let devices = Math.min(mostDevices, Math.ceil(rate / alone.qps)); devices <= mostDevices; devices++) {
    if (devices === 1) break;
    const choices = choicesOf(alone.settings, devices);
    const chunk = chunkFor(await read(choices));
    const [row] = await chunk([alone.settings]);
    if (!row) break;
    if (suffices(row, wish)) return thinned({ rows: [row], chunk }, wish, devices);
    if (row.qps > nearest.row.qps && keeps(row, limitsOf(wish))) nearest = { choices, row };
  }
  return { binds: 'rate', nearest };
}

/** From the soonest of those that suffice down each axis, while what is left suffices and is sooner. */
async function thinned({ rows, chunk }: Rows, wish: Wish, devices: number): Promise<Found> {
  const sooner = (a: SweepRow, b: SweepRow): SweepRow => (b.p99Ms < a.p99Ms ? b : a);
  let best = rows.filter((row) => suffices(row, wish)).reduce(sooner);
  for (;;) {
    const around = await chunk(below(best.settings, wish));
    const next = around.filter((row) => suffices(row, wish)).reduce(sooner, best);
    if (next === best) return { choices: choicesOf(best.settings, devices), row: best };
    best = next;
  }
}

/** The configurations that have the next lower value on one axis. */
function below(settings: Configuration, wish: Wish): Configuration[] {
  return axesOf(wish).flatMap(({ name, values }) => {
    const lower = values.filter((value) => value < (ownValue(settings, name) ?? 0));
    return lower.length > 0 ? [{ ...settings, [name]: Math.max(...lower) }] : [];
  });
}

/**
 * No design keeps the limits: memory, where none fits, else the latency.
 * @throws PipelineError where none can be simulated: that is no matter of the choices.
 */
function refusal(rows: readonly SweepRow[], wish: Wish): Refusal {
  const simulated = rows.filter(({ error }) => error === undefined);
  const error = rows[0]?.error;
  if (simulated.length === 0 && error) throw new PipelineError(error.id, error.data);
  const running = simulated.filter(({ fits }) => fits);
  const [first] = running;
  if (!first) return { binds: 'memory', nearest: undefined };
  const row = running.reduce((a, b) => (b.p99Ms < a.p99Ms ? b : a), first);
  const nearest = { choices: choicesOf(row.settings, 1), row };
  return { binds: wish.p99Ms === undefined ? 'rate' : 'p99', nearest };
}
