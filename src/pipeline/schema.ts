/**
 * The valibot schema of a Pipeline as JSON. What a person would leave out when writing one by hand has a default; the
 * parsed value is a complete Pipeline. Ids are checked by `resolve`, shapes and types here; that
 * numbers are finite too, since JSON itself has no other (1e999 aside).
 */
import * as v from 'valibot';
import { UNREAD_REASONS, VERDICTS } from './coverage.ts';
import { PipelineError } from './errors.ts';
import { issueStatement, pathOf } from './issues.ts';
import type { Pipeline } from './pipeline.ts';
import type { SourceRange } from './source.ts';
import { StepSchema } from './schema-steps.ts';
import {
  description,
  name,
  QuantitySchema,
  ScopeSchema,
  SourceSchema,
  text,
  UnitSchema,
} from './schema-parts.ts';

const RangeSchema = v.pipe(
  v.strictTuple([v.number(), v.number()]),
  v.check(([least, most]) => least <= most, 'rising-range'),
);

const ParameterSchema = v.strictObject({
  name,
  value: v.pipe(v.number(), description('The value used when the user sets none.')),
  unit: v.optional(UnitSchema, 'count'),
  range: v.optional(RangeSchema, [0, Number.MAX_SAFE_INTEGER]),
  kind: v.optional(v.picklist(['constant', 'open']), 'open'),
  origin: v.optional(
    v.strictObject({
      kind: v.picklist([
        'literal',
        'define',
        'constant',
        'enum',
        'variable',
        'comment',
        'argument',
        'default',
        'path',
        'user',
      ]),
      range: v.exactOptional(SourceSchema),
      evidence: v.exactOptional(v.string()),
    }),
    { kind: 'user' as const },
  ),
  description: v.exactOptional(text),
  spread: v.exactOptional(
    v.pipe(
      v.number(),
      v.minValue(1),
      description('Of a guess: the factor that it may be off by; left out: what is usual of its unit.'),
    ),
  ),
  choices: v.exactOptional(
    v.pipe(
      v.array(name),
      v.minLength(2),
      description('Of a mode, which is fixed for a run: its values 0, 1, … by name.'),
    ),
  ),
});

const DeviceSchema = v.exactOptional(
  v.pipe(QuantitySchema, description('Of the devices of the pipeline, counted from 0.')),
);

const ArrivalsSchema = v.pipe(
  v.strictObject({
    rate: v.pipe(QuantitySchema, description('Frames a second, of all sources together.')),
    sources: v.exactOptional(v.pipe(QuantitySchema, description('Cameras or clients. Default 1.'))),
    pattern: v.exactOptional(
      v.pipe(
        v.picklist(['periodic', 'poisson', 'bursty']),
        description(
          'periodic: each source at equal intervals, out of phase; poisson: at random; bursty: several at once.',
        ),
      ),
    ),
    burst: v.exactOptional(v.pipe(QuantitySchema, description('Frames of a burst. Default 8.'))),
    times: v.exactOptional(
      v.pipe(
        v.array(v.number()),
        v.minLength(2, 'few-times'),
        v.maxLength(100_000, 'many-times'),
        v.check((times) => times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0)), 'rising-times'),
        v.check((times) => (times.at(-1) ?? 0) > (times[0] ?? 0), 'rising-times'),
        description('Times at which frames came, ms: their intervals over and over, scaled to the rate.'),
      ),
    ),
  }),
  description('Frames that come in from outside at their own pace.'),
);

const StreamSchema = v.strictObject({
  id: name,
  scope: v.optional(ScopeSchema, 'thread'),
  count: v.exactOptional(QuantitySchema),
  device: DeviceSchema,
  source: v.exactOptional(SourceSchema),
});

const EventSchema = v.strictObject({
  id: name,
  scope: v.optional(ScopeSchema, 'thread'),
  source: v.exactOptional(SourceSchema),
});

const QueueSchema = v.strictObject({
  id: name,
  capacity: v.exactOptional(QuantitySchema),
  initial: v.exactOptional(QuantitySchema),
  source: v.exactOptional(SourceSchema),
});

const ModelSchema = v.strictObject({
  id: name,
  catalogueName: v.exactOptional(text),
  path: v.exactOptional(text),
  batch: v.optional(QuantitySchema, 1),
  scope: v.optional(ScopeSchema, 'thread'),
  milliseconds: v.exactOptional(QuantitySchema),
  inputBytes: v.exactOptional(QuantitySchema),
  outputBytes: v.exactOptional(QuantitySchema),
  weightBytes: v.exactOptional(QuantitySchema),
  workBytes: v.exactOptional(QuantitySchema),
  source: v.exactOptional(SourceSchema),
});

const PoolSchema = v.picklist(['device', 'dvpp', 'pinned', 'host']);

const BufferSchema = v.strictObject({
  id: name,
  pool: v.optional(PoolSchema, 'device'),
  bytes: QuantitySchema,
  count: v.exactOptional(QuantitySchema),
  scope: v.optional(ScopeSchema, 'thread'),
  source: v.exactOptional(SourceSchema),
});

const ThreadSchema = v.pipe(
  v.strictObject({
    id: name,
    entry: v.exactOptional(text),
    replicas: v.optional(QuantitySchema, 1),
    device: DeviceSchema,
    kind: v.optional(v.picklist(['main', 'thread', 'callback']), 'thread'),
    program: v.array(StepSchema),
    source: v.exactOptional(SourceSchema),
    createdAt: v.exactOptional(SourceSchema),
  }),
  v.transform((thread) => ({ ...thread, entry: thread.entry ?? thread.id })),
);

const UnknownSchema = v.strictObject({
  code: v.string(),
  detail: v.string(),
  settle: v.string(),
  range: v.exactOptional(SourceSchema),
  parameter: v.exactOptional(v.string()),
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const CoverageSchema = v.strictObject({
  verdict: v.pipe(
    v.picklist(VERDICTS),
    description('complete: all calls that matter are followed; partial: some are not; none: nothing is.'),
  ),
  calls: v.pipe(count, description('Calls of the runtime in the program’s files.')),
  followed: v.pipe(count, description('How many of them are followed.')),
  unread: v.pipe(
    v.array(
      v.strictObject({
        function: v.string(),
        range: SourceSchema,
        calls: v.pipe(v.number(), v.integer(), v.minValue(1)),
        work: v.pipe(count, description('How many of them give the device work.')),
        reason: v.picklist(UNREAD_REASONS),
        detail: v.exactOptional(v.string()),
      }),
    ),
    description('The calls that are not followed, by function, each with the reason.'),
  ),
});

/** Input: as a person writes it. Output: a complete Pipeline. */
export const PipelineSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  schemaVersion: v.exactOptional(v.literal(1)),
  version: v.optional(v.literal(1), 1),
  name: v.optional(text, 'pipeline'),
  source: v.exactOptional(SourceSchema),
  parameters: v.optional(v.array(ParameterSchema), []),
  processes: v.exactOptional(QuantitySchema),
  devices: v.exactOptional(QuantitySchema),
  arrivals: v.exactOptional(ArrivalsSchema),
  streams: v.optional(v.array(StreamSchema), []),
  events: v.optional(v.array(EventSchema), []),
  queues: v.optional(v.array(QueueSchema), []),
  models: v.optional(v.array(ModelSchema), []),
  buffers: v.optional(v.array(BufferSchema), []),
  threads: v.pipe(v.array(ThreadSchema), v.minLength(1, 'no-thread')),
  unknowns: v.optional(v.array(UnknownSchema), []),
  coverage: v.exactOptional(CoverageSchema),
});

/** Finds where a value of the JSON stands, by the keys and indices that lead to it. */
export type PlaceOf = (path: (string | number)[]) => SourceRange | undefined;

/** Levels of objects and lists beyond which no program is nested, and the stack of who reads it is safe. */
const MAX_DEPTH = 400;

/**
 * A Pipeline from JSON.
 * @throws PipelineError with one sentence that names the path, e.g. `threads.0.program.2.engine: expected …`, and the
 *   line where `placeOf` knows it.
 */
export function parsePipeline(value: unknown, placeOf?: PlaceOf): Pipeline {
  if (isDeeperThan(value, MAX_DEPTH)) throw new PipelineError('nested-json', { most: MAX_DEPTH });
  const result = v.safeParse(PipelineSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const { id, data } = issueStatement(issue);
  throw new PipelineError(id, data, placeOf?.(pathOf(issue)));
}

/** Without recursion: what it looks for would not survive it. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
