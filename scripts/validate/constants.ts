/** The constants of the Ascend 310 profile that are fitted, and a profile with others in their place. */
import type { DeviceProfile, Value } from '../../src/profile/profile.ts';
import type { MeasuredRow } from './measurements.ts';

/** Path of a value in the profile. */
export type ConstantPath = readonly string[];

/** A constant that is fitted to the rates, and where the search for it starts. Its meaning is said in docs/accuracy.md. */
export interface FittedConstant {
  path: ConstantPath;
  start: number;
}

/** Cost of a change of stream for copies within the device: only programs with such copies say anything of it. */
const PACKING: FittedConstant = { path: ['engines', 'd2d', 'switchMs'], start: 0.5 };

const GENERAL: FittedConstant[] = [
  { path: ['link', 'requestMs'], start: 0.2719 },
  { path: ['scheduler', 'switchMs'], start: 0.24 },
  { path: ['engines', 'jpegd', 'cost', 'perMegapixelMs'], start: 1 },
  { path: ['engines', 'jpegd', 'completionMs'], start: 0.28 },
  { path: ['engines', 'vpc', 'cost', 'perMegapixelMs'], start: 0.23 },
  { path: ['engines', 'aicore', 'reloadMs'], start: 0.7 },
  { path: ['memory', 'interference'], start: 5 },
];

/** The constants that rows can say something of. Without packing programs that of packing is the scheduler's own. */
export function constantsFor(rows: MeasuredRow[]): FittedConstant[] {
  const packs = rows.some(({ program }) => program.kind === 'full' && program.batch > 1);
  return packs ? [...GENERAL.slice(0, 5), PACKING, ...GENERAL.slice(5)] : GENERAL;
}

export function valueAt(profile: DeviceProfile, path: ConstantPath): Value {
  let at: unknown = profile;
  for (const key of path) at = (at as Record<string, unknown>)[key];
  return at as Value;
}

/** Megapixels of a picture of 1080p. */
const FULL_HD = (1920 * 1080) / 1e6;
/** Time of VPC from 1080p to 1080p that makes 360 frames/s of a channel with a synchronization for ten tasks, ms. */
const VPC_FULL_HD_MS = 2.724;

/** A copy of the profile with other values of constants, and with what follows from them. */
export function withValues(
  profile: DeviceProfile,
  constants: FittedConstant[],
  values: readonly number[],
): DeviceProfile {
  const copy = structuredClone(profile);
  if (!constants.includes(PACKING)) delete copy.engines['d2d']?.switchMs;
  constants.forEach(({ path }, i) => {
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
