/** `acl-perf`: the command line. What its exit statuses mean stands in status.ts. */
import module from 'node:module';
import { CommanderError } from 'commander';
import type { Locale } from '../pipeline/words.ts';
import { guarded } from './guarded.ts';
import { wantedLocale } from './language.ts';
import { makeProgram } from './program.ts';
import { STATUS } from './status.ts';

async function run(locale: Locale): Promise<number> {
  let status = 0;
  try {
    await makeProgram(locale, (result) => (status = result)).parseAsync();
  } catch (error) {
    // Help and version, which have been said.
    if (error instanceof CommanderError) return 0;
    throw error;
  }
  return status;
}

// Node 22 keeps what it has compiled, in the user's temporary folder.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

// What stands here until the run has ended is the status of one that the watchdog ends.
process.exitCode = STATUS.usageOrInput;
const locale = wantedLocale(process.argv, process.env);
/** When all is said and the status stands: a process that outlives the run waits for it. */
export const over = guarded(locale, () => run(locale)).then((status) => {
  process.exitCode = status;
});
