/** A folder of a profiler (`PROF_*`) as a whole: what in it is a measurement, each thing told once. */
import { globSync } from 'tinyglobby';
import path from 'node:path';
import { ImportError } from '../../measure/errors.ts';
import type { MeasurementFile } from '../../measure/import.ts';
import { RunEvents } from '../../measure/join/run-events.ts';
import type { MeasurementKind } from '../../measure/measurement.ts';
import type { OwnLog } from '../../measure/own/own-log.ts';
import { fileError } from '../failure.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';
import { readMeasurements } from './read.ts';

const WANTED = ['**/*.{csv,json,txt,log}', '**/msprof_*.db'];
const MOST_FILES = 2000;

export interface ReadFile {
  file: string;
  read: MeasurementFile;
  /** Calls and tasks of a record, where they were asked for. */
  events?: RunEvents;
}

/** What is read of each file. */
export interface Wanted {
  /** Calls and tasks of records. */
  events: boolean;
  own: OwnLog;
}

export function readOne(file: string, shown: string, wanted: Wanted): ReadFile {
  const events = wanted.events ? new RunEvents() : undefined;
  const read = readMeasurements(file, shown, { own: wanted.own, ...(events && { events }) });
  return { file: shown, read, ...(events && !events.isEmpty && { events }) };
}

/** Throws `CliError` where nothing in the folder is known. @param note says what was not read. */
export function readFolder(
  folder: string,
  shownAs: (file: string) => string,
  note: (what: Message) => void,
  wanted: Wanted,
): ReadFile[] {
  const files = filesIn(folder);
  const read: ReadFile[] = [];
  const unknown: string[] = [];
  for (const file of files.slice(0, MOST_FILES)) {
    const shown = shownAs(file);
    try {
      read.push(readOne(file, shown, wanted));
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      if (error.statement.id !== 'untold-table') unknown.push(path.basename(file));
    }
  }
  if (read.length === 0) throw fileError(folder, message('no-measurement-here', { count: files.length }));
  if (unknown.length > 0) {
    const what = message('files-not-known', { count: unknown.length, names: unknown.slice(0, MOST_NAMES) });
    note(message('in-file', { file: folder, what }));
  }
  return withDevices(withoutRepeats(read));
}

const MOST_NAMES = 5;

function filesIn(folder: string): string[] {
  return globSync(WANTED, { cwd: folder, absolute: true, followSymbolicLinks: false }).sort();
}

/** The run that a file is of: the nearest folder of the profiler above it. */
function runOf(file: string): string {
  const parts = file.split('/');
  const at = parts.findLastIndex((part) => /^PROF_/i.test(part));
  return parts.slice(0, at + 1).join('/');
}

/** What several files of one run tell is taken from the one that tells it best. */
function withoutRepeats(files: readonly ReadFile[]): ReadFile[] {
  const best = new Map<string, number>();
  const bestRecords = filesOfRecords(files);
  for (const { file, read } of files) {
    if (read.kind !== 'quantities' || !read.tells) continue;
    for (const of of toldBy(read.tells.of)) {
      const key = `${runOf(file)}\n${of}`;
      best.set(key, Math.min(best.get(key) ?? Infinity, read.tells.rank));
    }
  }
  return files.flatMap(({ file, read, ...rest }): ReadFile[] => {
    if (read.kind !== 'quantities' || !read.tells) return [{ file, read, ...rest }];
    const { of: told, rank } = read.tells;
    const worse = toldBy(told).filter((of) => best.get(`${runOf(file)}\n${of}`) !== rank);
    const left = new Set(worse.flatMap((of) => KINDS[of]));
    const measurements = read.imported.measurements.filter(({ kind }) => !left.has(kind));
    const imported = { ...read.imported, measurements };
    const kept = bestRecords.has(file) ? rest : {};
    const isEmpty = measurements.length === 0 && kept.events === undefined;
    return isEmpty ? [] : [{ file, read: { ...read, imported }, ...kept }];
  });
}

/** Of each run the files whose records are taken: of those that have some the ones that tell it best. */
function filesOfRecords(files: readonly ReadFile[]): Set<string> {
  const having = files.filter(({ events }) => events);
  const rankOf = ({ read }: ReadFile): number =>
    read.kind !== 'quantities' ? Infinity : (read.tells?.rank ?? 0);
  const best = new Map<string, number>();
  for (const one of having) {
    const run = runOf(one.file);
    best.set(run, Math.min(best.get(run) ?? Infinity, rankOf(one)));
  }
  return new Set(having.filter((one) => best.get(runOf(one.file)) === rankOf(one)).map(({ file }) => file));
}

/** Where a run has a folder for each of several devices, what is in one is of that device. */
function withDevices(files: readonly ReadFile[]): ReadFile[] {
  const devicesOf = new Map<string, Set<string>>();
  for (const { file } of files) {
    const device = deviceOf(file);
    if (device === undefined) continue;
    const devices = devicesOf.get(runOf(file)) ?? new Set();
    devicesOf.set(runOf(file), devices.add(device));
  }
  return files.map((one) => {
    const device = deviceOf(one.file);
    if (device === undefined || (devicesOf.get(runOf(one.file))?.size ?? 0) < 2) return one;
    if (one.read.kind !== 'quantities') return one;
    const part = `device ${device}`;
    const measurements = one.read.imported.measurements.map((each) => ({ part, ...each }));
    return { ...one, read: { ...one.read, imported: { ...one.read.imported, measurements } } };
  });
}

const deviceOf = (file: string): string | undefined => /(?:^|\/)device_(\d+)\//.exec(file)?.[1];

type Told = 'tasks' | 'calls';

const toldBy = (of: Told | 'all'): Told[] => (of === 'all' ? ['tasks', 'calls'] : [of]);

/** The kinds of measurement that tell of tasks, and of calls. */
const KINDS: Record<Told, MeasurementKind[]> = { tasks: ['task', 'latency'], calls: ['api'] };
