/** A Pipeline whose every quantity is a plain number: what the simulator, the bounds and the rules' checks compute with. */
import type {
  BufferDeclaration,
  CallbackStep,
  EventDeclaration,
  Engine,
  EventStep,
  HostStep,
  LockStep,
  MemoryStep,
  ModelDeclaration,
  QueueDeclaration,
  QueueStep,
  RepeatStep,
  StreamDeclaration,
  SubmitStep,
  BranchStep,
  ThreadDeclaration,
  WaitStep,
} from './pipeline.ts';

export interface ResolvedPipeline {
  name: string;
  processes: number;
  devices: number;
  arrivals?: ResolvedArrivals;
  streams: ResolvedStream[];
  events: EventDeclaration[];
  queues: ResolvedQueue[];
  models: ResolvedModel[];
  buffers: ResolvedBuffer[];
  threads: ResolvedThread[];
}

/** Frames/s above 0, of all sources together. */
export interface ResolvedArrivals {
  rate: number;
  sources: number;
  pattern: 'periodic' | 'poisson' | 'bursty';
  burst: number;
  times?: number[];
}

export interface ResolvedStream extends Omit<StreamDeclaration, 'count' | 'device'> {
  count: number;
  device?: number;
}

/** `capacity` is Infinity where the queue is unbounded; `initial` is 0 where it holds no permits. */
export interface ResolvedQueue extends Omit<QueueDeclaration, 'capacity' | 'initial'> {
  capacity: number;
  initial: number;
}

export interface ResolvedQueueStep extends Omit<QueueStep, 'pollMs' | 'atMost' | 'withinMs'> {
  pollMs?: number;
  /** The items that it takes at most, and how long it waits for more than the first, ms. */
  batch?: { atMost: number; withinMs: number };
  /** What it moves is a permit and no frame. */
  permit?: true;
}

export interface ResolvedModel extends Pick<
  ModelDeclaration,
  'id' | 'catalogueName' | 'path' | 'scope' | 'source'
> {
  batch: number;
  milliseconds?: number;
  inputBytes?: number;
  outputBytes?: number;
  weightBytes?: number;
  workBytes?: number;
}

export interface ResolvedBuffer extends Omit<BufferDeclaration, 'bytes' | 'count'> {
  bytes: number;
  count: number;
}

export interface ResolvedThread extends Omit<ThreadDeclaration, 'replicas' | 'program' | 'device'> {
  replicas: number;
  device?: number;
  program: ResolvedStep[];
}

export interface ResolvedReference {
  id: string;
  index: number;
}

export interface ResolvedWork {
  bytes?: number;
  pixels?: number;
  /** Pictures in one call, at least 1. */
  pictures: number;
  model?: string;
  milliseconds?: number;
  pageable: boolean;
}

export interface ResolvedSubmit extends Omit<SubmitStep, 'stream' | 'work' | 'completes'> {
  engine: Engine;
  stream?: ResolvedReference;
  work: ResolvedWork;
  completes?: number;
}

/** `times` is Infinity for a loop that never ends. */
export interface ResolvedRepeat extends Omit<RepeatStep, 'times' | 'turns' | 'body'> {
  times: number;
  /** Nobody has told how many passes there are. */
  assumed?: true;
  body: ResolvedStep[];
}

export interface ResolvedWait extends Omit<WaitStep, 'target'> {
  target?: ResolvedReference;
}

export interface ResolvedEventStep extends Omit<EventStep, 'event' | 'stream'> {
  event: ResolvedReference;
  stream?: ResolvedReference;
}

export interface ResolvedLock extends Omit<LockStep, 'body'> {
  body: ResolvedStep[];
}

export interface ResolvedHost extends Omit<HostStep, 'milliseconds'> {
  milliseconds: number;
  /** Nobody has told how long it takes. */
  assumed?: true;
  /** A sleep whose time came out below 0. */
  past?: true;
}

export interface ResolvedMemory extends Omit<MemoryStep, 'bytes'> {
  bytes: number;
}

export interface ResolvedBranch extends Omit<BranchStep, 'share' | 'then' | 'otherwise'> {
  share: number;
  then: ResolvedStep[];
  otherwise: ResolvedStep[];
}

export interface ResolvedCallback extends Omit<CallbackStep, 'stream'> {
  stream?: ResolvedReference;
}

export type ResolvedStep =
  | ResolvedSubmit
  | ResolvedRepeat
  | ResolvedWait
  | ResolvedEventStep
  | ResolvedQueueStep
  | ResolvedLock
  | ResolvedHost
  | ResolvedMemory
  | ResolvedBranch
  | ResolvedCallback;
