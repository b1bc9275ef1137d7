/** Measurement files as a comparison needs them: averages, series of runs, and what could not be read. */
import type { MeasurementStatement } from './errors.ts';
import { ImportError, inFile, statement } from './errors.ts';
import { readMeasurementFile } from './import.ts';
import type { Measurement } from './measurement.ts';
import type { MeasuredRun } from './runs.ts';
import type { Summary } from './summary.ts';
import { summarize } from './summary.ts';

export interface GivenFile {
  name: string;
  text: string;
}

export interface ReadFiles {
  summaries: Summary[];
  runs: MeasuredRun[];
  notes: MeasurementStatement[];
}

interface Read {
  measurements: Measurement[];
  runs: MeasuredRun[];
  notes: MeasurementStatement[];
}

const NOTHING: Read = { measurements: [], runs: [], notes: [] };

/** A file that cannot be read is a note: the others are compared. */
function readOne({ name, text }: GivenFile): Read {
  try {
    const read = readMeasurementFile(name, text);
    if (read.kind === 'series') return { ...NOTHING, runs: read.runs };
    const { measurements, problems } = read.imported;
    return { ...NOTHING, measurements, notes: problems.map(({ line, what }) => inFile(name, what, line)) };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return { ...NOTHING, notes: [error.statement] };
  }
}

/** Nobody reads more. */
const MOST_NOTES = 50;

function firstNotes(notes: MeasurementStatement[]): MeasurementStatement[] {
  const left = notes.length - MOST_NOTES;
  if (left <= 0) return notes;
  return [...notes.slice(0, MOST_NOTES), statement('more-notes', { count: left })];
}

export function readFiles(files: readonly GivenFile[]): ReadFiles {
  const all = files.map(readOne);
  return {
    summaries: summarize(all.flatMap(({ measurements }) => measurements)),
    runs: all.flatMap(({ runs }) => runs),
    notes: firstNotes(all.flatMap(({ notes }) => notes)),
  };
}
