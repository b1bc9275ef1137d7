/** Algorithms that fill a container, as the loops that they are: `transform(begin(v), end(v), back_inserter(w), f)`. */
import { oncePer } from '../../../base/once.ts';
import { ownValue } from '../../../base/own-value.ts';
import type { CallExpression, Expression, LoopStatement, Variable } from '../../syntax/ast.ts';
import { beginOf, endOf } from './element-loop.ts';
import { calledName, placeKey } from './motion.ts';

type Builder = ReturnType<typeof builderAt>;

interface Filling {
  /** What it goes over; else it counts to `count`, or over all that the container holds. */
  source?: Expression | undefined;
  count?: Expression | undefined;
  target: Target;
  /** What a pass puts there; `item` is an element of the source, or the number of the pass. */
  make: (item: Expression) => Expression;
  test?: Expression | undefined;
}

/** `adds`: by which method; else what stands there is written over. */
interface Target {
  whole: Expression;
  adds?: string;
}

/** The loop; undefined for a part of a range, for two of them, and for what goes to no container. */
export const loopFilling = oncePer((call: CallExpression): LoopStatement | undefined => {
  const build = builderAt(call);
  const filling = fillingOf(call, build);
  if (!filling) return undefined;
  return filling.source && filling.target.adds !== undefined
    ? overElements(build, filling, filling.source)
    : counting(build, filling);
});

function fillingOf(call: CallExpression, build: Builder): Filling | undefined {
  const name = calledName(call);
  if (call.callee.kind === 'member') return inserted(call, call.callee.object, name);
  if (name === 'generate_n' || name === 'generate' || name === 'iota') return made(call, name, build);
  const { source, rest } = rangeOf(call);
  const [out, given, ...others] = rest;
  const target = out && targetOf(out);
  if (!source || !target || others.length) return undefined;
  if (name === 'transform') return given && { source, target, make: (item) => build.call(given, item) };
  if (name === 'copy_if') return given && { source, target, make: (item) => item, test: given };
  return given ? undefined : { source, target, make: (item) => item };
}

/** `w.insert(w.end(), v.begin(), v.end())`, `w.assign(v.begin(), v.end())`. */
function inserted(call: CallExpression, whole: Expression, name: string): Filling | undefined {
  const args = name === 'insert' ? call.args.slice(1) : call.args;
  const { source, rest } = rangeOf({ ...call, args });
  if (!source || rest.length) return undefined;
  return { source, target: { whole, adds: 'push_back' }, make: (item) => item };
}

/** `generate_n(out, n, f)`, `generate(begin, end, f)`, `iota(begin, end, first)`. */
function made(call: CallExpression, name: string, build: Builder): Filling | undefined {
  const [out, count, by] = call.args;
  if (name === 'generate_n') {
    const target = out && targetOf(out);
    return target && count && by && { target, count, make: () => build.call(by) };
  }
  const { source, rest } = rangeOf(call);
  const [given, ...others] = rest;
  if (!source || !given || others.length) return undefined;
  const make = (item: Expression) => (name === 'iota' ? build.sum(given, item) : build.call(given));
  return { target: { whole: source }, make };
}

/** `v.begin(), v.end(), …` and, of ranges, `v, …`. */
function rangeOf({ args, callee }: CallExpression): { source?: Expression; rest: Expression[] } {
  const [first, second] = args;
  const whole = first && beginOf(first);
  if (!whole) {
    const isRange = callee.kind === 'name' && /(^|:)ranges::/.test(callee.name);
    return isRange && first ? { source: first, rest: args.slice(1) } : { rest: [] };
  }
  const key = placeKey(whole);
  const end = second && endOf(second);
  const isWhole = key !== undefined && end !== undefined && placeKey(end) === key;
  return isWhole ? { source: whole, rest: args.slice(2) } : { rest: [] };
}

/** `back_inserter(v)`, `inserter(m, m.end())`, `v.begin()`. */
function targetOf(out: Expression): Target | undefined {
  const written = beginOf(out);
  if (written) return { whole: written };
  if (out.kind !== 'call') return undefined;
  const [whole] = out.args;
  const adds = ownValue(ADDING, calledName(out));
  return whole && adds !== undefined ? { whole, adds } : undefined;
}

const ADDING: Record<string, string> = {
  back_inserter: 'push_back',
  front_inserter: 'push_front',
  inserter: 'insert',
};

function overElements(build: Builder, filling: Filling, source: Expression): LoopStatement {
  const item = build.name(ITEM);
  return build.loop(filling, item, { loop: 'range', variable: build.variable(ITEM), condition: source });
}

function counting(build: Builder, filling: Filling): LoopStatement {
  const { source, count, target } = filling;
  const number = build.name(ITEM);
  const end = count ?? build.method(source ?? target.whole, 'size');
  const initial = build.variable(ITEM, { kind: 'number', value: 0, ...build.span });
  const item = source ? build.index(source, number) : number;
  return build.loop(filling, item, {
    loop: 'for',
    initial: { ...build.span, kind: 'declare', variables: [initial] },
    condition: { ...build.span, kind: 'binary', operator: '<', left: number, right: end },
    update: { ...build.span, kind: 'update', operator: '++', operand: number },
  });
}

/** No name of the program's is written so. */
const ITEM = '(item)';

/** Makes what stands where the call does. */
function builderAt({ start, end }: CallExpression) {
  const span = { start, end };
  const name = (text: string): Expression => ({ ...span, kind: 'name', name: text });
  const call = (callee: Expression, ...args: Expression[]): Expression => ({
    ...span,
    kind: 'call',
    callee,
    args,
    braces: false,
  });
  const method = (object: Expression, called: string, ...args: Expression[]): Expression =>
    call({ ...span, kind: 'member', object, name: called, arrow: false, nameStart: start }, ...args);
  const index = (object: Expression, at: Expression): Expression => ({
    ...span,
    kind: 'index',
    object,
    index: at,
  });
  const sum = (left: Expression, right: Expression): Expression => ({
    ...span,
    kind: 'binary',
    operator: '+',
    left,
    right,
  });
  const variable = (text: string, initial?: Expression): Variable => ({
    ...span,
    name: text,
    type: { name: 'auto', args: [], pointers: 0, reference: !initial, constant: false },
    dims: [],
    initial,
    braces: false,
    isStatic: false,
    isConst: false,
    isExtern: false,
  });
  const loop = (
    { target, make, test }: Filling,
    item: Expression,
    head: Pick<LoopStatement, 'loop' | 'initial' | 'variable' | 'condition' | 'update'>,
  ): LoopStatement => {
    const value = make(item);
    const put: Expression =
      target.adds === undefined
        ? { ...span, kind: 'assign', operator: '=', target: index(target.whole, name(ITEM)), value }
        : method(target.whole, target.adds, value);
    const added = { ...span, kind: 'expression' as const, expression: put };
    const body = test
      ? [{ ...span, kind: 'if' as const, condition: call(test, item), then: [added], otherwise: [] }]
      : [added];
    return { ...span, keywordEnd: end, kind: 'loop', ...head, body };
  };
  return { span, name, call, method, index, sum, variable, loop };
}
