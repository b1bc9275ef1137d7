/** The abstract execution's value: where it is and what it has recorded. */
import type { HeldItems } from '../library/held-items.ts';
import type { Permit } from '../library/permits.ts';
import type { Awaiting, DistanceWait, StatePlace } from '../library/states.ts';
import type { Budget } from './budget.ts';
import type { Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { SymbolTable } from '../program/symbols.ts';
import type {
  Chunk,
  ClassDeclaration,
  Expression,
  FunctionDeclaration,
  MacroDeclaration,
  Statement,
  TypeName,
  Variable,
} from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import type { runtimeCall } from '../acl/runtime-call.ts';
import type { makeInstance } from './calls/construct.ts';
import { Reentry } from './calls/entered.ts';
import type { Frame } from './names/frame.ts';
import type { Found } from './statements/search.ts';
import { Forks } from './threads/forks.ts';
import type { Apart, HeldLock } from './threads/locks.ts';
import { Mutexes } from './threads/mutexes.ts';
import type { Deciding } from './turns/deciding.ts';
import type { Bindings } from './names/template.ts';
import { Nesting } from './nesting.ts';
import { Beside, type ValueBeside } from './values/beside.ts';
import { DataFlows, type Place } from './values/data-flow.ts';
import { Parameters } from './values/parameters.ts';
import { Store } from './values/store.ts';
import type { ArrayStore, Cell, FunctionTarget, Instance, Value } from './values/value.ts';
import {
  visitNodes,
  type Guard,
  type LoopHead,
  type LoopNode,
  type NodeBase,
  type ProgramTrace,
  type TraceNode,
  type TraceThread,
} from '../trace/nodes.ts';
import type { EscapedFunction, PendingThread } from './threads/pending.ts';
import type { ModeTest } from '../trace/modes.ts';
import type { ObjectKind, TraceObject } from '../trace/values.ts';

/** How a statement ends: with the next one, or by leaving something. */
export type Flow = 'next' | 'return' | 'break' | 'continue';

/** What the parts of the execution need of each other. They are wired in `build.ts`. */
export interface Parts {
  evaluate(expression: Expression, frame: Frame): Value;
  /** The place that an expression names. */
  locate(expression: Expression, frame: Frame): Cell | undefined;
  execute(statements: readonly Statement[], frame: Frame): Flow;
  /** A new instance of a class of the workspace, its constructor run. */
  construct(
    className: string,
    args: readonly Argument[],
    scope: string,
    site: SourceRange,
    bindings?: Bindings,
  ): Value;
  invoke(target: FunctionTarget, args: readonly Argument[], site: SourceRange): Value;
  /** Starts a thread. */
  spawn(callee: Value, args: readonly Argument[], createdBy: string, site: SourceRange): Value;
  /** A new instance made from arguments that have been evaluated. */
  make: typeof makeInstance;
  /** Does what a function of the runtime does. */
  runtime: typeof runtimeCall;
}

/** An argument as the caller has it: its value, and its place where it is one. */
export interface Argument {
  value: Value;
  cell?: Cell | undefined;
  /** The element that leads to it, as in `*v[0]` and `v[0].get()`. */
  element?: Cell | undefined;
  /** A place that no pass of the loops around moves. */
  isFixed?: true;
  /** The field that it is for, where that is written: `.width = 224`; and the type of a tag, as of `Async{}`. */
  field?: string;
  type?: TypeName;
  text: string;
  range: SourceRange;
  /** The places that it was read from. */
  reads?: readonly Place[];
}

/** A macro's body, read as C++. */
export interface MacroBody {
  statements: Statement[];
  expression?: Expression | undefined;
  chunk: Chunk;
}

/** Chunks of macro bodies stand where the macro is used. */
export interface MacroChunk extends Chunk {
  site: SourceRange;
}

export class Interpreter {
  readonly nesting = new Nesting();
  readonly store = new Store();
  readonly dataFlows = new DataFlows();
  readonly parameters = new Parameters();
  readonly pending: PendingThread[] = [];
  /** By variable its cell; that of a class template's static one for each choice of arguments, by `bindingsKey`. */
  readonly globals = new Map<Variable, Map<string, Cell>>();
  /** Static locals: made by the first call, kept for all others; those of a thread by the thread. */
  readonly statics = new Map<Variable, Map<TraceThread | undefined, Cell>>();
  readonly objects: TraceObject[] = [];
  /** Of each of the workspace's classes, the object that was made first. */
  readonly firstOfClass = new Map<string, Instance>();
  /** Of polymorphic classes, those that derive from them: asked for often. */
  readonly descendants = new Map<ClassDeclaration, readonly ClassDeclaration[]>();
  /** Loops around that walk over objects which are followed one by one: they make no more of them. */
  unrolledLoops = 0;
  /** Of things that were made inside such loops, how many of the loops around those are. */
  readonly unrolledAround = new Map<TraceObject, number>();
  /** The loops around where things were made. */
  readonly madeAround = new Map<TraceObject, readonly LoopNode[]>();
  /** Cells of elements at places that are known, with what they are elements of. */
  readonly elements = new Map<Cell, ArrayStore>();
  /** Elements that loops are at, and counters that say which, while their passes are followed by themselves. */
  readonly steppedOn = new Set<Cell>();
  /** Cells that stand for one of the elements, whichever run time picks. */
  readonly picked = new Map<Cell, ArrayStore>();
  /** Things of elements that went their own way: what they were one with, the loop that made one for each element, and whose it is. */
  readonly separated = new Map<TraceObject, { from: TraceObject; loop: LoopNode; place: number }>();
  /** Loops around of which the passes are followed one by one: what counts them has its value, and elements are told apart. */
  oneByOne = 0;
  /** Containers that the passes which are being followed fill and empty. */
  heldItems: HeldItems | undefined;
  /** While a state machine is followed: the places that have decided what its passes do. */
  deciding: Deciding | undefined;
  /** The loop whose passes the threads of a parallel region share. */
  sharedLoop: Statement | undefined;
  /** Functions being executed, for recursion. */
  readonly stack: unknown[] = [];
  readonly reentry = new Reentry();
  /** Classes of which an object is being made, the innermost last. */
  readonly making: string[] = [];
  /** Functions and lambdas that were followed. */
  readonly followed = new Set<unknown>();
  /** Functions given to functions of the workspace, by what stands in their text. */
  readonly escaped = new Map<unknown, EscapedFunction>();
  /** Whether the thread at hand has taken work from a queue that nothing has been put into yet. */
  isStarved = false;
  readonly unresolvedCalls = new Map<string, SourceRange>();
  thread: TraceThread;
  nodes: TraceNode[];
  loops: LoopNode[] = [];
  path: TraceNode['path'] = [];
  readonly beside = new Beside();
  /** The modes in which the program comes to where the execution is. */
  when: readonly ModeTest[] = [];
  /** How many of the loops around stand outside of the function at hand. */
  outerLoops = 0;
  functionName = '';
  /** The statement at hand, and the variable that takes its result. */
  statement: SourceRange;
  resultName: string | undefined;
  /** Conditions under which the functions at hand would have left before. */
  guards: readonly Guard[] = [];
  /** What the function at hand returns. */
  returned: Value | undefined;
  /** The function of which it is asked what place its result refers to. */
  placeAsked: { of: FunctionDeclaration; place?: Cell | undefined } | undefined;
  /** What it returns in another mode. */
  returnedBeside: ValueBeside | undefined;
  /** What the function that was called last returns in another mode. */
  givenBeside: ValueBeside | undefined;
  /** What it returns where a search, which is not followed, ends early. */
  alternative: Value | undefined;
  /** What it returns where a search asks for this or that, with what is asked. */
  found: readonly Found[] = [];
  /** Whether the function at hand may have returned before (`open`), or went past what would have been a failure, `work` of the device's. */
  course: 'open' | 'checked' | 'work' | undefined;
  /** While a pass is followed to see how far it moves a counter: none of the loops in it asks the same. */
  isTrying = false;
  /** Is told when a choice is come to. */
  met: ((statement: Statement) => void) | undefined;
  /** Choices whose conditions were evaluated, and how much was recorded before: a loop asks which of its exits were met. */
  readonly tested = new Map<Statement, number>();
  /** Local variables that own things and whose blocks have not ended, innermost last; `type`: of one with a deleter of its own. */
  readonly openObjects: { instance?: Instance; cell: Cell; range: SourceRange; type?: TypeName }[] = [];
  readonly mutexes = new Mutexes();
  readonly forks = new Forks();
  /** Locks held, outermost first. */
  openLocks: readonly HeldLock[] = [];
  /** While sides are followed of which some give back locks that are held around them. */
  apart: Apart | undefined;
  /** What the callbacks of decoder and encoder channels are given. */
  readonly channelArguments = new Map<TraceObject, readonly Cell[]>();
  lastChannelArguments: readonly Cell[] | undefined;
  /** What the arguments of a thread make it do: threads of one entry on different objects are different threads. */
  readonly dynamicTargets = new Map<TraceThread, string>();
  /** Function that last waited on a condition variable: what it takes from a queue, it waited for. */
  waitedIn = '';
  /** Loops of whose passes only some come to where the execution is. */
  readonly selective = new Set<LoopNode>();
  /** Queues of elements that are told apart from the others, with the queue that stands for these. */
  readonly queuesApart = new Map<TraceObject, () => TraceObject | undefined>();
  /** Queues that are members of what loops make: these. */
  readonly queuesEach = new Map<TraceObject, readonly LoopNode[]>();
  /** Places that hold one item between threads, as queues. */
  readonly slots = new Map<Cell, TraceObject>();
  /** Places that count what may be under way: semaphores, and numbers that are waited for. */
  readonly permits = new Map<Cell, Permit>();
  /** Places that threads spin on until they hold what another puts there, and waits for the distance of two counters. */
  readonly states = new Map<Cell, StatePlace>();
  readonly distances: DistanceWait[] = [];
  /** By where promises are declared, the place that stands for them. */
  readonly promises = new Map<string, Cell>();
  /** While a condition that something waits for is evaluated: what it means that it holds, and what was found in it. */
  awaited: Awaiting | undefined;
  parts: Parts;

  constructor(
    readonly symbols: SymbolTable,
    readonly facts: ReadonlyMap<string, FileFacts>,
    readonly trace: ProgramTrace,
    thread: TraceThread,
    readonly macroBody: (macro: MacroDeclaration) => MacroBody | undefined,
    parts: Parts,
    readonly budget: Budget,
  ) {
    this.thread = thread;
    this.nodes = thread.body;
    this.parts = parts;
    this.statement = { file: '', line: 0, column: 0, endLine: 0, endColumn: 0 };
  }

  /** Counts a step; false once the limit is reached, when all that can stop should stop. */
  step(): boolean {
    return this.budget.step();
  }

  /** Whether a limit cut the execution short. */
  get exhausted(): boolean {
    return this.budget.isSpent || this.nesting.isCut;
  }

  range(chunk: Chunk, start: number, end: number): SourceRange {
    if ('site' in chunk) return (chunk as MacroChunk).site;
    const lines = this.facts.get(chunk.file)?.lines;
    if (!lines) return { file: chunk.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    return lines.range(chunk.file, chunk.base + start, chunk.base + end);
  }

  text(chunk: Chunk, node: { start: number; end: number }): string {
    return chunk.text.slice(node.start, node.end).replace(/\s+/g, ' ');
  }

  /** Notes that a choice was come to. */
  noteTested(statement: Statement): void {
    this.tested.set(statement, this.budget.recorded);
    this.met?.(statement);
  }

  /** What every node of the trace has. */
  base(range: SourceRange): NodeBase {
    return {
      order: this.budget.recorded,
      range,
      path: this.path,
      loops: this.loops,
      function: this.functionName,
      thread: this.thread,
      ...(this.when.length ? { when: this.when } : {}),
    };
  }

  record(node: TraceNode): void {
    this.budget.recorded++;
    this.nodes.push(node);
  }

  /** Runs `work` with its nodes going to `into`. */
  into<T>(into: TraceNode[], work: () => T): T {
    const before = this.nodes;
    this.nodes = into;
    try {
      return work();
    } finally {
      this.nodes = before;
    }
  }

  /** Follows what is only so where the tests hold too. */
  where<T>(tests: readonly ModeTest[], work: () => T): T {
    const { when } = this;
    this.when = [...when, ...tests];
    try {
      return work();
    } finally {
      this.when = when;
    }
  }

  /** Does what was done before the loops at hand began, though only now it shows that it was: by the thread, or for all. */
  before<T>(work: () => T, by: 'thread' | 'program' = 'thread'): T {
    const { thread: own, loops, nodes, path } = this;
    const [first] = this.trace.threads;
    // The body of a callback is one call of it.
    const isElsewhere = by === 'program' || own.kind === 'callback';
    const thread = isElsewhere && first ? first : own;
    const done: TraceNode[] = [];
    Object.assign(this, { thread, loops: [], nodes: done, path: [] });
    try {
      return work();
    } finally {
      if (thread === own) thread.body.push(...done);
      else thread.body.unshift(...done);
      Object.assign(this, { thread: own, loops, nodes, path });
    }
  }

  object(kind: ObjectKind, name: string, more: Partial<TraceObject> = {}): TraceObject {
    const object: TraceObject = {
      id: `${kind}${this.objects.length + 1}`,
      kind,
      name,
      scope: 'program',
      inFrameLoop: false,
      fields: new Map(),
      parts: [],
      ...(this.when.length ? { when: this.when } : {}),
      ...more,
    };
    this.objects.push(object);
    if (this.loops.length) this.madeAround.set(object, this.loops);
    if (this.unrolledLoops) this.unrolledAround.set(object, this.unrolledLoops);
    return object;
  }

  /** Begins a loop: nodes recorded until `leaveLoop` know that they stand in it. The caller gathers its body. */
  enterLoop(head: LoopHead): LoopNode {
    const node: LoopNode = {
      ...this.base(head.range),
      ...head,
      kind: 'loop',
      isFrameLoop: false,
      isElementLoop: false,
      reason: '',
      body: [],
    };
    this.loops = [...this.loops, node];
    return node;
  }

  /** Follows what happens once, though it stands in so many of the loops around, innermost first. */
  outOfLoops<T>(count: number, work: () => T): T {
    const { loops } = this;
    this.loops = loops.slice(0, Math.max(0, loops.length - count));
    try {
      return work();
    } finally {
      this.loops = loops;
    }
  }

  /** Whether a place of the text stands in a loop around: what is declared there is another one in each pass. */
  isInLoop({ file, line, column }: SourceRange): boolean {
    return this.loops.some(({ statement: at }) => {
      if (at.file !== file || line < at.line || line > at.endLine) return false;
      return (line > at.line || column >= at.column) && (line < at.endLine || column < at.endColumn);
    });
  }

  /** Ends a loop and records it. */
  leaveLoop(node: LoopNode): void {
    this.replaceLoop(node, [node]);
  }

  /** Does at once what the program does so many times without a loop of its own; nothing is recorded of nothing. */
  repeated(times: Quantity | 'forever', range: SourceRange, condition: string, work: () => void): void {
    const node = this.enterLoop({ loop: 'for', times, range, statement: range, condition });
    this.into(node.body, work);
    this.replaceLoop(node, node.body.length ? [node] : []);
  }

  /** Ends a loop and records other nodes in its place. */
  replaceLoop(node: LoopNode, by: readonly TraceNode[]): void {
    this.loops = this.loops.filter((loop) => loop !== node);
    for (const one of by) this.record(one);
  }

  /** The entry's own call is no part of the way to its nodes. */
  dropPathPrefix({ entry, body }: TraceThread): void {
    visitNodes(body, (node) => {
      if (node.path[0]?.callee === entry) node.path = node.path.slice(1);
    });
  }
}
