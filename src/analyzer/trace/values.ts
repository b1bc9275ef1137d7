/** What the abstract execution knows of a C++ value. */
import type { Quantity } from '../../pipeline/quantity.ts';
import type { ModeTest } from './modes.ts';
import type { Provenance, SourceRange } from '../../pipeline/source.ts';

/** A number: a literal or an expression over the program's parameters. */
export interface TraceNumber {
  kind: 'number';
  quantity: Quantity;
  /** Its value with every parameter at its default. */
  known?: number;
  /** Of a number that each pass of a loop has another of: how many passes that loop makes. */
  passes?: Quantity;
  origin?: Provenance;
}

/** A handle of the runtime (stream, buffer, description …), by its place in `ProgramTrace.objects`. */
export interface TraceReference {
  kind: 'object';
  object: TraceObject;
  /** For a pointer into a buffer: bytes from its start. Names that begin with `@` are running indices of loops, e.g. `@i * 75825`. */
  offset?: Quantity;
  /** `offset` with every parameter at its default; loop indices count as unknown. */
  knownOffset?: number;
  /** The pointer was moved by something that could not be followed. */
  offsetUnknown?: boolean;
  /** The place that it is read from has been set to null since: where the program comes here, there is none. */
  cleared?: true;
}

export type TraceValue =
  | TraceNumber
  | TraceReference
  | { kind: 'string'; text: string }
  | { kind: 'null' }
  /** A named constant of the runtime's own headers, e.g. `ACL_MEMCPY_HOST_TO_DEVICE`. */
  | { kind: 'constant'; name: string }
  /** A function, lambda or bound method that may be called later. */
  | { kind: 'function'; name: string }
  /** An instance of a class of the workspace. */
  | TraceInstance
  /** `passes`: as of a number. */
  | { kind: 'unknown'; text?: string; passes?: Quantity };

/** A struct or an object of a class; for structs of the runtime's interfaces with their fields. */
export interface TraceInstance {
  kind: 'instance';
  className: string;
  id: number;
  numbers?: Record<string, Quantity>;
  /** Fields that hold named constants, e.g. a picture's format. */
  names?: Record<string, string>;
}

export type ObjectKind =
  | 'stream'
  | 'event'
  | 'context'
  | 'model'
  | 'modelDescription'
  | 'buffer'
  | 'dataset'
  | 'dataBuffer'
  | 'picture'
  | 'region'
  | 'configuration'
  | 'tensor'
  | 'tensorList'
  | 'tensorDescription'
  | 'scalar'
  | 'array'
  | 'attributes'
  | 'channel'
  | 'queue'
  | 'mutex'
  | 'thread'
  | 'file';

/** Where a buffer's memory comes from; `member`: it is a part of an object, wherever that is. */
export type MemoryKind =
  | 'device'
  | 'dvpp'
  | 'pinned'
  | 'malloc'
  | 'new'
  | 'stack'
  | 'static'
  | 'member'
  | 'vector'
  | 'string'
  | 'mat'
  | 'mmap'
  | 'unknown';

/** One thing that the program creates. Several of them at one place (an array, a loop) are one object with a `count`. */
export interface TraceObject {
  id: string;
  kind: ObjectKind;
  /** As the source names it, e.g. `stream_` or `stream[thread_number]`. */
  name: string;
  /** The call or declaration that creates it. Left out where nothing creates it in the code at hand. */
  createdAt?: SourceRange;
  /** Function of that call, e.g. `acldvppMalloc`. */
  createdBy?: string;
  /** `thread`: each replica of a thread has its own (created in it, or picked by its index); `program`: shared. */
  scope: 'thread' | 'program';
  /** How many there are per scope. */
  count?: Quantity;
  /** One of those that another object stands for: that at this place of them. */
  oneOf?: { all: TraceObject; place: number };
  /** Made by the pass of a loop, counted from 0, which made `of` and all like it. */
  madeIn?: { of: TraceObject; pass: number };
  /** The modes in which it is made. */
  when?: readonly ModeTest[];
  /** Created inside a frame loop. */
  inFrameLoop: boolean;
  /** Of a tensor and the like: each pass makes it of the same. */
  isSameAgain?: true;
  /** A smart pointer's own deleter ends it. */
  isOwned?: true;
  memory?: MemoryKind;
  bytes?: Quantity;
  /** Model: what it is loaded from, as written or as resolved. */
  path?: string;
  /** Values that setters gave it: `width`, `heightStride`, `format`, `data`, … */
  fields: Map<string, TraceValue>;
  /** Dataset: its data buffers. Data buffer and picture: their memory is `fields.get('data')`. */
  parts: TraceObject[];
  /** Queue: capacity in items, where bounded. */
  capacity?: Quantity;
  /** Queue: what it holds at the start where it holds permits, such as a semaphore's count or free buffers. */
  initial?: Quantity;
}

/** A description, such as a data set or a picture, and the memory that it names. */
export function withMemory(object: TraceObject, depth = 0): TraceObject[] {
  if (depth > 4) return [];
  const data = object.fields.get('data');
  const held = data?.kind === 'object' ? withMemory(data.object, depth + 1) : [];
  return [object, ...held, ...object.parts.flatMap((part) => withMemory(part, depth + 1))];
}
