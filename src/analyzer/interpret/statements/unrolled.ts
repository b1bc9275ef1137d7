/** Loops over a few known things that differ: each pass is followed by itself. */
import type { Expression, LoopStatement, Statement, Variable } from '../../syntax/ast.ts';
import { bodiesOf, visitExpression, visitExpressions } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { TraceNode } from '../../trace/nodes.ts';
import type { Frame } from '../names/frame.ts';
import { isMap } from '../names/types.ts';
import { areOwners } from '../threads/identity.ts';
import { oneByOne } from '../turns/attempt.ts';
import { headOf } from '../turns/passes.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { pointee, dynamicTarget, literal, type ArrayStore, type Cell, type Value } from '../values/value.ts';
import { knownValue } from '../values/elements.ts';
import { isTuple, settled } from '../values/settled.ts';
import { bindElementParts, bindingNames } from './bindings.ts';
import { areKeys } from './keys.ts';
import type { Count } from './counted.ts';
import { oneOfPasses, searches } from './search.ts';

/** What leaves a loop leaves nothing around it, but for a return. */
export function passed(flow: Flow): Flow {
  return flow === 'return' ? 'return' : 'next';
}

/** Whether each pass is followed by itself. */
export function isUnrolled(run: Interpreter, statement: LoopStatement, store: ArrayStore): boolean {
  if (isVaried(store) || areKeys(run.symbols, statement, store) || isFold(statement, store)) return true;
  return areSettings(store) ? isBeside(run, statement) : areChoices(store) && isWithin(run, statement);
}

/** What is no loop over frames: it stands in one, or starts what has them. */
function isBeside(run: Interpreter, { body }: LoopStatement): boolean {
  return run.loops.length > 0 || !hasEffect(run, body, 'submitting');
}

/** A container whose items are different functions or objects: each pass is another course. */
function isVaried(store: ArrayStore): boolean {
  const items = allOf(store);
  const kinds = new Set(items.map(dynamicTarget));
  return items.length > 0 && !kinds.has('') && (kinds.size > 1 || areOwners(items));
}

/** What stands in a loop over frames and works for them. */
const isWithin = (run: Interpreter, { body }: LoopStatement): boolean =>
  run.loops.length > 0 && hasEffect(run, body, 'submission');

/** A container of objects of which each says something else. */
function areSettings(store: ArrayStore): boolean {
  const all = allOf(store)
    .map(pointee)
    .filter((value) => value.kind === 'instance' || isTuple(value));
  return new Set(all.map((one) => settled(one))).size > 1;
}

/** `for (Op op : order) dispatch(op)`: numbers or enumerators by which the passes may differ. */
function areChoices(store: ArrayStore): boolean {
  const said = allOf(store).map((one) => (one.kind === 'string' ? undefined : settled(one)));
  return !said.includes(undefined) && new Set(said).size > 1;
}

/** `for (i…) if (!strcmp(table[i].name, name)) …` over a table of which each element says something else. */
function isSearched(run: Interpreter, statement: LoopStatement, store: ArrayStore): boolean {
  if (!searches(statement.body) || !isBeside(run, statement)) return false;
  return new Set(allOf(store).map((one) => settled(one))).size > 1;
}

/** `for (auto d : shape) bytes *= d;` over numbers that are known: what comes out of it is known too. */
function isFold({ body }: LoopStatement, store: ArrayStore): boolean {
  const numbers = allOf(store).map((one) => (one.kind === 'number' ? settled(one) : undefined));
  return numbers.length > 0 && !numbers.includes(undefined) && body.length > 0 && body.every(isSum);
}

/** `bytes *= d;`, `n = n + d;` */
function isSum(statement: Statement): boolean {
  if (statement.kind === 'block') return statement.body.every(isSum);
  if (statement.kind !== 'expression' || statement.expression.kind !== 'assign') return false;
  const { operator, target, value } = statement.expression;
  if (target.kind !== 'name' && target.kind !== 'member') return false;
  return operator === '=' ? value.kind === 'binary' : /^[*+]=$/.test(operator);
}

/** `for (i…) open(&table[i])` over a table of objects of which each says something else. */
function areRecords(run: Interpreter, statement: LoopStatement, store: ArrayStore): boolean {
  const all = allOf(store);
  if (!all.every(({ kind }) => kind === 'instance') || !isBeside(run, statement)) return false;
  return new Set(all.map((one) => settled(one))).size > 1;
}

/** The first of a table's places, which a loop that begins with the first of them comes to; undefined where it does not. */
function firstPlaces(run: Interpreter, { held }: Count, counter: Cell | undefined): number | undefined {
  const isFromFirst = counter?.value.kind === 'number' && counter.value.known === 0;
  return isFromFirst ? knownValue(run, held) : undefined;
}

/** `for (i…) for (k…; k < table[i]; …)` over a table of different numbers: each pass counts to another. */
function isBound({ body }: LoopStatement, element: Expression, store: ArrayStore): boolean {
  const numbers = allOf(store).map((one) => (one.kind === 'number' ? settled(one) : undefined));
  const isTable = new Set(numbers).size > 1 && !numbers.includes(undefined);
  return isTable && loopsIn(body).some(({ condition }) => condition && contains(condition, element));
}

function contains(whole: Expression, part: Expression): boolean {
  let isIn = false;
  visitExpression(whole, (one) => {
    isIn ||= one === part;
  });
  return isIn;
}

const loopsIn = (body: readonly Statement[]): LoopStatement[] =>
  body.flatMap((one) => [...(one.kind === 'loop' ? [one] : []), ...bodiesOf(one).flatMap(loopsIn)]);

/** The items of a container that are all known and are few; none otherwise. */
function allOf(store: ArrayStore): Value[] {
  const cells = itemsIn(store).map(([, cell]) => cell);
  const isWhole = cells.length >= (store.size?.known ?? 0) || cells.some(({ putIn }) => putIn);
  return cells.length < 2 || cells.length > 16 || !isWhole ? [] : cells.map(({ value }) => value);
}

export function unrolled(run: Interpreter, statement: LoopStatement, store: ArrayStore, frame: Frame): Flow {
  return eachPass(run, statement, itemsIn(store), frame, ([, cell]) => {
    if (!statement.variable) return 'next';
    frame.enter();
    frame.share(statement.variable.name, cell);
    bindElementParts(run, statement.variable, { store, element: cell }, cell, frame);
    const flow = steppedOn(run, namesIn(statement.variable), frame, () =>
      run.parts.execute(statement.body, frame),
    );
    frame.leave();
    return flow;
  });
}

const namesIn = (variable: Variable): string[] => [variable.name, ...bindingNames(variable)];

/** Follows a pass for which these names say what it is about: in it they are the same throughout. */
function steppedOn<T>(run: Interpreter, names: readonly string[], frame: Frame, pass: () => T): T {
  const cells = names.flatMap((name) => frame.find(name) ?? []).filter((cell) => !run.steppedOn.has(cell));
  for (const cell of cells) run.steppedOn.add(cell);
  try {
    return pass();
  } finally {
    for (const cell of cells) run.steppedOn.delete(cell);
  }
}

type Item = [at: number, cell: Cell];

const itemsIn = ({ at, typeName }: ArrayStore): Item[] =>
  [...at].filter(([place]) => place >= 0 || isMap(typeName));

/** Follows the passes one by one; where each asks whether it is the one that is meant, one of them is. */
function eachPass(
  run: Interpreter,
  statement: LoopStatement,
  items: readonly Item[],
  frame: Frame,
  pass: (item: Item) => Flow,
): Flow {
  if (items.some(([, { putIn }]) => putIn)) return asPut(run, { statement, frame, pass }, items, 0);
  const passes: TraceNode[][] = [];
  let flow = 'next' as Flow;
  for (const item of items) {
    const nodes: TraceNode[] = [];
    run.into(nodes, () => (flow = pass(item)));
    passes.push(nodes);
    if ((flow === 'return' || flow === 'break') && !nodes.some(isOfMode)) break;
  }
  const nodes = searches(statement.body) ? (oneOfPasses(passes) ?? passes.flat()) : passes.flat();
  for (const node of nodes) run.record(node);
  return passed(flow);
}

/** What leaves in one mode goes on in the others. */
const isOfMode = (node: TraceNode): boolean => node.kind === 'branch' && node.modes !== undefined;

interface Walk {
  statement: LoopStatement;
  frame: Frame;
  pass: (item: Item) => Flow;
}

/** Follows the passes over what loops have put in: as often as those did, in their order. */
function asPut(run: Interpreter, walk: Walk, items: readonly Item[], depth: number): Flow {
  let flow = 'next' as Flow;
  for (let at = 0; at < items.length && flow !== 'return';) {
    const [item] = items.slice(at);
    const loop = item?.[1].putIn?.[depth];
    const next = loop
      ? items.findIndex((one, place) => place > at && one[1].putIn?.[depth] !== loop)
      : at + 1;
    const end = next < 0 ? items.length : next;
    if (!loop) flow = item ? walk.pass(item) : flow;
    else {
      const { range, condition } = headOf(run, walk.statement, walk.frame);
      run.repeated(loop.times, range, condition, () => {
        flow = asPut(run, walk, items.slice(at, end), depth + 1);
      });
    }
    at = end;
  }
  return passed(flow);
}

/** A table, and the name of what runs over its places; `counts`: its numbers say how often something is done. */
interface Indexed {
  store: ArrayStore;
  name: string;
  counts?: true;
  /** As many of its places are come to, where that is not all. */
  first?: number;
}

/** `for (i…) table[i]…` over a table of different functions or objects. */
export function indexedStore(
  run: Interpreter,
  statement: LoopStatement,
  count: Count,
  frame: Frame,
): Indexed | undefined {
  const { loop } = statement;
  const { counter } = count;
  if ((loop !== 'for' && loop !== 'while') || counter.kind !== 'name') return undefined;
  const { name } = counter;
  let found: Indexed | undefined;
  visitExpressions(statement.body, (expression) => {
    const table = found ? undefined : tableAt(expression, name);
    if (table?.kind !== 'name' && table?.kind !== 'member') return;
    const object = pointee(run.parts.evaluate(table, frame));
    if (object.kind !== 'array') return;
    const { store } = object;
    const first = firstPlaces(run, count, frame.find(name));
    if (first !== undefined && (areRecords(run, statement, store) || isFold(statement, store)))
      found = { store, name, first };
    else if (loop === 'while') return;
    else if (isVaried(store) || isSearched(run, statement, store)) found = { store, name };
    else if (isBound(statement, expression, store)) found = { store, name, counts: true };
  });
  return found;
}

/** `table` of `table[i]`, `table.at(i)` and `table + i`. */
function tableAt(expression: Expression, index: string): Expression | undefined {
  const isIndex = (one: Expression) => one.kind === 'name' && one.name === index;
  if (expression.kind === 'index') return isIndex(expression.index) ? expression.object : undefined;
  if (expression.kind === 'call' && expression.callee.kind === 'member')
    return expression.callee.name === 'at' && expression.args.some(isIndex)
      ? expression.callee.object
      : undefined;
  const isSum = expression.kind === 'binary' && expression.operator === '+';
  return isSum && isIndex(expression.right) ? expression.left : undefined;
}

export function unrolledByIndex(
  run: Interpreter,
  statement: LoopStatement,
  { store, name, counts, first = Infinity }: Indexed,
  frame: Frame,
): Flow {
  const cell = frame.find(name);
  const places = itemsIn(store).filter(([at]) => at >= 0 && at < first);
  const pass = () => steppedOn(run, [name], frame, () => run.parts.execute(statement.body, frame));
  return eachPass(run, statement, places, frame, ([at]) => {
    if (cell) run.store.assign(cell, literal(at));
    return counts ? oneByOne(run, pass) : pass();
  });
}
