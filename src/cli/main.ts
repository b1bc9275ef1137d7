/** `acl-perf`: the command line. Exit status 0 nothing to report, 1 findings over the allowed number, 2 usage or input error. */
import { CommanderError } from 'commander';
import { openConsole } from './console.ts';
import { CliError, oneLine } from './failure.ts';
import { makeProgram } from './program.ts';

const USAGE_OR_INPUT = 2;

/** One line that says what went wrong; a defect of ours too, with how to see where. */
function explain(error: unknown): string {
  if (error instanceof CliError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return oneLine(`internal error: ${message} (set ACL_PERF_DEBUG=1 to see where)`);
}

async function main(): Promise<number> {
  const out = openConsole();
  try {
    let status = 0;
    const program = makeProgram(out, (result) => (status = result));
    await program.parseAsync();
    out.flush();
    return status;
  } catch (error) {
    // Commander has said it already: help and version, or what is wrong with the options.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_OR_INPUT;
    if (process.env['ACL_PERF_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    out.fail(explain(error));
    return USAGE_OR_INPUT;
  }
}

void main().then((status) => {
  process.exitCode = status;
});
