/**
 * What a program does, call by call: the abstract execution's result. Rules and the extraction of the Pipeline read it.
 * A call that is reached along two paths stands here twice, each with its own path, loops and values.
 */
import { multiply, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Parameter, Unknown } from '../../pipeline/pipeline.ts';
import { givesWork, type CatalogueRow } from '../acl/catalogue.ts';
import type { ModeTest } from './modes.ts';
import type { TraceValue, TraceObject } from './values.ts';

export interface ProgramTrace {
  name: string;
  /** `library`: what nothing at hand calls is followed, from its entries on; the rest of the program is not known. */
  kind: 'program' | 'library';
  /** The name of `main`. */
  source?: SourceRange;
  files: string[];
  threads: TraceThread[];
  objects: TraceObject[];
  parameters: Parameter[];
  unknowns: Unknown[];
}

export interface TraceThread {
  id: string;
  /** Qualified name of the entry function; `lambda@<line>` for a lambda. */
  entry: string;
  kind: 'main' | 'thread' | 'callback' | 'library';
  replicas: Quantity;
  /** Name of the entry function where it is defined. */
  source?: SourceRange;
  /** Name of the creating call (`pthread_create`, `thread`, …) or of the call that registers the callback. */
  createdAt?: SourceRange;
  /** How it is made: `pthread_create`, `std::thread`, `std::async`, `pool`, `openmp`, `aclrtLaunchCallback`, … */
  createdBy?: string;
  /** The modes in which it is started; left out where it is in all. */
  when?: readonly ModeTest[];
  /** Where it waits, or may wait, for other threads, whatever for: the orders of what comes next. */
  waits?: number[];
  body: TraceNode[];
}

export type TraceNode =
  CallNode | LoopNode | BranchNode | LockNode | QueueNode | AwaitedNode | SpawnNode | AccessNode | ReturnNode;

/** What every node has. */
export interface NodeBase {
  /** Order of execution within the program, rising. */
  order: number;
  range: SourceRange;
  /** Calls that lead from the thread's entry to here, outermost first: each is the name at the call site. */
  path: PathEntry[];
  /** Loops around it, through calls, outermost first. The same objects as the nodes of the tree. */
  loops: LoopNode[];
  /** Qualified name of the function whose text it stands in. */
  function: string;
  thread: TraceThread;
  /** The modes in which the program comes here; left out where it does in all. */
  when?: readonly ModeTest[];
}

export interface PathEntry {
  /** Qualified name of the called function. */
  callee: string;
  /** The name at the call site. */
  range: SourceRange;
}

/** A call of a catalogued function; `range` is the function's name at the call. */
export interface CallNode extends NodeBase {
  kind: 'call';
  name: string;
  row: CatalogueRow;
  /** The whole call expression. */
  callRange: SourceRange;
  /** The whole statement around it. */
  statement: SourceRange;
  args: TraceArgument[];
  /** What it returns or creates. */
  creates?: TraceObject;
  /** The variable that takes the result, e.g. `ret` of `ret = aclrtMemcpy(…)`. */
  resultName?: string;
  /** Conditions on the way here under which a function would have left before. */
  guards?: readonly Guard[];
  /** The object that a method is called on, e.g. the `cv::Mat` of `m.convertTo(…)`. */
  receiver?: TraceArgument;
  /** Asks whether work is done, and is asked again until it is. */
  isAwaited?: true;
}

export interface TraceArgument {
  text: string;
  range: SourceRange;
  value: TraceValue;
}

/** Why a loop runs once per frame, or does not. */
export type LoopReason =
  | 'per-result'
  | 'per-request'
  | 'per-call'
  | 'submits'
  | 'takes-result'
  | 'submits-copy'
  | 'starts-threads'
  | 'starts-processes'
  | 'runs-once'
  | 'warms-up'
  | 'over-devices'
  | 'over-parts'
  | 'waits-for-reports'
  | 'batch-item'
  | 'item'
  | 'part-of-frame'
  | 'no-work'
  | 'prepares-item'
  | 'copies'
  | 'no-device-work'
  | 'dequeues'
  | 'enqueues'
  | 'reads-frame';

/** `if (size <= size_) return;`, passed over: `range` is its keyword. */
export interface Guard {
  condition: string;
  range: SourceRange;
  /** What its side ends with; undefined where it leaves the function. */
  by: 'break' | 'continue' | undefined;
  /** By what is known, as of sizes, of which the one that is kept may have been another in a later pass. */
  isDecided?: true;
  /** It holds as far as is known, or asks a flag that may say either: what stands behind it is followed all the same. */
  isDismissed?: true;
}

/**
 * `range` is the loop's keyword; for `callback`, `handler`, `pool` and `entry` (which others are taken to call once a
 * frame) the name of the function where it is defined.
 */
export interface LoopNode extends NodeBase {
  kind: 'loop';
  loop: 'for' | 'while' | 'do' | 'callback' | 'handler' | 'pool' | 'entry';
  times: Quantity | 'forever';
  /** The whole loop statement (the function, for callbacks). */
  statement: SourceRange;
  /** The condition or range expression, as written. */
  condition: string;
  /** Of a range loop, what its elements go by. */
  variable?: string;
  isFrameLoop: boolean;
  /** Counts towards an end, known or not. */
  isCounted?: true;
  /** Why it is one or is not: the evidence of a finding; empty until it is judged. */
  reason: LoopReason | '';
  /** Writes single elements of memory with computed indices and calls nothing of weight: a hand-written pixel loop. */
  isElementLoop: boolean;
  /** Waits in each pass for an item so long at most, as the source says it. */
  gathers?: string;
  /** Passes once for each item of the batch that was taken last. */
  forEachTaken?: true;
  /** Waits in each pass for an item of a queue that other code than that at hand fills. */
  takesItems?: true;
  /** Its body holds several passes, which take things in turn, one after the other: how many passes there are of all. */
  passes?: Quantity | 'forever';
  /** Of such a loop: its first passes skip what later ones do, such as to wait for an earlier one. */
  isFilledFirst?: true;
  /** One of these passes. */
  isTurn?: true;
  /** A pass is given what the pass before has computed: by way of the host, or within the device's memory alone. */
  carries?: 'host' | 'device';
  body: TraceNode[];
}

/** What is known of a loop before its passes are followed. */
export type LoopHead = Pick<LoopNode, 'loop' | 'times' | 'range' | 'statement' | 'condition' | 'variable'>;

/** `then` and `otherwise` as written. Error returns are not branches and do not stand here. */
export interface BranchNode extends NodeBase {
  kind: 'branch';
  condition: string;
  /** Share of the passes that take `then`, as far as it can be told: a quantity over parameters. */
  share: Quantity;
  /** True where `share` is a guess and not computed from known values. */
  guessed: boolean;
  then: TraceNode[];
  otherwise: TraceNode[];
  /** `then` is gone in the modes in which any of these hold, `otherwise` in all others; `share` is that of the default. */
  modes?: readonly ModeTest[];
  /** One of several ways, by what only run time knows: neither side is the ordinary one. */
  isChoice?: true;
  /** `then` is taken only when work of the device failed. */
  isFailure?: true;
  /** Makes what the condition finds missing: taken by the first pass only. */
  makesOnce?: boolean;
}

export interface LockNode extends NodeBase {
  kind: 'lock';
  mutex: TraceObject;
  body: TraceNode[];
}

export interface QueueNode extends NodeBase {
  kind: 'queue';
  operation: 'enqueue' | 'dequeue';
  queue: TraceObject;
  blocking: boolean;
  /** It takes what comes `within` this time of the first item, as the source says it, and so many at most. */
  batch?: { atMost: Quantity; within: string };
  /** Of a number that is waited for: which way it is moved. */
  by?: 1 | -1;
  /** Of such a number: it is set, and not counted up or down. */
  isSet?: true;
  /** Nothing is put in, which tells who takes it to stop. */
  stops?: true;
  /** Of a queue of functions, how many different ones it is seen to carry. */
  tasks?: number;
  /** Its items are threads or futures, or hold one. */
  ofThreads?: true;
}

/** A wait for a number. Once all threads are followed it is taking from a queue, or nothing. */
export interface AwaitedNode extends NodeBase {
  kind: 'awaited';
  /** Of the permits that the number counts. */
  queue: TraceObject;
}

/** Whether a queue's items are permits, which are taken and given back, and nothing that flows from thread to thread. */
export const holdsPermits = ({ initial }: TraceObject): boolean => initial !== undefined;

/** A thread is started, joined, or a callback registered. */
export interface SpawnNode extends NodeBase {
  kind: 'spawn';
  operation: 'start' | 'join' | 'register';
  threads: TraceThread[];
  /** What is waited for is one of an array of so many. */
  among?: Quantity;
}

/** The host reads or writes memory of a buffer by pointer or index. */
export interface AccessNode extends NodeBase {
  kind: 'access';
  object: TraceObject;
  write: boolean;
}

/** The function ends here on the ordinary path. */
export interface ReturnNode extends NodeBase {
  kind: 'return';
}

/** Visits every node of `nodes` and of what they hold, in order of execution. */
export function visitNodes(nodes: readonly TraceNode[], visit: (node: TraceNode) => void): void {
  for (const node of nodes) {
    visit(node);
    for (const list of childLists(node)) visitNodes(list, visit);
  }
}

/** Whether one of `nodes`, or of what they hold, passes the test. */
export function anyNode(nodes: readonly TraceNode[], test: (node: TraceNode) => boolean): boolean {
  return nodes.some((node) => test(node) || childLists(node).some((list) => anyNode(list, test)));
}

/** How often what stands in these loops is come to in one pass of those among them that have no end. */
export function passesAround(loops: readonly LoopNode[]): Quantity {
  return loops.reduce<Quantity>(
    (product, { times }) => (times === 'forever' ? product : multiply(product, times)),
    1,
  );
}

/** Passes over elements that cost nothing beside a call of the runtime: the dimensions of a shape, the names of a list. */
export const FEW_PASSES = 64;

/** How often one frame comes to what is innermost in a loop over elements. */
export function elementPasses(loop: LoopNode, passesOf: (loop: LoopNode) => number): number {
  const within = (one: LoopNode): number =>
    passesOf(one) * Math.max(1, ...one.body.map((node) => (node.kind === 'loop' ? within(node) : 1)));
  const around = loop.loops.filter(({ isFrameLoop }) => !isFrameLoop);
  return around.reduce((product, outer) => product * passesOf(outer), within(loop));
}

/** Puts what a loop holds in the loop's own place, wherever it stands in `nodes`. */
export function unwrapLoop(nodes: TraceNode[], loop: LoopNode): void {
  const at = nodes.indexOf(loop);
  if (at >= 0) {
    nodes.splice(at, 1, ...loop.body);
    visitNodes(loop.body, (node) => (node.loops = node.loops.filter((one) => one !== loop)));
    return;
  }
  for (const node of nodes) for (const list of childLists(node)) unwrapLoop(list, loop);
}

/** The lists of nodes that a node holds; both sides of a branch. */
export function childLists(node: TraceNode): TraceNode[][] {
  if (node.kind === 'loop' || node.kind === 'lock') return [node.body];
  if (node.kind === 'branch') return [node.then, node.otherwise];
  return [];
}

/** The calls under `nodes`, in order. */
export function callsOf(nodes: readonly TraceNode[]): CallNode[] {
  const calls: CallNode[] = [];
  visitNodes(nodes, (node) => {
    if (node.kind === 'call') calls.push(node);
  });
  return calls;
}

/** Where threads are started under `nodes`, in order. */
export function startsIn(nodes: readonly TraceNode[]): SpawnNode[] {
  const starts: SpawnNode[] = [];
  visitNodes(nodes, (node) => {
    if (node.kind === 'spawn' && node.operation === 'start') starts.push(node);
  });
  return starts;
}

/** The outermost and innermost frame loop around a node. */
export function frameLoopsOf(node: TraceNode): LoopNode[] {
  return node.loops.filter((loop) => loop.isFrameLoop);
}

/** Whether a thread of the program gives the device work. */
export const drives = ({ threads }: Pick<ProgramTrace, 'threads'>): boolean =>
  threads.some(({ body }) => callsOf(body).some(({ row }) => givesWork(row)));
