/** Pools that grow: what is taken from one where it holds something is made where it holds nothing, so nobody waits for it. */
import { channelCallback, launchedCallback } from '../../trace/callbacks.ts';
import { holdsPermits, visitNodes, type ProgramTrace, type TraceThread } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';

/** Which threads put into a queue of items, not of permits, and take from it. */
interface Ends {
  puts: Set<TraceThread>;
  takes: Set<TraceThread>;
  /** Somebody waits there. */
  isAwaited: boolean;
}

/**
 * Queues that nothing fills at first, and into which only those put that come after who takes: as taking from them never
 * waits, the first items are made elsewhere.
 */
export function findSpares(trace: ProgramTrace): ReadonlySet<TraceObject> {
  const ends = endsOf(trace);
  const spares = [...ends].filter(([queue, own]) => isSpare(trace, queue, own, ends));
  return new Set(spares.map(([queue]) => queue));
}

function endsOf({ threads }: ProgramTrace): Map<TraceObject, Ends> {
  const ends = new Map<TraceObject, Ends>();
  for (const thread of threads)
    visitNodes(thread.body, (node) => {
      if (node.kind !== 'queue' || holdsPermits(node.queue)) return;
      const own = ends.get(node.queue) ?? { puts: new Set(), takes: new Set(), isAwaited: false };
      ends.set(node.queue, own);
      (node.operation === 'enqueue' ? own.puts : own.takes).add(thread);
      own.isAwaited ||= node.blocking && node.operation === 'dequeue';
    });
  return ends;
}

function isSpare(
  trace: ProgramTrace,
  queue: TraceObject,
  { puts, takes, isAwaited }: Ends,
  ends: Map<TraceObject, Ends>,
): boolean {
  if (isAwaited || !takes.size || !puts.size) return false;
  const later = reachedFrom(trace, takes, new Map([...ends].filter(([other]) => other !== queue)));
  return [...puts].every((thread) => !takes.has(thread) && later.has(thread));
}

/** The threads that what these put into queues comes to, and the callbacks that what they submit does. */
function reachedFrom(
  trace: ProgramTrace,
  from: ReadonlySet<TraceThread>,
  ends: ReadonlyMap<TraceObject, Ends>,
): Set<TraceThread> {
  const reached = new Set<TraceThread>();
  const open = [...from];
  for (let thread = open.pop(); thread; thread = open.pop()) {
    const takers = [...ends.values()].flatMap(({ puts, takes }) =>
      thread && puts.has(thread) ? [...takes] : [],
    );
    const next = [...takers, ...callbacksOf(trace, thread)].filter((one) => !reached.has(one));
    for (const one of next) reached.add(one);
    open.push(...next);
  }
  return reached;
}

function callbacksOf(trace: ProgramTrace, { body }: TraceThread): TraceThread[] {
  const found: TraceThread[] = [];
  visitNodes(body, (node) => {
    if (node.kind !== 'call') return;
    const callback = channelCallback(trace, node) ?? launchedCallback(trace, node);
    if (callback) found.push(callback);
  });
  return found;
}
