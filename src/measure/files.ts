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
import { Join, type Joined } from './join/join.ts';
import type { MeasuredWindow } from './join/measured-window.ts';
import { NO_RECORD, RunEvents, type RunRecord } from './join/run-events.ts';
import type { Measurement } from './measurement.ts';
import type { MeasuredRun } from './runs.ts';
import type { Summary } from './summary.ts';
import type { DeviceClaim } from './devices.ts';
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

interface Read {
  measurements: Measurement[];
  runs: MeasuredRun[];
  notes: MeasurementStatement[];
  devices: DeviceClaim[];
  events?: RunEvents;
  /** Name of the file. */
  name?: string;
}

const NOTHING: Read = { measurements: [], runs: [], notes: [], devices: [] };

/** A file that cannot be read is a note: the others are compared. */
function readOne(file: GivenFile, own: OwnLog, wantsEvents: boolean): Read {
  const { name } = file;
  try {
    const events = wantsEvents ? new RunEvents() : undefined;
    const read = readGiven(file, { own, ...(events && { events }) });
    if (read.kind === 'series') return { ...NOTHING, runs: read.runs };
    if (read.kind === 'kit') return { ...NOTHING, notes: [inFile(name, statement('kit-for-calibrate'))] };
    const { measurements, problems, devices } = read.imported;
    const kept = events && !events.isEmpty ? { events } : {};
    return {
      ...NOTHING,
      ...kept,
      name,
      measurements,
      devices: devices.map((device) => ({ file: name, device })),
      notes: problems.map(({ line, what }) => inFile(name, what, line)),
    };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return { ...NOTHING, notes: [error.statement] };
  }
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

/** @param logTimes what the user says of the lines of the program's own log */
export function readFiles(
  files: readonly GivenFile[],
  join?: JoinRequest,
  logTimes: readonly LogTime[] = [],
): ReadFiles {
  const own = new OwnLog(logTimes);
  const all = files.map((file) => readOne(file, own, join !== undefined));
  const record = recordOf(all.flatMap(({ events }) => events ?? []));
  const { joined, window } = (join && joinedTo(join, record)) ?? {};
  const measurements = all.flatMap((each) => each.measurements);
  const summaries = summarize(measurements);
  const devices = all.flatMap((each) => each.devices);
  const recorded = all.find(({ events }) => events)?.name;
  return {
    values: join ? usableValues(join, { measurements, devices, joined, record: recorded }) : [],
    ...(joined && { joined }),
    ...(window && { window }),
    summaries,
    diagnosis: diagnose({ summaries, record, lines: joined?.lines ?? [] }, measurements),
    runs: all.flatMap(({ runs }) => runs),
    notes: firstNotes([...all.flatMap(({ notes }) => notes), ...own.missed()]),
  };
}

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
