/**
 * msprof_*.db: tasks of the device, calls of the host, and the names of both by number. Times are nanoseconds.
 * Source: the vendor's description of the database that msprof exports (CANN 8).
 */
import { ImportError, statement } from '../errors.ts';
import type { RunEvents } from '../join/run-events.ts';
import type { Imported } from '../measurement.ts';
import { apiName } from '../names.ts';
import { ModelSpans } from '../spans.ts';
import type { Evidence } from '../tables/table.ts';
import type { Tallies } from '../tally.ts';
import { addTo, tallyMeasurements } from '../tally.ts';
import type { Cell } from './bytes.ts';
import type { ReadBytes, Row } from './sqlite.ts';
import { SqliteFile } from './sqlite.ts';

export const DATABASE_FORMAT = 'msprof database';
/** The tables beside it tell the same and are smaller. */
export const DATABASE_EVIDENCE: Evidence = { of: 'all', rank: 8 };

/** Names beyond this are called by their number. */
const MOST_NAMES = 2_000_000;
const NS_PER_MS = 1e6;
const NS_PER_US = 1000;
const US_PER_MS = 1000;

type Of = (row: Row) => Cell;

class Reader {
  private readonly names = new Map<number, string>();
  /** Name and type of the operator that a task runs, by number. */
  private readonly operators = new Map<number, { name: Cell; type: Cell }>();
  private unreadable = 0;
  private callColumns: Record<'start' | 'thread' | 'connection', Of> | undefined;
  private taskColumns: Record<'start' | 'device' | 'connection', Of> | undefined;

  constructor(
    private readonly file: string,
    private readonly database: SqliteFile,
    private readonly events: RunEvents | undefined,
  ) {}

  imported(): Imported {
    this.readNames();
    this.readOperators();
    const tasks: Tallies = new Map();
    const models = new ModelSpans(this.file);
    this.readTasks(tasks, models);
    const calls = this.readCalls();
    if (this.events) this.readClocks(this.events);
    const spans = models.end();
    const measurements = [
      ...tallyMeasurements('task', tasks),
      ...spans.measurements,
      ...tallyMeasurements('api', calls),
    ];
    if (measurements.length === 0) throw new ImportError(this.file, statement('no-database-tables'));
    const left = { line: 1, what: statement('no-duration', { count: this.unreadable }) };
    const problems = [...spans.problems, ...(this.unreadable > 0 ? [left] : [])];
    return { format: DATABASE_FORMAT, measurements, problems, devices: [] };
  }

  private column(table: string, name: string): Of {
    const at = this.database.columns(table)?.indexOf(name) ?? -1;
    return (row) => row[at] ?? null;
  }

  private readNames(): void {
    const [id, value] = [this.column('STRING_IDS', 'id'), this.column('STRING_IDS', 'value')];
    for (const row of this.database.rows('STRING_IDS')) {
      const [key, name] = [id(row), value(row)];
      if (this.names.size < MOST_NAMES && typeof key === 'number' && typeof name === 'string')
        this.names.set(key, name);
    }
  }

  private readOperators(): void {
    const table = 'COMPUTE_TASK_INFO';
    const [id, name] = [this.column(table, 'globaltaskid'), this.column(table, 'name')];
    const type = this.column(table, 'tasktype');
    for (const row of this.database.rows(table)) {
      const key = id(row);
      if (this.operators.size < MOST_NAMES && typeof key === 'number')
        this.operators.set(key, { name: name(row), type: type(row) });
    }
  }

  private readTasks(tasks: Tallies, models: ModelSpans): void {
    const [start, end] = [this.column('TASK', 'startns'), this.column('TASK', 'endns')];
    const [id, type] = [this.column('TASK', 'globaltaskid'), this.column('TASK', 'tasktype')];
    const [model, device] = [this.column('TASK', 'modelid'), this.column('TASK', 'deviceid')];
    for (const row of this.database.rows('TASK')) {
      const ms = this.duration(start(row), end(row));
      const key = id(row);
      const operator = typeof key === 'number' ? this.operators.get(key) : undefined;
      const called = this.nameOf(operator?.type ?? type(row)) ?? 'unknown';
      const on = text(device(row));
      if (ms !== undefined) addTo(tasks, called, ms, this.source, { device: on });
      if (ms !== undefined && this.events) this.collectTask(this.events, row, called, ms);
      if (operator) {
        const name = this.nameOf(operator.name) ?? '';
        const run = {
          model: text(model(row)),
          instance: on ?? '',
          device: on,
          operator: name,
          execution: undefined,
        };
        models.add(run, this.microseconds(start(row)), ms, 1);
      }
    }
  }

  private readCalls(): Tallies {
    const calls: Tallies = new Map();
    const [start, end] = [this.column('CANN_API', 'startns'), this.column('CANN_API', 'endns')];
    const name = this.column('CANN_API', 'name');
    for (const row of this.database.rows('CANN_API')) {
      const ms = this.duration(start(row), end(row));
      const called = this.nameOf(name(row));
      if (ms === undefined || called === undefined) continue;
      addTo(calls, apiName(called), ms, this.source);
      if (this.events) this.collectCall(this.events, row, called, ms);
    }
    return calls;
  }

  private readClocks(events: RunEvents): void {
    const table = 'AICORE_FREQ';
    const [device, at] = [this.column(table, 'deviceid'), this.column(table, 'timestampns')];
    const megahertz = this.column(table, 'freq');
    for (const row of this.database.rows(table)) {
      const [ns, mhz] = [whole(at(row)), Number(megahertz(row))];
      if (ns !== undefined && mhz > 0) events.clock(String(device(row)), Number(ns) / NS_PER_US, mhz);
    }
  }

  private collectCall(events: RunEvents, row: Row, called: string, ms: number): void {
    const of = this.columnsOfCall;
    const start = whole(of.start(row));
    if (start === undefined) return;
    const startUs = Number(start) / NS_PER_US;
    const name = apiName(called);
    const thread = String(of.thread(row));
    events.call({
      thread,
      name,
      startUs,
      durationUs: ms * US_PER_MS,
      connection: connectionOf(of.connection(row)),
    });
  }

  private collectTask(events: RunEvents, row: Row, type: string, ms: number): void {
    const of = this.columnsOfTask;
    const start = whole(of.start(row));
    if (start === undefined) return;
    const startUs = Number(start) / NS_PER_US;
    const device = String(of.device(row));
    events.device(device, `NPU ${device}`);
    const kind = `${device} ${type}`;
    const connection = connectionOf(of.connection(row));
    events.task({ kind, startUs, durationUs: ms * US_PER_MS, connection });
  }

  private get columnsOfCall() {
    return (this.callColumns ??= {
      start: this.column('CANN_API', 'startns'),
      thread: this.column('CANN_API', 'globaltid'),
      connection: this.column('CANN_API', 'connectionid'),
    });
  }

  private get columnsOfTask() {
    return (this.taskColumns ??= {
      start: this.column('TASK', 'startns'),
      device: this.column('TASK', 'deviceid'),
      connection: this.column('TASK', 'connectionid'),
    });
  }

  private get source() {
    return { file: this.file, line: 1 };
  }

  /** The name that a number stands for; the number itself where the file does not say. */
  private nameOf(cell: Cell): string | undefined {
    if (typeof cell === 'number') return this.names.get(cell) ?? `#${cell}`;
    return typeof cell === 'string' ? cell : undefined;
  }

  private duration(start: Cell, end: Cell): number | undefined {
    const [from, to] = [whole(start), whole(end)];
    const ns = from === undefined || to === undefined ? NaN : Number(to - from);
    if (ns >= 0) return ns / NS_PER_MS;
    this.unreadable++;
    return undefined;
  }

  private origin: bigint | undefined;

  /** Since the first task, as the digits of a nanosecond since 1970 do not fit a number. */
  private microseconds(start: Cell): number | undefined {
    const ns = whole(start);
    if (ns === undefined) return undefined;
    this.origin ??= ns;
    return Number(ns - this.origin) / NS_PER_US;
  }
}

function whole(cell: Cell): bigint | undefined {
  if (typeof cell === 'bigint') return cell;
  return typeof cell === 'number' && Number.isSafeInteger(cell) ? BigInt(cell) : undefined;
}

/** What leads from a call to its tasks; all bits set where nothing does. */
function connectionOf(cell: Cell): string | undefined {
  const none = cell === null || String(cell) === '4294967295' || String(cell) === '-1';
  return none ? undefined : String(cell);
}

const text = (cell: Cell): string | undefined => (cell === null ? undefined : String(cell));

/** @param size of the file, bytes. Throws `ImportError` for a file that is none, or has nothing known in it. */
export function importDatabase(file: string, read: ReadBytes, size: number, events?: RunEvents): Imported {
  return new Reader(file, new SqliteFile(file, read, size), events).imported();
}
