/** A finished run as a Prediction. */
import { type Bounds, boundsOf } from './bounds/bounds.ts';
import { CONFIDENCE_RANGE } from '../profile/confidence.ts';
import { resourceDoubts, uncertaintyOf } from './explain/confidence.ts';
import { criticalPath } from './explain/critical-path.ts';
import type { Model } from './model.ts';
import type { Note } from './note.ts';
import { loadOf } from './load.ts';
import type { CriticalStep, IdleCause, LoadPrediction, MemoryPrediction, Prediction } from './prediction.ts';
import type { RunResult } from './run.ts';
import { bottleneckOf } from './explain/bottleneck.ts';
import { hostThreadShares, utilizationByDevice, utilizationOf } from './record/utilization.ts';

/** Digits kept of rates and times, so that equal runs print equal numbers on every machine. */
const DIGITS = 1e6;
/** Share by which the mean of some hundred service times may miss its expectation. */
const NOISE = 0.01;

export function report(model: Model, result: RunResult, memory: MemoryPrediction, seed: number): Prediction {
  const { meter, engine } = model;
  const able = boundsOf(model.pipeline, model.profile);
  const bounds = shownOf(able, model);
  const load = loadOf(model, result, able.upper);
  const rate = load?.keptUp ? load.offered : result.rate * 1000;
  const qps = withinNoise(round(rate), bounds.upper, result.converged);
  const measured = Math.max(result.measuredMs, Number.MIN_VALUE);
  const utilization = utilizationOf(model, measured);
  const hostThreads = hostThreadShares(model, result);
  const path = criticalPath(model);
  return {
    qps,
    qpsRange: rangeOf(result, model, bounds.upper),
    callsPerSecond: meter.frames > 0 ? round((qps * meter.calls) / meter.frames) : 0,
    bounds,
    bottleneck: bottleneckOf(model, utilization, measured),
    utilization,
    ...(model.devices.length > 1 ? { devices: utilizationByDevice(model, measured) } : {}),
    hostThreads,
    memory,
    ...(result.wholeMs === undefined ? {} : { wholeMs: round(result.wholeMs) }),
    latency: latencyOf(model),
    ...(load ? { load } : {}),
    idle: idleOf(model, measured),
    criticalPath: path,
    speedups: [],
    warnings: warningsOf(model, result, memory, load),
    run: {
      simulatedMs: round(engine.now),
      frames: meter.frames,
      events: engine.events,
      seed,
      converged: result.converged,
      noise: load?.keptUp ? 0 : round(result.rate > 0 ? Math.min(1, result.halfWidth / result.rate) : 0),
      doubts: doubtsOf(path, resourceDoubts(model)),
    },
  };
}

/** The waits of a frame for a resource count with its work: where it is full, the rate hangs on it alone. */
function doubtsOf(
  path: readonly CriticalStep[],
  doubts: ReadonlyMap<string, number>,
): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { resource, share } of path) {
    const doubt = share * (doubts.get(resource) ?? 0);
    if (doubt > 0) sums.set(resource, (sums.get(resource) ?? 0) + doubt);
  }
  return Object.fromEntries([...sums].map(([resource, doubt]) => [resource, round(doubt)]));
}

function round(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}

/**
 * A rate above its bound by no more than the draw of service times explains is the bound; so is one that is not known
 * well. More would be a bug, and is left for tests to find.
 */
function withinNoise(qps: number, upper: number, converged: boolean): number {
  return qps > upper && (!converged || qps <= upper * (1 + NOISE)) ? upper : qps;
}

/** The simulation's own range, which ends at the bound, widened by what the profile's figures are worth. */
function rangeOf(result: RunResult, model: Model, upper: number): [number, number] {
  const share = uncertaintyOf(model);
  const own = result.rate > 0 ? result.halfWidth / result.rate : 0;
  const qps = result.rate * 1000;
  const low = qps * (1 - Math.hypot(1 - lowestBy(share), own));
  const above = Math.min(own, qps > 0 ? Math.max(0, upper / qps - 1) : 0);
  const high = Math.min(qps * (1 + Math.hypot(share, above)), model.pipeline.arrivals?.rate ?? Infinity);
  return [round(Math.max(0, Math.min(low, high))), round(Math.max(qps, high))];
}

/** Up to the doubt of an assumed figure a range is even; a doubt of several times is a factor, which never leads to 0. */
function lowestBy(share: number): number {
  const even = CONFIDENCE_RANGE.assumed;
  return share <= even ? 1 - share : (1 - even ** 2) / (1 + share);
}

function latencyOf({ meter: { latency }, arrivals }: Model): Prediction['latency'] {
  const at = (share: number): number => round(latency.quantile(share));
  const tails = arrivals ? { p90Ms: at(0.9), p999Ms: at(0.999) } : {};
  return { medianMs: at(0.5), p99Ms: at(0.99), ...tails };
}

/** What closed forms say of the rate, which is never more than what arrives; `expected` only where mean value analysis applies. */
function shownOf({ lower, upper, expected }: Bounds, { pipeline }: Model): Prediction['bounds'] {
  const offered = pipeline.arrivals?.rate ?? Infinity;
  return {
    lower: round(Math.min(lower, offered)),
    upper: round(Math.min(upper, offered)),
    ...(expected === undefined || offered < Infinity ? {} : { expected: round(expected) }),
  };
}

/** Idle time by resource, averaged over its servers and the devices. */
function idleOf(model: Model, measuredMs: number): Prediction['idle'] {
  const idle = new Map<string, Partial<Record<IdleCause, number>>>();
  for (const [name, stations] of stationsByName(model)) {
    const causes: Partial<Record<IdleCause, number>> = {};
    let servers = 0;
    const sums = new Map<IdleCause, number>();
    // A device that no step uses has no such station: it is idle there, and nothing is asked of it.
    const unused = (stations[0]?.width ?? 0) * (model.devices.length - stations.length);
    if (unused > 0) sums.set('none', unused * measuredMs);
    servers += unused;
    for (const station of stations) {
      servers += station.width;
      for (const [cause, ms] of Object.entries(station.idleByCause()) as [IdleCause, number][]) {
        sums.set(cause, (sums.get(cause) ?? 0) + ms);
      }
    }
    for (const [cause, ms] of sums) if (ms > 0) causes[cause] = round(ms / (servers * measuredMs));
    idle.set(name, causes);
  }
  return Object.fromEntries(idle);
}

function stationsByName(model: Model) {
  const byName = new Map<
    string,
    Model['devices'][number]['stations'] extends Map<string, infer S> ? S[] : never
  >();
  for (const device of model.devices) {
    for (const [name, station] of device.stations) byName.set(name, [...(byName.get(name) ?? []), station]);
  }
  return byName;
}

/** Streams that have waited for the same thing ever since the measurement began, while others went on. */
function stuckStreams({ contexts }: Model, since: number): Note[] {
  const streams = contexts.flatMap((context) => context.streams);
  return streams.flatMap(({ id, current }): Note[] => {
    const awaited = current?.job.waitsFor;
    if (!awaited || current.readyAt > since) return [];
    return [{ id: 'stuck-stream', data: { stream: id, what: awaited.what, id: awaited.id } }];
  });
}

/** Devices that have work at once, averaged, below which they take turns: nothing is gained from having several. */
const IN_TURN = 1.15;

/** Several devices of which hardly two ever have work at once. */
function takingTurns({ activity, devices }: Model, { measuredMs }: RunResult): Note[] {
  const used = devices.filter(({ stations }) =>
    [...stations.values()].some(({ completed }) => completed > 0),
  );
  const together = activity?.together() ?? 0;
  if (!activity || used.length < 2 || together === 0 || together >= IN_TURN) return [];
  const idle = Math.round(100 * (1 - activity.sumMs / (measuredMs * used.length)));
  return [{ id: 'devices-in-turn', data: { count: used.length, idle } }];
}

function warningsOf(
  model: Model,
  result: RunResult,
  memory: MemoryPrediction,
  load: LoadPrediction | undefined,
): Note[] {
  const warnings = [...model.assumptions.values()];
  if (model.counters.size === 0) warnings.push({ id: 'no-frames', data: {} });
  if (!result.converged) warnings.push({ id: 'not-converged', data: {} });
  if (load && !load.keptUp)
    warnings.push({ id: 'cannot-keep-up', data: { offered: load.offered, done: round(result.rate * 1000) } });
  warnings.push(...takingTurns(model, result));
  warnings.push(...stuckStreams(model, model.engine.now - result.measuredMs));
  if (memory.failure !== undefined) warnings.push(memory.failure);
  return warnings;
}
