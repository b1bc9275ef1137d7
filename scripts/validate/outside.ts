/** Measurements by others than those that the profiles were made with, and what is predicted of each. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate, withDoubts } from '../../src/sim/index.ts';

const text = v.pipe(v.string(), v.minLength(1));
const figure = v.pipe(v.number(), v.gtValue(0));

const RowSchema = v.strictObject({
  id: text,
  /** Who measured: rows of one origin are no independent witnesses. */
  origin: text,
  /** Where it is published. */
  source: text,
  device: text,
  /** One of `programs`, and the values of its parameters. */
  program: text,
  set: v.optional(v.record(v.string(), v.number()), {}),
  /** What was measured, or the least and the most of it. */
  measured: v.union([figure, v.tuple([figure, figure])]),
  unit: v.picklist(['frames/s', 'ms', 'us', 'GB/s']),
  /** Where its times come from, if not from the profile alone. */
  basis: v.exactOptional(text),
  /** The profile's figure, or that of other rows, comes from this row. */
  fitted: v.optional(v.boolean(), false),
  remark: v.exactOptional(text),
});

const LeftSchema = v.strictObject({
  source: text,
  rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
  what: v.exactOptional(text),
  reason: text,
});

const FileSchema = v.strictObject({
  programs: v.record(v.string(), v.unknown()),
  rows: v.array(RowSchema),
  notExpressed: v.array(LeftSchema),
});

export type OutsideRow = v.InferOutput<typeof RowSchema>;
export type OutsideData = v.InferOutput<typeof FileSchema>;

/** A measured rate and the predicted one, with its range, frames/s each. */
export interface Judged {
  id: string;
  origin: string;
  device: string;
  fitted: boolean;
  /** The least and the most that was measured. */
  measured: readonly [number, number];
  predicted: number;
  range: readonly [number, number];
}

/** test/data/outside.json. */
export function readOutside(): OutsideData {
  const path = new URL('../../test/data/outside.json', import.meta.url);
  return v.parse(FileSchema, JSON.parse(readFileSync(path, 'utf8')));
}

/** Frames/s; of a copy a frame is one copy. */
function rateOf({ unit, set }: OutsideRow, value: number): number {
  switch (unit) {
    case 'frames/s':
      return value;
    case 'ms':
      return 1e3 / value;
    case 'us':
      return 1e6 / value;
    case 'GB/s':
      return (value * 1e9) / (set['BYTES'] ?? NaN);
  }
}

export function judge(row: OutsideRow, { programs }: OutsideData): Judged {
  const pipeline = parsePipeline(programs[row.program]);
  const profile = loadProfile(row.device);
  const options = { settings: row.set };
  const { qps, qpsRange } = withDoubts(pipeline, profile, simulate(pipeline, profile, options), options);
  const [least, most] = typeof row.measured === 'number' ? [row.measured, row.measured] : row.measured;
  const rates = [rateOf(row, least), rateOf(row, most)];
  const { id, origin, device, fitted } = row;
  const measured = [Math.min(...rates), Math.max(...rates)] as const;
  return { id, origin, device, fitted, measured, predicted: qps, range: qpsRange };
}

export function isInside({ measured: [least, most], range: [low, high] }: Judged): boolean {
  return most >= low && least <= high;
}

/** Half the range, by its middle: for a range of several times nearly 1. */
export function halfWidth({ range: [low, high] }: Judged): number {
  return (high - low) / (high + low);
}
