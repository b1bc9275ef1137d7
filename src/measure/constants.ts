/** The constants of a DeviceProfile by path, e.g. `engines.jpegd.cost.perMegapixelMs`: read, replaced, and listed for a fit. */
import * as v from 'valibot';
import type { DeviceProfile, EngineCost, Value } from '../profile/profile.ts';
import { DeviceProfileSchema } from '../profile/profile.ts';
import { ownValue } from '../base/own-value.ts';

const valueShape = v.object({
  value: v.number(),
  unit: v.string(),
  source: v.string(),
  confidence: v.string(),
});
const branchShape = v.union([v.record(v.string(), v.unknown()), v.array(v.unknown())]);

function child(node: unknown, key: string): unknown {
  return v.is(branchShape, node) && Object.hasOwn(node, key)
    ? ownValue(node as Record<string, unknown>, key)
    : undefined;
}

/** The number at a path; undefined where the profile has none. */
export function constantAt(profile: DeviceProfile, path: string): number | undefined {
  const node = path.split('.').reduce<unknown>(child, profile);
  return v.is(valueShape, node) ? node.value : undefined;
}

/** The number at a path with its source and range; undefined where the profile has none. */
export function figureAt(profile: DeviceProfile, path: string): Value | undefined {
  const node = path.split('.').reduce<unknown>(child, profile);
  return v.is(valueShape, node) ? (node as Value) : undefined;
}

/** A copy of the profile with one constant replaced. The path must be there. */
export function withConstant(
  profile: DeviceProfile,
  path: string,
  change: Partial<Omit<Value, 'unit'>>,
): DeviceProfile {
  const copy: unknown = structuredClone(profile);
  const keys = path.split('.');
  const node = keys.reduce<unknown>(child, copy);
  if (typeof node === 'object' && node !== null) Object.assign(node, change);
  return v.parse(DeviceProfileSchema, copy);
}

/** A copy of the profile with the constant set, whether or not it had one there. What the path leads through is made. */
export function withValue(profile: DeviceProfile, path: string, value: Value): DeviceProfile {
  const copy: unknown = structuredClone(profile);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let node: unknown = copy;
  keys.forEach((key, depth) => {
    if (typeof node !== 'object' || node === null) return;
    if (child(node, key) === undefined) Object.assign(node, { [key]: pairOf(profile, keys, depth) });
    node = child(node, key);
  });
  if (typeof node === 'object' && node !== null) Object.assign(node, { [last]: value });
  return v.parse(DeviceProfileSchema, copy);
}

/** Pageable copies have two figures, which come one after the other: until then they are those of the link. */
const pairOf = ({ link }: DeviceProfile, keys: readonly string[], depth: number): object =>
  keys.slice(0, depth + 1).join('.') === 'link.pageable'
    ? { requestMs: link.requestMs, gigabytesPerSecond: link.gigabytesPerSecond }
    : {};

/** The profile with these parts of an engine's cost. */
export function withCost(profile: DeviceProfile, engine: string, cost: Partial<EngineCost>): DeviceProfile {
  const copy = structuredClone(profile);
  const own = ownValue(copy.engines, engine);
  if (own) own.cost = { ...own.cost, ...cost };
  return v.parse(DeviceProfileSchema, copy);
}

/** The profile with an engine that takes so many tasks at once. */
export const withServers = (
  profile: DeviceProfile,
  engine: string,
  value: number,
  source: string,
): DeviceProfile =>
  withValue(profile, `engines.${engine}.servers`, { value, unit: 'tasks', source, confidence: 'measured' });

/** The profile with the model's time at this batch: a new batch, or a new model, where it had none. */
export function withModelTime(
  profile: DeviceProfile,
  model: string,
  batch: number,
  time: Value,
): DeviceProfile {
  const copy = structuredClone(profile);
  let entry = copy.models.find(({ name }) => name === model);
  if (entry === undefined) {
    entry = { name: model, batches: [] };
    copy.models.push(entry);
  }
  const others = entry.batches.filter((point) => point.batch !== batch);
  const old = entry.batches.find((point) => point.batch === batch);
  entry.batches = [...others, { ...old, batch, milliseconds: time }].sort((a, b) => a.batch - b.batch);
  return copy;
}

/** Several constants at once, for the inner loop of a fit: no sources are written. */
export function withNumbers(profile: DeviceProfile, values: ReadonlyMap<string, number>): DeviceProfile {
  const copy = structuredClone(profile);
  for (const [path, value] of values) {
    const node = path.split('.').reduce<unknown>(child, copy);
    if (v.is(valueShape, node)) Object.assign(node, { value });
  }
  return copy;
}

const COSTS = ['taskMs', 'perMegapixelMs', 'perMegabyteMs', 'perMegapixelWrittenMs'];

/** Constants that decide rates: times and bandwidths, not sizes, limits or counts. Only those above 0. */
export function rateConstants(profile: DeviceProfile): string[] {
  const engines = Object.keys(profile.engines).flatMap((id) => [
    ...COSTS.map((cost) => `engines.${id}.cost.${cost}`),
    `engines.${id}.completionMs`,
    `engines.${id}.hostMs`,
  ]);
  const models = profile.models.flatMap((model, i) =>
    model.batches.map((_, j) => `models.${i}.batches.${j}.milliseconds`),
  );
  const others = [
    'link.requestMs',
    'link.gigabytesPerSecond',
    'scheduler.taskMs',
    'scheduler.switchMs',
    'scheduler.reloadMs',
    'host.submissionMs',
    'host.wakeMs',
  ];
  return [...others, ...engines, ...models].filter((path) => (constantAt(profile, path) ?? 0) > 0);
}
