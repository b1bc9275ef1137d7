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

/**
 * Reads a measurement file: a CSV or a trace of msprof, or any text that holds lines of the known tools (several in one log too).
 * Throws `ImportError` where nothing in it is known.
 */
export function importMeasurements(file: string, text: string): Imported {
  if (text.length > MAX_IMPORT_BYTES)
    throw new ImportError(file, statement('too-large', { mebibytes: MAX_IMPORT_MEBIBYTES }));
  if (text.includes('\0')) throw new ImportError(file, statement('binary'));
  const imported = /\.csv$/i.test(file) ? importTable(file, text) : importText(file, text);
  if (imported.measurements.length > 0) return imported;
  throw new ImportError(file, statement('nothing-known', { formats: knownFormats() }));
}

/** A JSON that is a trace, or else lines: logs may be JSON too. */
function importText(file: string, text: string): Imported {
  const isJson = /^\s*[[{]/.test(text);
  return (isJson ? importTrace(file, text) : undefined) ?? importLines(file, text);
}

function importTable(file: string, text: string): Imported {
  const table = parseTable(file, text);
  const form = TABLE_FORMS.find((candidate) => candidate.columns.every((name) => table.columns.has(name)));
  if (form === undefined) throw new ImportError(file, statement('no-such-table'), 1);
  return { format: form.format, measurements: form.read(table), problems: negativeCells(table) };
}

/** A negative time is no measurement; the row is left out and said. */
function negativeCells(table: Table): Imported['problems'] {
  return table.rows.flatMap((row) =>
    [...row.cells]
      .filter(([name, text]) => /\((us|ns|%)\)$/.test(name) && /^-\d/.test(text))
      .map(([column, text]) => ({ line: row.line, what: statement('negative-cell', { column, text }) })),
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
