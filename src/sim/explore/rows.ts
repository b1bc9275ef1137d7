/** One answer of a sweep, in short, and whether it keeps the limits that the user set. */
import type { Problem } from '../../pipeline/problems.ts';
import type { Prediction } from '../prediction.ts';
import type { Configuration } from './settings.ts';

/** Limits that a configuration has to keep; what is left out does not limit. */
export interface Limits {
  /** 99th percentile of a frame's latency, ms. */
  p99Ms?: number;
  /** Device memory, bytes; the device's own limit holds always. */
  memoryBytes?: number;
  /** Host cores busy, summed over the host's threads. */
  hostCores?: number;
}

/** Frames/s, ms, bytes, host cores. A configuration that cannot run has `error` and no rate. */
export interface SweepRow {
  settings: Configuration;
  qps: number;
  qpsRange: [number, number];
  medianMs: number;
  p99Ms: number;
  /** Under an open load: 999 of 1000 are no later, ms. */
  p999Ms?: number;
  /** Under an open load: all that arrives is done. */
  keptUp?: boolean;
  bottleneck: string;
  bottleneckUtilization: number;
  memoryBytes: number;
  fits: boolean;
  hostCores: number;
  error?: Problem;
}

export function rowOf(settings: Configuration, prediction: Prediction): SweepRow {
  return {
    settings,
    qps: prediction.qps,
    qpsRange: prediction.qpsRange,
    medianMs: prediction.latency.medianMs,
    p99Ms: prediction.latency.p99Ms,
    ...(prediction.load ? { p999Ms: prediction.latency.p999Ms ?? 0, keptUp: prediction.load.keptUp } : {}),
    bottleneck: prediction.bottleneck.resource,
    bottleneckUtilization: prediction.bottleneck.utilization,
    memoryBytes: prediction.memory.peakBytes,
    fits: prediction.memory.fits,
    hostCores: Object.values(prediction.hostThreads).reduce((sum, share) => sum + share, 0),
  };
}

/** The row of a configuration that cannot be simulated, with the reason. */
export function failedRow(settings: Configuration, error: Problem): SweepRow {
  return {
    settings,
    qps: 0,
    qpsRange: [0, 0],
    medianMs: 0,
    p99Ms: 0,
    bottleneck: '',
    bottleneckUtilization: 0,
    memoryBytes: 0,
    fits: false,
    hostCores: 0,
    error,
  };
}

/** Does the configuration run, fit in memory, keep up with what arrives, and keep the limits? */
export function keeps(row: SweepRow, limits: Limits = {}): boolean {
  return (
    row.error === undefined &&
    row.fits &&
    row.keptUp !== false &&
    row.p99Ms <= (limits.p99Ms ?? Infinity) &&
    row.memoryBytes <= (limits.memoryBytes ?? Infinity) &&
    row.hostCores <= (limits.hostCores ?? Infinity)
  );
}

/** Rates nearer than this are the same: a simulation's own range is ±1 %. */
const SAME_RATE = 0.01;

/** The row to recommend: of those that keep the limits and are within 1 % of the fastest, the one of least latency. */
export function bestRow(rows: readonly SweepRow[], limits: Limits = {}): SweepRow | undefined {
  const kept = rows.filter((row) => keeps(row, limits));
  const fastest = kept.reduce((most, row) => Math.max(most, row.qps), 0);
  return kept
    .filter((row) => row.qps >= fastest * (1 - SAME_RATE))
    .reduce<SweepRow | undefined>((best, row) => (best && best.p99Ms <= row.p99Ms ? best : row), undefined);
}
