/**
 * A DeviceProfile: what a device and its host take for what a Pipeline asks of them. Every number carries its unit,
 * its source and how far it can be trusted; nothing without a source is shipped.
 */
import * as v from 'valibot';

/** `measured` on such a device; `specified` by the vendor; `derived` from measurements by stated steps; `assumed`. */
export const ConfidenceSchema = v.picklist(['measured', 'specified', 'derived', 'assumed']);

/** Beyond all that a device has or takes: what is computed of it stays finite. */
export const MOST_VALUE = 1e18;

/** Of what is simulated one by one: servers of an engine, cores. */
const MOST_PARTS = 65_536;

const valueFrom = (least: number, most = MOST_VALUE) =>
  v.strictObject({
    value: v.pipe(v.number(), v.minValue(least), v.maxValue(most)),
    unit: v.pipe(v.string(), v.minLength(1)),
    source: v.pipe(v.string(), v.minLength(1)),
    confidence: ConfidenceSchema,
    /** The least and the most that it may be, where sources differ by more than the confidence says. */
    range: v.exactOptional(
      v.pipe(
        v.tuple([v.number(), v.number()]),
        v.check(([a, b]) => a >= 0 && a <= b && b <= MOST_VALUE),
      ),
    ),
    /** True for a constant that the fit of the profile sets. */
    fitted: v.exactOptional(v.boolean()),
  });

const ValueSchema = valueFrom(0);
const PartsSchema = valueFrom(0, MOST_PARTS);
/** Memory is given out in these. */
const PieceSchema = valueFrom(1);

/**
 * Time of one task on one server of an engine: the sum of its parts, or read off `points` by pixels. Where there are
 * both, the points hold for work whose bytes are not known.
 */
const CostSchema = v.strictObject({
  taskMs: v.exactOptional(ValueSchema),
  perMegapixelMs: v.exactOptional(ValueSchema),
  perMegabyteMs: v.exactOptional(ValueSchema),
  /** Time per million pixels written, where a step says how much it writes. */
  perMegapixelWrittenMs: v.exactOptional(ValueSchema),
  /** `pixels` of a picture and its `milliseconds`; between points linear, beyond them in proportion. */
  points: v.exactOptional(
    v.array(v.strictObject({ pixels: v.pipe(v.number(), v.minValue(1)), milliseconds: ValueSchema })),
  ),
});

const EngineSchema = v.strictObject({
  /** Tasks that run at once. */
  servers: PartsSchema,
  cost: CostSchema,
  /** From the end of a task on the engine to the start of the next task of its stream, above the scheduler's own time. */
  completionMs: v.exactOptional(ValueSchema),
  /** What a change of stream adds to a start, where the scheduler's own `switchMs` does not hold for this engine. */
  switchMs: v.exactOptional(ValueSchema),
  /** What a start costs above that when the stream's state is not at hand (a model's task list). */
  reloadMs: v.exactOptional(ValueSchema),
  /** Share of an AI CPU core's time in ms that one task takes (its interrupts). */
  aiCpuMs: v.exactOptional(ValueSchema),
  /** Device memory traffic of one task, bytes per pixel and per byte of its work. */
  trafficPerPixel: v.exactOptional(ValueSchema),
  trafficPerByte: v.exactOptional(ValueSchema),
  /** Places of the device's queue that one submission takes, where it is more than one. */
  queuePlaces: v.exactOptional(ValueSchema),
  /** CPU time on the host of one submission in ms, over the submitting thread, RT_SEND and RT_RECV together. */
  hostMs: v.exactOptional(ValueSchema),
});

const ModelSchema = v.strictObject({
  name: v.string(),
  /** One execution of a whole batch: ms, and the memory bandwidth it takes while it runs, GB/s. */
  batches: v.pipe(
    v.array(
      v.strictObject({
        batch: v.pipe(v.number(), v.integer(), v.minValue(1)),
        milliseconds: ValueSchema,
        gigabytesPerSecond: v.exactOptional(ValueSchema),
      }),
    ),
    v.minLength(1),
  ),
  weightBytes: v.exactOptional(ValueSchema),
  workBytes: v.exactOptional(v.array(v.strictObject({ batch: v.number(), bytes: ValueSchema }))),
});

export const DeviceProfileSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.pipe(v.string(), v.minLength(1)),
  /** CANN version of the machine, where it is known: what the runtime does can depend on it. */
  cann: v.exactOptional(v.pipe(v.string(), v.regex(/^\d+(\.\w+)*$/, 'no-version'))),
  /** Engines by name; one that is missing is one whose figures are not known or that the device lacks. */
  engines: v.record(v.string(), EngineSchema),
  /** The host link, shared by both directions: a copy takes `requestMs` plus its bytes over the bandwidth. */
  link: v.strictObject({
    requestMs: ValueSchema,
    gigabytesPerSecond: ValueSchema,
    /** What the links of several devices come together at, as on a card: so many of them share so much. */
    root: v.exactOptional(v.strictObject({ gigabytesPerSecond: ValueSchema, devices: PartsSchema })),
    /** The same of host memory that is not page-locked, where the driver's staging of it is known. */
    pageable: v.exactOptional(v.strictObject({ requestMs: ValueSchema, gigabytesPerSecond: ValueSchema })),
  }),
  scheduler: v.strictObject({
    /** Time to start a task on an engine. */
    taskMs: ValueSchema,
    /** What is added when the task is of another stream than the last one; the scheduler goes on with others meanwhile. */
    switchMs: ValueSchema,
    /** Streams whose state the scheduler keeps at hand; see an engine's `reloadMs`. */
    residentStreams: v.exactOptional(ValueSchema),
    /** Tasks of one stream that an engine runs in a row while other streams wait for it. */
    burst: v.exactOptional(ValueSchema),
  }),
  memory: v.strictObject({
    bytes: ValueSchema,
    gigabytesPerSecond: ValueSchema,
    pageBytes: PieceSchema,
    /** Bytes in use on an idle device. */
    idleBytes: ValueSchema,
    /** Largest sum of DVPP buffers of one process. */
    dvppBytes: v.exactOptional(ValueSchema),
    /** Bytes of the system itself: use is the larger of `idleBytes` and this plus what the program takes. */
    baseBytes: v.exactOptional(ValueSchema),
    /** Smallest piece that is given out; larger buffers are rounded up to whole pages. */
    pieceBytes: v.exactOptional(PieceSchema),
    /** Bytes of the DVPP range that a channel takes. */
    channelBytes: v.exactOptional(ValueSchema),
    /** A task is slower by this times its own share of the bandwidth times that of all others at work. */
    interference: v.exactOptional(ValueSchema),
  }),
  host: v.strictObject({
    cores: PartsSchema,
    /** Host CPU time of a submission where the engine names none, ms. */
    submissionMs: ValueSchema,
    /** How a submission's host time is shared: the submitting thread, RT_SEND, RT_RECV. Sum 1. */
    submitShare: ValueSchema,
    sendShare: ValueSchema,
    /** From the moment a sleeping host thread is called to the moment it runs, ms. */
    wakeMs: ValueSchema,
    /** CPU time that a wake costs, ms. */
    wakeCpuMs: ValueSchema,
    /** Places of a stream's queue on the device; when it is full RT_SEND spins. */
    submissionQueue: ValueSchema,
  }),
  /** Cores of the device that run AI CPU operators and DVPP interrupts, and those that serve PCIe and copies. */
  aiCpu: v.strictObject({ cores: PartsSchema }),
  ctrlCpu: v.exactOptional(v.strictObject({ cores: PartsSchema, copyMs: v.exactOptional(ValueSchema) })),
  limits: v.record(v.string(), ValueSchema),
  models: v.array(ModelSchema),
  /** Coefficient of variation of a task's time on an engine. */
  variation: ValueSchema,
  /** What a predicted rate may be off by where all figures are right, as a share; left out: that of the Ascend 310. */
  modelError: v.exactOptional(ValueSchema),
  /** How many times faster a resource is than its figures say, by its name, to ask "what if". Default 1. */
  speed: v.exactOptional(v.record(v.string(), v.pipe(v.number(), v.gtValue(0)))),
});

/** A number with its unit, its source and how far it can be trusted. */
export type Value = v.InferOutput<typeof ValueSchema>;
export type Confidence = v.InferOutput<typeof ConfidenceSchema>;
export type EngineProfile = v.InferOutput<typeof EngineSchema>;
export type EngineCost = v.InferOutput<typeof CostSchema>;
export type ModelProfile = v.InferOutput<typeof ModelSchema>;
export type DeviceProfile = v.InferOutput<typeof DeviceProfileSchema>;
