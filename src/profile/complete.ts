/**
 * Completes the profile of a device of which less is known: what a prediction cannot do without is taken from a device
 * that was measured, and marked as assumed, so that the answer's range says so. Engines are never invented: one that
 * the device's own data does not have stays out, except copies, memset and AI CPU, which every device has.
 */
import * as v from 'valibot';
import { DeviceProfileSchema, type DeviceProfile, type EngineProfile, type Value } from './profile.ts';
import { ownValue } from '../base/own-value.ts';

const { engines, link, scheduler, memory, host, aiCpu, ctrlCpu, models, variation, ...rest } =
  DeviceProfileSchema.entries;

/** A profile with only what is known. `basedOn` names the shipped profile that stands in for the rest. */
export const PartialProfileSchema = v.strictObject({
  ...rest,
  basedOn: v.string(),
  engines: v.record(v.string(), v.partial(engines.value, ['cost'])),
  link: v.optional(v.partial(link), {}),
  scheduler: v.optional(v.partial(scheduler), {}),
  memory: v.strictObject({
    ...v.partial(memory).entries,
    bytes: memory.entries.bytes,
    gigabytesPerSecond: memory.entries.gigabytesPerSecond,
    idleBytes: memory.entries.idleBytes,
  }),
  host: v.optional(v.partial(host), {}),
  aiCpu: v.exactOptional(aiCpu),
  ctrlCpu: v.optional(ctrlCpu),
  models: v.optional(models, []),
  variation: v.exactOptional(variation),
});
export type PartialProfile = v.InferOutput<typeof PartialProfileSchema>;
type PartialEngine = PartialProfile['engines'][string];

const EVERY_DEVICE_HAS = ['aicpu', 'h2d', 'd2h', 'd2d', 'p2p', 'memset'];

function isValue(thing: object): thing is Value {
  return 'source' in thing && 'confidence' in thing;
}

/** A copy of a part of a profile in which every value is assumed, with where it was taken from. */
function assumed<T>(part: T, from: string): T {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((item: unknown) => assumed(item, from)) as T;
  if (isValue(part)) {
    const { value, unit, source } = part;
    return { value, unit, source: `assumed as on ${from}: ${source}`, confidence: 'assumed' } as T;
  }
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, assumed(inner, from)])) as T;
}

/** By how many times the runtime's times differ between devices: a small copy takes 28 times as long on a 310 as on a 910B. */
const OTHER_RUNTIME = 5;
/** Units of times and rates. */
const PACE = new Set(['ms', 'GB/s']);

/** Of the link, the scheduler and the host nothing is known by another device's figures but what order they are of. */
function ofOtherRuntime<T extends Record<string, unknown>>(part: T, from: string): T {
  const entries = Object.entries(assumed(part, from)).map(([key, figure]) => {
    if (typeof figure !== 'object' || figure === null || !isValue(figure)) return [key, figure];
    const { value, unit } = figure;
    if (!PACE.has(unit)) return [key, figure];
    return [key, { ...figure, range: [value / OTHER_RUNTIME, value * OTHER_RUNTIME] }];
  });
  return Object.fromEntries(entries) as T;
}

/** Memory engines move bytes at the memory's own bandwidth; only the base's share of it is taken over. */
function scaled(engine: EngineProfile, factor: number): EngineProfile {
  const perMegabyteMs = engine.cost.perMegabyteMs;
  if (!perMegabyteMs) return engine;
  return {
    ...engine,
    cost: { ...engine.cost, perMegabyteMs: { ...perMegabyteMs, value: perMegabyteMs.value * factor } },
  };
}

function completeEngine(own: PartialEngine, base: EngineProfile | undefined, from: string): EngineProfile {
  if (!base) return { ...own, cost: own.cost ?? {} };
  const stand = assumed(base, from);
  return { ...stand, ...own, cost: own.cost ?? stand.cost };
}

/** The whole profile, to be checked as one. Values of `own` stand; what it lacks is assumed as on `base`. */
export function completeProfile(own: PartialProfile, base: DeviceProfile): unknown {
  const from = base.name;
  const bandwidths = base.memory.gigabytesPerSecond.value / own.memory.gigabytesPerSecond.value;
  const completed = new Map<string, EngineProfile>();
  for (const id of EVERY_DEVICE_HAS) {
    const engine = ownValue(base.engines, id);
    if (engine)
      completed.set(id, scaled(assumed(engine, from), id === 'd2d' || id === 'memset' ? bandwidths : 1));
  }
  for (const [id, engine] of Object.entries(own.engines))
    completed.set(id, completeEngine(engine, ownValue(base.engines, id), from));
  const { basedOn, ...known } = own;
  if (basedOn !== base.id) throw new Error(`profile ${own.id} is based on ${basedOn}, not on ${base.id}`);
  const assumedMemory = assumed(
    { pageBytes: base.memory.pageBytes, interference: base.memory.interference },
    from,
  );
  return {
    ...known,
    engines: Object.fromEntries(completed),
    link: { ...ofOtherRuntime(base.link, from), ...own.link },
    scheduler: { ...ofOtherRuntime(base.scheduler, from), ...own.scheduler },
    memory: { ...withoutUndefined(assumedMemory), ...own.memory },
    host: { ...ofOtherRuntime(base.host, from), ...own.host },
    aiCpu: own.aiCpu ?? assumed(base.aiCpu, from),
    ...withoutUndefined({ ctrlCpu: own.ctrlCpu ?? assumed(base.ctrlCpu, from) }),
    variation: own.variation ?? assumed(base.variation, from),
  };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
