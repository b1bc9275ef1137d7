/** All that a recorded run suffers from, the host's first: the device waits for it, and not the other way round. */
import type { Measurement } from '../measurement.ts';
import { batches } from './batches.ts';
import { aiCpuOperators, fullDevice, idleDevice, smallOperators } from './device.ts';
import { allocates, fullHost, slowFirst, waitsForEach } from './host.ts';
import type { Evidence, Symptom } from './symptom.ts';

type Check = (evidence: Evidence) => Symptom[];

const HOST: Check[] = [fullHost, waitsForEach, allocates, slowFirst];
const DEVICE: Check[] = [fullDevice, idleDevice, aiCpuOperators, smallOperators];

/** @param measurements as they were read: a summary of several batches is none of each */
export function diagnose(evidence: Evidence, measurements: readonly Measurement[]): Symptom[] {
  const found = (checks: readonly Check[]): Symptom[] =>
    checks.flatMap((check) => check(evidence)).sort((a, b) => b.share - a.share);
  return [...found(HOST), ...found(DEVICE), ...batches(measurements)];
}
