import * as v from 'valibot';
import type { Engine, Step } from './pipeline.ts';
import type { STEP_KINDS } from './step-kinds.ts';
import { description, name, QuantitySchema, ReferenceSchema, SourceSchema, text } from './schema-parts.ts';

/** All engines a step can name, in the order of a frame's way through a device. */
export const ENGINES = [
  'aicore',
  'aicpu',
  'jpegd',
  'jpege',
  'pngd',
  'vpc',
  'vdec',
  'venc',
  'h2d',
  'd2h',
  'd2d',
  'p2p',
  'memset',
] as const satisfies readonly Engine[];

const base = {
  source: v.exactOptional(SourceSchema),
  calledFrom: v.exactOptional(v.array(SourceSchema)),
};

const WorkSchema = v.strictObject({
  bytes: v.exactOptional(QuantitySchema),
  pixels: v.exactOptional(QuantitySchema),
  pictures: v.exactOptional(QuantitySchema),
  model: v.exactOptional(name),
  models: v.exactOptional(v.array(name)),
  milliseconds: v.exactOptional(QuantitySchema),
  pageable: v.exactOptional(v.boolean()),
});

const SubmitSchema = v.pipe(
  v.strictObject({
    kind: v.literal('submit'),
    call: v.exactOptional(text),
    engine: v.picklist(ENGINES),
    mode: v.optional(v.picklist(['sync', 'async']), 'async'),
    stream: v.exactOptional(ReferenceSchema),
    work: v.optional(WorkSchema, {}),
    completes: v.exactOptional(QuantitySchema),
    ...base,
  }),
  v.transform((step) => ({ ...step, call: step.call ?? step.engine })),
);

// The lists inside steps are steps again: valibot needs the type spelled out to end the recursion.
const body: v.GenericSchema<unknown, Step[]> = v.lazy(() => v.array(StepSchema));

const RepeatSchema = v.strictObject({
  kind: v.literal('repeat'),
  times: v.pipe(
    v.optional(QuantitySchema, 'forever'),
    description('Passes, or "forever" for a loop that runs until the program is stopped.'),
  ),
  body,
  frameLoop: v.exactOptional(v.boolean()),
  part: v.exactOptional(v.boolean()),
  stages: v.exactOptional(v.boolean()),
  frame: v.exactOptional(v.boolean()),
  taken: v.exactOptional(
    v.pipe(v.boolean(), description('As many passes as the last batch has items, where these are fewer.')),
  ),
  turns: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(2),
      v.maxValue(64),
      description('Passes that take streams, events or models in turn, until the first one comes again.'),
    ),
  ),
  turn: v.exactOptional(v.boolean()),
  ...base,
});

const WaitSchema = v.strictObject({
  kind: v.literal('wait'),
  for: v.optional(v.picklist(['stream', 'device', 'event', 'report', 'task', 'thread']), 'stream'),
  target: v.exactOptional(ReferenceSchema),
  call: v.exactOptional(text),
  ...base,
});

const EventStepSchema = v.strictObject({
  kind: v.picklist(['record', 'streamWait', 'resetEvent']),
  event: ReferenceSchema,
  stream: v.exactOptional(ReferenceSchema),
  ...base,
});

const QueueStepSchema = v.strictObject({
  kind: v.picklist(['enqueue', 'dequeue']),
  queue: name,
  blocking: v.optional(v.boolean(), true),
  pollMs: v.exactOptional(
    v.pipe(QuantitySchema, description('Time between two looks of a thread that polls an empty queue, ms.')),
  ),
  atMost: v.exactOptional(
    v.pipe(
      QuantitySchema,
      description('Items that are taken as one batch: the first, and those that come in time.'),
    ),
  ),
  withinMs: v.exactOptional(
    v.pipe(
      QuantitySchema,
      description('How long a batch waits for more than its first item, ms. Default 0.'),
    ),
  ),
  ...base,
});

const LockSchema = v.strictObject({ kind: v.literal('lock'), mutex: name, body, ...base });

const HostSchema = v.strictObject({
  kind: v.literal('host'),
  what: v.optional(text, 'host work'),
  milliseconds: QuantitySchema,
  busy: v.optional(v.boolean(), true),
  ...base,
});

const MemorySchema = v.pipe(
  v.strictObject({
    kind: v.picklist(['allocate', 'free']),
    pool: v.optional(v.picklist(['device', 'dvpp', 'pinned', 'host']), 'device'),
    bytes: v.exactOptional(QuantitySchema),
    call: v.exactOptional(text),
    ...base,
  }),
  v.transform((step) => ({ ...step, call: step.call ?? step.kind })),
);

const BranchSchema = v.strictObject({
  kind: v.literal('branch'),
  share: QuantitySchema,
  periodic: v.exactOptional(v.literal(true)),
  then: v.optional(body, []),
  otherwise: v.optional(body, []),
  ...base,
});

const CallbackSchema = v.strictObject({
  kind: v.literal('callback'),
  thread: name,
  stream: v.exactOptional(ReferenceSchema),
  blocking: v.optional(v.boolean(), true),
  ...base,
});

/** A step as a person writes it: `call`, `mode`, `work` and the like have defaults. */
export const StepSchema: v.GenericSchema<unknown, Step> = v.lazy((input) => {
  const kind = typeof input === 'object' && input !== null ? (input as { kind?: unknown }).kind : undefined;
  if (typeof kind === 'string' && Object.hasOwn(BY_KIND, kind)) return BY_KIND[kind as Step['kind']];
  return input === undefined ? AnyStepSchema : NoStepSchema;
}) as v.GenericSchema<unknown, Step>;

const BY_KIND = {
  submit: SubmitSchema,
  repeat: RepeatSchema,
  wait: WaitSchema,
  record: EventStepSchema,
  streamWait: EventStepSchema,
  resetEvent: EventStepSchema,
  enqueue: QueueStepSchema,
  dequeue: QueueStepSchema,
  lock: LockSchema,
  host: HostSchema,
  allocate: MemorySchema,
  free: MemorySchema,
  branch: BranchSchema,
  callback: CallbackSchema,
} satisfies Record<(typeof STEP_KINDS)[number], v.GenericSchema>;

/** What the JSON schema says of a step: it is made without an input to choose by. */
const AnyStepSchema = v.union([...new Set<v.GenericSchema>(Object.values(BY_KIND))]);

const NoStepSchema = v.custom<Step>(() => false, 'no-step');
