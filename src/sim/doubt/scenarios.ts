/** Other worlds that what is told of a program and its device allows: one thing changed in each. */
import { assumedParameters } from '../../pipeline/parameters.ts';
import type { Parameter, Pipeline } from '../../pipeline/pipeline.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { resolve } from '../../pipeline/resolve.ts';
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import { CONFIDENCE_RANGE } from '../../profile/confidence.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { StepCosts } from '../bounds/demand.ts';
import { flowOf } from '../bounds/flow.ts';
import { faster, HOST, type WhatIf } from '../explain/what-if.ts';
import type { DoubtSubject } from './doubt.ts';
import { RUNTIME } from './runtime-ends.ts';

/** One thing that is not known, at other values. */
export interface Scenario {
  subject: DoubtSubject;
  value: number;
  ends: { at: number; world: WhatIf }[];
}

/** Factors by which a value that nobody told may be off, by unit; half and twice where the unit is not named. */
const FACTORS: Partial<Record<Parameter['unit'], number>> = { ms: 3 };
const FACTOR = 2;
/** A share of passes is tried this much below and above. */
const SHARE = 0.5;

function otherValues({ unit, value, range: [least, most], choices, spread }: Parameter): number[] {
  if (choices) return [...choices.keys()].filter((choice) => choice !== value);
  const factor = spread ?? FACTORS[unit] ?? FACTOR;
  const [low, high] = unit === 'share' ? [value - SHARE, value + SHARE] : [value / factor, value * factor];
  const whole = (x: number): number => (unit === 'ms' || unit === 'share' ? x : Math.round(x));
  const tried = [Math.max(least, whole(low)), Math.min(most, whole(high))];
  return tried.filter((x) => x !== value);
}

/** The pipeline with another guess in the place of one, which stays a guess. */
function withGuess(pipeline: Pipeline, name: string, value: number): Pipeline {
  const parameters = pipeline.parameters.map((one) => (one.name === name ? { ...one, value } : one));
  return { ...pipeline, parameters };
}

function resolvedOrNone(
  pipeline: Pipeline,
  settings: Readonly<Record<string, number>>,
): ResolvedPipeline | undefined {
  try {
    return resolve(pipeline, settings);
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}

/** What a program is in another mode goes before what a guess is off by, where not all can be tried. */
const modesFirst = (parameters: readonly Parameter[]): Parameter[] =>
  [...parameters].sort((a, b) => Number(b.choices !== undefined) - Number(a.choices !== undefined));

/** Of each parameter whose value nobody told, those left out that change nothing. */
export function guessScenarios(
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Readonly<Record<string, number>>,
): Scenario[] {
  const today = JSON.stringify(resolve(pipeline, settings));
  return modesFirst(assumedParameters(pipeline, settings)).flatMap((parameter) => {
    const ends = otherValues(parameter).flatMap((at) => {
      const other = resolvedOrNone(withGuess(pipeline, parameter.name, at), settings);
      if (!other || JSON.stringify(other) === today) return [];
      return [{ at, world: { pipeline: other, profile } }];
    });
    const { name, value, choices } = parameter;
    const subject = { kind: 'parameter' as const, name, ...(choices && { choices }) };
    return ends.length > 0 ? [{ subject, value, ends }] : [];
  });
}

/** Of each time of a model that nobody is sure of, by the setting that says it. */
export function timeScenarios(
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Readonly<Record<string, number>>,
  times: Readonly<Record<string, number>>,
): Scenario[] {
  return Object.entries(times).map(([name, value]) => {
    const ends = [value / FACTOR, value * FACTOR].flatMap((at) => {
      const other = resolvedOrNone(pipeline, { ...settings, [name]: at });
      return other ? [{ at, world: { pipeline: other, profile } }] : [];
    });
    return { subject: { kind: 'parameter', name }, value, ends };
  });
}

interface Weighed {
  ms: number;
  doubtMs: number;
  /** The model of which most of the doubt is. */
  model?: string;
  modelMs: number;
}

/** Time of all steps by resource, and of it what is in doubt. */
function weighResources(costs: StepCosts): Map<string, Weighed> {
  const all = new Map<string, Weighed>();
  for (const { visits } of flowOf(costs.pipeline).threads) {
    for (const [step, times] of visits) {
      if (step.kind !== 'submit') continue;
      const cost = costs.of(step);
      if (!cost) continue;
      const sum = all.get(cost.resource) ?? { ms: 0, doubtMs: 0, modelMs: 0 };
      all.set(cost.resource, sum);
      const ms = Math.min(times, 1e9) * cost.serviceMs;
      const doubtMs = ms * (cost.uncertainty ?? CONFIDENCE_RANGE[cost.confidence]);
      sum.ms += ms;
      sum.doubtMs += doubtMs;
      if (step.work.model === undefined || doubtMs <= sum.modelMs) continue;
      sum.modelMs = doubtMs;
      sum.model = step.work.model;
    }
  }
  return all;
}

/** A resource with less of the work than this decides nothing. */
const LEAST_WORK = 0.01;

type Change = (factor: number) => WhatIf;

function slowerAndFaster(change: Change, doubt: number): Scenario['ends'] {
  const factor = 1 + doubt;
  return [
    { at: factor, world: change(1 / factor) },
    { at: 1 / factor, world: change(factor) },
  ];
}

/** Of each resource whose figures are less than measured. */
export function figureScenarios(today: WhatIf): Scenario[] {
  const { pipeline, profile } = today;
  const weighed = weighResources(new StepCosts(pipeline, profile));
  const whole = [...weighed.values()].reduce((sum, { ms }) => sum + ms, 0);
  const engines = [...weighed].flatMap(([name, { ms, doubtMs, model }]): Scenario[] => {
    if (RUNTIME.has(name)) return [];
    if (ms <= LEAST_WORK * whole || doubtMs <= ms * CONFIDENCE_RANGE.measured) return [];
    const ends = slowerAndFaster((factor) => faster(today, name, factor), doubtMs / ms);
    return [{ subject: { kind: 'resource', name, ...(model && { model }) }, value: 1, ends }];
  });
  const runtime = [...RUNTIME.keys()].filter((name) => name !== 'link' || weighed.has(name));
  return [...engines, ...runtime.flatMap((name) => runtimeScenario(today, name))];
}

function runtimeScenario({ pipeline, profile }: WhatIf, name: string): Scenario[] {
  const part = RUNTIME.get(name);
  if (!part) return [];
  const today = JSON.stringify(profile);
  const ends = (['slow', 'fast'] as const).flatMap((end): Scenario['ends'] => {
    const moved = part.move(profile, end);
    if (JSON.stringify(moved) === today) return [];
    const before = part.main(profile).value;
    return [{ at: before > 0 ? part.main(moved).value / before : 1, world: { pipeline, profile: moved } }];
  });
  return ends.length > 0 ? [{ subject: { kind: 'resource', name }, value: 1, ends }] : [];
}

/** All work faster, or slower, by the same factor; sleeps stay: what the model as a whole may be off by. */
export function allFaster(today: WhatIf, factor: number): WhatIf {
  const resources = [...weighResources(new StepCosts(today.pipeline, today.profile)).keys()];
  return [...resources, 'taskScheduler', 'memoryBandwidth', HOST].reduce(
    (world, resource) => faster(world, resource, factor),
    today,
  );
}
