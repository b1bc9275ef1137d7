/** A database of msprof as a measurement, with what its log holds. */
import type { MeasurementFile, ReadWith } from '../sources/source.ts';
import { DATABASE_EVIDENCE, importDatabase } from './msprof.ts';
import type { ReadBytes } from './sqlite.ts';
import { withLog, type OpenDatabase } from './wal.ts';

/** @param log rows that a profiler which was stopped has not merged. Throws `ImportError` as `importDatabase` does. */
export function readDatabase(
  file: string,
  database: OpenDatabase,
  log: OpenDatabase | undefined,
  { events }: ReadWith,
): MeasurementFile {
  const whole = log ? withLog(database, log) : database;
  const imported = importDatabase(file, whole.read, whole.size, events);
  return { kind: 'quantities', imported, tells: DATABASE_EVIDENCE };
}

/** A file whose bytes are all at hand. */
export function opened(bytes: Uint8Array): OpenDatabase {
  const read: ReadBytes = (offset, length) => bytes.subarray(offset, offset + length);
  return { read, size: bytes.length };
}
