/** May a synchronous call in a loop become asynchronous without another change? */
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import { holdsPermits, visitNodes } from '../../trace/nodes.ts';
import { isOnHost } from '../../trace/copies.ts';
import type { TraceObject, TraceValue } from '../../trace/values.ts';
import { givesWork, type CallRole } from '../../acl/catalogue.ts';
import { oncePer } from '../../../base/once.ts';
import type { RuleContext } from '../context.ts';
import { objectOf } from '../query/copies.ts';
import { visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import { argumentsStay } from './arguments.ts';
import { isApartInMemory } from './memory.ts';
import { functionsOf } from './hoist/invariant.ts';
import { bodyAround, rootOf } from './syntax.ts';
import { isWait } from '../query/waits/work.ts';

/** Calls that neither touch the device's data nor hand it on. */
const HARMLESS: readonly CallRole[] = [
  'get',
  'log',
  'other',
  'query',
  'bindContext',
  'hostRead',
  'sleep',
  'init',
];

/**
 * True where the rest of the loop's body cannot meet the call's work half done: no copy, no other execution, no memory
 * or dataset that comes or goes, no result that is read or handed on. Conservative: a doubt says no.
 */
export const onlyOrderedWork = (
  loop: LoopNode,
  call: CallNode,
  context: RuleContext,
  wait?: CallNode,
): boolean => meetings(loop, call, context, wait).length === 0;

/** Is there nothing else in the loop that has to do with the device? */
export const isAlone = (loop: LoopNode, call: CallNode): boolean =>
  harmful(loop).every((node) => node.kind === 'call' && isSameSite(node, call));

/**
 * What in the loop's body may meet the call's work half done, in order. Where a wait follows it today, what is ended between
 * the two meets it already.
 */
export const meetings = (
  loop: LoopNode,
  call: CallNode,
  context: RuleContext,
  wait?: CallNode,
): readonly TraceNode[] =>
  harmful(loop).filter(
    (node) =>
      !(node.kind === 'call' && isSameSite(node, call)) &&
      !isApart(node, call, context) &&
      !(node.kind === 'call' && isDescription(node, call, wait)),
  );

/** Descriptions of tensors are made on the host, and what is submitted keeps none of them. */
function isDescription({ row, order }: CallNode, call: CallNode, wait: CallNode | undefined): boolean {
  if (/^tensor/.test(row.creates ?? '')) return true;
  return /^tensor/.test(row.destroys ?? '') && wait !== undefined && order > call.order && order < wait.order;
}

const harmful = oncePer((loop: LoopNode): readonly TraceNode[] => {
  const found: TraceNode[] = [];
  visitNodes(loop.body, (node) => {
    if (!isHarmless(node)) found.push(node);
  });
  return found;
});

const isSameSite = ({ range: one }: CallNode, { range: other }: CallNode): boolean =>
  one.line === other.line && one.column === other.column && one.file === other.file;

function isHarmless(node: TraceNode): boolean {
  if (node.kind === 'call') return HARMLESS.includes(node.row.role) || isWait(node);
  if (node.kind === 'access') return node.object.kind !== 'buffer';
  return node.kind === 'loop' || node.kind === 'branch' || node.kind === 'return' || node.kind === 'lock';
}

/** Has it nothing to do with what the call works on? */
function isApart(node: TraceNode, call: CallNode, context: RuleContext): boolean {
  if (call.row.role !== 'execute') return false;
  if (node.kind === 'access') return isOfHost(node.object);
  // What is given away could be a result; a permit, or what is taken, is none.
  if (node.kind === 'queue')
    return (node.operation === 'dequeue' || holdsPermits(node.queue)) && argumentsStay(context)(call);
  if (node.kind !== 'call') return false;
  const { role, engine } = node.row;
  if (givesWork(node.row) && isApartInMemory(node, call)) return true;
  if (role === 'allocate' || role === 'free') return isForItself(node, context);
  return role === 'hostWork' && engine === 'host' && takesHostMemory(node);
}

const isOfHost = (object: TraceObject): boolean => object.kind !== 'buffer' || isOnHost(object);

const takesHostMemory = ({ args, receiver }: CallNode): boolean =>
  [...args, ...(receiver ? [receiver] : [])].every(({ value }) => {
    const object = objectOf(value);
    return !object || isOfHost(object);
  });

/** Memory that no call but those that make and end it is given. */
function isForItself(call: CallNode, context: RuleContext): boolean {
  const { creates, row, args } = call;
  const object = creates ?? objectOf(row.subject === undefined ? undefined : args[row.subject]?.value);
  return object !== undefined && !usedObjects(context).has(object) && !isGivenOut(call, context);
}

/** Objects that a call is given which neither makes nor ends them, or that another holds, or that the host looks at. */
const usedObjects = oncePer((context: RuleContext): ReadonlySet<TraceObject> => {
  const used = new Set<TraceObject>();
  const add = (value: TraceValue | undefined): void => {
    const object = objectOf(value);
    if (object) used.add(object);
  };
  for (const node of context.nodes) {
    if (node.kind === 'access') used.add(node.object);
    if (node.kind !== 'call' || node.row.role === 'allocate' || node.row.role === 'free') continue;
    for (const { value } of node.args) add(value);
  }
  for (const { fields, parts } of context.trace.objects) {
    for (const value of fields.values()) add(value);
    for (const part of parts) used.add(part);
  }
  return used;
});

/** Is a function that is not at hand given the variable, where memory is made or ended? */
function isGivenOut(call: CallNode, context: RuleContext): boolean {
  const body = bodyAround(context.facts(call.range.file), call.callRange);
  const at = call.row.out ?? call.row.subject;
  const name = (at === undefined ? undefined : call.args[at]?.text)?.match(/\b\w+/g)?.at(-1);
  if (!body || name === undefined) return true;
  let found = false;
  visitExpressions(body.statements, (one) => {
    if (one.kind !== 'call' || !one.args.some((arg) => rootOf(withoutCasts(arg)) === name)) return;
    if (one.callee.kind !== 'name' || !isAtHand(one.callee.name, context)) found = true;
  });
  return found;
}

const isAtHand = (callee: string, context: RuleContext): boolean =>
  /^(?:::)?(?:acl|hi_|(?:std::)?(?:free|malloc)$)|^[A-Z][A-Z\d_]*$/.test(callee) ||
  functionsOf(context).some(({ name, body }) => body && shortOf(name) === shortOf(callee));

const shortOf = (name: string): string => name.replace(/^.*::/, '');
