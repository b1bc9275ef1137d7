/** Globals whose making puts functions or objects into a table of the program, before `main` begins. */
import type { Expression, FunctionDeclaration, GlobalDeclaration, Statement } from '../../syntax/ast.ts';
import type { FileFacts } from '../../syntax/facts.ts';
import { callNames, visitExpression, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { cellOf } from '../names/lookup.ts';

/** Makes them: what they register is found where the program looks it up. */
export function makeRegistrars(run: Interpreter, files: Iterable<FileFacts>): void {
  for (const { declarations } of files)
    for (const one of declarations) if (one.kind === 'global' && registers(run, one)) cellOf(run, one);
}

/** Whether what a global is made by hands functions or new objects on. */
function registers(run: Interpreter, { variable }: GlobalDeclaration): boolean {
  const { initial, args = [], isExtern, type } = variable;
  if (isExtern || type.pointers > 0) return false;
  if (initial?.kind === 'call') return callsOwn(run, initial) && handsOn(run, [initial]);
  const constructor = run.symbols.findClass(type.name) && run.symbols.constructorOf(type.name, args.length);
  if (!constructor?.body) return false;
  const given = initial ? [initial, ...args] : args;
  return handsOn(run, given) || makesAndPassesOn(run, constructor);
}

/** `Registry::instance().add(…)`, `add_case(…)` of the program's own. */
function callsOwn(run: Interpreter, { callee }: Extract<Expression, { kind: 'call' }>): boolean {
  if (callee.kind !== 'name' && callee.kind !== 'member') return false;
  return run.symbols.functions.named(callee.name).some(({ body }) => body !== undefined);
}

/** Whether a function, a lambda or a new object stands in the expressions. */
function handsOn(run: Interpreter, expressions: readonly Expression[]): boolean {
  let found = false;
  const look = (expression: Expression) => {
    const isFunction =
      expression.kind === 'name' && run.symbols.functions.named(expression.name).some(({ body }) => body);
    const isMade =
      expression.kind === 'call' &&
      expression.callee.kind === 'name' &&
      /(^|::)make_\w+$/.test(expression.callee.name);
    found ||= expression.kind === 'lambda' || expression.kind === 'new' || isFunction || isMade;
  };
  for (const one of expressions) {
    // The callee is called, not handed on.
    if (one.kind === 'call') for (const arg of one.args) visitExpression(arg, look);
    else visitExpression(one, look);
  }
  return found;
}

/** Whether a constructor gives functions or new objects to the program's own functions. */
function makesAndPassesOn(run: Interpreter, { body = [] }: FunctionDeclaration): boolean {
  const callsSome = callNames(body).some((name) => run.symbols.functions.named(name).some((one) => one.body));
  return callsSome && handsOn(run, argumentsIn(body));
}

/** The arguments of all calls. */
function argumentsIn(body: readonly Statement[]): Expression[] {
  const found: Expression[] = [];
  visitExpressions(body, (expression) => {
    if (expression.kind === 'call') found.push(...expression.args);
  });
  return found;
}
