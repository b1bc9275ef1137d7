import { randomUUID } from 'node:crypto';
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileError, fileProblem } from './failure.ts';

/**
 * Writes a file whole or not at all: under another name beside it first, so that a full disk or an end in between leaves
 * the old one. What is there keeps its permissions; a link stays one; what is no file, such as /dev/stdout, is written to.
 * @throws CliError that names the file.
 */
export function writeWhole(file: string, text: string): void {
  try {
    const old = statSync(file, { throwIfNoEntry: false });
    if (old === undefined || old.isFile()) replace(old ? realpathSync(file) : file, text, old?.mode);
    else writeFileSync(file, text);
  } catch (error) {
    throw fileError(file, fileProblem(error));
  }
}

function replace(file: string, text: string, mode?: number): void {
  const own = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(own, text, { flag: 'wx', ...(mode !== undefined && { mode }) });
    renameSync(own, file);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
}
