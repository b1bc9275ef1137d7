/** Trace → Pipeline. */
import type { Pipeline, ThreadDeclaration } from '../../pipeline/pipeline.ts';
import { loopInvariant, multiply } from '../../pipeline/quantity.ts';
import { givesWork } from '../acl/catalogue.ts';
import type { FileFacts } from '../syntax/facts.ts';
import {
  anyNode,
  type BranchNode,
  type CallNode,
  type LoopNode,
  type ProgramTrace,
  type TraceNode,
  type TraceThread,
} from '../trace/nodes.ts';
import { Annotations } from './annotations.ts';
import { ExtractContext } from './context.ts';
import { declareBuffers } from './buffers.ts';
import { declareStream } from './declarations.ts';
import { devicesOf, devicesOfThreads, unreadDevices } from './devices.ts';
import { dropEndlessWaits } from './endless-waits.ts';
import { withFirstRecords } from './first-records.ts';
import { withoutIdleLoops } from './idle-loops.ts';
import { reachedSteps } from './reached.ts';
import { lowerNodes } from './lower.ts';

/** The Pipeline of a traced program. Steps before a thread's first frame loop are start-up and left out. */
export function extractPipeline(trace: ProgramTrace, facts: ReadonlyMap<string, FileFacts>): Pipeline {
  const context = new ExtractContext(trace, new Annotations(facts));
  for (const object of trace.objects)
    if (object.kind === 'stream' && object.createdAt && !object.oneOf) declareStream(context, object);
  for (const thread of trace.threads) {
    const lowered = lowerThread(context, thread);
    if (lowered) context.pipeline.threads.push(lowered);
  }
  dropEndlessWaits(context);
  declareBuffers(context);
  const devices = devicesOf(trace);
  if (devices !== undefined) context.pipeline.devices = devices;
  placeThreads(context, devices);
  for (const { text, range } of unreadDevices(trace))
    context.unknown({ code: 'device-count', detail: text, settle: '--deploy devices=2', range });
  context.pipeline.unknowns.push(...trace.unknowns);
  context.keepUsedParameters();
  return context.pipeline;
}

/** Threads of which each names its device do not take the devices in turn, and use no others. */
function placeThreads({ trace, pipeline }: ExtractContext, devices: Pipeline['devices']): void {
  // One that only starts others, and waits for them, is on none.
  const working = pipeline.threads.filter(({ program }) => program.length > 0);
  const places = devicesOfThreads(trace, new Set(working.map(({ id }) => id)));
  const used = new Set(places.values()).size;
  if (used < 2 || typeof devices !== 'number' || used > devices) return;
  // Contexts may be made on more devices than any thread works on.
  pipeline.devices = used;
  for (const thread of pipeline.threads) {
    const device = places.get(thread.id);
    if (device !== undefined) thread.device = device;
  }
}

function lowerThread(context: ExtractContext, thread: TraceThread): ThreadDeclaration | undefined {
  const isMain = thread.kind === 'main' || thread.kind === 'library';
  const requests = requestLoop(thread);
  // What no request brings again, as loading a model when asked to, is start-up.
  if (requests && !requests.isFrameLoop) return undefined;
  const isStartUp = isMain && startsOnly(context, thread);
  const nodes = isStartUp ? thread.body.filter(holdsQueue).map(onlyQueues) : steadyNodes(thread);
  const steps = lowerNodes(context, withFirstRecords(nodes, thread.body));
  const program = reachedSteps(withoutIdleLoops(context, steps));
  if (isStartUp && !program.length) return undefined;
  return {
    id: thread.id,
    entry: thread.entry,
    replicas: multiply(loopInvariant(thread.replicas) ?? 1, context.shareWhere(thread.when ?? [])),
    kind: thread.kind === 'library' || requests ? 'main' : thread.kind,
    program,
    ...(thread.source ? { source: thread.source } : {}),
    ...(thread.createdAt ? { createdAt: thread.createdAt } : {}),
  };
}

/** The loop over requests of a handler: no report of the device calls it, so it takes one after the other. */
function requestLoop({ kind, body }: TraceThread): LoopNode | undefined {
  const [only] = body;
  if (kind !== 'callback' || body.length !== 1 || only?.kind !== 'loop') return undefined;
  return only.loop === 'handler' || only.loop === 'pool' ? only : undefined;
}

/** A `main` without a frame loop, where others have one, only starts and ends the program. */
function startsOnly(context: ExtractContext, thread: TraceThread): boolean {
  if (thread.body.some(holdsFrameLoop)) return false;
  return context.trace.threads.some(
    (other) => (other.kind === 'thread' || requestLoop(other)) && other.body.some(holdsFrameLoop),
  );
}

function holdsQueue(node: TraceNode): boolean {
  return anyNode([node], (inner) => inner.kind === 'queue');
}

/** What a thread does in steady state: from its first frame loop on, and what queues need before it. */
function steadyNodes({ body, kind }: Pick<TraceThread, 'body' | 'kind'>): TraceNode[] {
  const [only] = body;
  // A callback's own loop stands for its being called: its program is one call.
  if (kind === 'callback' && only?.kind === 'loop' && body.length === 1)
    return only.loop === 'callback' ? only.body : [only];
  const first = body.findIndex(holdsFrameLoop);
  if (first < 0) return kind === 'main' ? body.filter((node) => !isSetUp(node)) : body;
  const before = body.slice(0, first).filter(holdsQueue);
  const steady = body.slice(first).filter((node) => !isCleanUp(node));
  return [
    ...before.map(onlyQueues),
    ...steady.map((node) => (node.kind === 'branch' ? steadySides(node) : node)),
  ];
}

/** A frame loop in one of several modes has what leads to it beside it. */
function steadySides(node: BranchNode): TraceNode {
  if (!node.modes || !holdsFrameLoop(node)) return node;
  const side = (body: TraceNode[]) =>
    body.some(holdsFrameLoop) ? steadyNodes({ body, kind: 'main' }) : body;
  return { ...node, then: side(node.then), otherwise: side(node.otherwise) };
}

/** What a loop that only fills a pool before the start does not do. */
const PRODUCES: ReadonlySet<string> = new Set(['hostRead', 'copy', 'submit', 'execute', 'sleep']);

/** A loop that reads or works for what it enqueues is a producer; of any other only the queues matter. */
function onlyQueues(node: TraceNode): TraceNode {
  if (node.kind !== 'loop') return node;
  if (anyNode([node], (inner) => inner.kind === 'call' && PRODUCES.has(inner.row.role))) return node;
  return { ...node, body: node.body.filter(holdsQueue).map(onlyQueues) };
}

function holdsFrameLoop(node: TraceNode): boolean {
  return anyNode([node], (inner) => inner.kind === 'loop' && inner.isFrameLoop);
}

/** Allocations, and loops of nothing else. */
function isSetUp(node: TraceNode): boolean {
  if (node.kind === 'call') return node.row.role === 'allocate' || node.row.role === 'free';
  return (
    node.kind === 'loop' &&
    !anyNode([node], (inner) => inner.kind === 'queue' || (inner.kind === 'call' && !isSetUp(inner)))
  );
}

/** What only ends the program, and what the host alone does once the frames are through. */
function isCleanUp(node: TraceNode): boolean {
  if (holdsFrameLoop(node)) return false;
  if (node.kind === 'call')
    return ['free', 'sleep', 'hostRead', 'hostWrite', 'hostWork'].includes(node.row.role);
  return node.kind === 'loop' && !anyNode([node], (inner) => inner.kind === 'call' && occupiesDevice(inner));
}

/** Gives the device work, or waits until it has done what it was given. */
const occupiesDevice = ({ row }: CallNode): boolean => givesWork(row) || row.role === 'synchronize';
