/** A file or a folder on disk as a side of a comparison. */
import path from 'node:path';
import { contextOf, disk } from '../context.ts';
import { collectInputs } from '../inputs.ts';
import type { Side } from './side.ts';

/**
 * @param as what a single file is called, so that it is the other side's.
 * Throws `CliError` as `collectInputs` does.
 */
export async function folderSide(argument: string, as?: string): Promise<Side> {
  const { files, notes, folder } = collectInputs([argument]);
  const nameOf = (file: string): string =>
    path.relative(folder, path.resolve(file)).split(path.sep).join('/');
  const own = files.map(({ file, text }) => ({ file: as ?? nameOf(file), text }));
  const context = await contextOf(files, { ...disk, nameOf: path.resolve });
  return {
    label: argument,
    files: [...own, ...context.map(({ file, text }) => ({ file: nameOf(file), text }))],
    given: new Set(own.map(({ file }) => file)),
    notes,
  };
}
