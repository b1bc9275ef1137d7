/** Measurement files as a comparison needs them: averages, series of runs, and what could not be read. */
import { PipelineError } from '../pipeline/errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { MeasurementStatement } from './errors.ts';
import { ImportError, inFile, statement } from './errors.ts';
import type { LogTime } from '../pipeline/log-times.ts';
import { readDatabase, opened } from './database/read.ts';
import { readMeasurementFile, type MeasurementFile, type ReadWith } from './import.ts';
import { OwnLog } from './own/own-log.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import type { Symptom } from './diagnosis/symptom.ts';
import { asWhole, notRead, type ReadFile } from './folder.ts';
import { Join, type Joined } from './join/join.ts';
import type { MeasuredWindow } from './join/measured-window.ts';
import { NO_RECORD, RunEvents, type RunRecord } from './join/run-events.ts';
import type { MeasuredRun } from './runs.ts';
import type { Summary } from './summary.ts';
import type { UsableValue } from './usable.ts';
import { usableValues } from './usable.ts';
import { summarize } from './summary.ts';

/** A database is given as its bytes, and those of its log where it has one. */
export type GivenFile =
  { name: string; text: string } | { name: string; database: Uint8Array; log?: Uint8Array | undefined };

/** The program whose lines a record's calls are put on, and what it is predicted by. */
export interface JoinRequest {
  pipeline: Pipeline;
  profile: DeviceProfile;
  settings: Readonly<Record<string, number>>;
}

export interface ReadFiles {
  summaries: Summary[];
  runs: MeasuredRun[];
  notes: MeasurementStatement[];
  /** What the run suffers from. */
  diagnosis: Symptom[];
  /** Constants that the measurements tell of the program's device and models. */
  values: UsableValue[];
  /** Where a record of calls was among the files, and a program was given. */
  joined?: Joined;
  /** What a timeline shows of that record. */
  window?: MeasuredWindow;
}

/** What could not be read is left to be said: the other files are compared. */
function readOne(file: GivenFile, own: OwnLog, wantsEvents: boolean): ReadFile | ImportError {
  try {
    const events = wantsEvents ? new RunEvents() : undefined;
    const read = readGiven(file, { own, ...(events && { events }) });
    return { file: file.name, read, ...(events && !events.isEmpty && { events }) };
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw error;
  }
}

function notesOf({ file, read }: ReadFile): MeasurementStatement[] {
  if (read.kind === 'series') return [];
  if (read.kind === 'kit') return [inFile(file, statement('kit-for-calibrate'))];
  return read.imported.problems.map(({ line, what }) => inFile(file, what, line));
}

const folderOf = (file: string): string => /^(.*?)\//s.exec(file)?.[1] ?? '';

/** Of a folder how many there were, of files that were given by themselves what is wrong with each. */
function failures(failed: readonly ImportError[]): MeasurementStatement[] {
  const folders = new Set(failed.map(({ file }) => folderOf(file)));
  return [...folders].flatMap((folder) => {
    const ofIt = failed.filter(({ file }) => folderOf(file) === folder);
    return folder === '' ? ofIt.map((error) => error.statement) : notRead(folder, ofIt);
  });
}

function readGiven(file: GivenFile, wanted: ReadWith): MeasurementFile {
  if ('text' in file) return readMeasurementFile(file.name, file.text, wanted);
  return readDatabase(file.name, opened(file.database), file.log && opened(file.log), wanted);
}

/** Nobody reads more. */
const MOST_NOTES = 50;

function firstNotes(notes: MeasurementStatement[]): MeasurementStatement[] {
  const left = notes.length - MOST_NOTES;
  if (left <= 0) return notes;
  return [...notes.slice(0, MOST_NOTES), statement('more-notes', { count: left })];
}

/**
 * Files that belong to one run tell each thing once.
 * @param files by their names; those of a folder by names that begin with it
 * @param logTimes what the user says of the lines of the program's own log
 */
export function readFiles(
  files: readonly GivenFile[],
  join?: JoinRequest,
  logTimes: readonly LogTime[] = [],
): ReadFiles {
  const own = new OwnLog(logTimes);
  const given = files.map((file) => readOne(file, own, join !== undefined));
  const all = asWhole(given.flatMap((one) => (one instanceof ImportError ? [] : [one])));
  const failed = given.flatMap((one) => (one instanceof ImportError ? [one] : []));
  const record = recordOf(all.flatMap(({ events }) => events ?? []));
  const { joined, window } = (join && joinedTo(join, record)) ?? {};
  const quantities = all.flatMap(({ file, read }) =>
    read.kind === 'quantities' ? [{ file, ...read.imported }] : [],
  );
  const measurements = quantities.flatMap((each) => each.measurements);
  const summaries = summarize(measurements);
  const devices = quantities.flatMap((each) => each.devices.map((device) => ({ file: each.file, device })));
  const recorded = all.find(({ events }) => events)?.file;
  return {
    values: join ? usableValues(join, { measurements, devices, joined, record: recorded }) : [],
    ...(joined && { joined }),
    ...(window && { window }),
    summaries,
    diagnosis: diagnose({ summaries, record, ...linesOf(joined) }, measurements),
    runs: all.flatMap(({ read }) => (read.kind === 'series' ? read.runs : [])),
    notes: firstNotes([...failures(failed), ...all.flatMap(notesOf), ...own.missed()]),
  };
}

const linesOf = (joined: Joined | undefined) => ({
  lines: joined?.lines ?? [],
  recordedRate: joined?.qps.measured ?? null,
});

const recordOf = ([first, ...others]: RunEvents[]): RunRecord => first?.record(others) ?? NO_RECORD;

function joinedTo(
  { pipeline, profile, settings }: JoinRequest,
  record: RunRecord,
): { joined: Joined; window: MeasuredWindow | undefined } | undefined {
  if (record.calls.length === 0) return undefined;
  try {
    const join = new Join(pipeline, profile, settings);
    return { joined: join.withPrediction(record), window: join.windowOf(record) };
  } catch (error) {
    // That the program cannot be predicted is said by who asks for its prediction.
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}
