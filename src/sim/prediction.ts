/** What the simulator says of a Pipeline on a device. The JSON of `acl-perf predict` is this value with words (schema/prediction.schema.json). */
import type { SourceRange } from '../pipeline/source.ts';
import type { Doubt } from './doubt/doubt.ts';
import type { Note } from './note.ts';

export interface Prediction {
  /** Frames per second in steady state. */
  qps: number;
  /** 95 % range of `qps`: of the simulation's own noise and of the profile's stated confidence, and once `doubts` are known of these. */
  qpsRange: [number, number];
  /** Submissions of the model (or of the last engine) per second: frames / batch. Never to be mixed up with `qps`. */
  callsPerSecond: number;
  /** Closed-form bounds on `qps` that need no simulation; `expected` by mean value analysis, where it applies. */
  bounds: { lower: number; upper: number; expected?: number };
  /** What binds: the busiest resource (an engine, `taskScheduler`, `memoryBandwidth`, `host <thread>`), `pauses of <thread>` where the program's own sleeps do, or `none` where no work is submitted. */
  bottleneck: { resource: string; utilization: number };
  /** Share of time busy by resource, 0…1: engines, `link`, `memoryBandwidth`, `taskScheduler`, `aicpu`, `ctrlcpu`. */
  utilization: Record<string, number>;
  /** The same of each device, where there are several. */
  devices?: Record<string, number>[];
  /** Share of one host core by host thread (entry or RT_SEND, RT_RECV), summed over replicas. */
  hostThreads: Record<string, number>;
  memory: MemoryPrediction;
  /** Time of a program that ends, start and end included, ms; left out for one that runs on. `qps` is that of its steady loop. */
  wholeMs?: number;
  /** Time from a frame's first submission, or under an open load from its arrival, to its completion, ms. */
  latency: { medianMs: number; p99Ms: number; p90Ms?: number; p999Ms?: number };
  /** Frames that come in from outside, and how far they are kept up with; left out where the program runs as fast as it can. */
  load?: LoadPrediction;
  /** Where the idle time of each resource goes, by cause; shares of the whole time, which with the utilization add up to 1. */
  idle: Record<string, Partial<Record<IdleCause, number>>>;
  /** The chain of steps that decides the rate, in order, with its share of a frame's time. */
  criticalPath: CriticalStep[];
  /** "If this resource were twice as fast": the QPS that would follow. */
  speedups: { resource: string; factor: number; qps: number }[];
  warnings: Note[];
  /** What is not known and does something to the rate, the most decisive first; left out where that has not been looked for. */
  doubts?: Doubt[];
  /** Boxes from the start of the run, where they were asked for. */
  timeline?: TimelineBox[];
  /** Boxes of the run that the timeline leaves out at its end. */
  timelineLeftOut?: number;
  /**
   * How the answer was reached. `noise`: half width of the simulation's own range, as a share of the rate. `doubts`: how
   * far the rate hangs on the figures of each resource, as a share: its part of a frame's way times their doubt.
   */
  run: {
    simulatedMs: number;
    frames: number;
    events: number;
    seed: number;
    converged: boolean;
    noise: number;
    doubts: Record<string, number>;
  };
}

export interface LoadPrediction {
  /** Frames/s that arrive. */
  offered: number;
  pattern: 'periodic' | 'poisson' | 'bursty' | 'recorded';
  /** All that arrives is done; else ever more frames wait, and latencies grow without end. */
  keptUp: boolean;
  /** How many sources there are, and how many such could be kept up with. */
  sources: number;
  carried: number;
}

export type IdleCause = 'upstream' | 'host' | 'sync' | 'memory' | 'scheduler' | 'none';

export interface CriticalStep {
  what: string;
  resource: string;
  milliseconds: number;
  /** Of it, what the frame waits for the resource; left out of work of the host. */
  waitedMs?: number;
  share: number;
  source?: SourceRange;
}

export interface MemoryPrediction {
  peakBytes: number;
  limitBytes: number;
  fits: boolean;
  /** By pool and kind, bytes: `floor`, `models`, `dvpp`, `device`. */
  parts: Record<string, number>;
  /** Where it fails, when it does not fit. */
  failure?: Note;
}

/** One box of the timeline. */
export interface TimelineBox {
  /** A server of an engine, or a thread of the host. */
  lane: string;
  /** Of a box of an engine: the stream that it belongs to. */
  stream?: string;
  name: string;
  startMs: number;
  durationMs: number;
  source?: SourceRange;
}
