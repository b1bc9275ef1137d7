/**
 * msprof_*.json: the timeline of a run as a Chrome trace, an array of events. Device tasks carry a `Task Type` in their
 * `args`, calls of the host a `level`; times are microseconds, as numbers or as text.
 * Source: Ascend/msprof analysis/viewer/task_time_viewer.py and api_viewer.py at f9339ac1. The letter of an event's
 * phase is not relied on: what has a duration is taken as a slice.
 */
import * as v from 'valibot';
import type { Imported } from './measurement.ts';
import { ImportError, statement } from './errors.ts';
import { reportedNumber } from './measurement.ts';
import type { ModelTallies, Tallies } from './tally.ts';
import { addOperator, addTo, modelMeasurements, tallyMeasurements } from './tally.ts';

export const TRACE_FORMAT = 'msprof timeline';

const text = v.union([v.string(), v.number()]);
const sliceSchema = v.object({
  name: text,
  dur: text,
  args: v.object({
    'Task Type': v.optional(text),
    'Model Id': v.optional(text),
    level: v.optional(text),
  }),
});
type Slice = v.InferOutput<typeof sliceSchema>;

/** A name longer than this is no operator's. */
const LONGEST_NAME = 200;
const nameOf = (value: string | number): string => String(value).slice(0, LONGEST_NAME);

/** Is this a trace, by its shape? Object form and array form are both in use. */
function eventsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || !('traceEvents' in value)) return undefined;
  return Array.isArray(value.traceEvents) ? value.traceEvents : undefined;
}

class TraceReader {
  private readonly tasks: Tallies = new Map();
  private readonly calls: Tallies = new Map();
  private readonly models: ModelTallies = new Map();
  /** Slices of the device or the host whose time cannot be read. */
  unreadable = 0;

  constructor(private readonly file: string) {}

  read(slice: Slice): void {
    const { name, dur, args } = slice;
    const type = args['Task Type'];
    if (type === undefined && args.level === undefined) return;
    const microseconds = reportedNumber(String(dur));
    if (microseconds === undefined) {
      this.unreadable++;
      return;
    }
    const source = { file: this.file, line: 1 };
    const ms = microseconds / 1000;
    if (type === undefined) return addTo(this.calls, nameOf(name), ms, source);
    addTo(this.tasks, nameOf(type), ms, source);
    const model = args['Model Id'] === undefined ? undefined : nameOf(args['Model Id']);
    addOperator(this.models, { model, operator: nameOf(name) }, ms, source);
  }

  imported(): Imported {
    const what = statement('no-duration', { count: this.unreadable });
    const problems = this.unreadable === 0 ? [] : [{ line: 1, what }];
    const measurements = [
      ...tallyMeasurements('task', this.tasks),
      ...modelMeasurements(this.models),
      ...tallyMeasurements('api', this.calls),
    ];
    return { format: TRACE_FORMAT, measurements, problems };
  }
}

/** Undefined where the value is no trace. Throws `ImportError` for a trace without a slice of msprof. */
export function importTrace(file: string, value: unknown): Imported | undefined {
  const events = eventsOf(value);
  if (events === undefined) return undefined;
  const reader = new TraceReader(file);
  for (const event of events) {
    const slice = v.safeParse(sliceSchema, event);
    if (slice.success) reader.read(slice.output);
  }
  const imported = reader.imported();
  if (imported.measurements.length > 0) return imported;
  throw new ImportError(file, statement('no-slices'));
}
