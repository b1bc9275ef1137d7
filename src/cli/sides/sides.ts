/** What `diff` compares: files or folders on disk, revisions of a repository, or one of each. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { isCode } from '../../server/protocol-sources.ts';
import { CliError, fileError } from '../failure.ts';
import { message } from '../messages.ts';
import { folderSide } from './folder.ts';
import { revisionSide } from './revision.ts';
import type { Side } from './side.ts';

export interface Sides {
  before: Side;
  after: Side;
  /** Absolute folder to look for the configuration from. */
  folder: string;
}

/** @param paths of two revisions, what is asked about. Throws `CliError` for what cannot be read, or holds no C++. */
export async function sidesOf(before: string, after: string, paths: readonly string[]): Promise<Sides> {
  const sides = await found(before, after, paths);
  const given = [...sides.before.given, ...sides.after.given].filter(isCode);
  const what = message('no-cpp-on-either-side', { before, after });
  const missing = paths.find((one) => !given.some((file) => isWithin(file, one)));
  if (missing !== undefined) throw fileError(missing, what);
  if (given.length === 0) throw new CliError('no-cpp-on-either-side', { before, after });
  return sides;
}

/** @param place a file or a folder, relative to the working one. */
function isWithin(file: string, place: string): boolean {
  const [whole, folder] = [path.resolve(file), path.resolve(place)];
  return whole === folder || whole.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

async function found(before: string, after: string, paths: readonly string[]): Promise<Sides> {
  const isOnDisk = { before: existsSync(before), after: existsSync(after) };
  if ((isOnDisk.before || isOnDisk.after) && paths.length > 0)
    throw new CliError('paths-with-folders', { before, after });
  if (isOnDisk.before && isOnDisk.after) return onDisk(before, after);
  if (isOnDisk.after) {
    const { cwd, paths: inside, folder } = placeOf(after);
    const old = await revisionSide({ revision: before, cwd, paths: inside });
    return { before: old, after: await folderSide(after), folder };
  }
  if (isOnDisk.before) {
    const { cwd, paths: inside, folder } = placeOf(before);
    const now = await revisionSide({ revision: after, cwd, paths: inside });
    return { before: await folderSide(before), after: now, folder };
  }
  const place = { cwd: process.cwd(), paths: paths.map((one) => one.split(path.sep).join('/')) };
  const old = await revisionSide({ ...place, revision: before });
  return { before: old, after: await revisionSide({ ...place, revision: after }), folder: place.cwd };
}

/** Two files are one file before and after, whatever they are called. */
async function onDisk(before: string, after: string): Promise<Sides> {
  const areFiles = statSync(before).isFile() && statSync(after).isFile();
  const as = areFiles ? path.basename(after) : undefined;
  const { folder } = placeOf(after);
  return { before: await folderSide(before, as), after: await folderSide(after), folder };
}

/** The folder that a file or a folder on disk is compared in. */
function placeOf(argument: string) {
  const whole = path.resolve(argument);
  const isFile = statSync(whole).isFile();
  const folder = isFile ? path.dirname(whole) : whole;
  return { cwd: folder, folder, paths: isFile ? [path.basename(whole)] : [] };
}
