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
  /** `share` of the AI Core’s time that is of operators of one trait, 0…1: what could be had of it at most. */
  'operators',
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
  /** Which of several of its kind, e.g. `NPU 3 chip 0`; left out where the source tells of one. */
  part?: string;
  /** Finite numbers >= 0, keyed as `MeasurementKind` says. */
  values: Record<string, number>;
  /** Timed by the host's clock around a call: what the call waits for is in it. */
  byHost?: true;
  /** Of all the time since its machine or process started, as in the first of the samples that a tool prints. */
  sinceStart?: true;
  source: MeasurementSource;
}

export interface MeasurementSource {
  file: string;
  /** Counts from 1. */
  line: number;
}

/** A line of a file that tells something. */
export interface Remark {
  line: number;
  what: MeasurementStatement;
}

/** What one file held. */
export interface Imported {
  format: string;
  measurements: Measurement[];
  /** What looked like a known form and could not be used, or not as it stands. */
  problems: Remark[];
  /** Devices that the file says it is of, as they are named there. */
  devices: NamedDevice[];
}

export interface NamedDevice {
  name: string;
  line: number;
}

/** Larger files are refused by the editor, which has to send them; the command line reads them piece by piece. */
export const MAX_IMPORT_MEBIBYTES = 64;
export const MAX_IMPORT_BYTES = MAX_IMPORT_MEBIBYTES * 1024 * 1024;

const PLAIN = /^\d+(\.\d*)?([eE][+-]?\d+)?$/;
/** Thousands set apart, where no decimal comma can be meant. */
const GROUPED = /^\d{1,3}(,\d{3})+\.\d*$|^\d{1,3}(,\d{3}){2,}$/;

/** A number within a line, as `reportedNumber` takes it: in a group of an expression, without a sign of writing behind it. */
export const NUMBER = String.raw`\d+(?:[.,]\d+)*`;

const groupedNumber = (text: string): number => (GROUPED.test(text) ? Number(text.replaceAll(',', '')) : NaN);

/** A number of a report; undefined for `N/A`, blanks, text, infinities and negative values. */
export function reportedNumber(text: string | undefined): number | undefined {
  const trimmed = (text ?? '').trim();
  const value = PLAIN.test(trimmed) ? Number(trimmed) : groupedNumber(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** What a report writes where it has nothing to say. */
export const isNothing = (text: string): boolean =>
  text.length <= LONGEST_NOTHING && /^(|-+|n\/?a|none|null)$/i.test(text);
const LONGEST_NOTHING = 8;

/** Only the values that are known, as `exactOptionalPropertyTypes` and JSON want them. */
export function known(values: Record<string, number | undefined>): Record<string, number> {
  const given = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
