/** Answers of tools: each is a run of the command line, so that nothing an assistant asks can hold up or end the server. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { translator } from '../../service/locale.ts';
import { isInside } from './inside.ts';
import type { Asked } from './tools.ts';
import { TEXTS } from './words.ts';

export interface Answer {
  text: string;
  /** The command refused the input, or ended without an answer. */
  failed: boolean;
}

export interface Workplace {
  /** The folder that paths are relative to, and may not leave. */
  folder: string;
  /** The command line's program. */
  cli: string;
  locale: 'en' | 'zh';
}

/** Characters of an answer: an assistant reads no more than a few pages. */
const MOST_TEXT = 16_000;
const MOST_OUTPUT = 2 ** 26;
/** Exit status of a wrong input. */
const REFUSED = 2;

/** What is wrong with the places that are asked about; undefined where nothing is. */
function refusal({ operands, paths, command }: Asked, { folder, locale }: Workplace): string | undefined {
  const t = translator(TEXTS, locale);
  const outside = paths.find((one) => !isInside(folder, one));
  if (outside !== undefined) return t('outside', { name: outside });
  const missing = paths.find((one) => !existsSync(path.resolve(folder, one)));
  if (missing !== undefined && command !== 'diff') return t('missing', { name: missing });
  // What is no path there is a revision, which lies in the repository.
  const places = operands.filter((one) => existsSync(path.resolve(folder, one)));
  const away = places.find((one) => !isInside(folder, one));
  return away === undefined ? undefined : t('outside', { name: away });
}

export async function answer(
  asked: Asked | undefined,
  workplace: Workplace,
  signal?: AbortSignal,
): Promise<Answer> {
  const t = translator(TEXTS, workplace.locale);
  if (!asked) return { text: t('neither'), failed: true };
  const refused = refusal(asked, workplace);
  if (refused !== undefined) return { text: refused, failed: true };
  const { command, options, operands } = asked;
  const args = [
    command,
    `--locale=${workplace.locale === 'zh' ? 'zh-cn' : 'en'}`,
    ...options,
    '--',
    ...operands,
  ];
  const { stdout, stderr, status } = await run(args, workplace, signal);
  const text = [stdout.trimEnd(), stderr.trimEnd()].filter((part) => part !== '').join('\n\n');
  return {
    text: text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}\n${t('cut')}`,
    failed: status === null || status === REFUSED,
  };
}

interface Run {
  stdout: string;
  stderr: string;
  status: number | null;
}

function run(args: string[], { cli, folder }: Workplace, signal?: AbortSignal): Promise<Run> {
  // In an editor's process Node is Electron.
  const env = { ...process.env, NO_COLOR: '1', ELECTRON_RUN_AS_NODE: '1' };
  const options = {
    cwd: folder,
    env,
    maxBuffer: MOST_OUTPUT,
    windowsHide: true,
    ...(signal ? { signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
      if (error?.name === 'AbortError') reject(error);
      else resolve({ stdout, stderr, status: child.exitCode });
    });
    child.stdin?.on('error', () => undefined).end();
  });
}
