/** The statements around a call, for fixes: what stands where, what is declared, what is changed. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type {
  Expression,
  FunctionDeclaration,
  LoopStatement,
  Statement,
  Variable,
} from '../../syntax/ast.ts';
import type { FileFacts } from '../../syntax/facts.ts';
import { bodiesOf, visitExpression, visitExpressions } from '../../syntax/visit.ts';

interface Span {
  start: number;
  end: number;
}

/** A piece of a function's text with what lies in it. `base` turns its offsets into those of the file. */
export class Body {
  constructor(
    private readonly facts: FileFacts,
    readonly declaration: FunctionDeclaration,
  ) {}

  get statements(): readonly Statement[] {
    return this.declaration.body ?? [];
  }

  rangeOf({ start, end }: Span): SourceRange {
    const { base } = this.declaration.chunk;
    return this.facts.lines.range(this.facts.file, base + start, base + end);
  }

  holds(outer: Span, inner: SourceRange): boolean {
    return encloses(this.rangeOf(outer), inner);
  }

  /** The loop statement that starts at a place, with the list of statements that it stands in. */
  loopAt(place: SourceRange): { loop: LoopStatement; among: readonly Statement[] } | undefined {
    for (const among of lists(this.statements)) {
      for (const loop of among) {
        const range = loop.kind === 'loop' ? this.rangeOf(loop) : undefined;
        if (loop.kind === 'loop' && range?.line === place.line && range.column === place.column)
          return { loop, among };
      }
    }
    return undefined;
  }
}

const isBefore = (line: number, column: number, otherLine: number, otherColumn: number): boolean =>
  line < otherLine || (line === otherLine && column <= otherColumn);

/** Does one range of a file hold all of another? */
export function encloses(outer: SourceRange, inner: SourceRange): boolean {
  return (
    outer.file === inner.file &&
    isBefore(outer.line, outer.column, inner.line, inner.column) &&
    isBefore(inner.endLine, inner.endColumn, outer.endLine, outer.endColumn)
  );
}

/** The function of the file that a place stands in. */
export function bodyAround(facts: FileFacts | undefined, place: SourceRange): Body | undefined {
  for (const declaration of facts?.declarations ?? []) {
    if (declaration.kind !== 'function' || !declaration.body || !facts) continue;
    const body = new Body(facts, declaration);
    if (declaration.chunk.file === facts.file && body.holds(declaration, place)) return body;
  }
  return undefined;
}

/** Each list of statements, from outer to inner, those of lambdas included. */
export function* lists(statements: readonly Statement[]): Generator<readonly Statement[]> {
  yield statements;
  for (const statement of statements) {
    for (const inner of bodiesOf(statement)) yield* lists(inner);
    for (const inner of lambdasIn(statement)) yield* lists(inner);
  }
}

function lambdasIn(statement: Statement): (readonly Statement[])[] {
  const found: (readonly Statement[])[] = [];
  const bare = bodiesOf(statement).length === 0 ? [statement] : [];
  visitExpressions(bare, (expression) => {
    if (expression.kind === 'lambda') found.push(expression.body);
  });
  return found;
}

export function statementsIn(statements: readonly Statement[]): Statement[] {
  return [...lists(statements)].flat();
}

/** The variables that the statements declare, those of loops included. */
export function declaredIn(statements: readonly Statement[]): Variable[] {
  return statementsIn(statements).flatMap((statement) => {
    if (statement.kind === 'declare') return statement.variables;
    return statement.kind === 'loop' && statement.variable ? [statement.variable] : [];
  });
}

/** Plain names in an expression, callees left out. */
export function namesOf(expression: Expression): string[] {
  const names: string[] = [];
  visitExpression(expression, (one) => {
    if (one.kind === 'name') names.push(one.name);
  });
  return names;
}

/** The variable that an expression is about: `a` of `a.b[i]`. */
export function rootOf(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'member' || expression.kind === 'index') return rootOf(expression.object);
  if (expression.kind === 'unary' || expression.kind === 'cast') return rootOf(expression.operand);
  return undefined;
}

/** Names that the statements give another value: set, counted, or handed to what may set them. */
export function changedIn(
  statements: readonly Statement[],
  takesByValue: (callee: string) => boolean,
): Set<string> {
  const names = new Set<string>();
  const add = (expression: Expression): void => {
    const root = rootOf(expression);
    if (root !== undefined) names.add(root);
  };
  const visit = (expression: Expression): void => {
    if (expression.kind === 'assign') add(expression.target);
    if (expression.kind === 'update') add(expression.operand);
    if (expression.kind === 'unary' && expression.operator === '&') add(expression.operand);
    if (expression.kind !== 'call') return;
    const { callee, args } = expression;
    if (callee.kind === 'member' && !isReader(callee.name)) add(callee.object);
    const isByValue = callee.kind === 'name' && takesByValue(callee.name);
    if (!isByValue) for (const arg of args) if (arg.kind === 'name' || arg.kind === 'member') add(arg);
  };
  visitExpressions(statements, visit);
  for (const statement of statementsIn(statements)) {
    // A loop's head stands in no list of its own.
    if (statement.kind === 'loop' && statement.update) visitExpression(statement.update, visit);
  }
  return names;
}

/** Methods that are called to look, of std and of most classes. */
const isReader = (name: string): boolean =>
  /^(?:get|Get|size|data|c_str|length|empty|at|begin|end|is|Is|has|Has|elemSize|total|rows|cols)/.test(name);

/** The arguments of a call of that name in a statement; the condition's alone, of an `if`. */
export function argumentsOf({ name }: { name: string }, statement: Statement): Expression[] {
  const found: Expression[] = [];
  const visit = (expression: Expression): void => {
    if (expression.kind !== 'call' || expression.callee.kind !== 'name') return;
    if (expression.callee.name.replace(/^::/, '') === name) found.push(...expression.args);
  };
  if (statement.kind === 'if') visitExpression(statement.condition, visit);
  else visitExpressions([statement], visit);
  return found;
}
