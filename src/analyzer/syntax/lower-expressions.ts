/** Expressions of the syntax tree, lowered. */
import { launchIn } from './kernel-launches.ts';
import { symbolOf } from './operator-words.ts';
import { takenFrom, throughMember } from './member-pointers.ts';
import type { SyntaxNode } from './node.ts';
import type { Captures, Expression, Parameter, Statement } from './ast.ts';
import { isTypeNode, plainName, scopedName, templateArguments, typeOf, unknownType } from './lower-types.ts';
import { ownValue } from '../../base/own-value.ts';

/** What lowering needs to know about the chunk at hand. */
export interface Lowering {
  source: string;
  /** Depth of nesting so far. */
  depth: number;
  /** Takes note of a part that is left out, since a stack has an end. */
  leaveOut(node: SyntaxNode): void;
  /** Whether a conditional's first side is compiled. */
  holds(node: SyntaxNode): boolean;
  body(node: SyntaxNode): Statement[];
  parameters(node: SyntaxNode | undefined): Parameter[];
  /** Takes note of a class, an enumeration or another name for a type that stands in a body. */
  declare(node: SyntaxNode): void;
}

/** Deepest nesting that is read: no programmer's, but a generator's or an attack. */
const MAX_DEPTH = 250;

/** Whether a node stands too deep to be read, which is then noted. */
export function isTooDeep(node: SyntaxNode, to: Lowering): boolean {
  if (to.depth <= MAX_DEPTH) return false;
  to.leaveOut(node);
  return true;
}

type Lower = (node: SyntaxNode, to: Lowering) => Expression;

/** Lowers one expression. */
export function lowerExpression(node: SyntaxNode | undefined, to: Lowering): Expression {
  if (!node || isTooDeep(node, to))
    return { start: node?.start ?? 0, end: node?.end ?? 0, kind: 'other', parts: [] };
  to.depth++;
  const expression = (ownValue(lowerings, node.type) ?? other)(node, to);
  to.depth--;
  return expression;
}

const other: Lower = (node, to) => ({
  start: node.start,
  end: node.end,
  kind: 'other',
  parts: node.namedChildren
    .filter((child) => child.type !== 'comment')
    .map((child) => lowerExpression(child, to)),
});

const identifier: Lower = (node) => ({ start: node.start, end: node.end, kind: 'name', name: node.text });

const name: Lower = (node) => {
  const args = templateArguments(node);
  return {
    start: node.start,
    end: node.end,
    kind: 'name',
    name: scopedName(node),
    args: args.length ? args : undefined,
  };
};

/** The operator's text: what stands between or before the operands. */
function between(left: SyntaxNode | undefined, right: SyntaxNode | undefined, to: Lowering): string {
  if (!left || !right) return '';
  return symbolOf(
    to.source.slice(left.endIndex, right.startIndex).replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|[\s()]/g, ''),
  );
}

function operands(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}

const call: Lower = (node, to) => {
  const [callee, list] = operands(node);
  const args = list ? operands(list).map((child) => lowerExpression(child, to)) : [];
  const operator = callee?.type === 'template_function' ? plainName(callee) : '';
  const [first] = args;
  if (/^(static|reinterpret|const|dynamic)_cast$/.test(operator) && first) {
    const [type = unknownType] = callee ? templateArguments(callee) : [];
    return {
      start: node.start,
      end: node.end,
      kind: 'cast',
      type,
      operand: first,
    };
  }
  if (callee?.type === 'primitive_type' && first) {
    return {
      start: node.start,
      end: node.end,
      kind: 'cast',
      type: typeOf(callee),
      operand: first,
    };
  }
  const braces = list?.type === 'initializer_list';
  const { end } = node;
  return takenFrom(callee, lowerExpression(callee, to), ({ start }, called) => {
    return launchIn(node, { start, end, kind: 'call', callee: called, args, braces });
  });
};

const member: Lower = (node, to) => {
  const [object, field] = operands(node);
  const operator = between(object, field, to);
  if (operator === '.*') return throughMember(lowerExpression(object, to), lowerExpression(field, to));
  const name = {
    name: field ? plainName(field) : '',
    ...(field?.type === 'template_method' ? { args: templateArguments(field) } : {}),
    arrow: operator.includes('->'),
    nameStart: (field ?? node).start,
  };
  const { end } = node;
  return takenFrom(object, lowerExpression(object, to), ({ start }, whole) => {
    return { start, end, kind: 'member', object: whole, ...name };
  });
};

const binary: Lower = (node, to) => {
  const [left, right] = operands(node);
  const operator = between(left, right, to);
  return {
    start: node.start,
    end: node.end,
    kind: 'binary',
    operator,
    left: lowerExpression(left, to),
    right: lowerExpression(right, to),
  };
};

const unary: Lower = (node, to) => {
  const [operand] = operands(node);
  const text = to.source.slice(node.startIndex, operand?.startIndex ?? node.endIndex);
  const operator = symbolOf(text.replace(/[\s(]/g, ''));
  return {
    start: node.start,
    end: node.end,
    kind: 'unary',
    operator,
    operand: lowerExpression(operand, to),
  };
};

const assign: Lower = (node, to) => {
  const [target, value] = operands(node);
  return {
    start: node.start,
    end: node.end,
    kind: 'assign',
    operator: between(target, value, to),
    target: lowerExpression(target, to),
    value: lowerExpression(value, to),
  };
};

const creation: Lower = (node, to) => {
  const children = operands(node);
  const type = children.find(isTypeNode);
  const list = children.find((child) => child.type === 'argument_list' || child.type === 'initializer_list');
  const dims = children.find((child) => child.type === 'new_declarator');
  return {
    start: node.start,
    end: node.end,
    kind: 'new',
    type: type ? typeOf(type) : unknownType,
    args: list ? operands(list).map((child) => lowerExpression(child, to)) : [],
    ...(dims ? { count: lowerExpression(dims.firstNamedChild, to) } : {}),
  };
};

const lambda: Lower = (node, to) => {
  const children = operands(node);
  const declarator = children.find((child) => child.type.includes('declarator'));
  const parameters = declarator?.namedChildren.find((child) => child.type === 'parameter_list');
  const body = children.find((child) => child.type === 'compound_statement');
  const behind = declarator?.namedChildren.find((child) => child.type === 'trailing_return_type');
  return {
    start: node.start,
    end: node.end,
    kind: 'lambda',
    ...(behind?.firstNamedChild ? { returns: typeOf(behind.firstNamedChild) } : {}),
    captures: capturesOf(
      children.find((child) => child.type === 'lambda_capture_specifier'),
      to,
    ),
    parameters: to.parameters(parameters),
    body: body ? to.body(body) : [],
  };
};

/** `this` needs no mention: a lambda sees the object that it was made in. */
function capturesOf(specifier: SyntaxNode | undefined, to: Lowering): Captures {
  const captures: Captures = { named: [] };
  let from = specifier?.start ?? 0;
  for (const child of specifier?.namedChildren ?? []) {
    const before = specifier?.text.slice(from - specifier.start, child.start - specifier.start) ?? '';
    from = child.end;
    if (child.type === 'lambda_default_capture') captures.all = child.text === '=' ? 'value' : 'reference';
    const named = child.type === 'lambda_capture_initializer' ? child.firstNamedChild : child;
    const reference = before.includes('&') || child.text.startsWith('&');
    if (named?.type !== 'identifier') continue;
    const initial = named === child ? {} : { initial: lowerExpression(child.lastNamedChild, to) };
    captures.named.push({ name: named.text, reference, ...initial });
  }
  return captures;
}

const conditional: Lower = (node, to) => {
  const [condition, then, otherwise] = operands(node);
  return {
    start: node.start,
    end: node.end,
    kind: 'conditional',
    condition: lowerExpression(condition, to),
    then: lowerExpression(then, to),
    otherwise: lowerExpression(otherwise, to),
  };
};

const index: Lower = (node, to) => {
  const [object, list] = operands(node);
  const at = list?.type === 'subscript_argument_list' ? list.firstNamedChild : list;
  const whole = lowerExpression(object, to);
  const index = lowerExpression(at, to);
  const { end } = node;
  return takenFrom(object, whole, ({ start }, of) => ({ start, end, kind: 'index', object: of, index }));
};

const cast: Lower = (node, to) => {
  const [type, operand] = operands(node);
  return {
    start: node.start,
    end: node.end,
    kind: 'cast',
    type: type ? typeOf(type) : unknownType,
    operand: lowerExpression(operand, to),
  };
};

const sizeOf: Lower = (node, to) => {
  const [operand] = operands(node);
  if (operand?.type === 'type_descriptor')
    return {
      start: node.start,
      end: node.end,
      kind: 'sizeof',
      type: typeOf(operand),
    };
  return {
    start: node.start,
    end: node.end,
    kind: 'sizeof',
    operand: lowerExpression(operand, to),
  };
};

const update: Lower = (node, to) => ({
  start: node.start,
  end: node.end,
  kind: 'update',
  operator: node.text.includes('++') ? '++' : '--',
  operand: lowerExpression(node.firstNamedChild, to),
});

const list: Lower = (node, to) => ({
  start: node.start,
  end: node.end,
  kind: 'list',
  items: operands(node).map((child) => lowerExpression(child, to)),
});

/** `[2] = x` stands where it is written. */
const designated: Lower = (node, to) => {
  const { start, end } = node;
  const value = lowerExpression(node.childForFieldName('value') ?? node.lastNamedChild, to);
  const designator = node.firstNamedChild;
  if (designator?.type !== 'field_designator') return value;
  return { start, end, kind: 'designated', field: designator.text.replace(/^\.\s*/, ''), value };
};

const inner: Lower = (node, to) => lowerExpression(operands(node)[0], to);

/** The value of a literal: decimal, hexadecimal, octal, binary, with suffixes and digit separators. */
export function literalValue(text: string): number {
  const plain = text.replace(/'/g, '');
  if (/^0[xX]/.test(plain)) return Number(plain.replace(/(?<![uUlLzZ])[uUlLzZ]+$/, ''));
  if (/^0[bB]/.test(plain)) return Number(plain.replace(/(?<![uUlLzZ])[uUlLzZ]+$/, ''));
  if (/^0\d+[uUlL]*$/.test(plain)) return Number.parseInt(plain, 8);
  return Number.parseFloat(plain);
}

const strings: Lower = (node) => ({
  start: node.start,
  end: node.end,
  kind: 'string',
  text: node.text
    .replace(/^R"\w*\(|\)\w*"$/g, '')
    .replace(/^\w*"|"$/g, '')
    .replace(/"\s*"/g, ''),
});

function number(value: (node: SyntaxNode) => number): Lower {
  return (node) => ({
    start: node.start,
    end: node.end,
    kind: 'number',
    value: value(node),
  });
}

function truth(value: 0 | 1): Lower {
  return (node) => ({
    start: node.start,
    end: node.end,
    kind: 'number',
    value,
    isBoolean: true,
  });
}

const lowerings: Record<string, Lower> = {
  identifier,
  field_identifier: identifier,
  qualified_identifier: name,
  template_function: name,
  type_identifier: identifier,
  namespace_identifier: identifier,
  number_literal: number((node) => literalValue(node.text)),
  true: truth(1),
  false: truth(0),
  char_literal: number((node) => node.text.charCodeAt(1)),
  string_literal: strings,
  raw_string_literal: strings,
  concatenated_string: strings,
  null: (node) => ({ start: node.start, end: node.end, kind: 'null' }),
  this: (node) => ({ start: node.start, end: node.end, kind: 'this' }),
  call_expression: call,
  field_expression: member,
  subscript_expression: index,
  pointer_expression: unary,
  unary_expression: unary,
  co_await_expression: unary,
  co_yield_statement: unary,
  update_expression: update,
  binary_expression: binary,
  assignment_expression: assign,
  conditional_expression: conditional,
  cast_expression: cast,
  new_expression: creation,
  delete_expression: (node, to) => ({
    start: node.start,
    end: node.end,
    kind: 'delete',
    operand: lowerExpression(operands(node)[0], to),
  }),
  lambda_expression: lambda,
  parameter_pack_expansion: ({ start, end, firstNamedChild }, to) => {
    return { start, end, kind: 'expansion', pattern: lowerExpression(firstNamedChild, to) };
  },
  fold_expression: ({ start, end, firstNamedChild }, to) => {
    return { start, end, kind: 'expansion', pattern: lowerExpression(firstNamedChild, to) };
  },
  // `"model.om"sv` is the text; `100ms` is no number of anything else.
  user_defined_literal: (node, to) =>
    /string/.test(node.firstNamedChild?.type ?? '')
      ? lowerExpression(node.firstNamedChild, to)
      : other(node, to),
  initializer_list: list,
  initializer_pair: designated,
  sizeof_expression: sizeOf,
  parenthesized_expression: inner,
  condition_clause: inner,
  expression_statement: inner,
  // Of GNU's `({ … })`, and of a block that a macro is given.
  compound_statement: (node, to) => ({
    start: node.start,
    end: node.end,
    kind: 'statements',
    body: to.body(node),
  }),
  compound_literal_expression: (node, to) => {
    const [type, value] = operands(node);
    const items = value ? operands(value).map((child) => lowerExpression(child, to)) : [];
    const { start, end } = type ?? { start: 0, end: 0 };
    const args = type ? templateArguments(type) : [];
    const name = type ? plainName(type) : '';
    const callee: Expression = { start, end, kind: 'name', name, args: args.length ? args : undefined };
    return { start: node.start, end: node.end, kind: 'call', callee, args: items, braces: true };
  },
};
