/** The measured rows: read from test/data, checked by a schema. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const ProgramSchema = v.variant('kind', [
  v.object({
    kind: v.literal('infer'),
    mode: v.picklist(['sync', 'async']),
    calls: v.number(),
    batch: v.number(),
  }),
  v.object({ kind: v.literal('copy'), bytes: v.number(), framesPerCopy: v.number(), calls: v.number() }),
  v.object({ kind: v.literal('decode'), calls: v.number() }),
  v.object({ kind: v.literal('copy-decode'), threads: v.number(), depth: v.number() }),
  v.object({ kind: v.literal('full'), threads: v.number(), depth: v.number(), batch: v.number() }),
]);

const RowSchema = v.strictObject({
  id: v.string(),
  table: v.string(),
  program: ProgramSchema,
  qps: v.exactOptional(v.number()),
  aiCorePct: v.exactOptional(v.number()),
  memoryBandwidthPct: v.exactOptional(v.number()),
  memoryPct: v.exactOptional(v.number()),
  hostCpuPct: v.exactOptional(v.number()),
  aiCpuPct: v.exactOptional(v.number()),
  sendPct: v.exactOptional(v.number()),
  /** How the figure follows from what is printed. */
  derived: v.exactOptional(v.string()),
  /** What should be known of it. */
  remark: v.exactOptional(v.string()),
  /** Figures that contradict others of the same row, as the remark says: shown, but not judged by. */
  contradicts: v.exactOptional(v.array(v.string())),
  /** Why the row takes no part. */
  leftOut: v.exactOptional(v.string()),
  fails: v.exactOptional(v.object({ thread: v.number(), buffer: v.number(), bytes: v.number() })),
});

const FileSchema = v.strictObject({
  source: v.string(),
  device: v.string(),
  picture: v.strictObject({
    width: v.number(),
    height: v.number(),
    jpegBytes: v.number(),
    decodedBytes: v.number(),
    resizedBytes: v.number(),
  }),
  rows: v.array(RowSchema),
});

export type MeasuredRow = v.InferOutput<typeof RowSchema>;
export type MeasuredProgram = MeasuredRow['program'];
export type Measurements = v.InferOutput<typeof FileSchema>;
export type Picture = Measurements['picture'];

/** test/data/seed-measurements.json. */
export function readMeasurements(): Measurements {
  const path = new URL('../../test/data/seed-measurements.json', import.meta.url);
  return v.parse(FileSchema, JSON.parse(readFileSync(path, 'utf8')));
}
