/** A folder of a profiler (`PROF_*`) from a disk, as a whole. */
import { globSync } from 'tinyglobby';
import path from 'node:path';
import { isMeasurementName, MOST_FILES } from '../../base/measurement-names.ts';
import type { MeasurementStatement } from '../../measure/errors.ts';
import { ImportError, statement } from '../../measure/errors.ts';
import { asWhole, notRead, type ReadFile } from '../../measure/folder.ts';
import { RunEvents } from '../../measure/join/run-events.ts';
import type { OwnLog } from '../../measure/own/own-log.ts';
import type { Message } from '../messages.ts';
import { readMeasurements } from './read.ts';

/** What is read of each file. */
export interface Wanted {
  /** Calls and tasks of records. */
  events: boolean;
  own: OwnLog;
  /** How far a long read has come. */
  tell: (what: Message) => void;
}

export async function readOne(file: string, shown: string, wanted: Wanted): Promise<ReadFile> {
  const events = wanted.events ? new RunEvents() : undefined;
  const read = await readMeasurements(file, shown, wanted.tell, {
    own: wanted.own,
    ...(events && { events }),
  });
  return { file: shown, read, ...(events && !events.isEmpty && { events }) };
}

/** Throws `ImportError` where nothing in the folder is known. @param note says what was not read. */
export async function readFolder(
  folder: string,
  shownAs: (file: string) => string,
  note: (what: MeasurementStatement) => void,
  wanted: Wanted,
): Promise<ReadFile[]> {
  const files = filesIn(folder);
  const read: ReadFile[] = [];
  const failed: ImportError[] = [];
  for (const file of files.slice(0, MOST_FILES)) {
    const shown = shownAs(file);
    try {
      read.push(await readOne(file, shown, wanted));
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      failed.push(error);
    }
  }
  if (read.length === 0)
    throw new ImportError(folder, statement('no-measurement-here', { count: files.length }));
  for (const what of notRead(folder, failed)) note(what);
  return asWhole(read);
}

function filesIn(folder: string): string[] {
  const files = globSync('**/*', { cwd: folder, absolute: true, followSymbolicLinks: false });
  return files.filter((file) => isMeasurementName(path.basename(file))).sort();
}
