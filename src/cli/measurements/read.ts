/** Files of measurements, read piece by piece: one of gigabytes takes no more memory than one of megabytes. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { decoderFor } from '../../base/text-decoder.ts';
import { isDatabase } from '../../base/sqlite-magic.ts';
import { readDatabase } from '../../measure/database/read.ts';
import type { ReadBytes } from '../../measure/database/sqlite.ts';
import type { MeasurementFile } from '../../measure/import.ts';
import type { ReadWith } from '../../measure/import.ts';
import { MeasurementReader } from '../../measure/import.ts';
import { progress } from '../../pipeline/progress.ts';
import { fileError, fileProblem } from '../failure.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';
import { Progress } from './progress.ts';

const PIECE = 1024 * 1024;

/**
 * @param shown the name under which the file is reported
 * @param tell how far a long read has come
 * Throws `ImportError`, and `CliError` for what cannot be opened, or is stopped.
 */
export async function readMeasurements(
  file: string,
  shown: string,
  tell: (what: Message) => void,
  wanted: ReadWith = {},
): Promise<MeasurementFile> {
  const opened = open(file);
  try {
    return await readAll({ path: file, ...opened, shown, tell, wanted });
  } finally {
    closeSync(opened.descriptor);
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

interface OpenFile {
  path: string;
  descriptor: number;
  shown: string;
  size: number;
  tell: (what: Message) => void;
  wanted: ReadWith;
}

async function readAll(file: OpenFile): Promise<MeasurementFile> {
  const bytes = new Uint8Array(PIECE);
  const length = readSync(file.descriptor, bytes);
  if (isDatabase(bytes.subarray(0, length))) return readOpenDatabase(file);
  const said = new Progress(file.shown, file.size, file.tell);
  try {
    return await readText(file, bytes, length, said);
  } finally {
    said.end();
  }
}

/** @param bytes hold the first piece, of so many bytes, and take the others. */
async function readText(
  { descriptor, shown, wanted }: OpenFile,
  bytes: Uint8Array,
  first: number,
  said: Progress,
): Promise<MeasurementFile> {
  const reader = new MeasurementReader(shown, wanted);
  const decoder = decoderFor(bytes.subarray(0, first));
  for (let length = first; length > 0; length = readSync(descriptor, bytes)) {
    reader.push(decoder.decode(bytes.subarray(0, length), true));
    progress();
    await said.add(length);
  }
  reader.push(decoder.decode(new Uint8Array(0), false));
  return reader.end();
}

function readOpenDatabase({ path, descriptor, shown, size, wanted }: OpenFile): MeasurementFile {
  const log = openLog(path);
  try {
    const database = { read: pagesOf(descriptor), size };
    const rows = log && { read: pagesOf(log.descriptor), size: log.size };
    return readDatabase(shown, database, rows, wanted);
  } finally {
    if (log) closeSync(log.descriptor);
  }
}

/** Rows that a profiler which was stopped has not merged; undefined where there are none. */
function openLog(database: string): { size: number; descriptor: number } | undefined {
  const log = `${database}-wal`;
  const stats = statSync(log, { throwIfNoEntry: false });
  return stats?.isFile() && stats.size > 0 ? open(log) : undefined;
}

/** Neighbouring pages are read at once. */
function pagesOf(descriptor: number): ReadBytes {
  let from = 0;
  let held = new Uint8Array(0);
  return (offset, length) => {
    if (offset < from || offset + length > from + held.length) {
      const bytes = new Uint8Array(Math.max(length, PIECE));
      held = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
      from = offset;
      progress();
    }
    return held.subarray(offset - from, offset - from + length);
  };
}
