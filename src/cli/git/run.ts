/**
 * Git, asked for objects only. Nothing of a repository runs: no command here checks out, looks at an index, pages, fetches,
 * or compares, which is where hooks, filters, text conversions, monitors and other programs of its configuration come in.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../failure.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';

/** A repository that does not answer in this time, ms, is given up. */
const TIMEOUT = 60_000;

const FIXED_OPTIONS = ['--no-pager', '--literal-pathspecs', '-c', 'safe.bareRepository=explicit'];

/** The same for every user; what is told to git by variables, as by a hook that runs us, is for another question. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^git_/i.test(name));
  return {
    ...Object.fromEntries(own),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Of a partial clone what is not there stays away: fetching runs what the repository names.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
  };
}

/** From the folders of PATH alone: some systems look in the working folder first, which may be anybody's. */
function executable(): string {
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  const folders = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
  const found = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(existsSync);
  if (found === undefined) throw new CliError('no-git');
  return found;
}

export interface GitQuestion {
  args: string[];
  /** The folder it is asked in. */
  cwd: string;
  input?: string;
  /** Bytes that the answer may have. */
  most: number;
}

/** What git prints. Throws `CliError` with the first line of what git says where it fails. */
export function git({ args, cwd, input = '', most }: GitQuestion): Promise<Buffer> {
  const options = { cwd, env: environment(), encoding: 'buffer', maxBuffer: most, timeout: TIMEOUT } as const;
  const file = executable();
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...FIXED_OPTIONS, ...args],
      { ...options, windowsHide: true },
      (error, out, said) =>
        error ? reject(new CliError('git-failed', { what: reasonOf(error, said) })) : resolve(out),
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function reasonOf(error: Error & { killed?: boolean; code?: unknown }, said: Buffer): Message | string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return message('git-long');
  const [line = ''] = said.toString('utf8').trim().split('\n');
  if (line !== '') return line;
  return error.killed ? message('git-slow') : String(error.code);
}
