/** Pipeline + settings → ResolvedPipeline. All that can be wrong with a Pipeline by itself is found here, in one sentence each. */
import { PipelineError } from './errors.ts';
import { evaluate, type Settings } from './evaluate.ts';
import type { Quantity } from './quantity.ts';
import type { SourceRange } from './source.ts';
import { problem, type Problem } from './problems.ts';
import type { ModelDeclaration, Pipeline, ThreadDeclaration } from './pipeline.ts';
import { resolveSteps } from './resolve-steps.ts';
import { NumberReader } from './number-reader.ts';
import type { ResolvedModel, ResolvedPipeline, ResolvedThread } from './resolved.ts';
import { inModes } from './modes.ts';
import { checkNames } from './names.ts';
import { checkLimits } from './limits.ts';
import { checkLoops } from './loops.ts';
import { assumedNames } from './parameters.ts';
import { impliedSetting, impliedSettings, modelTimeName } from './settable.ts';
import { withSteadyLoops } from './steady-loop.ts';

/** Values of all parameters: the defaults, with those the user set in their place. */
export function settingsOf(pipeline: Pipeline, set: Settings = {}): Record<string, number> {
  const values = new Map(pipeline.parameters.map(({ name, value }) => [name, value]));
  const implied = impliedSettings(pipeline);
  for (const [name, value] of Object.entries(set)) {
    if (values.has(name)) values.set(name, value);
    else if (!implied.includes(name)) throw unknownParameter(name, [...values.keys()]);
  }
  for (const [name, value] of values) {
    if (!Number.isFinite(value)) throw new PipelineError('not-finite', { name, value });
  }
  return Object.fromEntries(values);
}

function unknownParameter(name: string, known: string[]): PipelineError {
  const there = known.length > 0 ? problem('it-has', { names: known }) : problem('it-has-none');
  return new PipelineError('unknown-parameter', { name, there });
}

/**
 * Evaluates every quantity of the pipeline.
 * @param whole with all its modes; those that the settings choose are resolved.
 * @param set parameters to set, by name, and what `impliedSettings` has; the others keep their defaults.
 * @throws PipelineError on an unknown name, a negative, NaN or absurd number, a share out of 0…1, more
 *   than can be simulated (limits.ts), or a loop without end that takes no time.
 */
export function resolve(whole: Pipeline, set: Settings = {}): ResolvedPipeline {
  const settings = settingsOf(whole, set);
  const read = new NumberReader(settings, assumedNames(whole, set));
  checkNames(whole);
  const pipeline = inModes(whole, settings);
  const permits = permitsOf(pipeline);
  const deployed = (name: 'processes' | 'devices'): Quantity =>
    impliedSetting(name, pipeline, set) ?? pipeline[name] ?? 1;
  const devices = read.count(deployed('devices'), problem('number-of-devices'), undefined, 1);
  const resolved = withSteadyLoops({
    name: pipeline.name,
    processes: read.count(deployed('processes'), problem('number-of-processes'), undefined, 1),
    devices,
    ...arrivalsOf(pipeline, read, set),
    streams: pipeline.streams.map(({ device, ...s }) => ({
      ...s,
      ...onDevice(device, devices, {
        read,
        what: problem('device-of-stream', { name: s.id }),
        source: s.source,
      }),
      count: read.count(s.count ?? 1, problem('count-of-stream', { name: s.id }), s.source, 1),
    })),
    events: pipeline.events,
    queues: pipeline.queues.map((q) => ({
      ...q,
      capacity:
        q.capacity === undefined
          ? Infinity
          : read.count(q.capacity, problem('capacity-of-queue', { name: q.id }), q.source, 1),
      initial: read.count(q.initial ?? 0, problem('initial-of-queue', { name: q.id }), q.source),
    })),
    models: pipeline.models.map((model) => resolveModel(withTime(model, pipeline, set), read)),
    buffers: pipeline.buffers.map((b) => ({
      ...b,
      bytes: read.amount(b.bytes, problem('size-of-buffer', { name: b.id }), b.source),
      count: read.count(b.count ?? 1, problem('count-of-buffer', { name: b.id }), b.source),
    })),
    threads: pipeline.threads.map((thread) => resolveThread(thread, { read, permits, devices })),
  });
  checkLimits(resolved);
  checkLoops(resolved);
  return resolved;
}

/** Frames a burst of which nobody says how many. */
const BURST = 8;

function arrivalsOf(
  pipeline: Pipeline,
  read: NumberReader,
  set: Settings,
): Pick<ResolvedPipeline, 'arrivals'> {
  const { arrivals } = pipeline;
  const given = impliedSetting('rate', pipeline, set) ?? arrivals?.rate;
  const rate = given === undefined ? 0 : read.amount(given, problem('rate-of-arrivals'));
  if (rate === 0) return {};
  return {
    arrivals: {
      rate,
      sources: read.count(arrivals?.sources ?? 1, problem('sources-of-arrivals'), undefined, 1),
      pattern: arrivals?.pattern ?? 'poisson',
      burst: read.count(arrivals?.burst ?? BURST, problem('burst-of-arrivals'), undefined, 1),
      ...(arrivals?.times ? { times: arrivals.times } : {}),
    },
  };
}

/** Which of the devices a declaration names, where it names one. */
function onDevice(
  device: Quantity | undefined,
  devices: number,
  { read, what, source }: { read: NumberReader; what: Problem; source: SourceRange | undefined },
): { device?: number } {
  if (device === undefined) return {};
  const value = read.count(device, what, source);
  if (value >= devices)
    throw new PipelineError('too-large', { what, value, most: devices - 1, from: '' }, source);
  return { device: value };
}

/** With the time that is set, where the pipeline says none. */
function withTime(model: ModelDeclaration, pipeline: Pipeline, set: Settings): ModelDeclaration {
  const milliseconds = model.milliseconds ?? impliedSetting(modelTimeName(model.id), pipeline, set);
  return milliseconds === undefined ? model : { ...model, milliseconds };
}

function resolveModel(model: ModelDeclaration, read: NumberReader): ResolvedModel {
  const { id, catalogueName, path, scope, source, batch } = model;
  const amount = (key: 'milliseconds' | 'inputBytes' | 'outputBytes' | 'weightBytes' | 'workBytes') => {
    const value = model[key];
    const what = problem('amount-of-model', { key, name: id });
    return value === undefined ? {} : { [key]: read.amount(value, what, source) };
  };
  return {
    id,
    scope,
    ...(catalogueName === undefined ? {} : { catalogueName }),
    ...(path === undefined ? {} : { path }),
    ...(source === undefined ? {} : { source }),
    batch: read.count(batch, problem('batch-of-model', { name: id }), source, 1),
    ...amount('milliseconds'),
    ...amount('inputBytes'),
    ...amount('outputBytes'),
    ...amount('weightBytes'),
    ...amount('workBytes'),
  };
}

/** Ids of the queues of permits. */
function permitsOf({ queues }: Pipeline): ReadonlySet<string> {
  return new Set(queues.flatMap(({ id, initial }) => (initial === undefined ? [] : [id])));
}

function resolveThread(
  { device, ...thread }: ThreadDeclaration,
  { read, permits, devices }: { read: NumberReader; permits: ReadonlySet<string>; devices: number },
): ResolvedThread {
  const source = thread.createdAt ?? thread.source;
  const what = problem('device-of-thread', { entry: thread.entry });
  return {
    ...thread,
    ...onDevice(device, devices, { read, what, source }),
    replicas: read.count(thread.replicas, problem('number-of-threads', { entry: thread.entry }), source),
    program: resolveSteps(thread.program, read, permits),
  };
}

/** The value of a quantity of the pipeline under the settings: `evaluate` with the defaults filled in. */
export function quantityOf(pipeline: Pipeline, quantity: number | string, set: Settings = {}): number {
  return evaluate(quantity, settingsOf(pipeline, set));
}
