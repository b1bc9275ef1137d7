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
  ['engines', 'd2d', 'switchMs'],
  ['engines', 'aicore', 'reloadMs'],
  ['memory', 'interference'],
];

export function valueAt(profile: DeviceProfile, path: ConstantPath): Value {
  let at: unknown = profile;
  for (const key of path) at = (at as Record<string, unknown>)[key];
  return at as Value;
}

/** Megapixels of a picture of 1080p. */
const FULL_HD = (1920 * 1080) / 1e6;
/** Time of VPC from 1080p to 1080p that makes 360 frames/s of a channel with a synchronization for ten tasks, ms. */
const VPC_FULL_HD_MS = 2.724;

/** A copy of the profile with other values at the paths, and with what follows from them. */
export function withValues(
  profile: DeviceProfile,
  paths: ConstantPath[],
  values: readonly number[],
): DeviceProfile {
  const copy = structuredClone(profile);
  paths.forEach((path, i) => {
    valueAt(copy, path).value = Math.max(0, values[i] ?? 0);
  });
  const vpc = copy.engines['vpc']?.cost;
  if (vpc?.perMegapixelMs && vpc.perMegapixelWrittenMs) {
    const reading = (vpc.taskMs?.value ?? 0) + vpc.perMegapixelMs.value * FULL_HD;
    vpc.perMegapixelWrittenMs.value = Number(((VPC_FULL_HD_MS - reading) / FULL_HD).toPrecision(4));
  }
  return copy;
}

/** All values of a profile that are marked as fitted, with their paths. */
export function fittedValues(part: unknown, path: string[] = []): { path: string; value: Value }[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('value' in part && 'confidence' in part) {
    const value = part as Value;
    return value.fitted === true ? [{ path: path.join('.'), value }] : [];
  }
  return Object.entries(part).flatMap(([key, inner]) => fittedValues(inner, [...path, key]));
}
