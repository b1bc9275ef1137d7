/** The record that the stand-in runtime writes: one call a line, in the order in which they came. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer());

const lineSchema = v.object({
  /** From 1 in the order of the threads' first calls; 0 for the process. */
  thread: count,
  call: v.string(),
  /** Where the call returns to, as an offset in the executable. */
  at: v.optional(count),
  /** One number for the calls that lead from the thread's entry to this one. */
  route: v.optional(count),
  /** Which run of a callback the call belongs to. */
  callback: v.optional(count),
  stream: v.optional(count),
  event: v.optional(count),
  model: v.optional(count),
  device: v.optional(count),
  direction: v.optional(v.picklist(['h2h', 'h2d', 'd2h', 'd2d'])),
  bytes: v.optional(count),
  pixels: v.optional(count),
  pool: v.optional(v.string()),
  buffer: v.optional(count),
  toOffset: v.optional(count),
  fromOffset: v.optional(count),
  path: v.optional(v.string()),
  faults: v.optional(v.array(v.string()), []),
  /** Of the last line: how the process ended. */
  why: v.optional(v.picklist(['returned', 'budget', 'quiet', 'time', 'crashed', 'aborted'])),
});

export type RecordedCall = v.InferOutput<typeof lineSchema> & {
  /** `file:line` of the call, where the executable knows it. */
  place?: string;
};

export interface RunRecord {
  calls: RecordedCall[];
  /** `returned`: main came to its end; `budget`, `quiet`, `time`: it would have run on. */
  why: NonNullable<RecordedCall['why']>;
}

/** @throws Error on a line that is none of the stand-in's. */
export function parseRecord(text: string): RunRecord {
  const calls = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => v.parse(lineSchema, JSON.parse(line)));
  const last = calls.pop();
  if (last?.why === undefined) throw new Error('the record has no end');
  return { calls, why: last.why };
}
