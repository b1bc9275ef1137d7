/** What lines of a program's own log hold: by `--log-time OF=LINE` and `logTimes` of the configuration. */
import * as v from 'valibot';
import { FileError, issueInFile } from '../pipeline/json-file.ts';
import { type LogTime, LogTimeSchema } from '../pipeline/log-times.ts';
import type { LoadedConfig } from './config.ts';
import { CliError } from './failure.ts';

/** The options stand before the configuration. Throws `CliError` for one that cannot be read. */
export function logTimesOf(
  { logTime = [] }: { logTime?: readonly string[] },
  config: LoadedConfig | undefined,
): LogTime[] {
  return [...logTime.map(parseLogTime), ...(config?.logTimes ?? [])];
}

function parseLogTime(text: string): LogTime {
  const [, of, line] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  if (of === undefined || line === undefined) throw new CliError('expected-log-time', { text });
  const result = v.safeParse(LogTimeSchema, { of: of.trim(), line });
  if (result.success) return result.output;
  const { id, data } = issueInFile(result.issues[0]);
  throw new FileError(`--log-time ${text}`, id, data);
}
