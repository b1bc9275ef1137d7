/** A frame loop in the text, with a call that stands in it directly: where something may be moved out. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { Statement, Variable } from '../../syntax/ast.ts';
import { asStatement, visitExpression, visitExpressions } from '../../syntax/visit.ts';
import { callsOf, frameLoopsOf, type CallNode, type LoopNode } from '../../trace/nodes.ts';
import { hasRoom } from './text/edits.ts';
import type { RuleContext } from '../context.ts';
import { statementEnd } from './text/scan.ts';
import type { SourceText } from './text/source-text.ts';
import type { Refusal } from './refusals.ts';
import type { Body } from './syntax.ts';
import { bodyAround, declaredIn, statementsIn } from './syntax.ts';

export interface LoopSite {
  context: RuleContext;
  text: SourceText;
  body: Body;
  node: LoopNode;
  /** What the loop does, statement by statement, and the heads of it. */
  inside: readonly Statement[];
  heads: readonly Statement[];
  /** What the function declares outside of the loop, parameters included. */
  outside: readonly Pick<Variable, 'name' | 'type' | 'start'>[];
  /** Where the loop starts in the function's text. */
  start: number;
  /** What the function does behind the loop, wherever that stands. */
  behind: readonly Statement[];
}

/** The outermost frame loop around the call, where the call's own function has it and things can be put around it. */
export function loopSite(call: CallNode, context: RuleContext): LoopSite | Refusal {
  const [node] = frameLoopsOf(call);
  if (!node || !isPlain(node)) return 'ownLoopOnly';
  if (node.function !== call.function || node.statement.file !== call.range.file) return 'anotherFunction';
  return siteOfLoop(node, context);
}

const isPlain = ({ loop }: LoopNode): boolean => /^(?:for|while|do)$/.test(loop);

/** The same of a loop alone, whatever function the call stands in. */
export function siteOfLoop(node: LoopNode, context: RuleContext): LoopSite | Refusal {
  if (!isPlain(node)) return 'ownLoopOnly';
  if (bindsWithin(node)) return 'boundInside';
  const { file } = node.statement;
  const text = context.text(file);
  const body = bodyAround(context.facts(file), node.statement);
  const found = body?.loopAt(node.statement);
  if (!body || !found || !hasRoom(text, node.statement)) return 'layoutUnclear';
  if (statementsIn(body.statements).some(({ kind }) => kind === 'goto')) return 'jumps';
  const { loop } = found;
  const isOutside = ({ start }: { start: number }): boolean => start < loop.start || start >= loop.end;
  const initial = loop.initial ? [loop.initial] : [];
  return {
    context,
    text,
    body,
    node,
    inside: loop.body,
    heads: [...initial, ...headsOf(loop)],
    outside: [
      ...body.declaration.parameters.map(({ name, type }) => ({ name, type, start: 0 })),
      ...declaredIn(body.statements).filter(isOutside),
    ],
    start: loop.start,
    behind: statementsIn(body.statements).filter(({ start }) => start >= loop.end),
  };
}

/** The loop's condition and step as statements, so that what they change counts. */
function headsOf({ condition, update, variable }: Extract<Statement, { kind: 'loop' }>): Statement[] {
  const parts = [condition, update].filter((part) => part !== undefined);
  const own = variable ? [{ kind: 'declare' as const, variables: [variable], ...spanOf(variable) }] : [];
  return [...own, ...parts.map(asStatement)];
}

const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });

/** What is made before a thread has its context, or before the runtime is up, would fail. */
const bindsWithin = (loop: LoopNode): boolean =>
  callsOf(loop.body).some(
    ({ row, function: place }) =>
      place === loop.function &&
      (row.role === 'bindContext' || row.role === 'init' || row.creates === 'context'),
  );

/** A statement with its semicolon, and the comment that ends its line. */
export function wholeOf(statement: Statement, { text, body }: Pick<LoopSite, 'text' | 'body'>): SourceRange {
  return withTail(text, body.rangeOf(statement));
}

/** A range with the semicolon behind it, and the comment that ends its line. */
export function withTail(text: SourceText, range: SourceRange): SourceRange {
  const end = statementEnd(text, range);
  const comment = /^\s*\/\/.*$/.exec(text.line(end.line).slice(end.column - 1))?.[0].length ?? 0;
  return { ...range, endLine: end.line, endColumn: end.column + comment };
}

/** Does an expression of the statements name it? */
export function isNamed(name: string, statements: readonly Statement[]): boolean {
  let found = false;
  visitExpressions(statements, (expression) => {
    if (expression.kind === 'name' && expression.name === name) found = true;
  });
  for (const statement of statements) {
    if (statement.kind !== 'loop' || !statement.update) continue;
    visitExpression(statement.update, (one) => {
      if (one.kind === 'name' && one.name === name) found = true;
    });
  }
  return found;
}
