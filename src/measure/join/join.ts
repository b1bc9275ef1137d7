/** The join of a record with the source: each line as it was measured beside as it was predicted. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import { resolve } from '../../pipeline/resolve.ts';
import type { ResolvedCall } from '../../pipeline/step-calls.ts';
import { walk } from '../../pipeline/walk.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Cause } from './causes.ts';
import { Causes } from './causes.ts';
import type { ComparedLine, ComparedRuns } from './compare-lines.ts';
import { compareRuns } from './compare-lines.ts';
import { measuredWindow, type MeasuredWindow } from './measured-window.ts';
import { placeCalls, type PlacedCalls } from './place-calls.ts';
import type { FrameSteps, RunTimes } from './place-times.ts';
import { frameSteps, runTimes } from './place-times.ts';
import { MOST_EVENTS, type RunRecord } from './run-events.ts';
import { predictedTimes } from './simulated.ts';

export interface JoinedLine extends Omit<ComparedLine, 'steps'> {
  /** What is off; left out where nothing is, and between two records. */
  cause?: Cause;
}

export interface Joined extends Omit<ComparedRuns, 'lines'> {
  lines: JoinedLine[];
  notes: Cause[];
}

/** What was recorded, by step. */
interface MeasuredRun extends PlacedCalls {
  times: RunTimes;
  placed: number;
  all: number;
  leftOut: number;
}

/** What a join is about; simulated and resolved once. */
export class Join {
  private readonly pipeline: ResolvedPipeline;
  private readonly frames: FrameSteps;
  private readonly threads = new Map<ResolvedCall, string>();
  private readonly runs = new WeakMap<RunRecord, MeasuredRun>();

  /** @throws PipelineError */
  constructor(
    pipeline: Pipeline,
    private readonly profile: DeviceProfile,
    settings: Readonly<Record<string, number>>,
  ) {
    this.pipeline = resolve(pipeline, settings);
    this.frames = frameSteps(this.pipeline);
    for (const { entry, program } of this.pipeline.threads)
      for (const step of walk(program)) this.threads.set(step as ResolvedCall, entry);
  }

  /** A record beside the prediction. @throws PipelineError for a pipeline that cannot be simulated */
  withPrediction(record: RunRecord): Joined {
    const run = this.measure(record);
    const predicted = predictedTimes(this.pipeline, this.profile, this.frames);
    const compared = this.compare(run.times, predicted);
    const { lines, ...rest } = compared;
    const causes = new Causes(this.pipeline, this.profile, compared);
    const joined = lines.map(({ steps, ...line }): JoinedLine => {
      const cause = causes.of({ steps, ...line });
      return cause ? { ...line, cause } : line;
    });
    return { ...rest, lines: joined, notes: notesOf(run, rest) };
  }

  /** A record beside an earlier one. */
  withBefore(record: RunRecord, before: RunRecord): Joined {
    const run = this.measure(record);
    const { lines, ...rest } = this.compare(run.times, this.measure(before).times);
    return { ...rest, lines: lines.map(({ steps: _, ...line }) => line), notes: notesOf(run, rest) };
  }

  /** What a timeline shows of a record; undefined where none of its calls is of this program. */
  windowOf(record: RunRecord): MeasuredWindow | undefined {
    const run = this.measure(record);
    return run.placed > 0 ? measuredWindow(record, run, this.frames) : undefined;
  }

  private compare(measured: RunTimes, reference: RunTimes): ComparedRuns {
    return compareRuns(measured, reference, this.frames, (step) => this.threads.get(step) ?? '');
  }

  private measure(record: RunRecord): MeasuredRun {
    const known = this.runs.get(record);
    if (known) return known;
    const { steps, threads } = placeCalls(this.pipeline, record);
    const calls = record.calls.map((call, i) => ({ ...call, step: steps[i] }));
    const times = runTimes(calls, record.tasks, this.frames);
    const placed = steps.reduce((count, step) => count + (step ? 1 : 0), 0);
    const run = { steps, threads, times, placed, all: calls.length, leftOut: record.leftOut };
    this.runs.set(record, run);
    return run;
  }
}

function notesOf({ placed, all, leftOut }: MeasuredRun, { threads }: Pick<ComparedRuns, 'threads'>): Cause[] {
  if (placed === 0) return [{ id: 'no-events', data: {} }];
  const { measured, reference } = threads;
  return [
    ...(measured === reference || measured === 0
      ? []
      : [{ id: 'threads-differ' as const, data: { measured, predicted: reference } }]),
    ...(placed === all ? [] : [{ id: 'unplaced' as const, data: { count: all - placed, all } }]),
    ...(leftOut === 0
      ? []
      : [{ id: 'events-left-out' as const, data: { count: leftOut, most: MOST_EVENTS } }]),
  ];
}
