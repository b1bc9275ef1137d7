/**
 * The valibot schema of a Pipeline as JSON. What a person would leave out when writing one by hand has a default; the
 * parsed value is a complete Pipeline. Ids are checked by `resolve`, shapes and types here; that
 * numbers are finite too, since JSON itself has no other (1e999 aside).
 */
import * as v from 'valibot';
import { PipelineError } from './errors.ts';
import type { Pipeline } from './pipeline.ts';
import { StepSchema } from './schema-steps.ts';
import { description, name, QuantitySchema, ScopeSchema, SourceSchema, UnitSchema } from './schema-parts.ts';

const ParameterSchema = v.strictObject({
  name,
  value: v.pipe(v.number(), description('The value used when the user sets none.')),
  unit: v.optional(UnitSchema, 'count'),
  range: v.optional(v.strictTuple([v.number(), v.number()]), [0, Number.MAX_SAFE_INTEGER]),
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
  description: v.exactOptional(v.string()),
});

const StreamSchema = v.strictObject({
  id: name,
  scope: v.optional(ScopeSchema, 'thread'),
  count: v.exactOptional(QuantitySchema),
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
  source: v.exactOptional(SourceSchema),
});

const ModelSchema = v.strictObject({
  id: name,
  catalogueName: v.exactOptional(v.string()),
  path: v.exactOptional(v.string()),
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
    entry: v.exactOptional(v.string()),
    replicas: v.optional(QuantitySchema, 1),
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

/** Input: as a person writes it. Output: a complete Pipeline. */
export const PipelineSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  version: v.optional(v.literal(1), 1),
  name: v.optional(v.string(), 'pipeline'),
  source: v.exactOptional(SourceSchema),
  parameters: v.optional(v.array(ParameterSchema), []),
  processes: v.exactOptional(QuantitySchema),
  devices: v.exactOptional(QuantitySchema),
  streams: v.optional(v.array(StreamSchema), []),
  events: v.optional(v.array(EventSchema), []),
  queues: v.optional(v.array(QueueSchema), []),
  models: v.optional(v.array(ModelSchema), []),
  buffers: v.optional(v.array(BufferSchema), []),
  threads: v.pipe(v.array(ThreadSchema), v.minLength(1, 'a pipeline needs at least one thread')),
  unknowns: v.optional(v.array(UnknownSchema), []),
});

/**
 * A Pipeline from JSON.
 * @throws PipelineError with one sentence that names the path, e.g. `threads.0.program.2.engine: expected …`.
 */
export function parsePipeline(value: unknown): Pipeline {
  const result = v.safeParse(PipelineSchema, value);
  if (!result.success) throw new PipelineError(describeIssue(result.issues[0]));
  return result.output;
}

/** One line for a valibot issue: where and what, e.g. `threads.0.replicas: Invalid type: Expected …`. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const deepest = deepestIssue(issue);
  const path = [...pathOf(issue), ...(deepest === issue ? [] : pathOf(deepest))].join('.');
  const text = deepest.message.replace(/\s+/g, ' ');
  return path === '' ? text : `${path}: ${text}`;
}

function pathOf(issue: v.BaseIssue<unknown>): string[] {
  return (issue.path ?? []).map((part) => String(part.key));
}

/** Of a union's sub-issues, the one that got furthest into the value: that is the alternative that was meant. */
function deepestIssue(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  let deepest = issue;
  for (const sub of issue.issues ?? []) {
    if ((sub.path?.length ?? 0) > (deepest === issue ? 0 : (deepest.path?.length ?? 0))) deepest = sub;
  }
  return deepest;
}
