/**
 * Which loops run once per frame, request or batch. A loop that gives the device work, or waits for its results, is one,
 * unless it starts threads, walks over devices or warms up; what encloses one is one too. Inside a frame loop, a loop over
 * the batch's items is one, and a loop over a model's outputs or a picture's rows is none.
 */
import { loopIndex, loopsIn, namesIn } from '../../../pipeline/quantity.ts';
import { copyDirection } from '../../trace/copies.ts';
import {
  childLists,
  holdsPermits,
  visitNodes,
  type CallNode,
  type LoopNode,
  type LoopReason,
  type TraceNode,
  type TraceThread,
} from '../../trace/nodes.ts';
import type { Parameters } from '../values/parameters.ts';

/** Sets `isFrameLoop` and `reason` of every loop of a thread; `parameters`: what the program's numbers stand for. */
export function classifyLoops(thread: TraceThread, parameters: Parameters): void {
  classify(thread.body, parameters, false);
}

function classify(nodes: readonly TraceNode[], parameters: Parameters, inFrame: boolean): void {
  for (const node of nodes) {
    if (node.kind === 'loop') decide(node, parameters, inFrame);
    const inside = inFrame || (node.kind === 'loop' && node.isFrameLoop);
    for (const list of childLists(node)) classify(list, parameters, inside);
  }
}

function decide(node: LoopNode, parameters: Parameters, inFrame: boolean): void {
  const summary = summarize(node, parameters);
  const [isFrameLoop, reason] = verdict(node, summary, inFrame);
  node.isFrameLoop = isFrameLoop;
  node.reason = reason;
}

interface Summary {
  submits: boolean;
  asyncCopies: boolean;
  copies: boolean;
  waitsForResults: boolean;
  reads: boolean;
  writes: boolean;
  hostWork: boolean;
  dequeues: boolean;
  enqueues: boolean;
  spawns: boolean;
  joins: boolean;
  forks: boolean;
  reports: boolean;
  allocates: boolean;
  loads: boolean;
  /** Takes the model's outputs one after the other. */
  walksOutputs: boolean;
  /** What it is over, in words. */
  over: string;
}

function summarize(node: LoopNode, parameters: Parameters): Summary {
  const summary: Summary = {
    submits: false,
    asyncCopies: false,
    copies: false,
    waitsForResults: false,
    reads: false,
    writes: false,
    hostWork: false,
    dequeues: false,
    enqueues: false,
    spawns: false,
    joins: false,
    forks: false,
    reports: false,
    allocates: false,
    loads: false,
    walksOutputs: false,
    over: subjectOf(node, parameters),
  };
  visitNodes(node.body, (inner) => {
    if (inner.kind === 'call') {
      addCall(summary, inner);
      summary.loads ||= inner.row.role === 'load';
      summary.forks ||= /^v?fork$/.test(inner.name);
      summary.walksOutputs ||= takesOutputOf(node, inner);
    } else if (inner.kind === 'queue' && !holdsPermits(inner.queue))
      summary[inner.operation === 'dequeue' ? 'dequeues' : 'enqueues'] = true;
    else if (inner.kind === 'spawn' && inner.operation !== 'register') {
      summary.spawns = true;
      summary.joins ||= inner.operation === 'join';
    } else if (inner.kind === 'loop' && inner.isElementLoop) summary.hostWork = true;
  });
  return summary;
}

/** `aclmdlGetDatasetBuffer(output, i)` with the loop's own counter. */
function takesOutputOf(loop: LoopNode, { name, args }: CallNode): boolean {
  if (name !== 'aclmdlGetDatasetBuffer') return false;
  const index = args[1]?.value;
  if (index?.kind !== 'number') return false;
  const [counter] = loopsIn(index.quantity);
  if (counter === undefined || index.quantity !== loopIndex(counter)) return false;
  return loop.condition.split(/\W+/).includes(counter);
}

function addCall(summary: Summary, call: CallNode): void {
  const { row } = call;
  switch (row.role) {
    case 'submit':
    case 'execute':
      summary.submits = true;
      break;
    case 'copy':
      if (copyDirection(call) === 'h2h') break;
      summary.copies = true;
      summary.asyncCopies ||= row.mode === 'async';
      break;
    case 'synchronize':
      summary.waitsForResults ||= row.category.startsWith('hi_mpi');
      break;
    case 'hostRead':
      summary.reads = true;
      break;
    case 'hostWrite':
      summary.writes = true;
      break;
    case 'hostWork':
      summary.reads ||= row.category === 'host-ffmpeg';
      summary.hostWork ||= row.stage !== undefined;
      break;
    case 'report':
      summary.reports = true;
      break;
    case 'allocate':
      summary.allocates = true;
  }
}

type Verdict = [isFrameLoop: boolean, reason: LoopReason];

function verdict(node: LoopNode, has: Summary, inFrame: boolean): Verdict {
  if (node.loop === 'entry') return [true, 'per-call'];
  const no = has.forks ? 'starts-processes' : exclusion(node, has, inFrame);
  if (no) return [false, no];
  if (node.loop === 'handler' && has.loads && !has.submits) return [false, 'no-device-work'];
  if (node.loop === 'callback') return [true, 'per-result'];
  if (node.loop === 'handler' || node.loop === 'pool') return [true, 'per-request'];
  if (has.submits || isFork(has)) return [true, 'submits'];
  if (has.waitsForResults) return [true, 'takes-result'];
  if (inFrame) return itemVerdict(node, has);
  if (has.asyncCopies) return [true, 'submits-copy'];
  return streamVerdict(node, has);
}

/** Starts threads for each frame, and waits for them. */
const isFork = ({ spawns, joins, enqueues }: Summary): boolean => spawns && joins && enqueues;

function startsOnly({ takesItems }: LoopNode, has: Summary): boolean {
  return has.spawns && !isFork(has) && !has.submits && !has.dequeues && !takesItems;
}

function exclusion(node: LoopNode, has: Summary, inFrame: boolean): LoopReason | undefined {
  if (startsOnly(node, has)) return 'starts-threads';
  if (isOnce(node)) return 'runs-once';
  if (warmsUp(node)) return 'warms-up';
  if (!inFrame && isOverDevices(has.over)) return 'over-devices';
  if ((isOverParts(has.over) || has.walksOutputs) && !has.submits) return 'over-parts';
  if (has.reports && !has.submits) return 'waits-for-reports';
  return undefined;
}

/** `i < warmup`, and not `i < frames + warmup`, which goes on with the frames. */
function warmsUp({ condition, times }: LoopNode): boolean {
  const counts = times === 'forever' ? [] : namesIn(times);
  const names = counts.length > 0 ? counts : (boundOf(condition).match(/[A-Za-z_]\w*/g) ?? []);
  return names.length > 0 ? names.every(isOfWarmUp) : isOfWarmUp(condition);
}

const boundOf = (condition: string): string => condition.split(/[<>=]/).at(-1) ?? '';

const isOfWarmUp = (text: string): boolean => /warm/i.test(text);

function isOnce({ passes, times }: LoopNode): boolean {
  const all = passes ?? times;
  return all === 0 || all === 1;
}

/** What a loop is over, in words: its condition, the numbers that bound it, and where run time has these from. */
function subjectOf({ condition, times }: LoopNode, parameters: Parameters): string {
  const names = times === 'forever' ? [] : namesIn(times);
  const sources = names.flatMap((name) => sourceOf(name, parameters));
  return [condition, ...names, ...sources].join(' ');
}

/** `aclmdlGetNumOutputs` of a count that a member keeps, whatever that is called. */
function sourceOf(name: string, parameters: Parameters): string[] {
  const { kind, origin } = parameters.get(name) ?? {};
  return kind === 'open' && origin?.evidence !== undefined ? [origin.evidence] : [];
}

function isOverDevices(text: string): boolean {
  return /\b\w*(device|dev)_?(num|count|cnt|ids?|list)\w*|\b\w*(thread|channel|chn|chan|stream)_?(num|count|cnt|size)\w*|kDeviceNum/i.test(
    text,
  );
}

function isOverParts(text: string): boolean {
  return /output|input|\bnum(in|out)puts?\b|height|rows?\b|stride|\bdims?\b|dim_?count|dataset|tensor/i.test(
    text,
  );
}

/** Inside a frame loop: over the items of a batch. */
function itemVerdict(node: LoopNode, has: Summary): Verdict {
  const over = node.condition;
  const isOverItems =
    /size\(\)|_size|\bend\(\)|batch|file|image|img|frame|pic|num|count|items|map|list/i.test(over);
  const works = has.copies || has.reads || has.writes || (has.hostWork && has.dequeues);
  if (isOverItems && works) return [true, 'batch-item'];
  if (node.times === 'forever' && has.copies) return [true, 'item'];
  return [false, works ? 'part-of-frame' : 'no-work'];
}

/** Outside of any frame loop, without submissions: readers, writers, and copies on their own. */
function streamVerdict(node: LoopNode, has: Summary): Verdict {
  if (has.copies && has.reads && has.enqueues) return [true, 'prepares-item'];
  if (node.times === 'forever') {
    const isWorker = node.thread.kind === 'thread';
    return endlessVerdict(
      { ...has, dequeues: has.dequeues || (isWorker && node.takesItems === true) },
      isWorker,
    );
  }
  const isCounted = typeof node.times === 'number' && node.times >= 16;
  if (has.copies && !has.allocates && isCounted) return [true, 'copies'];
  return [false, 'no-device-work'];
}

/** A thread of its own that reads without end is a receiver; a `main` that does may read its settings. */
function endlessVerdict(has: Summary, isWorker: boolean): Verdict {
  if (has.dequeues) return [true, 'dequeues'];
  if (has.enqueues) return [true, 'enqueues'];
  if (has.reads && (has.copies || has.hostWork || isWorker)) return [true, 'reads-frame'];
  if (has.copies && !has.allocates) return [true, 'copies'];
  return [false, 'no-device-work'];
}
