/** A file's text on its way in. */
import { statement } from '../errors.ts';
import type { RunEvents } from '../join/run-events.ts';
import type { Imported, Remark } from '../measurement.ts';
import type { MeasuredRun } from '../runs.ts';
import type { Kit } from '../kit/kit-file.ts';
import type { OwnLog } from '../own/own-log.ts';
import type { Evidence } from '../tables/table.ts';

/** What who reads wants beside the measurements. */
export interface ReadWith {
  /** Takes every call and task of a profiler's record. */
  events?: RunEvents;
  /** What the user says of the lines of the program's own log. */
  own?: OwnLog;
}

/** A file tells of one run, by quantities, or of many, by the rate of each, or it is what a bench kit has measured. */
export type MeasurementFile =
  | { kind: 'quantities'; imported: Imported; tells?: Evidence }
  | { kind: 'series'; runs: MeasuredRun[] }
  | { kind: 'kit'; kit: Kit };

/** Takes a text piece by piece. Both throw `ImportError`. */
export interface Source {
  push(piece: string): void;
  end(): MeasurementFile;
}

/** A share above 1 was taken as 1: said once for each quantity. */
export function withClamps(imported: Imported): Imported {
  const clamped = new Map<string, Remark>();
  for (const { subject, values, source } of imported.measurements) {
    const { reported } = values;
    if (reported === undefined || clamped.has(subject)) continue;
    const data = { subject, percent: Number((100 * reported).toPrecision(4)) };
    clamped.set(subject, { line: source.line, what: statement('clamped', data) });
  }
  return { ...imported, problems: [...imported.problems, ...clamped.values()] };
}
