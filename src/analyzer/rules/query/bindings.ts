/** What threads are bound to: where streams and events are made, and where they are used. */
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { RuleContext } from '../context.ts';
import { argument, objectOf } from './copies.ts';
import { walkFlow, type Flow } from './waits/flow.ts';

/** What a thread is bound to. */
export interface Bound {
  device: number | undefined;
  /** Undefined for the default context of the device. */
  context?: TraceObject | undefined;
  by: CallNode;
}

export interface Home extends Bound {
  made: CallNode;
}

/** A call that is given a stream. */
export interface Use {
  call: CallNode;
  bound: Bound | undefined;
}

interface Bindings {
  /** What the thread was bound to that made a stream or an event; none where that is not known, or not one. */
  homes: ReadonlyMap<TraceObject, Home | undefined>;
  uses: readonly Use[];
}

/** Surely of different devices, or of different contexts that the program has made. */
export function apartBy(one: Bound, other: Bound): 'device' | 'context' | undefined {
  if (one.device !== undefined && other.device !== undefined && one.device !== other.device) return 'device';
  return one.context && other.context && one.context !== other.context ? 'context' : undefined;
}

/** Of all threads, in the order of execution. */
export function bindingsOf(context: RuleContext): Bindings {
  const homes = new Map<TraceObject, Home | undefined>();
  const uses: Use[] = [];
  const flow: Flow<{ bound?: Bound | undefined }> = {
    copy: (state) => ({ ...state }),
    merge: (a, b) => (a.bound && b.bound && isSame(a.bound, b.bound) ? a : {}),
    visit(call, state, silent) {
      if (call.kind !== 'call') return;
      const { bound } = state;
      if (changesBinding(call)) state.bound = boundBy(call, context);
      else if (silent) return;
      else if (call.creates && HOMED.includes(call.row.creates)) note(homes, call.creates, call, bound);
      else if (call.row.stream !== undefined) uses.push({ call, bound });
    },
  };
  for (const thread of context.trace.threads) walkFlow(thread.body, {}, flow);
  return { homes, uses };
}

const HOMED: readonly unknown[] = ['stream', 'event'];

/** Made again elsewhere, it has two homes. */
function note(
  homes: Map<TraceObject, Home | undefined>,
  object: TraceObject,
  made: CallNode,
  bound: Bound | undefined,
): void {
  const before = homes.get(object);
  const isOne = bound && (!homes.has(object) || (before && isSame(before, bound)));
  homes.set(object, isOne ? { ...bound, made } : undefined);
}

const isSame = (one: Bound, other: Bound): boolean =>
  one.device === other.device && one.context === other.context;

const changesBinding = ({ row }: CallNode): boolean =>
  row.role === 'bindContext' ||
  row.creates === 'context' ||
  row.destroys === 'context' ||
  row.role === 'init';

/** Undefined where it is not known, or only in some modes. */
function boundBy(call: CallNode, context: RuleContext): Bound | undefined {
  if (call.when?.length || call.row.destroys || call.row.role === 'init') return undefined;
  const device = deviceBound(call, context);
  const own = call.creates ?? objectOf(argument(call, call.row.context)?.value);
  return device === undefined && !own ? undefined : { device, context: own, by: call };
}

/** The device that a call binds the thread to, by number. */
export function deviceBound(call: CallNode, context: RuleContext): number | undefined {
  const bound = objectOf(argument(call, call.row.context)?.value);
  const maker = bound ? context.withRole('create').find(({ creates }) => creates === bound) : call;
  const value = maker && argument(maker, maker.row.device)?.value;
  return value?.kind === 'number' ? context.fixed(value.quantity) : undefined;
}
