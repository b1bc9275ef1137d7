/** Files of measurements that belong together, as those of a profiler's folder (`PROF_*`): each thing told once. */
import type { ImportError, MeasurementStatement } from './errors.ts';
import { inFile, statement } from './errors.ts';
import type { MeasurementFile } from './import.ts';
import type { RunEvents } from './join/run-events.ts';
import type { MeasurementKind } from './measurement.ts';

export interface ReadFile {
  file: string;
  read: MeasurementFile;
  /** Calls and tasks of a record, where they were asked for. */
  events?: RunEvents;
}

/** @param files by names that hold their folders */
export const asWhole = (files: readonly ReadFile[]): ReadFile[] => withDevices(withoutRepeats(files));

const MOST_NAMES = 5;

/** What is said of the files of a folder that could not be read; tables that tell nothing of a run are not missed. */
export function notRead(folder: string, failed: readonly ImportError[]): MeasurementStatement[] {
  const names = failed.flatMap(({ file, what }) => (what.id === 'untold-table' ? [] : baseName(file)));
  if (names.length === 0) return [];
  const data = { count: names.length, names: names.slice(0, MOST_NAMES) };
  return [inFile(folder, statement('files-not-known', data))];
}

const baseName = (file: string): string => file.replace(/^.*[\\/]/s, '');

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
const KINDS: Record<Told, MeasurementKind[]> = { tasks: ['task', 'operators', 'latency'], calls: ['api'] };
