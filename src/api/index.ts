/**
 * The answers of `acl-perf` for programs: each call runs the command line in a process of its own, so that neither a long
 * analysis nor its memory is the caller's, and gives what that prints as JSON. docs/cli.md says what it promises.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Findings, Pipeline, Prediction } from '../../schema/answers.d.ts';

export type { Findings, Pipeline, Prediction };

export interface Options {
  /** Folder that paths are relative to, and from which upwards a configuration is looked for. Default: the process's own. */
  cwd?: string;
  /** A shipped device, as `ascend310`. */
  device?: string;
  /** File of a device profile. */
  profile?: string;
  /** Version of CANN, as `8.1`. */
  cann?: string;
  /** Values of parameters by name, or the choice of a mode. */
  set?: Readonly<Record<string, number | string>>;
  /** Macros, as `NAME` or `NAME=VALUE`. */
  define?: readonly string[];
  /** Functions that are called once a frame. */
  entry?: readonly string[];
  /** File of the configuration; false for none. */
  config?: string | false;
  locale?: 'en' | 'zh-cn';
  /** Ends the run; the promise is then rejected with an AbortError. */
  signal?: AbortSignal;
}

export interface CheckOptions extends Options {
  /** Without it no fix is simulated, and no finding has a gain. Default true. */
  gain?: boolean;
  /** Findings in files that no target builds too. */
  allFiles?: boolean;
  /** Rules to keep to. */
  rules?: readonly string[];
}

interface Answered {
  /** What was said beside the answer, as files that were left out: a line each. Texts, for people. */
  notes: readonly string[];
}

export type CheckAnswer = Findings & Answered;
/** Of one program itself, of several in a list. */
export type PredictAnswer = Prediction & Answered;
export type PipelineAnswer = (Pipeline | { pipelines: Pipeline[] }) & Answered;

/** The command line refused the input or ended without an answer; `message` is its one line. */
export class AclPerfError extends Error {
  constructor(
    message: string,
    /** Exit status, see docs/cli.md; null where the process was ended. */
    readonly status: number | null,
  ) {
    super(message);
    this.name = 'AclPerfError';
  }
}

/** Findings in files and folders. @throws AclPerfError */
export const check = (paths: readonly string[], options: CheckOptions = {}): Promise<CheckAnswer> =>
  answerOf<CheckAnswer>('check', [...paths], options, [
    ...(options.gain === false ? ['--no-gain'] : []),
    ...(options.allFiles ? ['--all-files'] : []),
    ...each('--rule', options.rules),
  ]);

/** The predictions of the programs in files and folders, with advice. @throws AclPerfError */
export const predict = (paths: readonly string[], options: Options = {}): Promise<PredictAnswer> =>
  answerOf<PredictAnswer>('predict', [...paths], options);

/** What is read from files and folders. @throws AclPerfError */
export const pipeline = (paths: readonly string[], options: Options = {}): Promise<PipelineAnswer> =>
  answerOf<PipelineAnswer>('pipeline', [...paths], options);

/** The prediction of a Pipeline written by hand, or of one that `pipeline` gave. @throws AclPerfError */
export const simulate = (input: object, options: Options = {}): Promise<PredictAnswer> =>
  answerOf<PredictAnswer>('simulate', ['-'], options, [], JSON.stringify(input));

const each = (flag: string, values: readonly string[] = []): string[] =>
  values.flatMap((value) => [flag, value]);

function flagsOf({ device, profile, cann, set = {}, define, entry, config, locale }: Options): string[] {
  const named = { device, profile, cann, locale, config: config === false ? undefined : config };
  return [
    ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
    ...each('--define', define),
    ...each('--entry', entry),
    ...each(
      '--set',
      Object.entries(set).map(([name, value]) => `${name}=${value}`),
    ),
    ...(config === false ? ['--no-config'] : []),
  ];
}

async function answerOf<Answer extends Answered>(
  command: string,
  inputs: string[],
  options: Options,
  more: string[] = [],
  input = '',
): Promise<Answer> {
  const args = [command, '--format', 'json', ...flagsOf(options), ...more, '--', ...inputs];
  const { stdout, stderr, status } = await run(args, options, input);
  const notes = stderr.split('\n').flatMap((line) => (line === '' ? [] : [line.replace(/^acl-perf: /, '')]));
  if (status === REFUSED || status === null || stdout === '')
    throw new AclPerfError(notes.at(-1) ?? 'acl-perf gave no answer', status);
  return { ...(JSON.parse(stdout) as Answer), notes };
}

/** Exit status of a wrong input. */
const REFUSED = 2;
/** Characters of an answer, which of a large tree is some 10 MB. */
const MOST_OUTPUT = 2 ** 29;

interface Run {
  stdout: string;
  stderr: string;
  status: number | null;
}

function run(args: string[], { cwd, signal }: Options, input: string): Promise<Run> {
  const cli = path.join(__dirname, '..', 'cli', 'acl-perf.cjs');
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [cli, ...args],
      { maxBuffer: MOST_OUTPUT, ...(cwd === undefined ? {} : { cwd }), ...(signal ? { signal } : {}) },
      (error, stdout, stderr) => {
        if (error?.name === 'AbortError') reject(error);
        else resolve({ stdout, stderr, status: child.exitCode });
      },
    );
    // A run that refuses its options never reads.
    child.stdin?.on('error', () => undefined).end(input);
  });
}
