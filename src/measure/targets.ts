/** Which constant of a profile a measurement tells by itself, as data: a kind of measurement, a subject, a path. */
import type { DeviceProfile, Confidence } from '../profile/profile.ts';
import { constantAt } from './constants.ts';
import type { MeasurementTextId } from './errors.ts';
import type { Measurement } from './measurement.ts';

/** A constant, its value and how many runs must tell it, those of all files together; or why there is none. */
export type Told =
  | { paths: string[]; unit: string; value: number; confidence: Confidence; leastRuns: number }
  | { why: MeasurementTextId };

const BYTES_PER_GB = 1e9;

/** Bandwidths that a benchmark of nothing else has measured. */
const BANDWIDTHS = new Map([
  ['h2d', 'link.gigabytesPerSecond'],
  ['d2d', 'memory.gigabytesPerSecond'],
]);

/** Asynchronous calls only submit: which engine's submission each is. The direction of a copy is not in its name. */
const SUBMISSIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^aclmdlExecuteAsync/, ['aicore']],
  [/^aclrtMemcpyAsync/, ['h2d', 'd2h']],
  [/^aclrtMemsetAsync/, ['memset']],
  [/^acldvppJpegDecodeAsync/, ['jpegd']],
  [/^acldvppPngDecodeAsync/, ['pngd']],
  [/^acldvppJpegEncodeAsync/, ['jpege']],
  [/^acldvppVpc\w+Async/, ['vpc']],
];

/** A call that only submits takes about the same time each time: a mean far above the least holds waiting. */
const MOST_OVER_LEAST = 4;

/** The first calls of a run take longer than the others: a mean of fewer is theirs. */
const LEAST_CALLS = 10;

const NO_CONSTANT: Told = { why: 'no-constant' };

/** @returns undefined where measurements of this kind tell none. */
/** @param isChosen the user has named the profile */
export function toldConstant(
  { kind, subject, values }: Measurement,
  profile: DeviceProfile,
  isChosen: boolean,
): Told {
  const rate = values['bytesPerSecond'];
  if (kind === 'bandwidth' && rate) {
    const path = BANDWIDTHS.get(subject);
    return path === undefined ? NO_CONSTANT : measuredValue(path, 'GB/s', rate / BYTES_PER_GB);
  }
  if (kind === 'size' && subject === 'deviceMemory' && values['bytes'])
    return memorySize(values['bytes'], profile, isChosen);
  return kind === 'api' ? submissionTime(subject, values, profile) : NO_CONSTANT;
}

/** Devices are sold with one size of memory or twice that; a size far from it is of another device. */
const MOST_MEMORY_FACTOR = 2.5;

function memorySize(bytes: number, profile: DeviceProfile, isChosen: boolean): Told {
  const factor = bytes / profile.memory.bytes.value;
  if (!isChosen && Math.max(factor, 1 / factor) > MOST_MEMORY_FACTOR) return { why: 'other-memory' };
  return measuredValue('memory.bytes', 'bytes', bytes);
}

const measuredValue = (path: string, unit: string, value: number): Told => ({
  paths: [path],
  unit,
  value,
  confidence: 'measured',
  leastRuns: 1,
});

/** The time of the call on the host is the submitting thread's share of a submission. */
function submissionTime(subject: string, values: Measurement['values'], profile: DeviceProfile): Told {
  const engines = SUBMISSIONS.find(([pattern]) => pattern.test(subject))?.[1];
  const { meanMs, minMs } = values;
  const share = profile.host.submitShare.value;
  if (engines === undefined || !meanMs || share <= 0) return NO_CONSTANT;
  if (minMs !== undefined && meanMs > MOST_OVER_LEAST * minMs) return { why: 'call-waits' };
  const own = engines.map((engine) => `engines.${engine}.hostMs`);
  const known = own.filter((path) => constantAt(profile, path) !== undefined);
  const paths = known.length > 0 ? known : ['host.submissionMs'];
  return { paths, unit: 'ms', value: meanMs / share, confidence: 'derived', leastRuns: LEAST_CALLS };
}
