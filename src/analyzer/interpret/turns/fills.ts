/**
 * Loops of a few known passes that fill an array of which the program names elements by their places, as
 * `for (i…) cfg[i].bytes = f(i);` before `use(cfg[0])`: their passes are followed one by one, so that each element has what
 * its own pass gives it.
 */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import { anyNode, callsOf, type TraceNode } from '../../trace/nodes.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { elementCell } from '../names/elements.ts';
import type { Frame } from '../names/frame.ts';
import { settled } from '../values/settled.ts';
import { literal, type ArrayStore, type Value } from '../values/value.ts';
import { oneByOne, tried } from './attempt.ts';
import { everFilledAndEmptied } from './filled.ts';
import type { TurnLoop } from './follow.ts';
import { fillsIn, listsModels, storesIn } from './goes-over.ts';
import { nameOf } from './writes.ts';

/** More elements than these are meant all together. */
const MOST_PASSES = 16;

/** Follows a loop that fills; undefined where it does not, and nothing was changed. */
export function followFill(
  run: Interpreter,
  statement: LoopStatement,
  { times, pass }: Pick<TurnLoop, 'times' | 'pass'>,
  frame: Frame,
): Flow | undefined {
  const isFew = typeof times === 'number' && times > 1 && times <= MOST_PASSES;
  if (!isFew || run.oneByOne > 0 || run.sharedLoop === statement || !mayFill(run, statement, frame))
    return undefined;
  const filled = tried(run, () => {
    const nodes = oneByOne(run, () => passesOf(run, statement, { times, pass }, frame));
    return nodes && isKept(run, statement, nodes, frame) ? nodes : undefined;
  });
  if (!filled) return undefined;
  for (const store of storesIn(run, statement, frame)) run.store.set(store, 'filled', store.at.size);
  for (const node of filled.flat()) run.record(node);
  return 'next';
}

/** Whether it writes elements that the program names, or that are made of files of models, and gives no device work. */
function mayFill(run: Interpreter, statement: LoopStatement, frame: Frame): boolean {
  const { body, variable } = statement;
  const isAsked = namedElements(run.symbols).size > 0 || everFilledAndEmptied(run.symbols).size > 0;
  if (!isAsked && !listsModels(run, statement, frame)) return false;
  if (hasEffect(run, body, 'submission') || hasEffect(run, body, 'waiting')) return false;
  return variable?.type.reference === true || fillsIn(body).length > 0;
}

interface Passes {
  times: number;
  pass: TurnLoop['pass'];
}

/** What each pass does; undefined where one leaves in another way than by the loop's end. */
function passesOf(
  run: Interpreter,
  statement: LoopStatement,
  { times, pass }: Passes,
  frame: Frame,
): TraceNode[][] | undefined {
  for (const store of storesIn(run, statement, frame)) apartFromStart(run, store, times);
  const pending = run.pending.length;
  const all: TraceNode[][] = [];
  for (let at = 0; at < times; at++) {
    const nodes: TraceNode[] = [];
    let flow = 'next' as Flow;
    run.into(nodes, () => (flow = pass(at)));
    if (flow === 'return' || run.exhausted || run.pending.length > pending) return undefined;
    all.push(nodes);
    if (flow === 'break') break;
  }
  return all;
}

/** Gives each element an object of its own before anything is made in them. */
function apartFromStart(run: Interpreter, store: ArrayStore, times: number): void {
  if (store.size?.known === undefined || store.size.known > MOST_PASSES) return;
  for (let at = 0; at < Math.min(times, store.size.known); at++) elementCell(run, store, literal(at));
}

/** Whether elements that the program names come out of it different, in more than what all loops make for each. */
function isKept(
  run: Interpreter,
  statement: LoopStatement,
  passes: readonly TraceNode[][],
  frame: Frame,
): boolean {
  const nodes = passes.flat();
  if (anyNode(nodes, ({ kind }) => kind === 'spawn' || kind === 'access')) return false;
  if (new Set(passes.map(filesIn)).size > 1) return true;
  const all = storesIn(run, statement, frame);
  const ofNames = (names: ReadonlySet<string>) => all.filter(({ name }) => names.has(lastName(name)));
  if (ofNames(everFilledAndEmptied(run.symbols)).some(areApart)) return true;
  const stores = ofNames(namedElements(run.symbols));
  if (!stores.length) return false;
  return new Set(passes.map(devicesIn)).size > 1 || stores.some(differ);
}

/** The files of models that a pass loads. */
const filesIn = (nodes: readonly TraceNode[]): string =>
  callsOf(nodes)
    .flatMap(({ creates }) => creates?.path ?? [])
    .join();

/** The devices that a pass is given. */
function devicesIn(nodes: readonly TraceNode[]): string {
  const devices = callsOf(nodes).flatMap(({ args, row }) => {
    const value = args[row.device ?? -1]?.value;
    return value?.kind === 'number' ? String(value.known) : [];
  });
  return devices.join();
}

/** All that was put in is known, and each is another one. */
function areApart({ at, size }: ArrayStore): boolean {
  const items = new Set([...at.values()].map(({ value }) => thingOf(value) ?? settled(value)));
  return at.size > 1 && at.size === size?.known && items.size === at.size && !items.has(undefined);
}

const thingOf = (value: Value): object | undefined => (value.kind === 'object' ? value.object : undefined);

const differ = ({ at }: ArrayStore): boolean =>
  new Set([...at.values()].map(({ value }) => `${settled(value)} ${thingsIn(value)}`)).size > 1;

/** The things of the runtime in an object; of a model by itself its file, as loops make what is alike for each. */
function thingsIn(value: Value): string {
  if (value.kind === 'object') return value.object.path ?? '';
  if (value.kind !== 'instance') return '';
  const fields = [...value.instance.fields.values()];
  return fields.map((field) => (field.value.kind === 'object' ? field.value.object.id : '')).join();
}

/** The arrays of which the program names an element by a place that is written in its text. */
const namedElements = oncePer((symbols: SymbolTable): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { body } of symbols.functions.values())
    if (body) for (const name of namedIn(symbols, body)) found.add(name);
  return found;
});

function namedIn({ enumerators }: SymbolTable, body: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  const isPlace = (one: Expression | undefined): boolean =>
    one?.kind === 'number' || (one?.kind === 'name' && enumerators.named(lastName(one.name)).length > 0);
  const added = new Set(addedIn(body).map(nameOf));
  const note = (whole: Expression) => found.add(nameOf(whole) ?? '');
  visitExpressions(body, (one) => {
    if (one.kind === 'index' && isPlace(one.index)) note(one.object);
    if (one.kind === 'binary' && one.operator === '+' && one.right.kind === 'number') note(one.left);
    if (one.kind !== 'call' || one.callee.kind !== 'member') return;
    const { name, object } = one.callee;
    const [key] = one.args;
    if (name === 'at' && isPlace(key)) note(object);
    // Where one is added, the last is the one that was: whichever that is.
    if (/^(front|back)$/.test(name) && !added.has(nameOf(object))) note(object);
  });
  return found;
}

/** `v` of `v.push_back(x)`. */
function addedIn(body: readonly Statement[]): Expression[] {
  const found: Expression[] = [];
  visitExpressions(body, (one) => {
    const isAdded =
      one.kind === 'call' && one.callee.kind === 'member' && /^(push|emplace)_back$/.test(one.callee.name);
    if (isAdded && one.callee.kind === 'member') found.push(one.callee.object);
  });
  return found;
}
