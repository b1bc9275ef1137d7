/** Writes a bench kit: the program, which is the same for all, and the plan of what it measures. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError, fileError, fileProblem } from '../failure.ts';
import { message } from '../messages.ts';
import { writeWhole } from '../whole-file.ts';

/**
 * The folder must be empty, or not be there yet.
 * @param bundle the folder of the command line's bundle, `dist/cli`
 * @returns names of the files.
 * Throws `CliError`.
 */
export function writeKit(folder: string, plan: string, bundle: string): string[] {
  const files = new Map([...templateIn(path.join(bundle, '..', 'server', 'bench-kit')), ['plan.txt', plan]]);
  makeEmpty(folder);
  for (const [name, text] of files) writeWhole(path.join(folder, name), text);
  return [...files.keys()];
}

function templateIn(folder: string): [string, string][] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]);
  } catch (error) {
    throw new CliError('incomplete', {
      what: message('in-file', { file: folder, what: fileProblem(error) }),
    });
  }
}

/** The folders around it must be there: Node never comes back from making some in /proc. */
function makeEmpty(folder: string): void {
  try {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) mkdirSync(folder);
    else if (!stats.isDirectory()) throw fileError(folder, message('not-a-folder'));
    if (readdirSync(folder).length === 0) return;
  } catch (error) {
    throw error instanceof CliError ? error : fileError(folder, fileProblem(error));
  }
  throw fileError(folder, message('not-empty'));
}
