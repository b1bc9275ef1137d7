/** A recogniser of one kind of log line. Pure, except for what `Context` carries from line to line. */
import type { MeasurementStatement } from '../errors.ts';
import type { Measurement, MeasurementKind, NamedDevice, Remark } from '../measurement.ts';
import type { TimeSamples } from '../time-samples.ts';

export interface LineContext {
  file: string;
  line: number;
  /** What earlier lines said that later ones need, e.g. the table that npu-smi is in the middle of. */
  memory: Map<string, string>;
  /** Devices that lines name. */
  devices: NamedDevice[];
  problems: Remark[];
  /** What is known of lines whose device is not known yet. */
  held: Measurement[];
  /** Runs of a model that no mean of the log's own has summed up yet. */
  runs: { subject: string; batch: number | undefined; times: TimeSamples } | undefined;
}

export interface LineForm {
  /** Names the tool in the summary of an import. */
  format: string;
  /** Nothing is looked for in a line without it. */
  hint: RegExp;
  read(text: string, context: LineContext): Measurement[];
  /** What is left to say where the log ends. */
  end?(context: LineContext): Measurement[];
}

export function measured(
  context: LineContext,
  kind: MeasurementKind,
  subject: string,
  values: Record<string, number>,
  part?: string,
): Measurement {
  const source = { file: context.file, line: context.line };
  return { kind, subject, values, source, ...(part === undefined ? {} : { part }) };
}

/** Devices that one log may name. */
const MOST_DEVICES = 64;
const MOST_PROBLEMS = 1000;

export function nameDevice(context: LineContext, name: string): void {
  const { devices, line } = context;
  if (devices.length < MOST_DEVICES && !devices.some((each) => each.name === name))
    devices.push({ name, line });
}

export function remarkOn(context: LineContext, what: MeasurementStatement): void {
  if (context.problems.length < MOST_PROBLEMS) context.problems.push({ line: context.line, what });
}

export function newContext(file: string): LineContext {
  return { file, line: 0, memory: new Map(), devices: [], problems: [], held: [], runs: undefined };
}
