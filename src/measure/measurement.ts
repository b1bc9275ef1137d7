/** What was measured on hardware: the common form that every importer produces. */
import type { MeasurementStatement } from './errors.ts';

/** In the order of a report. */
export const measurementKinds = [
  /** `framesPerSecond`; of the whole program or of one stage. */
  'throughput',
  /** `seconds` that a timed loop took. */
  'duration',
  /** `share` busy (or used), 0…1. */
  'utilization',
  /** Device tasks of one type: `count`, `totalMs`, `meanMs`, `minMs`, `maxMs`. */
  'task',
  /** Calls of one host API: `count`, `totalMs`, `meanMs`, `minMs`, `maxMs`. */
  'api',
  /** One execution: `meanMs`, and where known `minMs`, `maxMs`, `medianMs`, `p99Ms`, `batch`, `count`. */
  'latency',
  /** `bytesPerSecond` of a link or of memory, and where known the `bytes` of one transfer. */
  'bandwidth',
  /** `bytes` of a buffer, a model, a memory. */
  'size',
] as const;
export type MeasurementKind = (typeof measurementKinds)[number];

export interface Measurement {
  kind: MeasurementKind;
  /** What was measured: `program`, a stage, a resource (`aicore`, `memoryBandwidth`, `h2d` …), an API, a model. */
  subject: string;
  /** Finite numbers >= 0, keyed as `MeasurementKind` says. */
  values: Record<string, number>;
  source: MeasurementSource;
}

export interface MeasurementSource {
  file: string;
  /** Counts from 1. */
  line: number;
}

/** What one file held. `problems` are lines that looked like a known form but could not be read. */
export interface Imported {
  format: string;
  measurements: Measurement[];
  problems: { line: number; what: MeasurementStatement }[];
}

/** Larger files are refused: a measurement of this size is a trace, of which a summary exists. */
export const MAX_IMPORT_MEBIBYTES = 64;
export const MAX_IMPORT_BYTES = MAX_IMPORT_MEBIBYTES * 1024 * 1024;

/** A number of a report; undefined for `N/A`, blanks, text, infinities and negative values. */
export function reportedNumber(text: string | undefined): number | undefined {
  const trimmed = (text ?? '').trim();
  if (!/^\d+(\.\d*)?([eE][+-]?\d+)?$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** Percent of a report as a share; values above 100 (several units summed) are kept at 1. */
export function shareOfPercent(percent: number): number {
  return Math.min(1, percent / 100);
}

/** Only the values that are known, as `exactOptionalPropertyTypes` and JSON want them. */
export function known(values: Record<string, number | undefined>): Record<string, number> {
  const given = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
