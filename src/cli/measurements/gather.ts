/** All that a command was given to measure by: files, folders of a profiler, and logs of runs with their settings. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { DeviceClaim } from '../../measure/devices.ts';
import { measurementText } from '../../measure/errors.ts';
import type { RunEvents } from '../../measure/join/run-events.ts';
import type { Kit } from '../../measure/kit/kit-file.ts';
import type { Measurement, Remark } from '../../measure/measurement.ts';
import type { MeasuredRun } from '../../measure/runs.ts';
import type { Console } from '../console.ts';
import { CliError, fileError, fileProblem } from '../failure.ts';
import { displayName } from '../inputs.ts';
import { parseNumber } from '../numbers.ts';
import { OwnLog } from '../../measure/own/own-log.ts';
import type { LogTime } from '../../pipeline/log-times.ts';
import type { ReadFile } from '../../measure/folder.ts';
import { readFolder, readOne, type Wanted } from './folder.ts';

export interface Gathered {
  measurements: Measurement[];
  runs: MeasuredRun[];
  devices: DeviceClaim[];
  /** Settings of runs by the files that hold them, as the user gave them. */
  settings: ReadonlyMap<string, Record<string, number>>;
  /** Files of series of runs. */
  series: string[];
  /** What bench kits have measured. */
  kits: Kit[];
  /** Calls and tasks of one run, where they were asked for. */
  events: RunEvents[];
  /** The files that hold those. */
  records: string[];
}

/** Remarks on one file that are shown. */
const MOST_REMARKS = 20;

interface GatherOptions {
  /** Of `--run NAME=VALUE:FILE`. */
  runs?: readonly string[];
  /** Calls and tasks of records too. */
  events?: boolean;
  /** What lines of the program's own log hold. */
  logTimes?: readonly LogTime[];
}

/** Throws errors of usage and input. */
export async function gather(
  files: readonly string[],
  options: GatherOptions,
  out: Console,
): Promise<Gathered> {
  const { runs = [], events = false, logTimes = [] } = options;
  if (files.length + runs.length === 0) throw new CliError('no-measurements');
  const settings = new Map<string, Record<string, number>>();
  const gathered: Gathered = {
    measurements: [],
    runs: [],
    devices: [],
    settings,
    series: [],
    kits: [],
    events: [],
    records: [],
  };
  const given = runs.map(parseRun);
  const wanted = { events, own: new OwnLog(logTimes), tell: out.progress };
  for (const run of given) settings.set(nameOf(run.file), run.settings);
  for (const file of new Set([...files, ...given.map((run) => run.file)]))
    await addPath(gathered, file, out, wanted);
  for (const what of wanted.own.missed()) out.note(measurementText(what, out.locale));
  return gathered;
}

const nameOf = (file: string): string => displayName(path.resolve(file));

const RUN = /^((?:[^=:,]+=[^=:,]+)(?:,[^=:,]+=[^=:,]+)*):(.+)$/s;

function parseRun(text: string): { settings: Record<string, number>; file: string } {
  const [, settings, file] = RUN.exec(text) ?? [];
  if (settings === undefined || file === undefined) throw new CliError('expected-run', { text });
  const entries = settings.split(',').map((setting): [string, number] => {
    const [name = '', value = ''] = setting.split('=');
    return [name.trim(), parseNumber(value.trim(), `--run ${name.trim()}`)];
  });
  return { settings: Object.fromEntries(entries), file };
}

async function addPath(gathered: Gathered, given: string, out: Console, wanted: Wanted): Promise<void> {
  const read = isFolder(given)
    ? await readFolder(given, nameOf, (what) => out.note(measurementText(what, out.locale)), wanted)
    : [await readOne(given, nameOf(given), wanted)];
  for (const each of read) add(gathered, each, out);
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch (error) {
    throw fileError(file, fileProblem(error));
  }
}

function add(gathered: Gathered, { file, read, events }: ReadFile, out: Console): void {
  if (events) {
    gathered.events.push(events);
    gathered.records.push(file);
  }
  if (read.kind === 'series') {
    gathered.runs.push(...read.runs);
    gathered.series.push(file);
    return;
  }
  if (read.kind === 'kit') {
    gathered.kits.push(read.kit);
    if (read.kit.soc !== '') gathered.devices.push({ file, device: { name: read.kit.soc, line: 1 } });
    return;
  }
  const { measurements, devices, problems } = read.imported;
  // One by one: a spread of hundreds of thousands would not fit the stack.
  for (const measurement of measurements) gathered.measurements.push(measurement);
  for (const device of devices) gathered.devices.push({ file, device });
  remark(file, problems, out);
}

function remark(file: string, problems: readonly Remark[], out: Console): void {
  for (const { line, what } of problems.slice(0, MOST_REMARKS))
    out.note(`${file}:${line}: ${measurementText(what, out.locale)}`);
  const left = problems.length - MOST_REMARKS;
  if (left > 0) out.note(measurementText({ id: 'more-notes', data: { count: left } }, out.locale));
}
