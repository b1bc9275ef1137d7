/** The courses of threads as far as queues go: what happens before the start, and what follows upon what. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { Awaited } from '../../library/permits.ts';
import {
  anyNode,
  passesAround,
  visitNodes,
  type AwaitedNode,
  type CallNode,
  type LoopNode,
  type ProgramTrace,
  type QueueNode,
  type TraceThread,
} from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { isWork } from '../effects.ts';

/** Where a queue is taken from and given to. */
export interface Moves {
  takes: QueueNode[];
  gives: QueueNode[];
}

type Event = QueueNode | AwaitedNode | CallNode;

export class Courses {
  readonly moves = new Map<TraceObject, Moves>();
  /** By thread the moves of queues and the work between them, in order. */
  private readonly events = new Map<TraceThread, Event[]>();
  /** By thread the order number of what ends its start: its first steady loop, or its waiting for others to end. */
  private readonly starts = new Map<TraceThread, number>();
  /** What becomes of waits for numbers; those that are left out become nothing. */
  readonly takings = new Map<AwaitedNode, QueueNode>();
  private readonly working = new Map<LoopNode, boolean>();

  constructor(private readonly trace: ProgramTrace) {
    for (const { body } of trace.threads)
      visitNodes(body, (node) => {
        if (node.kind === 'queue') this.note(node);
      });
    for (const thread of trace.threads) this.follow(thread);
  }

  private follow(thread: TraceThread): void {
    const events: Event[] = [];
    let start = Infinity;
    visitNodes(thread.body, (node) => {
      const isMove = node.kind === 'queue' || node.kind === 'awaited';
      if (isMove || (node.kind === 'call' && isBusy(node))) events.push(node);
      const ends =
        (node.kind === 'spawn' && node.operation === 'join') || (node.kind === 'loop' && this.works(node));
      if (ends) start = Math.min(start, node.order);
    });
    this.events.set(thread, events);
    this.starts.set(thread, start);
  }

  private note(node: QueueNode): void {
    const moves = this.moves.get(node.queue) ?? { takes: [], gives: [] };
    this.moves.set(node.queue, moves);
    (node.operation === 'enqueue' ? moves.gives : moves.takes).push(node);
  }

  /** A loop without end, or one that works or hands on: what only fills or empties something is over soon. */
  private works(loop: LoopNode): boolean {
    const before = this.working.get(loop);
    if (before !== undefined) return before;
    const works = loop.times === 'forever' || holdsWork(loop) || this.handsOn(loop);
    this.working.set(loop, works);
    return works;
  }

  /**
   * Takes from one queue for another: what only fills or only empties queues has one kind of move. What nobody gives to,
   * such as a condition, is none.
   */
  private handsOn({ body }: LoopNode): boolean {
    const moved = new Set<TraceObject>();
    let takes = false;
    visitNodes(body, (node) => {
      if (node.kind !== 'queue') return;
      moved.add(node.queue);
      takes ||= node.operation === 'dequeue' && node.by === undefined && this.isGivenTo(node.queue);
    });
    return takes && moved.size > 1;
  }

  private isGivenTo(queue: TraceObject): boolean {
    return (this.moves.get(queue)?.gives.length ?? 0) > 0;
  }

  /** Done over and over, and not only at the start or the end. */
  isSteady({ thread, loops }: Pick<QueueNode, 'thread' | 'loops'>): boolean {
    return thread.kind === 'callback' || loops.some((loop) => this.works(loop));
  }

  isBeforeStart({ thread, order }: Pick<QueueNode, 'thread' | 'order'>): boolean {
    return order < (this.starts.get(thread) ?? Infinity);
  }

  /** How often a node outside of steady loops is come to. */
  timesOf({ loops }: QueueNode): Quantity {
    return passesAround(loops);
  }

  /** Notes that a wait is taking from a queue. */
  replace(wait: AwaitedNode, by: QueueNode): void {
    const events = this.events.get(wait.thread) ?? [];
    const at = events.indexOf(wait);
    if (at >= 0) events[at] = by;
    this.takings.set(wait, by);
  }

  /** Whether a move comes right after a wait, with no work between. */
  follows(node: QueueNode, { node: wait }: Awaited): boolean {
    if (node.thread !== wait.thread || node.order < wait.order) return false;
    const events = this.events.get(node.thread) ?? [];
    return !events.some((one) => one.kind === 'call' && one.order >= wait.order && one.order < node.order);
  }

  /** Whether a wait comes before a move in the same pass of a loop, with work between or none. */
  precedes({ node: wait }: Awaited, node: QueueNode): boolean {
    return wait.thread === node.thread && wait.order < node.order && wait.loops.at(-1) === node.loops.at(-1);
  }

  /** The moves of other queues right before and right after one, with no work between. */
  neighbours(node: QueueNode | AwaitedNode, isOther: (queue: TraceObject) => boolean): QueueNode[] {
    const events = this.events.get(node.thread) ?? [];
    const at = events.indexOf(node);
    const loop = node.loops.at(-1);
    const isNext = (one: Event): boolean => one.kind === 'call' || isOther(one.queue);
    const around = [events.slice(0, at).findLast(isNext), events.slice(at + 1).find(isNext)];
    return around.flatMap((one) => (one?.kind === 'queue' && one.loops.at(-1) === loop ? [one] : []));
  }

  /** The threads that what is taken gets to: through other queues and callbacks. */
  reachedFrom(queue: TraceObject, takes: readonly QueueNode[]): ReadonlySet<TraceThread> {
    const reached = new Set<TraceThread>();
    const open = takes.map(({ thread }) => thread);
    for (let thread = open.pop(); thread; thread = open.pop()) {
      if (reached.has(thread)) continue;
      reached.add(thread);
      open.push(...this.after(thread, queue));
    }
    return reached;
  }

  private after(thread: TraceThread, except: TraceObject): TraceThread[] {
    const events = this.events.get(thread) ?? [];
    const takers = events.flatMap((event) =>
      event.kind === 'queue' && event.operation === 'enqueue' && event.queue !== except
        ? (this.moves.get(event.queue)?.takes ?? []).map((node) => node.thread)
        : [],
    );
    const callsBack = events.some((event) => event.kind === 'call');
    const callbacks = callsBack ? this.trace.threads.filter(({ kind }) => kind === 'callback') : [];
    return [...takers, ...callbacks];
  }
}

function holdsWork({ body }: LoopNode): boolean {
  return anyNode(body, (node) => node.kind === 'call' && isBusy(node));
}

const BUSY = new Set<CallNode['row']['role']>(['hostWork', 'hostRead', 'hostWrite', 'report']);

const isBusy = ({ row: { role } }: CallNode): boolean => isWork(role) || BUSY.has(role);
