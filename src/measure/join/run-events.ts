/**
 * What a profiler recorded of a run, call by call and task by task: collected from its files as they are read, then put in
 * order. Calls that others were made within are one with these; a `connection` leads from any of them to the tasks.
 */

/** Times in ms since the first event. */
export interface HostCall {
  /** Which thread of which process; compared, never shown. */
  thread: string;
  name: string;
  startMs: number;
  endMs: number;
}

export type Direction = 'h2d' | 'd2h' | 'd2d';

const WAYS = new Map<string, Direction>([
  ['hd', 'h2d'],
  ['dh', 'd2h'],
  ['dd', 'd2d'],
]);

/** As profilers write it of a copy: `host to device`, `HostToDevice`, `h2d`. */
export function directionOf(operation: string): Direction | undefined {
  const [, from, to] = /\b(host|device|h|d)[ _]?(?:to|2)[ _]?(host|device|h|d)\b/i.exec(operation) ?? [];
  if (from === undefined || to === undefined) return undefined;
  return WAYS.get(`${from.charAt(0)}${to.charAt(0)}`.toLowerCase());
}

export interface DeviceTask {
  /** Place in `RunRecord.calls` of the call that it comes from; -1 where the record does not tell. */
  call: number;
  /** What stands for the device, and type, as `0 AI_CORE`: tasks of one kind take the same engine. */
  kind: string;
  startMs: number;
  endMs: number;
  direction?: Direction;
}

/** From when on the AI Core of a device runs at which clock. */
export interface Clock {
  /** What stands for the device. */
  device: string;
  atMs: number;
  megahertz: number;
}

export interface RunRecord {
  /** By thread, in the order of their starts. */
  calls: HostCall[];
  tasks: DeviceTask[];
  clocks: Clock[];
  /** What the record calls its devices, by how the kinds of their tasks begin. */
  devices: ReadonlyMap<string, string>;
  /** Events beyond those that are kept. */
  leftOut: number;
}

/** Of a run that nothing was recorded of. */
export const NO_RECORD: RunRecord = { calls: [], tasks: [], clocks: [], devices: new Map(), leftOut: 0 };

export interface CallEvent {
  thread: string;
  name: string;
  startUs: number;
  durationUs: number;
  connection: string | number | undefined;
}

export interface TaskEvent {
  kind: string;
  startUs: number;
  durationUs: number;
  connection: string | number | undefined;
  direction?: Direction | undefined;
}

/** Events that are kept in all, some 400 bytes each with what is made of them. */
export const MOST_EVENTS = 2_000_000;
const US_PER_MS = 1000;

/** Calls that the runtime's user makes; what else a profiler names is made within these, or marks a range around them. */
const OF_RUNTIME = /^(acl|hi_mpi|Hcc)/;

export class RunEvents {
  private readonly calls: CallEvent[] = [];
  private readonly tasks: TaskEvent[] = [];
  private readonly clocks: { device: string; us: number; megahertz: number }[] = [];
  private readonly names = new Map<string, string>();
  private readonly devices = new Map<string, string>();
  private leftOut = 0;

  get isEmpty(): boolean {
    return this.calls.length + this.tasks.length === 0;
  }

  call(event: CallEvent): void {
    if (!this.hasRoom()) return;
    this.calls.push({ ...event, thread: this.one(event.thread), name: this.one(event.name) });
  }

  task(event: TaskEvent): void {
    if (this.hasRoom()) this.tasks.push({ ...event, kind: this.one(event.kind) });
  }

  clock(device: string, us: number, megahertz: number): void {
    if (this.hasRoom()) this.clocks.push({ device: this.one(device), us, megahertz });
  }

  /** What a device is called whose tasks have a kind that begins so. */
  device(kind: string, name: string): void {
    this.devices.set(kind, name);
  }

  /** Everything in order. Where several files tell of one run, `others` are what the other files told. */
  record(others: readonly RunEvents[] = []): RunRecord {
    const all = [this, ...others];
    const originUs = all.reduce(
      (first, { calls, tasks }) => tasks.reduce(earliest, calls.reduce(earliest, first)),
      Infinity,
    );
    const devices = new Map(all.flatMap((each) => [...each.devices]));
    const record: RunRecord = { calls: [], tasks: [], clocks: [], devices, leftOut: 0 };
    for (const each of all) each.addTo(record, originUs);
    return record;
  }

  private hasRoom(): boolean {
    if (this.calls.length + this.tasks.length + this.clocks.length < MOST_EVENTS) return true;
    this.leftOut++;
    return false;
  }

  /** A text of a file holds on to the piece that it was read from: one of each is enough. */
  private one(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    this.names.set(text, text);
    return text;
  }

  private addTo(record: RunRecord, originUs: number): void {
    const since = (us: number): number => (us - originUs) / US_PER_MS;
    const callOf = this.addCalls(record, since);
    for (const { kind, startUs, durationUs, connection, direction } of this.tasks) {
      const startMs = since(startUs);
      const endMs = startMs + durationUs / US_PER_MS;
      const call = (connection === undefined ? undefined : callOf.get(connection)) ?? -1;
      record.tasks.push({ call, kind, startMs, endMs, ...(direction && { direction }) });
    }
    for (const { us, ...clock } of this.clocks) record.clocks.push({ ...clock, atMs: since(us) });
    record.leftOut += this.leftOut;
  }

  /** Gives the place of the call that each connection leads from. */
  private addCalls({ calls }: RunRecord, since: (us: number) => number): Map<string | number, number> {
    const callOf = new Map<string | number, number>();
    let around: HostCall | undefined;
    for (const { thread, name, startUs, durationUs, connection } of this.calls.sort(inOrder)) {
      const startMs = since(startUs);
      const endMs = startMs + durationUs / US_PER_MS;
      const isWithin =
        around?.thread === thread && startMs < around.endMs && endMs <= around.endMs + ROUNDING_MS;
      if (!isWithin) {
        around = OF_RUNTIME.test(name) ? { thread, name, startMs, endMs } : undefined;
        if (around) calls.push(around);
      }
      if (connection !== undefined && around) callOf.set(connection, calls.length - 1);
    }
    return callOf;
  }
}

/** Of a time since 1970 in us a number keeps a quarter. */
const ROUNDING_MS = 5e-4;

const earliest = (first: number, { startUs }: { startUs: number }): number => Math.min(first, startUs);

/** By thread and start; what others are made within comes before these. */
function inOrder(a: CallEvent, b: CallEvent): number {
  if (a.thread !== b.thread) return a.thread < b.thread ? -1 : 1;
  return a.startUs - b.startUs || b.durationUs - a.durationUs;
}
