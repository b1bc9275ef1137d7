/**
 * Loops over classes of the program's own, as `for (unsigned i : Range(0, 64))`. How many passes they make the class itself
 * says, by its `begin`, `end`, `++` and `!=`: they are followed as the counted loops, or those over a container, that they are.
 */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { Expression, LoopStatement, Statement, Variable } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import { overloadedPlace } from '../calls/overloaded.ts';
import type { Frame } from '../names/frame.ts';
import { calculate } from '../values/numbers.ts';
import { newCell, pointee, unknown, type ArrayStore, type NumberValue, type Value } from '../values/value.ts';
import { calledOf, courseOf, type Course } from './own-iterators.ts';
import { unseen } from './positions.ts';

interface Range {
  loop: LoopStatement;
  /** What it walks over, or where it ends. */
  whole: Expression;
  site: SourceRange;
}

/** The loop as the one that a class makes of it; undefined where it is over no such class, or nothing counts. */
export function ownLoop(run: Interpreter, loop: LoopStatement, frame: Frame): LoopStatement | undefined {
  const { condition: whole, variable } = loop;
  if (!whole) return undefined;
  const range = { loop, whole, site: run.range(frame.chunk, whole.start, whole.end) };
  return variable ? ownRange(run, range, variable, frame) : ownWalk(run, range, frame);
}

/** `for (T variable : whole)`. */
function ownRange(
  run: Interpreter,
  range: Range,
  variable: Variable,
  frame: Frame,
): LoopStatement | undefined {
  const course = lookAhead(run, range, () => endsOf(run, range, frame));
  const ends = course && endsOf(run, range, frame);
  if (!ends) return undefined;
  const store =
    storeOf(ends.end) ?? (course !== 'elements' && elementsAt(run, course, ends.begin, range, frame));
  if (store) return overElements(range, store, frame);
  if (course === 'elements') return undefined;
  const numbers = overNumbers(range, variable, course, frame);
  if (numbers) return numbers;
  frame.declare(newCell(ITERATOR, ends.begin));
  const it = named(ITERATOR, range.whole);
  const initial: Expression = { ...spanOf(it), kind: 'unary', operator: '*', operand: it };
  const item: Statement = { ...spanOf(variable), kind: 'declare', variables: [{ ...variable, initial }] };
  return overPlaces(range, course, it, [item], frame);
}

/** `for (auto it = begin; it != end; ++it)`. */
function ownWalk(run: Interpreter, range: Range, frame: Frame): LoopStatement | undefined {
  const { initial, update } = range.loop;
  const { whole } = range;
  if (whole.kind !== 'binary' || whole.operator !== '!=' || whole.left.kind !== 'name') return undefined;
  const [it, last] = [whole.left, whole.right];
  const isStep =
    update?.kind === 'update' && update.operand.kind === 'name' && update.operand.name === it.name;
  if (!isStep || initial?.kind !== 'declare') return undefined;
  const course = lookAhead(run, range, () => {
    run.parts.execute([initial], frame);
    return { begin: run.parts.evaluate(it, frame), end: run.parts.evaluate(last, frame) };
  });
  if (!course || course === 'elements') return undefined;
  run.parts.execute([initial], frame);
  return overPlaces(range, course, it, [], frame);
}

interface Ends {
  begin: Value;
  end: Value;
}

/** How it goes, told before anything of it has been done. */
function lookAhead(
  run: Interpreter,
  { site }: Range,
  ends: () => Ends | undefined,
): Course | 'elements' | undefined {
  let course: Course | 'elements' | undefined;
  unseen(run, () => {
    const { begin, end } = ends() ?? {};
    if (end && storeOf(end)) course = 'elements';
    else if (end && begin?.kind === 'instance') course = courseOf(run, begin.instance, end, site);
    return unknown();
  });
  return course;
}

function endsOf(run: Interpreter, { whole, site }: Range, frame: Frame): Ends | undefined {
  const value = pointee(run.parts.evaluate(whole, frame));
  if (value.kind !== 'instance') return undefined;
  const begin = calledOf(run, value.instance, 'begin', [], site);
  const end = begin && calledOf(run, value.instance, 'end', [], site);
  return end && { begin, end };
}

/** The container of which it is the end. */
const storeOf = (end: Value): ArrayStore | undefined => (end.kind === 'unknown' ? end.endOf : undefined);

/** The container that it goes over from its first element to its last. */
function elementsAt(
  run: Interpreter,
  { step, passes }: Course,
  begin: Value,
  { whole }: Range,
  frame: Frame,
): ArrayStore | undefined {
  if (begin.kind !== 'instance' || step.known !== 1) return undefined;
  const self = begin.instance;
  const declaration = run.symbols.findMethod(self.className, 'operator*', 0);
  const place = declaration && overloadedPlace(run, { self, declaration, args: [], at: whole }, frame);
  const store = place && run.elements.get(place);
  const isWhole = store?.at.get(0) === place && store?.size?.known === passes.known;
  return isWhole ? store : undefined;
}

/** Names that no variable may have. */
const ELEMENTS = '#elements';
const AT = '#at';
const FIRST = '#first';
const LAST = '#last';
const STEP = '#step';
const ITERATOR = '#iterator';

function overElements({ loop, whole }: Range, store: ArrayStore, frame: Frame): LoopStatement {
  frame.declare(newCell(ELEMENTS, { kind: 'array', store }));
  return { ...loop, condition: named(ELEMENTS, whole) };
}

/** Of what has a number in each pass: that one counts. */
function overNumbers(
  range: Range,
  variable: Variable,
  { items, passes }: Course,
  frame: Frame,
): LoopStatement | undefined {
  const [first, second] = items;
  const step = first.kind === 'number' && second.kind === 'number' && calculate('-', second, first);
  if (first.kind !== 'number' || !step || !step.known) return undefined;
  return counted(range, variable, { first, step, passes }, range.loop.body, frame);
}

/** Of any other: in each pass the iterator stands somewhere else. */
function overPlaces(
  range: Range,
  course: Course,
  it: Expression,
  items: Statement[],
  frame: Frame,
): LoopStatement | undefined {
  const { loop, whole } = range;
  const at = { arrow: false, nameStart: it.start };
  const field: Expression = { ...spanOf(it), kind: 'member', object: it, name: course.field, ...at };
  const value = named(AT, whole);
  const move: Expression = { ...spanOf(it), kind: 'assign', operator: '=', target: field, value };
  const moved: Statement = { ...spanOf(it), kind: 'expression', expression: move };
  return counted(range, { ...COUNTER, ...spanOf(whole) }, course, [moved, ...items, ...loop.body], frame);
}

const COUNTER = {
  name: AT,
  type: { name: 'long', args: [], pointers: 0, reference: false, constant: false },
  dims: [],
  braces: false,
  isStatic: false,
  isConst: false,
  isExtern: false,
};
/** `for (T variable = first; variable < last; variable += step)`. */
function counted(
  { loop, whole }: Range,
  variable: Variable,
  { first, step, passes }: Pick<Course, 'first' | 'step' | 'passes'>,
  body: Statement[],
  frame: Frame,
): LoopStatement | undefined {
  const way = calculate('*', passes, step);
  const last = way && calculate('+', first, way);
  if (!last) return undefined;
  for (const [name, value] of [
    [FIRST, first],
    [LAST, last],
    [STEP, step],
  ] as const)
    frame.declare(newCell(name, value));
  const type = { ...variable.type, reference: false, constant: false };
  const counter = named(variable.name, whole);
  const { start, end, keywordEnd } = loop;
  return {
    ...{ start, end, keywordEnd, kind: 'loop', loop: 'for', body },
    initial: {
      ...spanOf(variable),
      kind: 'declare',
      variables: [{ ...variable, type, initial: named(FIRST, whole) }],
    },
    condition: {
      ...spanOf(whole),
      kind: 'binary',
      operator: isUp(step) ? '<' : '>',
      left: counter,
      right: named(LAST, whole),
    },
    update: { ...spanOf(whole), kind: 'assign', operator: '+=', target: counter, value: named(STEP, whole) },
  };
}

const isUp = ({ known = 0 }: NumberValue): boolean => known > 0;

const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });

const named = (name: string, at: Expression): Extract<Expression, { kind: 'name' }> => ({
  ...spanOf(at),
  kind: 'name',
  name,
});
