/** `acl-perf`: the command line. What its exit statuses mean stands in status.ts. */
import { CommanderError } from 'commander';
import { errorText, UserError } from '../pipeline/words.ts';
import { openConsole } from './console.ts';
import { CliError, oneLine } from './failure.ts';
import { wantedLocale } from './language.ts';
import { makeProgram } from './program.ts';
import { STATUS } from './status.ts';

/** An error of ours, or a defect with how to see where it is. */
function explained(error: unknown): UserError {
  return error instanceof UserError
    ? error
    : new CliError('internal-error', { what: errorText(error, 'en') });
}

async function main(): Promise<number> {
  const out = openConsole(wantedLocale(process.argv, process.env));
  try {
    let status = 0;
    const program = makeProgram(out, (result) => (status = result));
    await program.parseAsync();
    out.flush();
    return status;
  } catch (error) {
    // Help and version, which have been said.
    if (error instanceof CommanderError) return 0;
    if (process.env['ACL_PERF_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    out.fail(oneLine(explained(error).in(out.locale)));
    return STATUS.usageOrInput;
  }
}

// What stands here until the run has ended is the status of one that the watchdog ends.
process.exitCode = STATUS.usageOrInput;
void main().then((status) => {
  process.exitCode = status;
});
