/** Numbers as sums of places: `head - tail`, `pos + 1`, where locals stand for the shared place that they were read from. */
import { isAtomic } from './awaited-names.ts';
import { add, subtract, type Quantity } from '../../pipeline/quantity.ts';
import type { Expression, Parameter, Statement, Variable } from '../syntax/ast.ts';
import { bodiesOf, visitExpressions, writtenPlace } from '../syntax/visit.ts';
import { calledName, movedPlace, movement } from '../interpret/statements/motion.ts';
import { ownerStore } from '../interpret/names/elements.ts';
import type { Frame } from '../interpret/names/frame.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import type { Cell } from '../interpret/values/value.ts';
import { oncePer } from '../../base/once.ts';

export interface Sum {
  /** Places that threads share, and how often each is in it. */
  cells: ReadonlyMap<Cell, number>;
  /** The same of counters of the function's own. */
  own: ReadonlyMap<string, number>;
  constant: Quantity;
  /** Its value; undefined where it is no number. */
  known: number | undefined;
}

const NOTHING: Sum = { cells: new Map(), own: new Map(), constant: 0, known: 0 };

interface Reading {
  run: Interpreter;
  frame: Frame;
  depth: number;
}

/** An expression as such a sum; undefined where it is none. */
export function sumOf(run: Interpreter, expression: Expression, frame: Frame): Sum | undefined {
  return read({ run, frame, depth: 0 }, expression);
}

function read(to: Reading, expression: Expression): Sum | undefined {
  if (to.depth > 8) return undefined;
  const inner = { ...to, depth: to.depth + 1 };
  switch (expression.kind) {
    case 'cast':
      return read(inner, expression.operand);
    case 'assign':
      return expression.operator === '=' ? read(inner, expression.value) : undefined;
    case 'update':
      return ofPlace(inner, expression.operand);
    case 'null':
      return NOTHING;
    case 'binary': {
      if (expression.operator !== '+' && expression.operator !== '-') return ofConstant(to, expression);
      const left = read(inner, expression.left);
      const right = read(inner, expression.right);
      return left && right && joined(left, right, expression.operator === '+' ? 1 : -1);
    }
    default:
      return ofPlace(inner, expression);
  }
}

/** One sum and another, or less the other. */
export function joined(left: Sum, right: Sum, sign: 1 | -1): Sum {
  const both = <K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): Map<K, number> => {
    const result = new Map(a);
    for (const [key, count] of b) {
      const sum = (result.get(key) ?? 0) + sign * count;
      if (sum) result.set(key, sum);
      else result.delete(key);
    }
    return result;
  };
  const { known } = left;
  return {
    cells: both(left.cells, right.cells),
    own: both(left.own, right.own),
    constant: (sign > 0 ? add : subtract)(left.constant, right.constant),
    known: known === undefined || right.known === undefined ? undefined : known + sign * right.known,
  };
}

/** What an expression asks or sets, if it is a place: `n` of `n`, `n.load()`, `(x = n.exchange(0))`, `q[i].full`. */
export function askedPlace(expression: Expression): Expression | undefined {
  switch (expression.kind) {
    case 'cast':
      return askedPlace(expression.operand);
    case 'assign':
      return askedPlace(expression.value);
    case 'name':
    case 'member':
    case 'index':
      return expression;
    case 'unary':
      return expression.operator === '*' ? expression : undefined;
    case 'call':
      return expression.callee.kind === 'member' && ASKING.has(expression.callee.name)
        ? expression.callee.object
        : undefined;
    default:
      return undefined;
  }
}

const ASKING = new Set(['load', 'exchange', 'test', 'test_and_set']);

function ofPlace(to: Reading, expression: Expression): Sum | undefined {
  const place = askedPlace(expression);
  if (!place) return ofConstant(to, expression);
  const { run, frame } = to;
  const body = bodyAtHand(run);
  const own = place.kind === 'name' ? declaredIn(body).get(place.name) : undefined;
  if (place.kind === 'name' && (own || isParameter(run, place.name)) && !isAtomic(own)) {
    const same = sourceOf(own, body, place.name);
    const isElement = same !== undefined && ownerStore(run, same, frame) !== undefined;
    if (same && !isElement) return read(to, same);
    if (!isWritten(body, place.name)) return ofConstant(to, expression);
    return { ...NOTHING, own: new Map([[place.name, 1]]) };
  }
  if (isFixedName(run, place)) return ofConstant(to, expression);
  const cell = run.parts.locate(place, frame);
  return cell ? { ...NOTHING, cells: new Map([[cell, 1]]) } : ofConstant(to, expression);
}

function ofConstant({ run, frame }: Reading, expression: Expression): Sum | undefined {
  const value = run.parts.evaluate(expression, frame);
  if (value.kind === 'null') return NOTHING;
  if (value.kind !== 'number' || value.known === undefined || value.index) return undefined;
  return { ...NOTHING, constant: value.quantity, known: value.known };
}

/** The shared place that a local was read from, or that each of its values is published in. */
function sourceOf(
  own: Variable | undefined,
  body: readonly Statement[],
  name: string,
): Expression | undefined {
  const { initial } = own ?? {};
  if (initial && initial.kind === 'call' && askedPlace(initial)) return initial;
  return countedIn(body).has(name) ? publishedIn(body).get(name) : undefined;
}

const publishedIn = oncePer((body: readonly Statement[]): ReadonlyMap<string, Expression> => {
  const places = new Map<string, Expression>();
  visitExpressions(body, (expression) => {
    const set = setIn(expression);
    if (!set) return;
    const value = set.value.kind === 'binary' && set.value.operator === '+' ? set.value.left : set.value;
    const named = value.kind === 'update' ? value.operand : value;
    if (named.kind === 'name' && set.place.kind !== 'index') places.set(named.name, set.place);
  });
  return places;
});

/** What a call of an atomic sets, and to what. */
export function setIn(expression: Expression): { place: Expression; value: Expression } | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'member') return undefined;
  const { name, object } = expression.callee;
  const [first, second] = expression.args;
  if (/^compare_exchange_(weak|strong)$/.test(name)) return second && { place: object, value: second };
  return first && /^(store|exchange)$/.test(name) ? { place: object, value: first } : undefined;
}

type Code = { body?: unknown; parameters?: readonly Parameter[]; expression?: Code };

function codeAtHand(run: Interpreter): Code | undefined {
  const entry = run.stack.at(-1) as Code | undefined;
  return typeof entry === 'object' ? entry : undefined;
}

export function bodyAtHand(run: Interpreter): readonly Statement[] {
  const body = codeAtHand(run)?.body;
  return Array.isArray(body) ? (body as readonly Statement[]) : [];
}

const isParameter = (run: Interpreter, name: string): boolean =>
  codeAtHand(run)?.parameters?.some((one) => one.name === name) === true;

/** The variables that a body declares, those of its loops too, and not those of lambdas in it. */
const declaredIn = oncePer((body: readonly Statement[]): ReadonlyMap<string, Variable> => {
  const found = new Map<string, Variable>();
  const walk = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'declare') for (const one of statement.variables) found.set(one.name, one);
      for (const inner of bodiesOf(statement)) walk(inner);
    }
  };
  walk(body);
  return found;
});

const writtenIn = oncePer((body: readonly Statement[]): ReadonlySet<string> => {
  const names = new Set<string>();
  visitExpressions(body, (expression) => {
    const target = writtenPlace(expression);
    if (target?.kind === 'name') names.add(target.name);
  });
  return names;
});

/** What a body counts up, one by one or more at once. */
const countedIn = oncePer((body: readonly Statement[]): ReadonlySet<string> => {
  const names = new Set<string>();
  visitExpressions(body, (expression) => {
    const { step } = movement(expression) ?? {};
    const place = step?.sign === 1 ? movedPlace(expression) : undefined;
    if (place?.kind === 'name') names.add(place.name);
  });
  return names;
});

const isWritten = (body: readonly Statement[], name: string): boolean => writtenIn(body).has(name);

/** A name that nothing in the program writes: a constant, an enumerator. */
function isFixedName({ symbols }: Interpreter, place: Expression): boolean {
  if (place.kind !== 'name') return false;
  const name = place.name.split('::').at(-1) ?? '';
  return !writtenNames(symbols).has(name);
}

const writtenNames = oncePer((symbols: Interpreter['symbols']): ReadonlySet<string> => {
  const names = new Set<string>();
  const add = (place: Expression): void => {
    if (place.kind === 'name' || place.kind === 'member') names.add(place.name);
    if (place.kind === 'index') add(place.object);
    if (place.kind === 'unary' || place.kind === 'cast') add(place.operand);
  };
  for (const { body } of symbols.functions.values())
    visitExpressions(body ?? [], (expression) => {
      const written = writtenPlace(expression);
      if (written) add(written);
      const isSetting =
        expression.kind === 'call' &&
        expression.callee.kind === 'member' &&
        /^(store|exchange|compare_exchange_\w+|fetch_\w+|clear|test_and_set)$/.test(calledName(expression));
      if (isSetting && expression.callee.kind === 'member') add(expression.callee.object);
    });
  return names;
});
