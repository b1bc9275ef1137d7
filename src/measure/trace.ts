/**
 * msprof_*.json: the timeline of a run as a Chrome trace, an array of events. Device tasks carry a `Task Type` in their
 * `args`, calls of the host a `level`; times are microseconds, as numbers or as text.
 * Source: Ascend/msprof analysis/viewer/task_time_viewer.py and api_viewer.py at f9339ac1. The letter of an event's
 * phase is not relied on: what has a duration is taken as a slice.
 */
import * as v from 'valibot';
import type { Imported, Measurement, Remark } from './measurement.ts';
import { ImportError, statement } from './errors.ts';
import { reportedNumber } from './measurement.ts';
import { directionOf, type RunEvents } from './join/run-events.ts';
import { apiName } from './names.ts';
import { ModelSpans } from './spans.ts';
import type { Evidence } from './tables/table.ts';
import type { Tallies } from './tally.ts';
import { addTo, tallyMeasurements } from './tally.ts';

export const TRACE_FORMAT = 'msprof timeline';
/** The tables of the same run tell it better: a trace is read where there are none. */
export const TRACE_EVIDENCE: Evidence = { of: 'all', rank: 9 };

type Text = string | number;
/** Of a slice's `args`, what tells what it is of. */
const ARGS = ['Task Type', 'Model Id', 'level', 'Thread Id', 'connection_id', 'operation'] as const;
interface Slice {
  name: Text;
  dur: Text;
  ts: Text | undefined;
  pid: Text | undefined;
  tid: Text | undefined;
  args: Record<(typeof ARGS)[number], Text | undefined>;
}

/** Of a slice whose begin and end are events of their own; the end repeats nothing of it. */
interface Opened {
  event: Record<string, unknown>;
  startUs: number;
}
/** Slices that are open at once, of all threads. */
const MOST_OPEN = 100_000;

/** Slices that traces write as a begin and an end, nested by thread. */
class OpenSlices {
  private readonly threads = new Map<string, Opened[]>();
  private open = 0;

  /** The whole slice where the event ends one, nothing where it begins one or ends none; undefined for any other event. */
  take(value: unknown): { slice?: unknown } | undefined {
    if (!isObject(value) || (value['ph'] !== 'B' && value['ph'] !== 'E')) return undefined;
    const timeUs = reportedNumber(String(value['ts']));
    const thread = JSON.stringify([value['pid'], value['tid']]);
    if (timeUs === undefined) return {};
    if (value['ph'] === 'B') return this.begin(thread, { event: value, startUs: timeUs });
    const begun = this.threads.get(thread)?.pop();
    if (begun === undefined) return {};
    this.open--;
    const args = { ...objectOr(value['args']), ...objectOr(begun.event['args']) };
    return { slice: { ...begun.event, args, dur: Math.max(0, timeUs - begun.startUs) } };
  }

  private begin(thread: string, begun: Opened): { slice?: unknown } {
    if (this.open >= MOST_OPEN) return {};
    this.open++;
    const stack = this.threads.get(thread) ?? [];
    stack.push(begun);
    this.threads.set(thread, stack);
    return {};
  }

  /** What has begun and not ended, as where a record is cut. */
  get left(): unknown[] {
    return [...this.threads.values()].flat().map(({ event }) => event);
  }
}

const objectOr = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isText = (value: unknown): value is Text => typeof value === 'string' || typeof value === 'number';
const isOptional = (value: unknown): value is Text | undefined => value === undefined || isText(value);

/** By hand: a schema takes longer than all the rest of a million events. */
function sliceOf(value: unknown): Slice | undefined {
  if (!isObject(value) || !isObject(value['args'])) return undefined;
  const { name, dur, ts, pid, tid, args } = value;
  if (!isText(name) || !isText(dur) || !isOptional(ts) || !isOptional(pid) || !isOptional(tid))
    return undefined;
  return areTold(args) ? { name, dur, ts, pid, tid, args } : undefined;
}

const areTold = (args: unknown): args is Slice['args'] =>
  isObject(args) && ARGS.every((name) => isOptional(args[name]));

/** `NPU 0` of the process of a device. */
const labelSchema = v.object({
  pid: v.union([v.string(), v.number()]),
  args: v.object({ labels: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) }),
});
const MOST_PROCESSES = 1000;

/** A counter that is written whenever the clock of the AI Core changes. */
const clockSchema = v.object({
  pid: v.union([v.string(), v.number()]),
  ts: v.union([v.string(), v.number()]),
  args: v.object({ MHz: v.union([v.string(), v.number()]) }),
});

const US_PER_MS = 1000;

export class TraceReader {
  private readonly tasks: Tallies = new Map();
  private readonly calls: Tallies = new Map();
  private readonly models: ModelSpans;
  private readonly open = new OpenSlices();
  private readonly labels = new Map<string, string>();
  /** Slices of the device or the host whose time cannot be read. */
  private unreadable = 0;

  /** @param events takes every call and task, where who reads wants them */
  constructor(
    private readonly file: string,
    private readonly events?: RunEvents,
  ) {
    this.models = new ModelSpans(file);
  }

  event(value: unknown): void {
    const paired = this.open.take(value);
    const slice = sliceOf(paired ? paired.slice : value);
    if (slice) this.read(slice);
    else if (!paired) this.told(value);
  }

  /** What is no slice: a clock, or what a process is called. There are as many others as slices. */
  private told(value: unknown): void {
    const name = isObject(value) ? value['name'] : undefined;
    if (name === 'process_labels') this.label(value);
    else if (name === 'AI Core Freq') this.clock(value);
  }

  private label(value: unknown): void {
    const label = v.safeParse(labelSchema, value);
    if (!label.success || this.labels.size >= MOST_PROCESSES) return;
    const { pid, args } = label.output;
    this.labels.set(String(pid), args.labels);
    this.events?.device(String(pid), args.labels);
  }

  private clock(value: unknown): void {
    const clock = v.safeParse(clockSchema, value);
    if (!clock.success) return;
    const { pid, ts, args } = clock.output;
    const [us, megahertz] = [reportedNumber(String(ts)), reportedNumber(String(args.MHz))];
    if (us !== undefined && megahertz) this.events?.clock(String(pid), us, megahertz);
  }

  private read(slice: Slice): void {
    const { name, dur, args } = slice;
    const type = args['Task Type'];
    if (type === undefined && args.level === undefined) return;
    const microseconds = reportedNumber(String(dur));
    const ms = microseconds === undefined ? undefined : microseconds / US_PER_MS;
    if (ms === undefined) this.unreadable++;
    const source = { file: this.file, line: 1 };
    if (type !== undefined) this.task(slice, ms);
    if (ms === undefined) return;
    if (this.events) collect(this.events, slice, ms * US_PER_MS);
    if (type === undefined) addTo(this.calls, apiName(String(name)), ms, source);
    else addTo(this.tasks, String(type), ms, source, { device: String(slice.pid ?? '') });
  }

  /** As the file labels the process that stands for the device. */
  private labelled(measurement: Measurement): Measurement {
    const [, process] = /^device (.+)$/.exec(measurement.part ?? '') ?? [];
    if (process === undefined) return measurement;
    return { ...measurement, part: this.labels.get(process) ?? `process ${process}` };
  }

  private task({ name, ts, pid, args }: Slice, ms: number | undefined): void {
    const start = reportedNumber(String(ts ?? ''));
    const model = args['Model Id'];
    this.models.add(
      {
        model: model === undefined ? undefined : String(model),
        instance: String(pid ?? ''),
        device: String(pid ?? ''),
        operator: String(name),
        execution: undefined,
      },
      start,
      ms,
      1,
    );
  }

  /** Throws `ImportError` for a trace without a slice of msprof. @param problems of reading the text itself */
  end(problems: Remark[]): Imported {
    for (const event of this.open.left) if (isTold(event)) this.unreadable++;
    const models = this.models.end();
    const what = statement('no-duration', { count: this.unreadable });
    const unreadable = this.unreadable === 0 ? [] : [{ line: 1, what }];
    const measurements = [
      ...tallyMeasurements('task', this.tasks),
      ...models.measurements,
      ...tallyMeasurements('api', this.calls),
    ].map((each) => this.labelled(each));
    if (measurements.length === 0) throw new ImportError(this.file, statement('no-slices'));
    const all = [...unreadable, ...models.problems, ...problems];
    return { format: TRACE_FORMAT, measurements, problems: all, devices: [] };
  }
}

/** Is it of the device or the host, as slices that are read are? */
const isTold = (event: unknown): boolean =>
  isObject(event) && ['Task Type', 'level'].some((name) => name in objectOr(event['args']));

function collect(events: RunEvents, { name, ts, pid, tid, args }: Slice, durationUs: number): void {
  const startUs = reportedNumber(String(ts ?? ''));
  if (startUs === undefined) return;
  const process = String(pid ?? '');
  const connection = args.connection_id;
  const type = args['Task Type'];
  if (type === undefined) {
    const thread = `${process} ${args['Thread Id'] ?? tid ?? ''}`;
    events.call({ thread, name: apiName(String(name)), startUs, durationUs, connection });
  } else {
    const direction = directionOf(`${args.operation ?? ''} ${name}`);
    events.task({ kind: `${process} ${type}`, startUs, durationUs, connection, direction });
  }
}
