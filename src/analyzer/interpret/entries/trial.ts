/** What a function does when it is followed once: decides whether others may call it once a frame, and with which others. */
import { givesWork, isForDevice, LASTING, type CallRole } from '../../acl/catalogue.ts';
import {
  callsOf,
  visitNodes,
  type CallNode,
  type QueueNode,
  type TraceNode,
  type TraceThread,
} from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';

export interface Doing {
  /** It gives the device work, or threads that do something to do. */
  works: boolean;
  /** A loop of its own does, over the frames. */
  loops: boolean;
  /** It sets up the runtime or loads a model: no frame does. */
  sets: boolean;
  /** What it makes, or the threads that it starts, are there when it has returned. */
  keeps: boolean;
  /** It gives back what it did not make: streams, channels, models. */
  ends: boolean;
  reads: ReadonlySet<TraceObject>;
  writes: ReadonlySet<TraceObject>;
}

/** A function that was followed, with the threads that it starts; the loops of both are classified. */
export interface Followed {
  nodes: readonly TraceNode[];
  threads: readonly TraceThread[];
  /** Whether something outlives the call. */
  isHeld: (object: TraceObject) => boolean;
}

const ENDING: ReadonlySet<CallRole> = new Set(['destroy', 'free', 'unload']);
const SETTING: ReadonlySet<CallRole> = new Set(['init', 'load']);

/** `taken`: the queues that threads take from. */
export function doingOf(followed: Followed, taken: ReadonlySet<TraceObject>): Doing {
  const { nodes, threads } = followed;
  const calls = callsOf(nodes).filter(({ row }) => isForDevice(row));
  const working = calls.filter(({ row }) => givesWork(row));
  const started = threads.flatMap(({ body }) => callsOf(body)).filter(({ row }) => givesWork(row));
  const filled = queuesIn(nodes, 'enqueue').filter((queue) => taken.has(queue));
  return {
    works: working.length + started.length + filled.length > 0,
    loops: frameCalls(working).some(({ loops }) => loops.some(({ isFrameLoop }) => isFrameLoop)),
    sets: calls.some(({ row }) => SETTING.has(row.role)),
    keeps: threads.length > 0 || keepsAny(followed, calls),
    ends: endsAny(calls),
    reads: readFirst(working),
    writes: new Set([...working.flatMap(writtenBy), ...filled]),
  };
}

/** The calls that tell where a frame is: executions of models; what else is done is done for them. */
function frameCalls(working: readonly CallNode[]): readonly CallNode[] {
  const executions = working.filter(({ row }) => row.role === 'execute');
  return executions.length ? executions : working;
}

export function queuesIn(nodes: readonly TraceNode[], operation: QueueNode['operation']): TraceObject[] {
  const found = new Set<TraceObject>();
  visitNodes(nodes, (node) => {
    if (node.kind === 'queue' && node.operation === operation) found.add(node.queue);
  });
  return [...found];
}

function endsAny(calls: readonly CallNode[]): boolean {
  const made = new Set(calls.flatMap(({ creates }) => creates ?? []));
  return calls.some(
    (call) =>
      ENDING.has(call.row.role) &&
      LASTING.has(call.row.destroys) &&
      !objectsIn(call).some((object) => made.has(object)),
  );
}

/** Of what it makes in every case, something is left. What is made where it is missing is made once. */
function keepsAny({ nodes, isHeld }: Followed, calls: readonly CallNode[]): boolean {
  const ended = new Set(calls.filter(({ row }) => ENDING.has(row.role)).flatMap(objectsIn));
  const optional = new Set<TraceNode>();
  visitNodes(nodes, (node) => {
    if (node.kind === 'branch')
      visitNodes([...node.then, ...node.otherwise], (inner) => void optional.add(inner));
  });
  return calls.some((call) => {
    const { creates, guards } = call;
    if (!creates || ended.has(creates) || optional.has(call) || guards?.some(({ isDecided }) => !isDecided))
      return false;
    return isHeld(creates);
  });
}

function objectsIn({ args }: CallNode): TraceObject[] {
  return args.flatMap(({ value }) => (value.kind === 'object' ? [value.object] : []));
}

const objectAt = ({ args }: CallNode, index: number | undefined): TraceObject[] => {
  const value = index === undefined ? undefined : args[index]?.value;
  return value?.kind === 'object' ? withParts(value.object) : [];
};

/** A data set, its buffers and the memory that they name. */
export function withParts(object: TraceObject, depth = 0): TraceObject[] {
  if (depth > 3) return [object];
  const held = [...object.fields.values()].flatMap((value) =>
    value.kind === 'object' ? [value.object] : [],
  );
  return [object, ...[...object.parts, ...held].flatMap((part) => withParts(part, depth + 1))];
}

/** What is read before the function writes it itself: what others may have written for it. */
function readFirst(working: readonly CallNode[]): Set<TraceObject> {
  const read = new Set<TraceObject>();
  const written = new Set<TraceObject>();
  for (const call of working) {
    for (const object of readBy(call)) if (!written.has(object)) read.add(object);
    for (const object of writtenBy(call)) written.add(object);
  }
  return read;
}

const readBy = (call: CallNode): TraceObject[] => [
  ...objectAt(call, call.row.source),
  ...objectAt(call, call.row.inputDescription),
];

const writtenBy = (call: CallNode): TraceObject[] => [
  ...objectAt(call, call.row.destination),
  ...objectAt(call, call.row.outputDescription),
];
