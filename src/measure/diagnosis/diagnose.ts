/** All that a recorded run suffers from, the host's first: the device waits for it, and not the other way round. */
import type { Measurement } from '../measurement.ts';
import { batches } from './batches.ts';
import { fullDevice, idleDevice, lowerClock } from './device.ts';
import { allocates, compiles, fullHost, slowFirst, waitsForEach } from './host.ts';
import { aiCpuOperators, gapsInModels, operatorTraits, smallOperators } from './operators.ts';
import { ownCalls, slowedByProfiler } from './profiler.ts';
import type { Evidence, Symptom } from './symptom.ts';

type Check = (evidence: Evidence) => Symptom[];

const HOST: Check[] = [fullHost, waitsForEach, allocates, compiles, slowFirst];
const DEVICE: Check[] = [
  ...[fullDevice, idleDevice, lowerClock],
  ...[aiCpuOperators, smallOperators, operatorTraits, gapsInModels],
];
/** Of how it was measured. */
const PROFILER: Check[] = [ownCalls, slowedByProfiler];

/** @param measurements as they were read: a summary of several batches is none of each */
export function diagnose(evidence: Evidence, measurements: readonly Measurement[]): Symptom[] {
  const found = (checks: readonly Check[]): Symptom[] =>
    checks.flatMap((check) => check(evidence)).sort((a, b) => b.share - a.share);
  return [...found(HOST), ...found(DEVICE), ...batches(measurements), ...found(PROFILER)];
}
