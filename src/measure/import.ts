/** From a file's text to measurements, whatever tool wrote it. The text may come in pieces: none is kept longer than it must. */
import type { MeasurementStatement, MeasurementTextId } from './errors.ts';
import { ImportError, MEASUREMENT_TEXTS, statement } from './errors.ts';
import { JsonSource } from './sources/json.ts';
import { RATES_FORMAT } from './lines/rates.ts';
import { LineSource } from './sources/lines.ts';
import { LINE_FORMS, TABLE_FORMS } from './sources/forms.ts';
import type { MeasurementFile, ReadWith, Source } from './sources/source.ts';
import { looksLikeTable, TableSource } from './sources/table.ts';
import type { Imported } from './measurement.ts';
import { MAX_IMPORT_BYTES, MAX_IMPORT_MEBIBYTES } from './measurement.ts';
import { OWN_LOG } from './own/own-log.ts';
import { TRACE_FORMAT } from './trace.ts';

export type { MeasurementFile, ReadWith } from './sources/source.ts';

/** Names of all forms, for a message that says what could have been given. */
function knownFormats(): (string | MeasurementStatement)[] {
  const formats = [...LINE_FORMS, ...TABLE_FORMS].map(({ format }) => format);
  return [...new Set([...formats, TRACE_FORMAT, RATES_FORMAT, OWN_LOG])].map((name) =>
    isWords(name) ? statement(name) : name,
  );
}

const isWords = (format: string): format is MeasurementTextId => Object.hasOwn(MEASUREMENT_TEXTS, format);

const nothingKnown = (file: string): ImportError =>
  new ImportError(file, statement('nothing-known', { formats: knownFormats() }));

/** Text that is looked at to tell what a file is. */
const LOOKED_AT = 65_536;

/** Reads a measurement file piece by piece. All throw `ImportError` where nothing in it is known. */
export class MeasurementReader {
  private source: Source | undefined;
  private head = '';

  constructor(
    private readonly file: string,
    private readonly wanted: ReadWith = {},
  ) {}

  push(piece: string): void {
    if (piece.includes('\0')) throw new ImportError(this.file, statement('binary'));
    if (this.source) return this.source.push(piece);
    this.head += piece;
    if (this.head.length >= LOOKED_AT) this.begin();
  }

  end(): MeasurementFile {
    const source = this.source ?? this.begin();
    const read = source.end();
    if (read.kind === 'quantities' && read.imported.measurements.length === 0) throw nothingKnown(this.file);
    return read;
  }

  private begin(): Source {
    const source = sourceOf(this.file, this.head, this.wanted);
    this.source = source;
    source.push(this.head);
    this.head = '';
    return source;
  }
}

/** By what the text looks like; by the name where that says nothing. */
function sourceOf(file: string, head: string, wanted: ReadWith): Source {
  const text = head.replace(/^\ufeff/, '');
  if (/^\s*(\[\s*[\]{]|\{\s*["}])/.test(text)) return new JsonSource(file, wanted);
  if (/\.csv$/i.test(file) || looksLikeTable(file, text)) return new TableSource(file);
  return new LineSource(file, wanted);
}

/**
 * Reads a measurement file: a CSV or a trace of msprof, any text that holds lines of the known tools (several in one log
 * too), or a series of runs as CSV or JSON. Throws `ImportError` where nothing in it is known.
 */
export function readMeasurementFile(file: string, text: string, wanted: ReadWith = {}): MeasurementFile {
  if (text.length > MAX_IMPORT_BYTES)
    throw new ImportError(file, statement('too-large', { mebibytes: MAX_IMPORT_MEBIBYTES }));
  const reader = new MeasurementReader(file, wanted);
  reader.push(text);
  return reader.end();
}

/** The same for who has no use for a series. */
export function importMeasurements(file: string, text: string): Imported {
  const read = readMeasurementFile(file, text);
  if (read.kind === 'quantities') return read.imported;
  throw nothingKnown(file);
}
