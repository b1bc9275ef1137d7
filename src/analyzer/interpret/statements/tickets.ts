/**
 * Loops that ask a function for the next piece of work: `while ((i = take()) >= 0)`, `while (auto job = next())`. How many there
 * are stands in the function, where it compares what it moves with an end.
 */
import type {
  CallExpression,
  Expression,
  FunctionDeclaration,
  LoopStatement,
  Statement,
} from '../../syntax/ast.ts';
import { asStatement, bodiesOf, visitExpression, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { Frame, selfOf } from '../names/frame.ts';
import { newCell, pointee, type Instance } from '../values/value.ts';
import { countOf, type Count } from './counted.ts';
import { testsOf, type Test } from './exits.ts';
import { calledName } from './motion.ts';
import { quietly } from './positions.ts';

/** The counts of a loop's tests that ask functions of the program. */
export function ticketCounts(run: Interpreter, loop: LoopStatement, frame: Frame): Count[] {
  return testsOf(loop).flatMap((test) => {
    const call = test.certain ? askedIn(run, loop, test) : undefined;
    return (call && countIn(run, loop, test, call, frame)) ?? [];
  });
}

/** The call that a test asks, itself or through what holds its result. */
function askedIn(run: Interpreter, loop: LoopStatement, { holds, before }: Test): Asked | undefined {
  const names = new Set<string>();
  visitExpression(holds, (one) => one.kind === 'name' && names.add(one.name));
  const given = [...(loop.initial ? [loop.initial] : []), ...before].flatMap((one) => givenTo(one, names));
  return [holds, ...given].map((one) => callIn(run, one)).find((one) => one !== undefined);
}

interface Asked {
  call: CallExpression;
  called: FunctionDeclaration & { body: Statement[] };
}

/** What is given to places of these names. */
function givenTo(statement: Statement, names: ReadonlySet<string>): Expression[] {
  if (statement.kind === 'declare')
    return statement.variables.flatMap(({ name, initial }) => (initial && names.has(name) ? [initial] : []));
  const set = statement.kind === 'expression' ? statement.expression : undefined;
  const isOne = set?.kind === 'assign' && set.target.kind === 'name' && names.has(set.target.name);
  return isOne ? [set.value] : [];
}

function callIn({ symbols }: Interpreter, expression: Expression): Asked | undefined {
  let found: Asked | undefined;
  visitExpression(expression, (one) => {
    if (found || one.kind !== 'call') return;
    const [called, another] = symbols.functions.named(calledName(one)).filter(({ body }) => body);
    if (called?.body && !another) found = { call: one, called: { ...called, body: called.body } };
  });
  return found;
}

function countIn(
  run: Interpreter,
  loop: LoopStatement,
  test: Test,
  { call, called }: Asked,
  frame: Frame,
): Count | undefined {
  const within = frameOf(run, call, called, frame);
  for (const asking of comparisonsIn(called.body))
    for (const negated of [false, true]) {
      const inside = { ...test, ...asking, negated };
      const count = countOf(run, loop, inside, within);
      if (count && !count.isWhole) return { ...count, test, isCalled: true, within };
    }
  return undefined;
}

/** What the names in the function stand for when it is called there. */
function frameOf(run: Interpreter, call: CallExpression, called: FunctionDeclaration, frame: Frame): Frame {
  const within = new Frame(called.name, called.chunk, called.owner ? receiver(run, call, frame) : undefined);
  for (const [at, { name, type }] of called.parameters.entries()) {
    const arg = call.args[at];
    const given = arg && quietly(run, arg, frame);
    const cell = arg && type.reference ? run.parts.locate(arg, frame) : undefined;
    if (given) within.share(name, cell ?? newCell(name, given, type));
  }
  return within;
}

function receiver(run: Interpreter, { callee }: CallExpression, frame: Frame): Instance | undefined {
  if (callee.kind !== 'member') return selfOf(frame);
  const object = pointee(quietly(run, callee.object, frame));
  return object.kind === 'instance' ? object.instance : undefined;
}

/** A comparison that a function's answer hangs on, with what it does before and after it. */
type Asking = Pick<Test, 'holds' | 'before' | 'after'>;

/** Those of a loop are about its own passes. */
function comparisonsIn(body: readonly Statement[], outer: readonly Statement[] = []): Asking[] {
  return body.flatMap((statement, at) => {
    if (statement.kind === 'loop') return [];
    const before = [...outer, ...body.slice(0, at)];
    const rest = body.slice(at + 1);
    const own = choicesIn(statement).flatMap(({ condition, sides }) =>
      conjuncts(condition).map((holds) => ({ holds, before, after: [...sides, ...rest] })),
    );
    return [...own, ...bodiesOf(statement).flatMap((inner) => comparisonsIn(inner, before))];
  });
}

interface Choice {
  condition: Expression;
  sides: readonly Statement[];
}

/** `if (next == n) return -1;`, `return t < n ? t : -1;`, `return next++ < n;`, `int t = next < n ? next++ : -1;` */
function choicesIn(statement: Statement): Choice[] {
  if (statement.kind === 'if')
    return [{ condition: statement.condition, sides: [...statement.then, ...statement.otherwise] }];
  if (statement.kind !== 'return' && statement.kind !== 'declare' && statement.kind !== 'expression')
    return [];
  const found: Choice[] = [];
  if (statement.kind === 'return' && statement.value) found.push({ condition: statement.value, sides: [] });
  visitExpressions([statement], (one) => {
    if (one.kind === 'conditional')
      found.push({ condition: one.condition, sides: [one.then, one.otherwise].map(asStatement) });
  });
  return found;
}

function conjuncts(condition: Expression): Expression[] {
  if (condition.kind === 'unary' && condition.operator === '!') return conjuncts(condition.operand);
  if (condition.kind !== 'binary') return [];
  const { operator, left, right } = condition;
  return operator === '&&' || operator === '||' ? [...conjuncts(left), ...conjuncts(right)] : [condition];
}
