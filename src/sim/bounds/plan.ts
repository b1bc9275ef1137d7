/**
 * Planning: frames arrive at a pace of their own (cameras, clients); does the device keep up, what is loaded how far, and
 * what binds first? Closed forms give the loads, a simulation the verdict.
 */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { resolve } from '../../pipeline/resolve.ts';
import type { ResolvedPipeline, ResolvedStep, ResolvedThread } from '../../pipeline/resolved.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { demandsOf, StepCosts, type Demand } from './demand.ts';
import { cyclesPerFrame, flowOf, type Flow, type ThreadFlow } from './flow.ts';
import { lawRows } from './flow-rows.ts';
import { maximize } from './linear-program.ts';
import type { Prediction } from '../prediction.ts';
import { simulate, type SimulateOptions } from '../simulate.ts';

/** Work of a resource at the rate that is wanted, as a share of what it can do: above 1 it cannot. */
export interface Load {
  resource: string;
  load: number;
}

/** One term of the equivalent bandwidth: what a codec moves through memory. */
export interface BandwidthTerm {
  engine: string;
  framesPerSecond: number;
  pixels: number;
  bytesPerSecond: number;
}

/** Threads that set the pace: cameras, clients. */
export interface Sources {
  /** Ids of the threads. */
  threads: string[];
  /** How many there are, and how many of them are kept up with. */
  count: number;
  carried: number;
}

export interface Plan {
  /** Frames/s that arrive; undefined where nothing sets a pace: the pipeline runs as fast as it can. */
  wanted: number | undefined;
  /** Frames/s that no arrangement of the same work can exceed, however fast frames arrive. */
  possible: number;
  fits: boolean;
  /** Undefined where nothing sets a pace. */
  sources: Sources | undefined;
  /** Devices of this kind that have enough of every engine for the wanted rate; undefined where nothing sets a pace. */
  devicesNeeded: number | undefined;
  /** By load, the highest first; at the wanted rate, or else at the simulated one. */
  loads: Load[];
  /** The seed's rule: frames/s x pixels x 3/2 bytes (YUV420SP), summed over channels. */
  bandwidth: { terms: BandwidthTerm[]; bytesPerSecond: number; share: number };
}

const PER_SECOND = 1000;
/** YUV420SP: a byte of luminance a pixel, and half as much of colour. */
const BYTES_PER_PIXEL = 1.5;
const CODECS = new Set(['jpegd', 'jpege', 'pngd', 'vdec', 'venc', 'vpc']);
/** A simulated rate is known to 1 %: a plan fits when it reaches what arrives but for that. */
const REACHED = 0.985;

/** A thread that sleeps between frames that it puts into a queue, and takes none: it sets the pace. */
function isPaced({ visits }: ThreadFlow): boolean {
  const steps = [...visits.keys()];
  const has = (test: (step: ResolvedStep) => boolean): boolean => steps.some(test);
  return (
    has((step) => step.kind === 'host' && !step.busy && step.milliseconds > 0) &&
    has((step) => step.kind === 'enqueue' && !step.permit) &&
    !has((step) => step.kind === 'dequeue' && !step.permit)
  );
}

interface Rates {
  /** Frames per ms. */
  frames: number;
  /** Cycles per ms, by thread. */
  cycles: number[];
}

/** The fastest rates under some of the demands; undefined where they set no limit. */
function ratesUnder(flow: Flow, demands: Demand[]): Rates | undefined {
  const laws = lawRows(flow);
  const found = maximize({
    objective: flow.threads.map((thread) => thread.frames),
    rows: [...demands.map((demand) => demand.cycleMs), ...laws.rows],
    limits: [...demands.map((demand) => demand.servers), ...laws.limits],
  });
  return found && { frames: found.value, cycles: found.x };
}

/** The rates that arrivals from outside ask for. */
function openRates({ arrivals }: ResolvedPipeline, flow: Flow): Rates | undefined {
  if (!arrivals) return undefined;
  const frames = arrivals.rate / PER_SECOND;
  return { frames, cycles: cyclesPerFrame(flow).map((share) => (share ?? 0) * frames) };
}

function loadsAt(cycles: number[], demands: Demand[]): Load[] {
  return demands
    .map(({ resource, servers, cycleMs }) => ({
      resource,
      load: cycleMs.reduce((sum, ms, i) => sum + ms * (cycles[i] ?? 0), 0) / servers,
    }))
    .sort((a, b) => b.load - a.load);
}

function termOf(step: ResolvedStep, timesPerMs: number): BandwidthTerm | undefined {
  if (step.kind !== 'submit' || !CODECS.has(step.engine) || !step.work.pixels) return undefined;
  const { pixels, pictures } = step.work;
  const framesPerSecond = timesPerMs * pictures * PER_SECOND;
  const bytesPerSecond = framesPerSecond * pixels * BYTES_PER_PIXEL;
  return { engine: step.engine, framesPerSecond, pixels, bytesPerSecond };
}

function bandwidthAt(flow: Flow, cycles: number[], profile: DeviceProfile): Plan['bandwidth'] {
  const terms = flow.threads.flatMap(({ visits }, i) =>
    [...visits].flatMap(([step, times]) => termOf(step, times * (cycles[i] ?? 0)) ?? []),
  );
  const bytesPerSecond = terms.reduce((sum, term) => sum + term.bytesPerSecond, 0);
  return { terms, bytesPerSecond, share: bytesPerSecond / (profile.memory.gigabytesPerSecond.value * 1e9) };
}

/** @param share of what arrives that is done. */
function sourcesFor(
  threads: readonly ResolvedThread[],
  { arrivals, processes }: ResolvedPipeline,
  share: number,
): Sources {
  const own = threads.reduce((sum, thread) => sum + thread.replicas, 0) * processes;
  const count = arrivals?.sources ?? own;
  const carried = Math.min(count, Math.floor(count * share));
  return { threads: arrivals ? [] : threads.map(({ id }) => id), count, carried };
}

function devicesFor([fullest]: Load[], devices: number): number {
  return Math.max(1, Math.ceil((fullest?.load ?? 0) * devices));
}

/**
 * What a prediction means for frames that arrive at a pace of their own.
 * @param prediction of the same pipeline on the same device with the same settings.
 */
export function planFor(
  pipeline: Pipeline,
  profile: DeviceProfile,
  prediction: Prediction,
  settings: Readonly<Record<string, number>> = {},
): Plan {
  const resolved = resolve(pipeline, settings);
  const flow = flowOf(resolved);
  const demands = demandsOf(flow, new StepCosts(resolved, profile));
  const sources = flow.threads.filter(isPaced).map(({ thread }) => thread);
  const paced = new Set(sources.map(({ id }) => `thread ${id}`));
  const pace = demands.filter((demand) => paced.has(demand.resource));
  const work = demands.filter((demand) => !paced.has(demand.resource));
  const arriving = openRates(resolved, flow) ?? (pace.length > 0 ? ratesUnder(flow, pace) : undefined);
  const framesPerMs = prediction.qps / PER_SECOND;
  const cycles = arriving?.cycles ?? cyclesPerFrame(flow).map((share) => (share ?? 0) * framesPerMs);
  const wanted = arriving && arriving.frames * PER_SECOND;
  const fits = prediction.memory.fits && (wanted === undefined || prediction.qps >= REACHED * wanted);
  const ofDevice = work.filter(({ kind }) => kind === 'engine' || kind === 'device');
  return {
    wanted,
    possible: (ratesUnder(flow, work)?.frames ?? Infinity) * PER_SECOND,
    fits,
    sources: wanted ? sourcesFor(sources, resolved, fits ? 1 : prediction.qps / wanted) : undefined,
    devicesNeeded: wanted ? devicesFor(loadsAt(cycles, ofDevice), resolved.devices) : undefined,
    loads: loadsAt(cycles, work),
    bandwidth: bandwidthAt(flow, cycles, profile),
  };
}

/** Simulates and plans. @throws PipelineError where the pipeline makes no sense or needs an engine that the profile lacks. */
export function plan(
  pipeline: Pipeline,
  profile: DeviceProfile,
  options: SimulateOptions = {},
): Plan & { prediction: Prediction } {
  const prediction = simulate(pipeline, profile, options);
  return { ...planFor(pipeline, profile, prediction, options.settings), prediction };
}
