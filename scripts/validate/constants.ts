/** The constants of the Ascend 310 profile that are fitted, and a profile with others in their place. */
import type { DeviceProfile, Value } from '../../src/profile/profile.ts';

/** Path of a value in the profile. */
export type ConstantPath = readonly string[];

/** Fitted to throughput rows. Each has a physical meaning, said where the profile's schema defines it. */
export const THROUGHPUT_CONSTANTS: ConstantPath[] = [
  ['link', 'requestMs'],
  ['scheduler', 'switchMs'],
  ['engines', 'jpegd', 'cost', 'perMegapixelMs'],
  ['engines', 'jpegd', 'completionMs'],
  ['engines', 'vpc', 'cost', 'perMegapixelMs'],
  ['engines', 'aicore', 'reloadMs'],
  ['memory', 'interference'],
];

export function valueAt(profile: DeviceProfile, path: ConstantPath): Value {
  let at: unknown = profile;
  for (const key of path) at = (at as Record<string, unknown>)[key];
  return at as Value;
}

/** A copy of the profile with other values at the paths. */
export function withValues(
  profile: DeviceProfile,
  paths: ConstantPath[],
  values: readonly number[],
): DeviceProfile {
  const copy = structuredClone(profile);
  paths.forEach((path, i) => {
    valueAt(copy, path).value = Math.max(0, values[i] ?? 0);
  });
  return copy;
}
