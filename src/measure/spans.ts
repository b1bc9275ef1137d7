/**
 * The time of one execution of a model, from the rows of its operators: from the first start to the last end. Gaps between
 * operators count, and those that run at once count once. Only executions with all their operators and all their times
 * say anything.
 */
import type { Measurement, MeasurementSource, Remark } from './measurement.ts';
import { statement } from './errors.ts';
import { devicesApart } from './tally.ts';
import { roundedMs, TimeSamples } from './time-samples.ts';

export interface OperatorRun {
  /** Name or number of the model. */
  model: string | undefined;
  /** Tells copies of one model apart: each has executions of its own. */
  instance: string;
  /** On which of several devices. */
  device?: string | undefined;
  operator: string;
  /** Number of the execution, where the file gives it. */
  execution: string | undefined;
  /** Number of the task on the device. */
  task?: number | undefined;
}

/** Marks operators that were launched singly, not as a part of a model. */
const NO_MODEL = '4294967295';
/** Runs that are kept in all, 24 bytes each: what comes later is an execution like the others. */
const MOST_RUNS = 6_000_000;
const US_PER_MS = 1000;
/** Of the executions that were seen, as many have to be whole. */
const LEAST_WHOLE = 0.5;

/** Runs of one operator. */
interface Operator {
  number: number;
  runs: number;
  /** Its number on the device, where that is the same in all executions. */
  task: number | undefined;
}

/** One copy of a model, its runs in columns. */
class Instance {
  private readonly operators = new Map<string, Operator>();
  private readonly executions = new Map<string, number>();
  private operator = new Int32Array(256);
  private execution = new Int32Array(256);
  private start = new Float64Array(256);
  private duration = new Float64Array(256);
  length = 0;
  hasStarts = true;

  constructor(
    readonly model: string,
    readonly source: MeasurementSource,
    readonly device: string | undefined,
  ) {}

  add(run: OperatorRun, start: number | undefined, duration: number | undefined): void {
    const at = this.length++;
    if (at === this.operator.length) this.grow();
    this.operator[at] = this.operatorOf(run).number;
    this.execution[at] = run.execution === undefined ? -1 : numberOf(this.executions, run.execution);
    if (start === undefined) this.hasStarts = false;
    this.start[at] = start ?? NaN;
    this.duration[at] = duration ?? NaN;
  }

  /** Goes through the executions in the order of their starts. */
  eachExecution(done: (execution: Execution) => void): void {
    const size = this.size;
    const first = this.firstOperator();
    let current: Execution | undefined;
    for (const at of this.order()) {
      const [operator, number] = [this.operator[at] ?? 0, this.execution[at] ?? -1];
      const isNew =
        current === undefined ||
        number !== current.number ||
        current.seen.has(operator) ||
        (operator === first && current.seen.size > size / 2);
      if (isNew) {
        if (current) done(current);
        current = new Execution(number);
      }
      current?.add(operator, this.start[at] ?? NaN, this.duration[at] ?? NaN);
    }
    if (current) done(current);
  }

  /** Operators of a whole execution: those that run about as often as most do. */
  get size(): number {
    const runs = [...this.operators.values()].map((operator) => operator.runs);
    const most = runs.reduce((a, b) => Math.max(a, b), 0);
    return runs.filter((each) => each > most / 2).length;
  }

  private operatorOf({ operator, task }: OperatorRun): Operator {
    const found = this.operators.get(operator) ?? { number: this.operators.size, runs: 0, task };
    if (found.runs === 0) this.operators.set(operator, found);
    else if (found.task !== task) found.task = undefined;
    found.runs++;
    return found;
  }

  /** With which an execution begins: the device numbers its tasks so; else what the file begins with. */
  private firstOperator(): number {
    const all = [...this.operators.values()];
    const tasks = new Set(all.map(({ task }) => task));
    if (tasks.has(undefined) || tasks.size < all.length) return this.operator[this.order()[0] ?? 0] ?? 0;
    return all.reduce((a, b) => ((b.task ?? 0) < (a.task ?? 0) ? b : a)).number;
  }

  private order(): Uint32Array {
    const places = Uint32Array.from({ length: this.length }, (_, i) => i);
    const { start } = this;
    const isSorted = places.every((i) => i === 0 || !((start[i] ?? 0) < (start[i - 1] ?? 0)));
    return isSorted ? places : places.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || a - b);
  }

  private grow(): void {
    const size = this.operator.length * 2;
    const wider = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.operator = wider(this.operator, new Int32Array(size));
    this.execution = wider(this.execution, new Int32Array(size));
    this.start = wider(this.start, new Float64Array(size));
    this.duration = wider(this.duration, new Float64Array(size));
  }
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

/** What is gathered of one execution, operator by operator in the order of their starts. */
class Execution {
  readonly seen = new Set<number>();
  private from = NaN;
  private to = NaN;
  busyMs = 0;

  constructor(readonly number: number) {}

  add(operator: number, start: number, duration: number): void {
    const end = start + duration;
    if (this.seen.size === 0) [this.from, this.to, this.busyMs] = [start, end, duration];
    else {
      // A time that is missing makes all NaN, and the execution none that is whole.
      this.busyMs += Math.max(0, end - Math.max(start, this.to));
      this.to = Math.max(this.to, end);
    }
    this.seen.add(operator);
  }

  get spanMs(): number {
    return inNanoseconds(this.to - this.from);
  }
}

/** Differences of times since the epoch have digits that mean nothing. */
const inNanoseconds = (ms: number): number => Math.round(ms * 1e6) / 1e6;

/** Sums over the whole executions of a model; the first of each copy is left out where it is far slower than the others. */
interface ModelTime {
  model: string;
  device: string | undefined;
  source: MeasurementSource;
  seen: number;
  whole: number;
  kept: number;
  spanMs: number;
  busyMs: number;
  minMs: number;
  maxMs: number;
}

export class ModelSpans {
  private readonly instances = new Map<string, Instance>();
  private runs = 0;
  /** Start of the first, us. */
  private origin: number | undefined;

  constructor(private readonly file: string) {}

  /** @param startUs since whenever, in us @param duration in ms; undefined where the row's cannot be used */
  add(run: OperatorRun, startUs: number | undefined, duration: number | undefined, line: number): void {
    const { model } = run;
    if (model === undefined || model === NO_MODEL || this.runs >= MOST_RUNS) return;
    const key = `${model}\n${run.instance}`;
    const instance = this.instances.get(key) ?? new Instance(model, { file: this.file, line }, run.device);
    this.instances.set(key, instance);
    this.origin ??= startUs;
    // Of times since 1970 the digits of a nanosecond would be lost.
    const start = startUs === undefined ? undefined : (startUs - (this.origin ?? 0)) / US_PER_MS;
    instance.add(run, start, duration);
    this.runs++;
  }

  end(): { measurements: Measurement[]; problems: Remark[] } {
    const models = new Map<string, ModelTime>();
    const problems: Remark[] = [];
    for (const instance of this.instances.values()) {
      if (instance.hasStarts) problems.push(...addTimes(models, instance));
      else problems.push(remark(instance.source.line, 'no-starts', instance.model));
    }
    const measurements: Measurement[] = [];
    const partOf = devicesApart(models.values());
    for (const time of models.values()) {
      const { model, device } = time;
      if (time.whole === 0 || time.whole < LEAST_WHOLE * time.seen)
        problems.push(remark(time.source.line, 'few-whole', model, time));
      else measurements.push(...measurementsOf(time, partOf(device)));
    }
    return { measurements, problems };
  }
}

const noTime = ({ model, device, source }: Instance): ModelTime => ({
  ...{ model, device, source, seen: 0, whole: 0, kept: 0 },
  ...{ spanMs: 0, busyMs: 0, minMs: Infinity, maxMs: 0 },
});

function addTimes(models: Map<string, ModelTime>, instance: Instance): Remark[] {
  const { model, device, source, size } = instance;
  const key = JSON.stringify([model, device]);
  const time = models.get(key) ?? noTime(instance);
  models.set(key, time);
  const [spans, busy] = [new TimeSamples(source.line), new TimeSamples(source.line)];
  instance.eachExecution(({ seen, spanMs, busyMs }) => {
    time.seen++;
    if (seen.size < size || !(spanMs > 0)) return;
    spans.add(spanMs);
    busy.add(busyMs);
  });
  if (spans.count === 0) return [];
  const { count, totalMs, minMs, maxMs } = spans.values();
  time.whole += spans.count;
  time.kept += count;
  time.spanMs += totalMs;
  time.busyMs += busy.totalMs(spans.leavesFirst);
  time.minMs = Math.min(time.minMs, minMs);
  time.maxMs = Math.max(time.maxMs, maxMs);
  if (!spans.leavesFirst) return [];
  const data = { subject: `model ${model}`, ms: roundedMs(spans.first) };
  return [{ line: source.line, what: statement('first-run-left-out', data) }];
}

function remark(line: number, id: 'no-starts' | 'few-whole', model: string, time?: ModelTime): Remark {
  const data = { model, whole: time?.whole ?? 0, seen: time?.seen ?? 0 };
  return { line, what: statement(id, data) };
}

/** The whole time, and how much of it operators run. */
function measurementsOf(time: ModelTime, part: Pick<Measurement, 'part'>): Measurement[] {
  const { model, kept, spanMs, busyMs, minMs, maxMs, source } = time;
  const values = { meanMs: inNanoseconds(spanMs / kept), count: kept, minMs, maxMs };
  const operators = { meanMs: inNanoseconds(busyMs / kept), count: kept };
  return [
    { kind: 'latency', subject: `model ${model}`, ...part, values, source },
    { kind: 'latency', subject: `operators of model ${model}`, ...part, values: operators, source },
  ];
}
