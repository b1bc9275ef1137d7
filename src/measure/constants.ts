/** The constants of a DeviceProfile by path, e.g. `engines.jpegd.cost.perMegapixelMs`: read, replaced, and listed for a fit. */
import * as v from 'valibot';
import type { DeviceProfile, Value } from '../profile/profile.ts';
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
