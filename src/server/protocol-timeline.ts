/**
 * How a timeline travels: its boxes as columns of bytes, since tens of thousands of objects hold up every host that
 * they pass. A host on the way checks the frame alone; who draws it calls `readTimeline`, which checks each box.
 */
import * as v from 'valibot';
import type { TimelineBox } from '../sim/prediction.ts';
import { sourceRangeSchema } from './protocol-shapes.ts';

const time = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Of a lane that was recorded. Without a name it is a thread that the source does not have. */
const measuredLaneSchema = v.object({
  name: v.exactOptional(v.string()),
  number: v.exactOptional(v.number()),
});

const laneSchema = v.object({
  id: v.string(),
  kind: v.picklist(['host', 'stream', 'engine']),
  measured: v.exactOptional(measuredLaneSchema),
});

/** The part of a recorded run that stands beside the prediction. */
const measuredSchema = v.object({
  /** The time of the run that its lanes cover, ms since its first event. */
  fromMs: time,
  toMs: time,
  /** Its boxes stand by so much later than in the run. */
  shiftMs: time,
  /** Where a frame begins in the prediction and in the run alike; left out where that was not found. */
  frameMs: v.exactOptional(time),
  /** Events and lanes of the run that are not there. */
  leftOut: count,
  lanesLeftOut: count,
});
export type MeasuredPart = v.InferOutput<typeof measuredSchema>;

export interface Timeline {
  /** From top to bottom. `kind` groups them; those that were recorded come first. */
  lanes: v.InferOutput<typeof laneSchema>[];
  /** By start. */
  boxes: TimelineBox[];
  /** The time that `boxes` covers, ms of simulated time. */
  fromMs: number;
  toMs: number;
  /** Boxes of the whole simulated run that are not in `boxes`. */
  leftOut: number;
  /** Left out where nothing was recorded. */
  measured?: MeasuredPart;
}

/** What the boxes of one call on one lane have in common. */
const kindSchema = v.object({
  lane: v.string(),
  stream: v.exactOptional(v.string()),
  name: v.string(),
  source: v.exactOptional(sourceRangeSchema),
});
type Kind = v.InferOutput<typeof kindSchema>;

/** Base64 of a typed array, little endian as on every platform that VS Code runs on. */
const column = v.pipe(v.string(), v.maxLength(20_000_000));

export const timelineSchema = v.object({
  lanes: v.array(laneSchema),
  kinds: v.array(kindSchema),
  /** A box each: the index of its kind as Uint32, its start and duration in ms as Float64; by start. */
  boxes: v.object({ kind: column, startMs: column, durationMs: column }),
  fromMs: time,
  toMs: time,
  leftOut: count,
  measured: v.exactOptional(measuredSchema),
});
export type SentTimeline = v.InferOutput<typeof timelineSchema>;

/** Arguments of one call are limited. */
const charactersAtOnce = 8192;

function toBase64({ buffer }: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>): string {
  const bytes = new Uint8Array(buffer);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += charactersAtOnce) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + charactersAtOnce)));
  }
  return btoa(parts.join(''));
}

/** Throws for text that is no base64, or whose bytes are no whole number of `size`. */
function fromBase64(text: string, size: number): ArrayBuffer {
  const characters = atob(text);
  if (characters.length % size !== 0) throw new Error('timeline: a column is cut off');
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes.buffer;
}

const keyOf = ({ lane, stream = '', name, source }: TimelineBox): string =>
  [lane, stream, name, source?.line, source?.column, source?.file].join('\0');

const kindOf = ({ lane, stream, name, source }: TimelineBox): Kind => ({
  lane,
  name,
  ...(stream !== undefined && { stream }),
  ...(source && { source }),
});

/** Puts the boxes into columns, by start. */
export function packTimeline({ boxes, ...frame }: Timeline): SentTimeline {
  const sorted = [...boxes].sort((one, other) => one.startMs - other.startMs);
  const kinds: Kind[] = [];
  const known = new Map<string, number>();
  const kind = new Uint32Array(boxes.length);
  for (const [at, box] of sorted.entries()) {
    const key = keyOf(box);
    const index = known.get(key) ?? kinds.push(kindOf(box)) - 1;
    known.set(key, index);
    kind[at] = index;
  }
  const columnOf = (value: (box: TimelineBox) => number): string =>
    toBase64(Float64Array.from(sorted, value));
  const startMs = columnOf((box) => box.startMs);
  const durationMs = columnOf((box) => box.durationMs);
  return { ...frame, kinds, boxes: { kind: toBase64(kind), startMs, durationMs } };
}

/** The boxes again; throws one line for columns that do not fit each other or make no sense. */
export function readTimeline({ kinds, boxes, ...frame }: SentTimeline): Timeline {
  const kind = new Uint32Array(fromBase64(boxes.kind, Uint32Array.BYTES_PER_ELEMENT));
  const start = new Float64Array(fromBase64(boxes.startMs, Float64Array.BYTES_PER_ELEMENT));
  const duration = new Float64Array(fromBase64(boxes.durationMs, Float64Array.BYTES_PER_ELEMENT));
  if (start.length !== kind.length || duration.length !== kind.length) {
    throw new Error('timeline: columns of different length');
  }
  const read: TimelineBox[] = [];
  let last = -Infinity;
  for (let at = 0; at < kind.length; at++) {
    const [of, startMs = NaN, durationMs = NaN] = [kinds[kind[at] ?? -1], start[at], duration[at]];
    // Also false for what is no number.
    if (!of || !(startMs >= last && startMs < Infinity && durationMs >= 0 && durationMs < Infinity)) {
      throw new Error(`timeline: box ${at} makes no sense`);
    }
    read.push({ ...of, startMs, durationMs });
    last = startMs;
  }
  return { ...frame, boxes: read };
}
