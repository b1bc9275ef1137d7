/** Loops that search a table for what is meant: `for (c : cases) if (!strcmp(name, c.name)) c.run();`. */
import type { Expression, Statement } from '../../syntax/ast.ts';
import type { BranchNode, TraceNode } from '../../trace/nodes.ts';
import type { ModeTest } from '../../trace/modes.ts';
import type { Interpreter } from '../interpreter.ts';
import { eitherOfAll } from '../values/join.ts';
import type { Value } from '../values/value.ts';
import { weigh } from './sides.ts';

/** Whether all that a pass does is to ask whether its element is the one, and to do what that says. */
export function searches(body: readonly Statement[]): boolean {
  const inner = body.length === 1 && body[0]?.kind === 'block' ? body[0].body : body;
  const [only] = inner;
  return inner.length === 1 && only?.kind === 'if' && !only.otherwise.length && asksForOne(only.condition);
}

/** An equality, which holds of one element at most. */
function asksForOne(condition: Expression): boolean {
  if (condition.kind === 'binary')
    return (
      condition.operator === '==' ||
      (condition.operator === '&&' && [condition.left, condition.right].some(asksForOne))
    );
  return condition.kind === 'unary' && condition.operator === '!' && comparesTexts(condition.operand);
}

function comparesTexts(expression: Expression): boolean {
  if (expression.kind !== 'call') return false;
  const { callee } = expression;
  return (
    (callee.kind === 'name' && /(^|::)str(n|case|ncase)?cmp$/.test(callee.name)) ||
    (callee.kind === 'member' && callee.name === 'compare')
  );
}

/** The passes as ways of which one is gone; undefined where one of them does more than that. */
export function oneOfPasses(passes: readonly (readonly TraceNode[])[]): TraceNode[] | undefined {
  const sides = passes.flatMap((nodes) => nodes.flatMap((node) => (isOpenSide(node) ? [node] : [])));
  if (sides.length < 2 || sides.length !== passes.flat().length) return undefined;
  const likely = sides.reduce((best, side) => (weigh(best.then) >= weigh(side.then) ? best : side));
  return [nested(sides, likely)];
}

function isOpenSide(node: TraceNode): node is BranchNode {
  return node.kind === 'branch' && node.guessed && !node.otherwise.length;
}

function nested(sides: readonly BranchNode[], likely: BranchNode): BranchNode {
  const [first, ...rest] = sides as [BranchNode, ...BranchNode[]];
  const otherwise = rest.length ? [nested(rest, likely)] : [];
  const isOpen = !sides.includes(likely);
  const share = isOpen ? 1 / sides.length : Number(first === likely);
  return { ...first, share, isChoice: true, otherwise };
}

/** What a function gives where it is asked for this. */
export interface Found {
  value: Value;
  test: ModeTest;
}

/** One of what a search finds, which asks for each by the same mode; undefined where it is none or finds the same each time. */
export function oneOfFound(run: Interpreter): Value | undefined {
  const [first, ...others] = run.found;
  if (!first || !others.length || others.some(({ test }) => test.mode !== first.test.mode)) return undefined;
  const pick = { mode: first.test.mode, choices: run.found.map(({ test }) => test.value) };
  const values = others.map(({ value }) => value);
  const either = eitherOfAll(run, first.value, values, pick);
  return either === first.value ? undefined : either;
}
