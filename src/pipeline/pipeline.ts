/**
 * The Pipeline: what a program does to an Ascend device, as a value. The analyzer makes it from source, a user may
 * write it by hand, the simulator runs it, and a rule changes it to show what a fix would do.
 */
import type { Coverage } from './coverage.ts';
import type { Provenance, SourceRange } from './source.ts';
import type { Quantity, Unit } from './quantity.ts';

export interface Pipeline {
  version: 1;
  name: string;
  /** The program's `main`, or what stands for it. */
  source?: SourceRange;
  parameters: Parameter[];
  /** Processes running this program on the same device. Default 1. */
  processes?: Quantity;
  /** Devices that the program's threads are spread over. Default 1. */
  devices?: Quantity;
  /** Frames that come in from outside at their own pace. Left out: the program runs as fast as it can. */
  arrivals?: ArrivalsDeclaration;
  streams: StreamDeclaration[];
  events: EventDeclaration[];
  queues: QueueDeclaration[];
  models: ModelDeclaration[];
  buffers: BufferDeclaration[];
  threads: ThreadDeclaration[];
  unknowns: Unknown[];
  /** Of the runtime's calls in the program's files, how many are followed. Left out where there is no source. */
  coverage?: Coverage;
}

/** A number that the user can set: a constant of the source, or one that the source leaves open. */
export interface Parameter {
  name: string;
  /** The value used when the user sets none. */
  value: number;
  unit: Unit;
  /** Smallest and largest sensible value, inclusive. */
  range: [number, number];
  /** `constant`: the source fixes it, and it can be written back there. `open`: the source leaves it to run time. */
  kind: 'constant' | 'open';
  origin: Provenance;
  /** In words, for the panel. */
  description?: string;
  /** Of a guess: the factor that it may be off by, at least 1; left out: what is usual of its unit. */
  spread?: number;
  /** Of a mode, which is fixed for a run: its values 0, 1, … by name. At least 2. */
  choices?: string[];
}

/** How frames come in, whether or not they are kept up with: each begins when it arrives. */
export interface ArrivalsDeclaration {
  /** Frames a second, of all sources together; 0 for a program that runs as fast as it can. */
  rate: Quantity;
  /** Cameras, clients. Periodic ones are out of phase. Default 1. */
  sources?: Quantity;
  /** `periodic`: each source at equal intervals; `poisson` (default): at random; `bursty`: several at once, at random. */
  pattern?: 'periodic' | 'poisson' | 'bursty';
  /** Frames of a burst. Default 8. */
  burst?: Quantity;
  /** Times at which frames came, ms, rising: their intervals over and over, scaled to `rate`, in the place of a pattern. */
  times?: number[];
}

export interface StreamDeclaration {
  id: string;
  /** `thread`: every replica of a thread has its own; `program`: all share it. */
  scope: 'thread' | 'program';
  /** Streams of this id, picked by index where there are several per scope. Default 1. */
  count?: Quantity;
  /** The device that it is on, counted from 0. Left out: that of the thread which uses it. */
  device?: Quantity;
  source?: SourceRange;
}

export interface EventDeclaration {
  id: string;
  scope: 'thread' | 'program';
  source?: SourceRange;
}

/** A queue between host threads. `capacity` in items; left out where unbounded. */
export interface QueueDeclaration {
  id: string;
  capacity?: Quantity;
  /**
   * What it holds at the start, where what it holds are permits: a semaphore's count, a counter of work in flight, a pool
   * of free buffers. They are taken and given back, bound how much is under way, and carry no frames.
   */
  initial?: Quantity;
  source?: SourceRange;
}

export interface ModelDeclaration {
  id: string;
  /** Name in the model catalogue, e.g. `resnet50`, where it could be told. */
  catalogueName?: string;
  /** The path or expression it is loaded from. */
  path?: string;
  batch: Quantity;
  /** `thread`: loaded once a replica; `program`: once. */
  scope: 'thread' | 'program';
  /** Time of one execution of a whole batch in ms, where the user says it (comment, setting, measurement). */
  milliseconds?: Quantity;
  inputBytes?: Quantity;
  outputBytes?: Quantity;
  weightBytes?: Quantity;
  workBytes?: Quantity;
  source?: SourceRange;
}

export type MemoryPool = 'device' | 'dvpp' | 'pinned' | 'host';

/** Memory held for the whole run. */
export interface BufferDeclaration {
  id: string;
  pool: MemoryPool;
  bytes: Quantity;
  /** Buffers of this kind per scope. Default 1. */
  count?: Quantity;
  scope: 'thread' | 'program';
  source?: SourceRange;
}

export interface ThreadDeclaration {
  id: string;
  /** The entry function as the source names it, e.g. `Worker::Run`. */
  entry: string;
  replicas: Quantity;
  /** The device that all its replicas work on, counted from 0. Left out: they take the devices in turn. */
  device?: Quantity;
  /** `main` and `thread` run at once; a `callback` thread runs its program once for each report it is given. */
  kind: 'main' | 'thread' | 'callback';
  program: Step[];
  /** Where the entry function is defined. */
  source?: SourceRange;
  /** Where the thread is created. */
  createdAt?: SourceRange;
}

export type Engine =
  | 'aicore'
  | 'aicpu'
  | 'jpegd'
  | 'jpege'
  | 'pngd'
  | 'vpc'
  | 'vdec'
  | 'venc'
  | 'h2d'
  | 'd2h'
  | 'd2d'
  | 'p2p'
  | 'memset';

/** Which of several streams (events, models) of an id a step means: the thread's own by default. */
export interface Reference {
  id: string;
  index?: Quantity;
  /** What the passes of the innermost loop around that has `turns` name one after the other; the first is `id` itself. */
  turns?: Reference[];
}

/** What one submission asks of its engine. */
export interface Work {
  bytes?: Quantity;
  /** Pixels read (decoders: pixels written). */
  pixels?: Quantity;
  /** Pictures in one batched DVPP call, default 1. */
  pictures?: Quantity;
  model?: string;
  /** Models that the passes of the innermost loop around that has `turns` execute one after the other; the first is `model`. */
  models?: string[];
  /** Time on the engine in ms, where the user or a measurement says it; else the device profile decides. */
  milliseconds?: Quantity;
  /** Host side of a copy is not page-locked. */
  pageable?: boolean;
}

interface StepBase {
  source?: SourceRange;
  /** The calls that lead from the thread's entry to this step, outermost first. */
  calledFrom?: SourceRange[];
}

/** An API call that gives work to an engine. `mode` sync: the host waits for it. */
export interface SubmitStep extends StepBase {
  kind: 'submit';
  call: string;
  engine: Engine;
  mode: 'sync' | 'async';
  /** Left out: the default stream. */
  stream?: Reference;
  work: Work;
  /** Frames that are finished when this step is. At most one step on a frame's path has it; see `frameCounters`. */
  completes?: Quantity;
}

export interface RepeatStep extends StepBase {
  kind: 'repeat';
  times: Quantity | 'forever';
  body: Step[];
  /** True for a loop that runs once per frame, request or batch. */
  frameLoop?: boolean;
  /** True for a loop whose passes do parts of a frame, as rows of a picture: the frame is a pass of the loop around. */
  part?: boolean;
  /** With `part`: each pass works at all of the frame, or of the batch, as one layer after the other does. */
  stages?: boolean;
  /** Said by who wrote the program: each pass is one frame. */
  frame?: boolean;
  /** As many passes as the thread's last dequeue `atMost` took, where these are fewer than `times`. */
  taken?: boolean;
  /** Its passes take streams, events or models in turn: so many of them name others each, then they come round. At least 2. */
  turns?: number;
  /** One of several passes that take such things in turn: those beside it are the others, and each finishes frames of its own. */
  turn?: boolean;
}

export interface WaitStep extends StepBase {
  kind: 'wait';
  for: 'stream' | 'device' | 'event' | 'report' | 'task' | 'thread';
  target?: Reference;
  call?: string;
}

export interface EventStep extends StepBase {
  kind: 'record' | 'streamWait' | 'resetEvent';
  event: Reference;
  stream?: Reference;
}

export interface QueueStep extends StepBase {
  kind: 'enqueue' | 'dequeue';
  queue: string;
  /** False: a try variant that goes on when full or empty. */
  blocking: boolean;
  /** Time between two looks of a thread that polls an empty queue, ms. Left out: it is woken. */
  pollMs?: Quantity;
  /** Dequeue: takes the first item and those that come within `withinMs` of it, up to so many, as a batch of its own. */
  atMost?: Quantity;
  /** How long it waits for more than the first, ms. Default 0: it takes what is there. */
  withinMs?: Quantity;
}

export interface LockStep extends StepBase {
  kind: 'lock';
  mutex: string;
  body: Step[];
}

/** Work of the host's own: a file read, OpenCV, a log line. `busy` false for a sleep, which holds no core. */
export interface HostStep extends StepBase {
  kind: 'host';
  what: string;
  milliseconds: Quantity;
  busy: boolean;
}

export interface MemoryStep extends StepBase {
  kind: 'allocate' | 'free';
  pool: MemoryPool;
  bytes?: Quantity;
  call: string;
}

/** `share` of the passes take `then`, the rest `otherwise`. */
export interface BranchStep extends StepBase {
  kind: 'branch';
  share: Quantity;
  /** They come evenly, as what counts passes decides: of 16 with a share of 1/16 the last; left out where that is chance. */
  periodic?: true;
  then: Step[];
  otherwise: Step[];
}

/** A host function that the stream calls when it gets there (aclrtLaunchCallback). `blocking`: the stream waits for it. */
export interface CallbackStep extends StepBase {
  kind: 'callback';
  thread: string;
  stream?: Reference;
  blocking: boolean;
}

export type Step =
  | SubmitStep
  | RepeatStep
  | WaitStep
  | EventStep
  | QueueStep
  | LockStep
  | HostStep
  | MemoryStep
  | BranchStep
  | CallbackStep;

/** Something the analyzer could not resolve. `code` names the kind and `detail` fills the message; `settle` says what a user can write. */
export interface Unknown {
  code: string;
  detail: string;
  settle: string;
  range?: SourceRange;
  /** The parameter that stands in for it, where there is one. */
  parameter?: string;
}
