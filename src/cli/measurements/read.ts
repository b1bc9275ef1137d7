/** Files of measurements, read piece by piece: one of gigabytes takes no more memory than one of megabytes. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { decoderFor } from '../../base/text-decoder.ts';
import { ImportError, statement } from '../../measure/errors.ts';
import type { MeasurementFile } from '../../measure/import.ts';
import { MeasurementReader } from '../../measure/import.ts';
import { progress } from '../../pipeline/progress.ts';
import { fileError, fileProblem } from '../failure.ts';
import { message } from '../messages.ts';
import { Progress } from './progress.ts';

const PIECE = 1024 * 1024;
const DATABASE = 'SQLite format 3\0';

/** @param shown the name under which the file is reported. Throws `ImportError`, and `CliError` for what cannot be opened. */
export function readMeasurements(file: string, shown: string): MeasurementFile {
  const { size, descriptor } = open(file);
  const said = new Progress(shown, size);
  try {
    return readAll(descriptor, shown, said);
  } finally {
    said.end();
    closeSync(descriptor);
  }
}

function open(file: string): { size: number; descriptor: number } {
  try {
    const stats = statSync(file);
    if (!stats.isFile() && !stats.isFIFO()) throw fileError(file, message('not-regular'));
    return { size: stats.size, descriptor: openSync(file, 'r') };
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw fileError(file, fileProblem(error));
    throw error;
  }
}

function readAll(descriptor: number, shown: string, said: Progress): MeasurementFile {
  const reader = new MeasurementReader(shown);
  const bytes = new Uint8Array(PIECE);
  let length = readSync(descriptor, bytes);
  refuseDatabase(bytes.subarray(0, length), shown);
  const decoder = decoderFor(bytes.subarray(0, length));
  for (; length > 0; length = readSync(descriptor, bytes)) {
    reader.push(decoder.decode(bytes.subarray(0, length), true));
    progress();
    said.add(length);
  }
  reader.push(decoder.decode(new Uint8Array(0), false));
  return reader.end();
}

function refuseDatabase(first: Uint8Array, shown: string): void {
  const head = String.fromCharCode(...first.subarray(0, DATABASE.length));
  if (head === DATABASE) throw new ImportError(shown, statement('database'));
}
