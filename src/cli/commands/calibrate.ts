/** `acl-perf calibrate`: measurements in, a DeviceProfile out, with its fit and holdout error. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '../../pipeline/json-file.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { Calibration } from '../../measure/calibrate.ts';
import { calibrate } from '../../measure/calibrate.ts';
import { importMeasurements } from '../../measure/import.ts';
import type { Measurement } from '../../measure/measurement.ts';
import { measurementText } from '../../measure/errors.ts';
import { MAX_IMPORT_BYTES, MAX_IMPORT_MEBIBYTES } from '../../measure/measurement.ts';
import type { MeasuredRun } from '../../measure/runs.ts';
import { looksLikeRuns, parseRuns } from '../../measure/runs.ts';
import { toJson } from '../../service/json.ts';
import type { CommonOptions } from '../config.ts';
import { findConfig, readInput, sessionSettings } from '../config.ts';
import type { Console } from '../console.ts';
import { CliError, fileError, fileProblem } from '../failure.ts';
import { message } from '../messages.ts';
import { parseCount } from '../numbers.ts';
import { givenPrograms, openSession } from '../open.ts';
import { openPipeline } from '../pipeline-input.ts';
import { calibrationLines } from '../render/calibration.ts';
import { writeWhole } from '../whole-file.ts';

export interface CalibrateOptions extends CommonOptions {
  format: 'json' | 'text';
  program?: string;
  model?: string;
  batch?: string;
  output?: string;
}

interface Read {
  measurements: Measurement[];
  runs: MeasuredRun[];
}

export async function calibrateCommand(
  files: string[],
  options: CalibrateOptions,
  out: Console,
): Promise<number> {
  const settings = sessionSettings(options, findConfig(options, process.cwd()));
  const hints = {
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.batch === undefined ? {} : { batch: parseCount(options.batch, '--batch') }),
  };
  const read = files.map((file) => readMeasurement(file, out));
  const runs = read.flatMap((item) => item.runs);
  const pipeline = await programOf(files, runs.length > 0, options, out);
  const calibration = calibrate({
    base: settings.profile,
    measurements: read.flatMap((item) => item.measurements),
    hints,
    ...(pipeline === undefined ? {} : { pipeline }),
    runs,
    settings: settings.parameters,
  });
  finish(calibration, options, out);
  return 0;
}

function readMeasurement(file: string, out: Console): Read {
  checkSize(file);
  const text = readInput(file);
  if (/\.json$/i.test(file)) return { measurements: [], runs: readRuns(file, text) };
  const { measurements, problems } = importMeasurements(file, text);
  for (const { line, what } of problems) out.note(`${file}:${line}: ${measurementText(what, out.locale)}`);
  return { measurements, runs: [] };
}

function checkSize(file: string): void {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) throw fileError(file, message('name-its-files'));
    if (stats.size > MAX_IMPORT_BYTES)
      throw fileError(file, message('large-measurement', { most: MAX_IMPORT_MEBIBYTES }));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw fileError(file, fileProblem(error));
  }
}

function readRuns(file: string, text: string): MeasuredRun[] {
  const value = parseJson(text, file);
  if (looksLikeRuns(value)) return parseRuns(file, value, text);
  const example = '{"rows":[{"settings":{…},"qps":…}]}';
  throw fileError(file, message('not-runs', { example }));
}

/** The program that runs are of: as the user says, else the source beside the first file of runs. */
async function programOf(
  files: string[],
  hasRuns: boolean,
  options: CalibrateOptions,
  out: Console,
): Promise<Pipeline | undefined> {
  if (options.program?.endsWith('.json'))
    return openPipeline(options.program, withoutSet(options), out).pipeline;
  const runsFile = files.find((file) => /\.json$/i.test(file));
  const source = options.program ?? (hasRuns && runsFile !== undefined ? path.dirname(runsFile) : undefined);
  if (source === undefined) return undefined;
  const programs = givenPrograms(await openSession([source], withoutSet(options), out));
  const [program] = programs;
  if (program === undefined) throw fileError(source, message('no-program-of-runs'));
  if (programs.length > 1) throw fileError(source, message('several-programs', { count: programs.length }));
  return program.pipeline;
}

/** Values of `--set` are those of the logged run, which the program may know by other defaults. */
const withoutSet = (options: CalibrateOptions): CommonOptions => ({ ...options, set: [] });

function finish(calibration: Calibration, options: CalibrateOptions, out: Console): void {
  const { adjusted, fitted, notUsed } = calibration;
  const said = notUsed.map((what) => measurementText(what, out.locale));
  for (const what of said) out.note(message('not-used', { what }));
  if (adjusted.length + fitted.length === 0) out.note(message('nothing-changed'));
  if (options.output !== undefined) writeProfile(options.output, calibration, out);
  out.print(
    options.format === 'json'
      ? toJson({ ...calibration, notUsed: said })
      : calibrationLines(calibration, out.locale).join('\n'),
  );
}

function writeProfile(file: string, { profile }: Calibration, out: Console): void {
  writeWhole(file, `${toJson(profile)}\n`);
  out.note(message('in-file', { file, what: message('profile-written', { name: file }) }));
}
