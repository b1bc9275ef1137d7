/** Handshakes, once all threads are followed: each state that is waited for is a permit which those give that bring it about. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import { nameOfText } from '../../program/name-of-text.ts';
import type { State, StatePlace, StateTest } from '../../library/states.ts';
import { visitNodes, type AwaitedNode, type QueueNode, type TraceNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Courses } from './courses.ts';

/** Gives the waits of handshakes, and what is put there, their queues; what is not understood is said. */
export function settleStates(run: Interpreter, courses: Courses): void {
  const followed = followedIn(run);
  const isFollowed = ({ node }: { node: AwaitedNode }) => followed.has(node);
  const places = [...run.states.values()].map(({ waits, stores, ...one }) => {
    return { ...one, waits: waits.filter(isFollowed), stores: stores.filter(isFollowed) };
  });
  for (const place of joined(places)) {
    const counts = run.permits.get(place.cell)?.queue;
    const moves = counts && courses.moves.get(counts);
    const isCounted = [...(moves?.takes ?? []), ...(moves?.gives ?? [])].some(({ isSet }) => !isSet);
    if (!isCounted) settle(run, courses, place, place.among?.size?.quantity ?? 1);
  }
}

/** Those of one array are one, whether or not a thread tells its elements apart: they are taken in turn. */
function joined(places: readonly StatePlace[]): StatePlace[] {
  const all: StatePlace[] = [];
  for (const place of places) {
    const same = all.find((one) => isAlike(one, place));
    same?.waits.push(...place.waits);
    same?.stores.push(...place.stores);
    if (!same) all.push(place);
  }
  return all.filter(({ waits }) => waits.length > 0);
}

const isAlike = (one: StatePlace, other: StatePlace): boolean =>
  one.among !== undefined && one.among.name === other.among?.name && memberOf(one) === memberOf(other);

/** `full` of the member of an element, `states` of `states[2]`. */
const memberOf = ({ cell }: StatePlace): string => cell.name.split('[', 1).join('');

/** What stands in the trace, and was not only tried. */
function followedIn({ trace }: Interpreter): ReadonlySet<TraceNode> {
  const nodes = new Set<TraceNode>();
  for (const { body } of trace.threads)
    visitNodes(body, (node) => {
      if (node.kind === 'awaited') nodes.add(node);
    });
  return nodes;
}

function settle(run: Interpreter, courses: Courses, place: StatePlace, count: Quantity): void {
  const steady = place.stores.filter(({ node }) => courses.isSteady(node));
  const start = startOf(courses, place);
  const tests = distinct(place.waits.map(({ test }) => test));
  // A flag that only the end, or a user, sets lets everybody go on.
  if (!steady.length && (place.stores.length || tests.every((test) => holds(test, start, tests)))) return;
  const isUnderstood = tests.every((test) =>
    steady.some(({ state, node }) => holds(test, state, tests) && isBetween(place, test, node)),
  );
  const begin = tests.filter((test) => holds(test, start, tests));
  if (isUnderstood && begin.length) {
    for (const test of tests) connect(run, courses, { place, count }, test, tests, begin);
    // What it counts as a number is said with that.
    const permit = run.permits.get(place.cell);
    if (permit) permit.waits = [];
    return;
  }
  const [first] = place.waits;
  if (first) sayUnknown(run, place, first.node);
}

/** Others wait for what a thread puts there. */
const isBetween = ({ waits }: StatePlace, test: StateTest, { thread }: AwaitedNode): boolean =>
  thread.replicas !== 1 || waits.some((wait) => isSame(wait.test, test) && wait.node.thread !== thread);

function connect(
  run: Interpreter,
  courses: Courses,
  { place, count }: { place: StatePlace; count: Quantity },
  test: StateTest,
  tests: readonly StateTest[],
  begin: readonly StateTest[],
): void {
  const isFree = begin.includes(test);
  const queue = isFree
    ? run.object('queue', `${nameOfText(place.queue.name).replace(/_$/, '')}_free`)
    : place.queue;
  const own = tests.filter((one) => begin.includes(one) === isFree).indexOf(test);
  const named = own > 0 ? run.object('queue', `${place.queue.name}_${nameOfBound(test)}`) : queue;
  const each = run.queuesEach.get(place.queue);
  if (each) run.queuesEach.set(named, each);
  if (isFree) named.initial = count;
  else named.capacity = count;
  const takes = place.waits
    .filter((wait) => isSame(wait.test, test))
    .map(({ node }) => made(courses, node, 'dequeue', named));
  const gives = place.stores
    .filter(({ node, state }) => courses.isSteady(node) && holds(test, state, tests))
    .map(({ node }) => made(courses, node, 'enqueue', named));
  courses.moves.set(named, { takes, gives });
}

const nameOfBound = ({ bound }: StateTest): string => nameOfText(`is_${Math.abs(bound)}`);

function made(
  courses: Courses,
  node: AwaitedNode,
  operation: QueueNode['operation'],
  queue: TraceObject,
): QueueNode {
  const one: QueueNode = { ...node, kind: 'queue', operation, queue, blocking: operation === 'dequeue' };
  courses.replace(node, one);
  return one;
}

const isSame = (a: StateTest, b: StateTest): boolean =>
  a.operator === b.operator && a.bound === b.bound && a.isRelative === b.isRelative;

const distinct = (tests: readonly StateTest[]): StateTest[] =>
  tests.filter((test, at) => tests.findIndex((one) => isSame(one, test)) === at);

/** What it holds when the threads begin: what was put there before, or it began with. */
function startOf(courses: Courses, { stores, start }: StatePlace): State {
  const before = stores.filter(({ node }) => !courses.isSteady(node) && courses.isBeforeStart(node)).at(-1);
  if (before) return before.state;
  const value =
    start.kind === 'number' ? start.known : /^(null|unknown|constant)$/.test(start.kind) ? 0 : undefined;
  return { value, isRelative: false };
}

function holds(test: StateTest, { value, isRelative }: State, tests: readonly StateTest[]): boolean {
  const { operator, bound } = test;
  if (test.isRelative) return holdsRelative(test, isRelative ? value : undefined, tests);
  if (value === undefined || isRelative) return operator === '!=' || operator === '>' || operator === '>=';
  switch (operator) {
    case '==':
      return value === bound;
    case '!=':
      return value !== bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    default:
      return value >= bound;
  }
}

/** A place counts on with the rounds: what nobody waits for in this one is the first state of the next. */
function holdsRelative(
  { bound }: StateTest,
  value: number | undefined,
  tests: readonly StateTest[],
): boolean {
  if (value === bound) return true;
  const isOther = value !== undefined && tests.some((one) => one.bound === value);
  return !isOther && bound === Math.min(...tests.map((one) => one.bound));
}

function sayUnknown(run: Interpreter, { cell, queue }: StatePlace, { range }: AwaitedNode): void {
  run.trace.unknowns.push({ code: 'handshake', detail: cell.name || queue.name, settle: '', range });
}
