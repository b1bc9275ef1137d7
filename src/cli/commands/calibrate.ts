/** `acl-perf calibrate`: measurements in, a DeviceProfile out, with its fit and holdout error. */
import path from 'node:path';
import type { Calibration } from '../../measure/calibrate.ts';
import { calibrate } from '../../measure/calibrate.ts';
import type { MeasurementStatement } from '../../measure/errors.ts';
import { diagnose } from '../../measure/diagnosis/diagnose.ts';
import { NO_RECORD } from '../../measure/join/run-events.ts';
import { summarize } from '../../measure/summary.ts';
import { toldSymptom, type ToldSymptom } from '../../service/diagnosis.ts';
import { measurementText } from '../../measure/errors.ts';
import type { CalibrationHints } from '../../measure/model-times.ts';
import { filesWithoutSettings } from '../../measure/program-runs.ts';
import type { MeasuredRun } from '../../measure/runs.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { toJson, versionedJson } from '../../service/json.ts';
import { settingsFor } from '../../service/parameters.ts';
import type { ParameterNamer } from '../../service/measured-settings.ts';
import { namedSettings, parameterNamer, settingsInName } from '../../service/measured-settings.ts';
import type { CommonOptions } from '../config.ts';
import { findConfig, sessionSettings } from '../config.ts';
import { logTimesOf } from '../log-times.ts';
import type { Console } from '../console.ts';
import { CliError, fileError } from '../failure.ts';
import type { Gathered } from '../measurements/gather.ts';
import { gather } from '../measurements/gather.ts';
import { message } from '../messages.ts';
import { parseCount } from '../numbers.ts';
import { checkNames, givenPrograms, openSession } from '../open.ts';
import { openPipeline } from '../pipeline-input.ts';
import { calibrationLines } from '../render/calibration.ts';
import { save, savedWhere } from '../saved.ts';
import { writeWhole } from '../whole-file.ts';
import { watchOver } from '../watchdog.ts';

export interface CalibrateOptions extends CommonOptions {
  format: 'json' | 'text';
  program?: string;
  model?: string[];
  batch?: string;
  run?: string[];
  logTime?: string[];
  output?: string;
  /** A file, or true for that of the workspace. */
  save?: string | true;
}

export async function calibrateCommand(
  files: string[],
  options: CalibrateOptions,
  out: Console,
): Promise<number> {
  watchOver(out);
  const config = findConfig(options, process.cwd(), out);
  const settings = sessionSettings(options, config);
  const hints = hintsOf(options);
  const read = await gather(files, { runs: options.run ?? [], logTimes: logTimesOf(options, config) }, out);
  const pipeline = await programOf(read, options, out);
  const settingsOf = settingsFinder(read, pipeline);
  checkSettings(read, settingsOf, pipeline);
  const calibration = calibrate({
    base: settings.profile,
    isChosen: options.device !== undefined || options.profile !== undefined,
    measurements: read.measurements,
    kits: read.kits,
    devices: read.devices,
    hints,
    ...(pipeline === undefined ? {} : { pipeline }),
    runs: pipeline === undefined ? [] : runsOf(read, pipeline, out),
    settings: pipeline === undefined ? {} : settingsFor(pipeline, settings.parameters),
    settingsOf,
  });
  if (pipeline === undefined && read.runs.length > 0)
    out.note(message('series-without-program', { count: read.runs.length }));
  finish(calibration, diagnosed(read, out), options, out);
  if (options.save !== undefined)
    save(calibration, savedWhere(options.save, config), settings.cannVersion, out);
  return 0;
}

/** `--model NAME`, or `--model NUMBER=NAME` for each of several. */
function hintsOf({ model = [], batch }: CalibrateOptions): CalibrationHints {
  const pairs = model.filter((text) => /.=./.test(text));
  const single = model.findLast((text) => !pairs.includes(text));
  const names = new Map(
    pairs.map((text): [string, string] => {
      const at = text.indexOf('=');
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
  return {
    ...(single === undefined ? {} : { model: single }),
    ...(names.size === 0 ? {} : { names }),
    ...(batch === undefined ? {} : { batch: parseCount(batch, '--batch') }),
  };
}

type SettingsOf = (file: string) => Record<string, number> | undefined;

/** What the user says of a file's run, else what its name says. */
function settingsFinder(read: Gathered, pipeline: Pipeline | undefined): SettingsOf {
  // Without a program any word may be a parameter: the names only have to tell the files apart.
  const nameOf: ParameterNamer = pipeline === undefined ? (word) => word : parameterNamer(pipeline);
  return (file) => read.settings.get(file) ?? settingsInName(file, nameOf);
}

/** Rates of two logs are of two runs: which is which has to be known. */
function checkSettings(read: Gathered, settingsOf: SettingsOf, pipeline: Pipeline | undefined): void {
  const known = pipeline?.parameters.map(({ name }) => name);
  if (known) for (const each of read.settings.values()) checkNames(Object.keys(each), known, '--run');
  const files = filesWithoutSettings(read.measurements, settingsOf);
  const [first] = files;
  if (files.length < 2 || first === undefined) return;
  const parameter = known?.[0] ?? 'THREAD_COUNT';
  throw new CliError('which-settings', { files, parameter, first });
}

/** Runs of a series, in the program's own parameters. */
function runsOf(read: Gathered, pipeline: Pipeline, out: Console): MeasuredRun[] {
  const nameOf = parameterNamer(pipeline);
  const runs = read.runs.map((run) => ({ ...run, settings: namedSettings(run.settings, nameOf) }));
  const left = read.runs.filter(
    ({ settings }, i) =>
      Object.keys(settings).length > 0 && Object.keys(runs[i]?.settings ?? {}).length === 0,
  );
  if (left.length === 0) return runs;
  const columns = Object.keys(left[0]?.settings ?? {});
  out.note(message('no-settings-in-series', { count: left.length, all: runs.length, columns }));
  const without = new Set(left.map(({ from }) => from));
  return runs.filter(({ from }) => !without.has(from));
}

/** The program that runs are of: as the user says, else the source beside the first file of runs. */
async function programOf(
  { series }: Gathered,
  options: CalibrateOptions,
  out: Console,
): Promise<Pipeline | undefined> {
  if (options.program?.endsWith('.json'))
    return openPipeline(options.program, withoutSet(options), out).pipeline;
  const beside = series.find((file) => /\.json$/i.test(file));
  const source = options.program ?? (beside === undefined ? undefined : path.dirname(beside));
  if (source === undefined) return undefined;
  const programs = givenPrograms(await openSession([source], withoutSet(options), out));
  const [program] = programs;
  if (program === undefined) throw fileError(source, message('no-program-of-runs'));
  if (programs.length > 1) throw fileError(source, message('several-programs', { count: programs.length }));
  return program.pipeline;
}

/** Values of `--set` are those of the logged run, which the program may know by other defaults. */
const withoutSet = (options: CalibrateOptions): CommonOptions => ({ ...options, set: [] });

/** Of what the files tell in sums: a record of calls is not kept, as it may be of any size. */
function diagnosed({ measurements }: Gathered, { locale }: Console): ToldSymptom[] {
  const evidence = { summaries: summarize(measurements), record: NO_RECORD, lines: [], recordedRate: null };
  return diagnose(evidence, measurements).map((one) => toldSymptom(one, locale));
}

function finish(
  calibration: Calibration,
  diagnosis: ToldSymptom[],
  options: CalibrateOptions,
  out: Console,
): void {
  const { adjusted, fitted } = calibration;
  const inWords = (what: Calibration['notUsed']): string[] =>
    what.map((each) => measurementText(each, out.locale));
  const contradictions = inWords(calibration.contradictions);
  const notUsed = inWords(calibration.notUsed);
  const open = inWords(calibration.open);
  for (const what of [...contradictions, ...open]) out.note(what);
  for (const what of inWords(calibration.notUsed.filter(asksForMore)))
    out.note(message('not-used', { what }));
  if (adjusted.length + fitted.length === 0) out.note(message('nothing-changed'));
  if (options.output !== undefined) writeProfile(options.output, calibration, out);
  out.print(
    options.format === 'json'
      ? versionedJson({ ...calibration, contradictions, open, notUsed, diagnosis })
      : calibrationLines(calibration, diagnosis, out.locale).join('\n'),
  );
}

/** What no constant depends on stands among what was measured; it needs no word. */
const asksForMore = ({ data }: MeasurementStatement): boolean =>
  typeof data['why'] !== 'object' || !('id' in data['why']) || data['why'].id !== 'no-constant';

function writeProfile(file: string, { profile }: Calibration, out: Console): void {
  writeWhole(file, `${toJson(profile)}\n`);
  out.note(message('in-file', { file, what: message('profile-written', { name: file }) }));
}
