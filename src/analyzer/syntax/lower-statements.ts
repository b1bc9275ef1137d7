/** Statements of the syntax tree, lowered. */
import type { SyntaxNode } from './node.ts';
import type { Expression, IfStatement, LoopStatement, Statement, SwitchCase, Variable } from './ast.ts';
import { lowerVariables } from './lower-declarators.ts';
import { isTooDeep, lowerExpression, type Lowering } from './lower-expressions.ts';
import { misreadCall } from './lower-misread.ts';
import { functionPointer } from './lower-function-pointers.ts';
import { ownValue } from '../../base/own-value.ts';

/** The statements in a block; of anything else the statement itself. */
export function lowerBody(node: SyntaxNode | undefined, to: Lowering): Statement[] {
  if (!node || isTooDeep(node, to)) return [];
  to.depth++;
  const statements = isBlock(node) ? lowerAll(node.namedChildren, to) : lowerStatement(node, to);
  to.depth--;
  return statements;
}

function isBlock(node: SyntaxNode): boolean {
  return node.type === 'compound_statement' || node.type === 'else_clause' || node.type === 'ERROR';
}

/** Lowers a list of nodes that stand in a block. */
export function lowerAll(nodes: readonly SyntaxNode[], to: Lowering): Statement[] {
  const statements: Statement[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    const last = node?.type === 'labeled_statement' ? backJump(nodes, at) : -1;
    if (node && last >= 0) statements.push(jumpLoop(nodes.slice(at, last + 1), to));
    else if (node) statements.push(...lowerStatement(node, to));
    at = Math.max(at, last);
  }
  return statements;
}

/** Where a label is jumped back to from its own block: `goto again;`, `if (more) goto again;`. */
function backJump(nodes: readonly SyntaxNode[], at: number): number {
  const label = nodes[at]?.namedChildren[0]?.text;
  return nodes.findLastIndex(
    (node, index) => index > at && label !== undefined && jumpTarget(node) === label,
  );
}

function jumpTarget(node: SyntaxNode): string | undefined {
  if (node.type === 'goto_statement') return node.namedChildren[0]?.text;
  if (node.type !== 'if_statement' || node.childForFieldName('alternative')) return undefined;
  const then = node.childForFieldName('consequence');
  const only = then?.type === 'compound_statement' ? onlyChild(then) : then;
  return only?.type === 'goto_statement' ? jumpTarget(only) : undefined;
}

function onlyChild({ namedChildren }: SyntaxNode): SyntaxNode | undefined {
  const inside = namedChildren.filter((child) => child.type !== 'comment');
  return inside.length === 1 ? inside[0] : undefined;
}

/** From a label to the jump back: a loop, which goes on while the jump's condition holds. */
function jumpLoop(nodes: readonly SyntaxNode[], to: Lowering): LoopStatement {
  const [first, ...others] = nodes;
  const jump = others.at(-1);
  const inside = [...(first?.namedChildren.slice(1) ?? []), ...others.slice(0, -1)];
  const clause = jump?.childForFieldName('condition');
  const span = { start: first?.start ?? 0, end: jump?.end ?? 0 };
  const keywordEnd = first?.namedChildren[0]?.end ?? span.start;
  const body = lowerAll(inside, to);
  if (!clause) return { ...span, kind: 'loop', loop: 'for', keywordEnd, body };
  return {
    ...span,
    kind: 'loop',
    loop: 'do',
    keywordEnd,
    body,
    condition: clauseCondition(clause, to).condition,
  };
}

type Lower = (node: SyntaxNode, to: Lowering) => Statement | Statement[];

function lowerStatement(node: SyntaxNode, to: Lowering): Statement[] {
  const lower = ownValue(lowerings, node.type) ?? expressionStatement;
  const lowered = lower(node, to);
  return Array.isArray(lowered) ? lowered : [lowered];
}

const none: Lower = () => [];

const expressionStatement: Lower = (node, to) => ({
  start: node.start,
  end: node.end,
  kind: 'expression',
  expression: lowerExpression(node, to),
});

const ifStatement: Lower = (node, to): IfStatement => {
  const clause = node.childForFieldName('condition');
  const consequence = node.childForFieldName('consequence');
  const alternative = node.childForFieldName('alternative');
  const before = clause?.namedChildren.find((child) => child.type === 'init_statement');
  const { variables, condition } = clauseCondition(clause, to);
  const [first] = before ? lowerAll(before.namedChildren, to) : variables;
  return {
    start: node.start,
    end: node.end,
    kind: 'if',
    before: first,
    condition,
    then: lowerBody(consequence, to),
    otherwise: alternative ? lowerBody(alternative, to) : [],
  };
};

/** `if (T x = f())` declares; its condition is the variable. */
function clauseCondition(
  clause: SyntaxNode | undefined,
  to: Lowering,
): { variables: Statement[]; condition: Expression } {
  const inside = clause?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  const declaration = inside.find((child) => child.type === 'declaration');
  const value = inside.filter((child) => child.type !== 'init_statement').at(-1) ?? clause;
  if (!declaration || value !== declaration) return { variables: [], condition: lowerExpression(value, to) };
  const initial = declaration.childForFieldName('value');
  const variables = lowerVariables(declaration, to).map((variable) =>
    initial && !variable.initial ? { ...variable, initial: lowerExpression(initial, to) } : variable,
  );
  const { start, end } = declaration;
  const condition: Expression = { kind: 'name', name: variables[0]?.name ?? '', start, end };
  return { variables: [{ kind: 'declare', variables, start, end }], condition };
}

function loop(kind: LoopStatement['loop'], keyword: number, node: SyntaxNode): LoopStatement {
  const { start, end } = node;
  return {
    start,
    end,
    kind: 'loop',
    loop: kind,
    keywordEnd: start + keyword,
    body: [],
  };
}

const forLoop: Lower = (node, to): LoopStatement => {
  const initial = node.childForFieldName('initializer');
  const condition = node.childForFieldName('condition');
  const update = node.childForFieldName('update');
  const [first] = initial ? lowerStatement(initial, to) : [];
  return {
    ...loop('for', 3, node),
    ...(first ? { initial: first } : {}),
    ...(condition ? { condition: lowerExpression(condition, to) } : {}),
    ...(update ? { update: lowerExpression(update, to) } : {}),
    body: lowerBody(node.childForFieldName('body'), to),
  };
};

const rangeLoop: Lower = (node, to): LoopStatement => {
  const right = node.childForFieldName('right');
  const body = node.childForFieldName('body');
  const [variable] = lowerVariables(node, to) as [Variable?];
  const [initial] = node.namedChildren
    .filter((child) => child.type === 'init_statement')
    .flatMap((child) => lowerAll(child.namedChildren, to));
  return {
    ...loop('range', 3, node),
    ...(initial ? { initial } : {}),
    condition: lowerExpression(right, to),
    ...(variable ? { variable } : {}),
    body: lowerBody(body, to),
  };
};

const whileLoop: Lower = (node, to): LoopStatement => {
  const { variables, condition } = clauseCondition(node.childForFieldName('condition'), to);
  const [initial] = variables;
  return {
    ...loop(node.type === 'do_statement' ? 'do' : 'while', node.type === 'do_statement' ? 2 : 5, node),
    ...(initial ? { initial } : {}),
    condition,
    body: lowerBody(node.childForFieldName('body'), to),
  };
};

const switchStatement: Lower = (node, to) => {
  const body = node.childForFieldName('body');
  const cases = body?.namedChildren.filter((child) => child.type === 'case_statement') ?? [];
  return {
    start: node.start,
    end: node.end,
    kind: 'switch',
    subject: lowerExpression(node.childForFieldName('condition'), to),
    cases: cases.map((child) => lowerCase(child, to)),
  };
};

function lowerCase(node: SyntaxNode, to: Lowering): SwitchCase {
  const value = node.childForFieldName('value');
  const rest = node.namedChildren.filter((child) => child !== value);
  return { ...(value ? { value: lowerExpression(value, to) } : {}), body: lowerAll(rest, to) };
}

function leave(kind: 'return' | 'throw'): Lower {
  return (node, to) => {
    const value = node.namedChildren.find((child) => child.type !== 'comment');
    return {
      start: node.start,
      end: node.end,
      kind,
      value: value && lowerExpression(value, to),
    };
  };
}

/** What a coroutine returns is marked, as it makes a coroutine of the function. */
const coReturn: Lower = (node, to) => {
  const { start, end } = node;
  const value = node.namedChildren.find((child) => child.type !== 'comment');
  const operand: Expression = value ? lowerExpression(value, to) : { start, end, kind: 'other', parts: [] };
  return { start, end, kind: 'return', value: { start, end, kind: 'unary', operator: 'co_return', operand } };
};

const tryStatement: Lower = (node, to) => ({
  start: node.start,
  end: node.end,
  kind: 'try',
  body: lowerBody(node.childForFieldName('body'), to),
  handlers: node.namedChildren
    .filter((child) => child.type === 'catch_clause')
    .map((child) => lowerBody(child.childForFieldName('body'), to)),
});

const preprocessor: Lower = (node, to) => {
  const inside = node.namedChildren;
  const at = inside.findIndex((child) => /^preproc_el/.test(child.type));
  const skipped = node.type === 'preproc_else' ? 0 : 1;
  const first = lowerAll(inside.slice(skipped, at < 0 ? undefined : at), to);
  const alternative = at < 0 ? undefined : inside[at];
  const second = alternative ? lowerStatement(alternative, to) : [];
  if (node.type === 'preproc_else') return first;
  const holds = to.holds(node);
  return {
    start: node.start,
    end: node.end,
    kind: 'preprocessor',
    taken: holds ? first : second,
    other: holds ? second : first,
  };
};

function jump(kind: 'break' | 'continue' | 'goto'): Lower {
  return (node) => ({ start: node.start, end: node.end, kind });
}

const declaration: Lower = (node, to) => {
  const { start, end } = node;
  const expression = misreadCall(node);
  return expression ? { start, end, kind: 'expression', expression } : declared(node, to);
};

const declared: Lower = (node, to) => {
  // `struct Size { int w, h; } size;`
  const type = node.namedChildren.find((child) => /^(class|struct|union|enum)_specifier$/.test(child.type));
  if (type) to.declare(type);
  return { start: node.start, end: node.end, kind: 'declare', variables: lowerVariables(node, to) };
};

function localType(node: SyntaxNode, to: Lowering): Statement[] {
  to.declare(node);
  return [];
}

const lowerings: Record<string, Lower> = {
  compound_statement: (node, to) => ({
    start: node.start,
    end: node.end,
    kind: 'block',
    body: lowerBody(node, to),
  }),
  expression_statement: (node, to) => {
    const [inner] = node.namedChildren.filter((child) => child.type !== 'comment');
    if (!inner) return [];
    return functionPointer(inner, to) ?? expressionStatement(inner, to);
  },
  declaration,
  if_statement: ifStatement,
  for_statement: forLoop,
  for_range_loop: rangeLoop,
  while_statement: whileLoop,
  do_statement: whileLoop,
  switch_statement: switchStatement,
  case_statement: (node, to) => lowerCase(node, to).body,
  return_statement: leave('return'),
  co_return_statement: coReturn,
  co_yield_statement: (node, to) => expressionStatement(node, to),
  throw_statement: leave('throw'),
  break_statement: jump('break'),
  continue_statement: jump('continue'),
  goto_statement: jump('goto'),
  labeled_statement: (node, to) => lowerAll(node.namedChildren.slice(1), to),
  try_statement: tryStatement,
  preproc_if: preprocessor,
  preproc_ifdef: preprocessor,
  preproc_elif: preprocessor,
  preproc_elifdef: preprocessor,
  preproc_else: preprocessor,
  preproc_call: (node) => ({
    start: node.start,
    end: node.end,
    kind: 'pragma',
    text: node.text,
  }),
  else_clause: (node, to) => lowerBody(node, to),
  init_statement: (node, to) => lowerAll(node.namedChildren, to),
  ERROR: (node, to) => lowerAll(node.namedChildren, to),
  comment: none,
  using_declaration: none,
  alias_declaration: localType,
  type_definition: localType,
  preproc_include: none,
  preproc_def: none,
  preproc_function_def: none,
  class_specifier: localType,
  struct_specifier: localType,
  union_specifier: localType,
  enum_specifier: localType,
  namespace_identifier: none,
  type_identifier: none,
  primitive_type: none,
  static_assert_declaration: none,
  parameter_list: none,
  function_declarator: none,
};
