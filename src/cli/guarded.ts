import type { Locale } from '../pipeline/words.ts';
import { errorText, UserError } from '../pipeline/words.ts';
import type { Console } from './console.ts';
import { openConsole } from './console.ts';
import { CliError, oneLine, StoppedError } from './failure.ts';
import { STATUS } from './status.ts';

/** An error of ours, or a defect with how to see where it is. */
export function explained(error: unknown): UserError {
  return error instanceof UserError
    ? error
    : new CliError('internal-error', { what: errorText(error, 'en') });
}

/** Does the work; what it throws becomes one line on stderr and the status of it. */
export async function guarded(locale: Locale, work: (out: Console) => Promise<number>): Promise<number> {
  const out = openConsole(locale);
  try {
    const status = await work(out);
    out.flush();
    return status;
  } catch (error) {
    if (process.env['ACL_PERF_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    out.fail(oneLine(explained(error).in(locale)));
    return error instanceof StoppedError ? STATUS.stopped : STATUS.usageOrInput;
  }
}
