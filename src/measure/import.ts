/** From a file's text to measurements, whatever tool wrote it. */
import type { MeasurementStatement, MeasurementTextId } from './errors.ts';
import { ImportError, MEASUREMENT_TEXTS, statement } from './errors.ts';
import { benchmarkForms } from './lines/benchmark.ts';
import { dmiForms } from './lines/dmi.ts';
import type { LineContext, LineForm } from './lines/line.ts';
import { npuSmiForms } from './lines/npu-smi.ts';
import { toolForms } from './lines/tools.ts';
import type { Imported, Measurement } from './measurement.ts';
import { MAX_IMPORT_BYTES, MAX_IMPORT_MEBIBYTES } from './measurement.ts';
import type { MeasuredRun } from './runs.ts';
import { runsOfJson, runsOfTable } from './series.ts';
import { hostForms } from './tables/host.ts';
import type { Table, TableForm } from './tables/table.ts';
import { parseTable } from './tables/table.ts';
import { taskForms } from './tables/tasks.ts';
import { importTrace, TRACE_FORMAT } from './trace.ts';

const LINE_FORMS: LineForm[] = [...toolForms, ...npuSmiForms, ...benchmarkForms, ...dmiForms];
const TABLE_FORMS: TableForm[] = [...taskForms, ...hostForms];

/** No line of a known report is longer; a longer one is cut, so that no pattern runs over megabytes. */
const MAX_LINE = 4096;

/** Names of all forms, for a message that says what could have been given. */
function knownFormats(): (string | MeasurementStatement)[] {
  const formats = [...LINE_FORMS, ...TABLE_FORMS].map(({ format }) => format);
  return [...new Set([...formats, TRACE_FORMAT])].map((name) => (isWords(name) ? statement(name) : name));
}

const isWords = (format: string): format is MeasurementTextId => Object.hasOwn(MEASUREMENT_TEXTS, format);

/** A file tells of one run, by quantities, or of many, by the rate of each. */
export type MeasurementFile =
  { kind: 'quantities'; imported: Imported } | { kind: 'series'; runs: MeasuredRun[] };

/**
 * Reads a measurement file: a CSV or a trace of msprof, any text that holds lines of the known tools (several in one log
 * too), or a series of runs as CSV or JSON. Throws `ImportError` where nothing in it is known.
 */
export function readMeasurementFile(file: string, text: string): MeasurementFile {
  if (text.length > MAX_IMPORT_BYTES)
    throw new ImportError(file, statement('too-large', { mebibytes: MAX_IMPORT_MEBIBYTES }));
  if (text.includes('\0')) throw new ImportError(file, statement('binary'));
  return /\.csv$/i.test(file) ? readTable(file, text) : readText(file, text);
}

/** The same for who has no use for a series. */
export function importMeasurements(file: string, text: string): Imported {
  const read = readMeasurementFile(file, text);
  if (read.kind === 'quantities') return read.imported;
  throw nothingKnown(file);
}

const nothingKnown = (file: string): ImportError =>
  new ImportError(file, statement('nothing-known', { formats: knownFormats() }));

function quantities(file: string, imported: Imported): MeasurementFile {
  if (imported.measurements.length === 0) throw nothingKnown(file);
  return { kind: 'quantities', imported };
}

function readText(file: string, text: string): MeasurementFile {
  const value = jsonOf(text);
  const runs = runsOfJson(file, value, text);
  if (runs) return { kind: 'series', runs };
  return quantities(file, importTrace(file, value) ?? importLines(file, text));
}

/** Undefined where it is none: logs may begin with a bracket too. */
function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readTable(file: string, text: string): MeasurementFile {
  const table = parseTable(file, text);
  const runs = runsOfTable(table);
  if (runs) return { kind: 'series', runs };
  const form = TABLE_FORMS.find((candidate) => candidate.columns.every((name) => table.columns.has(name)));
  if (form === undefined) throw new ImportError(file, statement('no-such-table'), 1);
  const imported = { format: form.format, measurements: form.read(table), problems: negativeCells(table) };
  return quantities(file, imported);
}

/** A negative time is no measurement; the row is left out and said. */
function negativeCells({ columns, rows }: Table): Imported['problems'] {
  const signed = [...columns].filter(([name]) => /\((us|ns|%)\)$/.test(name));
  return rows.flatMap(({ line, cells }) =>
    signed.flatMap(([column, at]) => {
      const text = cells[at] ?? '';
      return /^-\d/.test(text) ? [{ line, what: statement('negative-cell', { column, text }) }] : [];
    }),
  );
}

function importLines(file: string, text: string): Imported {
  const context: LineContext = { file, line: 0, memory: new Map() };
  const formats = new Set<string>();
  const measurements: Measurement[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    context.line += 1;
    for (const form of LINE_FORMS) {
      const found = form.read(line.slice(0, MAX_LINE), context);
      if (found.length > 0) formats.add(form.format);
      measurements.push(...found);
    }
  }
  return { format: [...formats].join(', '), measurements, problems: [] };
}
