/** How many devices a program uses: the different ids that its threads and contexts are set to. */
import { evaluate } from '../../pipeline/evaluate.ts';
import { loopIndex, loopsIn, type Quantity } from '../../pipeline/quantity.ts';
import type { TraceNumber, TraceValue } from '../trace/values.ts';
import {
  callsOf,
  type CallNode,
  type LoopNode,
  type ProgramTrace,
  type TraceArgument,
} from '../trace/nodes.ts';

/** A loop over more ids than that is none over devices. */
const MOST = 64;

/** The number of devices; undefined where it is one, or where nothing tells it. */
export function devicesOf(trace: ProgramTrace): Quantity | undefined {
  const calls = trace.threads
    .flatMap(({ body }) => callsOf(body))
    .filter(({ row }) => row.device !== undefined);
  const values = new Map(trace.parameters.map(({ name, value }) => [name, value]));
  const ids = new Set<number>();
  const counts: Quantity[] = [];
  for (const call of calls) {
    const value = call.args[call.row.device ?? 0]?.value;
    if (value?.kind === 'unknown' && value.passes !== undefined) counts.push(value.passes);
    if (value?.kind !== 'number') continue;
    if (loopsIn(value.quantity).length > 0) counts.push(idsOf(call, value, values));
    else if (value.known !== undefined) ids.add(value.known);
  }
  const size = (count: Quantity) => valueOf(count, values) ?? 1;
  const most = [ids.size, ...counts].toSorted((a, b) => size(b) - size(a))[0] ?? 1;
  return size(most) > 1 || typeof most === 'string' ? most : undefined;
}

/** The ids, which are not read, that several threads or passes are set to: they may be one, or one each. */
export function unreadDevices({ threads }: ProgramTrace): TraceArgument[] {
  return threads
    .flatMap(({ body }) => callsOf(body))
    .flatMap((call) => {
      const id = call.args[call.row.device ?? -1];
      return id && isOfSeveral(call) && !isRead(id.value) ? [id] : [];
    });
}

const isOfSeveral = ({ thread, loops }: CallNode): boolean =>
  thread.replicas !== 1 || loops.some(({ times, isFrameLoop }) => times !== 1 && !isFrameLoop);

const isRead = (id: TraceValue): boolean =>
  id.kind === 'constant' ||
  (id.kind === 'number' && (id.known !== undefined || typeof id.quantity === 'string'));

/**
 * How many different ids a running index makes: of the loop around the call, or of that which started the threads that come
 * there; what is made of several indices is another one for each thread.
 */
function idsOf(
  call: CallNode,
  { quantity: id, passes }: TraceNumber,
  values: ReadonlyMap<string, number>,
): Quantity {
  const [variable = '', ...others] = loopsIn(id);
  const around = call.loops.findLast((loop) => loop.variable === variable || asksFor(loop, variable));
  const started = others.length ? undefined : passes;
  const times = around ? around.times : (started ?? call.thread.replicas);
  if (times === 'forever') return 1;
  if (others.length || id === loopIndex(variable)) return times;
  return distinct(id, variable, times, values);
}

const asksFor = ({ condition }: LoopNode, name: string): boolean => condition.split(/\W+/).includes(name);

/** `i % DEVICES` and its kind: the ids that come out, one after the other. */
function distinct(
  id: Quantity,
  variable: string,
  times: Quantity,
  values: ReadonlyMap<string, number>,
): number {
  const passes = valueOf(times, values) ?? 1;
  const found = new Set<number>();
  for (let pass = 0; pass < Math.min(MOST, passes); pass++) {
    const one = valueOf(id, new Map([...values, [loopIndex(variable), pass]]));
    if (one !== undefined) found.add(one);
  }
  return Math.max(1, found.size);
}

function valueOf(quantity: Quantity, values: ReadonlyMap<string, number>): number | undefined {
  try {
    return evaluate(quantity, Object.fromEntries(values));
  } catch {
    return undefined;
  }
}

/** By thread the device that it binds, counted from 0 in the order of their ids; empty where one of them is not known. */
export function devicesOfThreads(
  { threads }: ProgramTrace,
  working: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const all = threads.flatMap(({ body }) => callsOf(body));
  const bound = threads.flatMap(({ id, body }): [string, number | undefined][] =>
    working.has(id) ? [[id, boundBy(callsOf(body), all)]] : [],
  );
  const ids = [...new Set(bound.map(([, id]) => id))];
  if (ids.length < 2 || ids.includes(undefined)) return new Map();
  const inOrder = ids.toSorted((a, b) => (a ?? 0) - (b ?? 0));
  return new Map(bound.map(([thread, id]) => [thread, inOrder.indexOf(id)]));
}

/** The id that the one call names which binds a device, or the context that was created on it. */
function boundBy(calls: readonly CallNode[], all: readonly CallNode[]): number | undefined {
  const ids = new Set(calls.filter(({ row }) => row.role === 'bindContext').map((call) => idOf(call, all)));
  const [only] = ids;
  return ids.size === 1 ? only : undefined;
}

function idOf({ row, args }: CallNode, all: readonly CallNode[], pass?: number): number | undefined {
  const id = args[row.device ?? -1]?.value;
  if (id) return idAt(id, pass);
  const context = args[row.context ?? -1]?.value;
  if (context?.kind !== 'object') return undefined;
  const { object } = context;
  const made = all.find(({ creates }) => creates === (object.madeIn?.of ?? object));
  return made && made.row.device !== undefined ? idOf(made, all, object.madeIn?.pass) : undefined;
}

/** Of an id that the index of one loop makes, that of a pass. */
function idAt(id: TraceValue, pass: number | undefined): number | undefined {
  if (id.kind !== 'number') return undefined;
  const [index, ...others] = loopsIn(id.quantity);
  if (index === undefined) return id.known;
  return pass === undefined || others.length
    ? undefined
    : valueOf(id.quantity, new Map([[loopIndex(index), pass]]));
}
