/** What each part of a program and its device does to the rate: its roof by a closed form, and the rate were it free. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { resolve } from '../../pipeline/resolve.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { ownValue } from '../../base/own-value.ts';
import type { Demand } from '../bounds/demand.ts';
import { roofsOf, type Roof } from '../bounds/roofs.ts';
import type { Prediction } from '../prediction.ts';
import { simulateResolved, type SimulateOptions } from '../simulate.ts';
import { candidates } from './explain.ts';
import { faster, HOST, type WhatIf } from './what-if.ts';

export interface BoundPart {
  /** As predictions and bounds name it. */
  resource: string;
  /** Share of the time that it is busy at today's rate, 0…1. */
  busy: number;
  /** Frames/s at which it alone would be full; left out where nothing of it is in the way. */
  roof?: number;
  /** Frames/s by simulation, were it alone to take no time; left out of what cannot be made faster by itself. */
  freed?: number;
}

/** So fast that nothing waits for it. */
const FREE = 1e6;
/** Told beside each other, the rates need not be as exact as the prediction. */
const ROUGHLY = { precision: 0.02, budgetEvents: 60_000 };
/** A difference below this is the simulation's own. */
const LEAST_GAIN = 0.02;
/** A thread, a stream or a runtime part whose roof is higher than this times the rate is not in the way. */
const FAR = 4;
const MOST_PARTS = 12;

/** By how bounds name it: what predictions call it. */
const SAME: Readonly<Record<string, string>> = { 'host cores': HOST };

export function boundParts(
  pipeline: Pipeline,
  profile: DeviceProfile,
  prediction: Prediction,
  options: SimulateOptions = {},
): BoundPart[] {
  const { settings, ...rest } = options;
  const today = { pipeline: resolve(pipeline, settings), profile };
  const roofs = new Map(
    roofsOf(today.pipeline, profile).map((roof) => [ownValue(SAME, roof.resource) ?? roof.resource, roof]),
  );
  const freed = freedRates(today, prediction, rest);
  const names = [
    ...freed.keys(),
    ...inTheWay([...roofs.values()], prediction).filter((name) => !freed.has(name)),
  ];
  const parts = names.map((resource) =>
    partOf(resource, roofs.get(resource)?.qps, freed.get(resource), prediction),
  );
  return parts.sort((a, b) => (a.roof ?? Infinity) - (b.roof ?? Infinity)).slice(0, MOST_PARTS);
}

function freedRates(today: WhatIf, prediction: Prediction, options: SimulateOptions): Map<string, number> {
  const rate = ({ pipeline, profile }: WhatIf): number =>
    simulateResolved(pipeline, profile, { ...options, ...ROUGHLY, timeline: false }).qps;
  const rough = rate(today);
  return new Map(
    candidates(prediction, today.pipeline).map((resource) => {
      const times = rough > 0 ? rate(faster(today, resource, FREE)) / rough : 1;
      return [resource, times < 1 + LEAST_GAIN ? prediction.qps : times * prediction.qps];
    }),
  );
}

const NARROW: ReadonlySet<Demand['kind']> = new Set(['thread', 'stream', 'host']);

function inTheWay(roofs: readonly Roof[], { qps }: Prediction): string[] {
  const threads = roofs.filter(({ kind }) => kind === 'thread');
  // What a thread does in turn holds its stream as it holds the thread.
  const isSaid = ({ kind, qps: roof }: Roof): boolean =>
    kind === 'stream' && threads.some((thread) => thread.qps <= roof * (1 + LEAST_GAIN));
  return roofs
    .filter((roof) => NARROW.has(roof.kind) && roof.qps < FAR * qps && !isSaid(roof))
    .map(({ resource }) => resource)
    .filter((resource) => !Object.hasOwn(SAME, resource));
}

function partOf(
  resource: string,
  roof: number | undefined,
  freed: number | undefined,
  { qps, utilization }: Prediction,
): BoundPart {
  const busy = ownValue(utilization, resource) ?? (roof === undefined ? 0 : Math.min(1, qps / roof));
  return {
    resource,
    busy,
    ...(roof === undefined ? {} : { roof }),
    ...(freed === undefined ? {} : { freed }),
  };
}
