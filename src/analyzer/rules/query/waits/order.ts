/** What orders the work of one stream behind that of another: events, and waits of the host. */
import type { CallNode, TraceNode } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import { argument, objectOf } from '../copies.ts';
import { isSure, mayBeSame, streamOf } from '../streams.ts';
import { walkFlow } from './flow.ts';
import { covers } from './pending.ts';
import { isSubmission, isWait, learnsOfEnd } from './work.ts';

/** Work that is given to a stream, and that on other streams that nothing orders before it. */
export interface Unordered {
  call: CallNode;
  before: CallNode[];
}

type Calls = ReadonlySet<CallNode>;

interface State {
  /** Given to a stream, and not known to the host to have ended. */
  pending: Calls;
  /** By stream, the work of others that ends before what it is given from here on. */
  ended: ReadonlyMap<TraceObject, Calls>;
  /** By event, the work that ends before whoever waits for it. */
  recorded: ReadonlyMap<TraceObject, Calls>;
}

const NONE: Calls = new Set();

/** Each submission with what may run beside it, along a thread; what other threads order is not known. */
export function unorderedWork(body: readonly TraceNode[]): Unordered[] {
  const found: Unordered[] = [];
  const none: State = { pending: NONE, ended: new Map(), recorded: new Map() };
  walkFlow<{ at: State }>(
    body,
    { at: none },
    {
      copy: ({ at }) => ({ at }),
      merge: (a, b) => ({ at: merged(a.at, b.at) }),
      visit(node, state, silent) {
        const before = silent ? [] : besides(state.at, node);
        if (node.kind === 'call' && before.length > 0) found.push({ call: node, before });
        state.at = after(state.at, node);
      },
    },
  );
  return found;
}

const isWork = (call: CallNode): boolean => isSubmission(call) && isSure(streamOf(call));

function besides({ pending, ended }: State, node: TraceNode): CallNode[] {
  const stream = node.kind === 'call' && isWork(node) ? streamOf(node) : undefined;
  if (!stream) return [];
  const known = ended.get(stream) ?? NONE;
  return [...pending].filter((one) => !known.has(one) && !mayBeSame(streamOf(one), stream));
}

function after(state: State, node: TraceNode): State {
  if (node.kind !== 'call') return TOLD.has(node.kind) ? { ...state, pending: NONE } : state;
  if (isWork(node)) return submitted(state, node);
  if (mayOrder(node)) return { ...state, pending: NONE };
  if (isWait(node)) return waited(state, node);
  if (node.row.role === 'record') return recordedAt(state, node);
  return node.row.role === 'streamWait' ? joinedAt(state, node) : state;
}

/** By these another thread may tell that the work has ended. */
const TOLD: ReadonlySet<TraceNode['kind']> = new Set(['queue', 'spawn', 'lock', 'awaited']);

/** Notifications and values that streams wait for, the end of a stream, and all by which the host learns of an end. */
const mayOrder = (call: CallNode): boolean =>
  learnsOfEnd(call) ||
  call.row.role === 'sleep' ||
  call.row.role === 'destroy' ||
  (call.row.role === 'other' && call.row.stream !== undefined);

/** Given anew, it is ordered by nothing that ordered it before. */
function submitted({ pending, ended, recorded }: State, call: CallNode): State {
  const without = (calls: Calls): Calls => new Set([...calls].filter((one) => one !== call));
  const forgotten = (all: State['ended']): State['ended'] =>
    new Map([...all].map(([object, calls]) => [object, without(calls)]));
  return { pending: new Set([...pending, call]), ended: forgotten(ended), recorded: forgotten(recorded) };
}

function waited(state: State, wait: CallNode): State {
  const stream = streamOf(wait);
  const known = (stream && state.ended.get(stream)) ?? NONE;
  const isOver = (one: CallNode): boolean => known.has(one) || covers(wait, one);
  return { ...state, pending: new Set([...state.pending].filter((one) => !isOver(one))) };
}

function recordedAt(state: State, record: CallNode): State {
  const event = eventOf(record);
  if (!event) return { ...state, pending: NONE };
  const stream = streamOf(record);
  const own = [...state.pending].filter((one) => !stream || mayBeSame(streamOf(one), stream));
  const known = (stream && state.ended.get(stream)) ?? NONE;
  return { ...state, recorded: new Map(state.recorded).set(event, new Set([...own, ...known])) };
}

/** An event that is recorded elsewhere may stand for all. */
function joinedAt(state: State, wait: CallNode): State {
  const event = eventOf(wait);
  const stream = streamOf(wait);
  const calls = event && state.recorded.get(event);
  if (!calls || !stream) return { ...state, pending: NONE };
  const known = new Set([...(state.ended.get(stream) ?? NONE), ...calls]);
  return { ...state, ended: new Map(state.ended).set(stream, known) };
}

const eventOf = (call: CallNode): TraceObject | undefined => objectOf(argument(call, call.row.event)?.value);

/** After a branch, what is ordered on either side counts. */
function merged(a: State, b: State): State {
  const isOver = (one: CallNode): boolean => onlyIn(a, b, one) || onlyIn(b, a, one);
  const pending = [...a.pending, ...b.pending].filter((one) => !isOver(one));
  return {
    pending: new Set(pending),
    ended: union(a.ended, b.ended),
    recorded: union(a.recorded, b.recorded),
  };
}

/** Still under way on one side only: ended on the other, or not given there. */
const onlyIn = (a: State, b: State, one: CallNode): boolean => a.pending.has(one) && !b.pending.has(one);

function union(a: State['ended'], b: State['ended']): State['ended'] {
  const all = new Map(a);
  for (const [object, calls] of b) all.set(object, new Set([...(all.get(object) ?? NONE), ...calls]));
  return all;
}
