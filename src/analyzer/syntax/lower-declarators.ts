/** Declarators: variables, parameters, fields. */
import type { SyntaxNode } from './node.ts';
import type { Expression, Parameter, TypeName, Variable } from './ast.ts';
import { lowerExpression, type Lowering } from './lower-expressions.ts';
import { isTypeNode, plainName, typeOf, unknownType } from './lower-types.ts';

interface Declarator {
  name: string;
  nameNode?: SyntaxNode;
  pointers: number;
  reference: boolean;
  dims: (SyntaxNode | undefined)[];
  /** Parameters, where a function or `T x(a)` is declared. */
  parameters?: SyntaxNode;
  /** `(*f)(…)`: a pointer to a function. */
  isPointerToFunction: boolean;
}

/** Takes a declarator apart: `*x[N]`, `&f(int)`, `(*callback)(void *)`. */
export function readDeclarator(node: SyntaxNode): Declarator {
  const found: Declarator = { name: '', pointers: 0, reference: false, dims: [], isPointerToFunction: false };
  let at: SyntaxNode | undefined = node;
  for (let steps = 0; at && steps < 50; steps++) at = step(at, found);
  return found;
}

function step(node: SyntaxNode, found: Declarator): SyntaxNode | undefined {
  const children = node.namedChildren.filter((child) => child.type !== 'comment');
  const inner = children.find((child) => /declarator$|identifier$|name$/.test(child.type));
  switch (node.type) {
    case 'pointer_declarator':
    case 'abstract_pointer_declarator':
      found.pointers++;
      return inner;
    case 'reference_declarator':
    case 'abstract_reference_declarator':
      found.reference = true;
      return inner;
    case 'array_declarator':
      found.dims.unshift(children.find((child) => child !== inner));
      return inner;
    case 'function_declarator':
      found.isPointerToFunction = inner?.type === 'parenthesized_declarator';
      found.parameters ??= children.find((child) => child.type === 'parameter_list') ?? node;
      return inner;
    case 'parenthesized_declarator':
    case 'init_declarator':
    case 'attributed_declarator':
    case 'variadic_declarator':
      return inner ?? children[0];
    default:
      found.name = nameOf(node);
      found.nameNode = node;
      return undefined;
  }
}

const nameOf = (node: SyntaxNode): string => (/^abstract/.test(node.type) ? '' : plainName(node));

const declarators = /declarator$|^identifier$|^field_identifier$|^structured_binding/;

/** A field is a field_identifier: an identifier in a class is the value of the one before it. */
const fieldDeclarators = /declarator$|^field_identifier$/;

/** The variables of a declaration, a field declaration or a range loop's head. Functions are left out. */
export function lowerVariables(node: SyntaxNode, to: Lowering, inClass = false): Variable[] {
  const children = node.namedChildren;
  const specifier = children.find(isTypeNode);
  const type = specifier ? typeOf(specifier) : unknownType;
  const qualifiers = children.filter(
    (child) => child.type.endsWith('qualifier') || child.type === 'storage_class_specifier',
  );
  const words = new Set(qualifiers.map((child) => child.text));
  const isThreadLocal = words.has('thread_local') || words.has('__thread');
  const variables: Variable[] = [];
  const flags = {
    isStatic: words.has('static') || isThreadLocal,
    isThreadLocal,
    isConst: words.has('const') || words.has('constexpr'),
    isExtern: words.has('extern'),
  };
  for (const [index, child] of children.entries()) {
    if (!(inClass ? fieldDeclarators : declarators).test(child.type)) continue;
    const declarator = readDeclarator(child);
    const value =
      child.type === 'init_declarator' ? child.namedChildren.at(-1) : valueAfter(children, index, inClass);
    if (!declarator.name || (declarator.parameters && inClass && !declarator.isPointerToFunction)) continue;
    variables.push(lowerVariable({ node: child, declarator, type, value }, flags, to));
    if (node.type === 'for_range_loop') break;
  }
  return variables;
}

/** In a class the initial value follows the declarator as a sibling. */
function valueAfter(
  children: readonly SyntaxNode[],
  index: number,
  inClass: boolean,
): SyntaxNode | undefined {
  const next = children[index + 1];
  return inClass && next && !fieldDeclarators.test(next.type) && next.type !== 'comment' ? next : undefined;
}

interface Found {
  node: SyntaxNode;
  declarator: Declarator;
  type: TypeName;
  value: SyntaxNode | undefined;
}

function lowerVariable(
  { node, declarator, type, value }: Found,
  flags: Pick<Variable, 'isStatic' | 'isThreadLocal' | 'isConst' | 'isExtern'>,
  to: Lowering,
): Variable {
  const at = declarator.nameNode ?? node;
  const pointers = type.pointers + declarator.pointers + (declarator.isPointerToFunction ? 1 : 0);
  const { initial, args, braces } = initialValue(declarator, value, to);
  return {
    start: at.start,
    end: at.end,
    name: declarator.name,
    type: { ...type, pointers, reference: declarator.reference, constant: flags.isConst },
    dims: declarator.dims.map((dim) => dim && lowerExpression(dim, to)),
    initial,
    args,
    braces,
    ...flags,
  };
}

/** `T x(a)`, read by the grammar as a function's declaration, is a construction inside a body. */
function initialValue(
  declarator: Declarator,
  value: SyntaxNode | undefined,
  to: Lowering,
): Pick<Variable, 'initial' | 'args' | 'braces'> {
  if (declarator.parameters && !declarator.isPointerToFunction) {
    const args = declarator.parameters.namedChildren.map((child) => argumentOf(child, to));
    return { args, braces: false };
  }
  if (!value) return { braces: false };
  if (value.type === 'argument_list') {
    return { args: lowerList(value, to), braces: false };
  }
  if (value.type === 'initializer_list') return { args: lowerList(value, to), braces: true };
  return { initial: lowerExpression(value, to), braces: false };
}

function lowerList(node: SyntaxNode, to: Lowering): Expression[] {
  return node.namedChildren
    .filter((child) => child.type !== 'comment')
    .map((child) => lowerExpression(child, to));
}

/**
 * An argument that the grammar took for a parameter: `f(a)` for a function of `a` that gives `f`, `a[0]` for an array,
 * `a * b` for a pointer called `b`.
 */
function argumentOf(node: SyntaxNode, to: Lowering): Expression {
  const { start, end } = node;
  const type = node.namedChildren.find(isTypeNode);
  const found = type && declaredArgument(type, node.lastNamedChild, to);
  return found ? { ...found, start, end } : { kind: 'name', name: node.text.replace(/\s+/g, ''), start, end };
}

function declaredArgument(
  type: SyntaxNode,
  declarator: SyntaxNode | null | undefined,
  to: Lowering,
): Expression | undefined {
  const { start, end } = type;
  const { name, args: types } = typeOf(type);
  const left: Expression = { kind: 'name', name, start, end };
  const inner = declarator?.lastNamedChild;
  switch (declarator?.type) {
    case 'abstract_function_declarator': {
      const args = (declarator.firstNamedChild?.namedChildren ?? []).map((child) => argumentOf(child, to));
      return { kind: 'call', callee: { ...left, args: types }, args, braces: false, start, end };
    }
    case 'abstract_array_declarator':
      return inner
        ? { kind: 'index', object: left, index: lowerExpression(inner, to), start, end }
        : undefined;
    case 'pointer_declarator':
    case 'reference_declarator': {
      if (!inner || !/identifier$/.test(inner.type)) return undefined;
      const operator = declarator.type === 'pointer_declarator' ? '*' : '&';
      return { kind: 'binary', operator, left, right: lowerExpression(inner, to), start, end };
    }
    default:
      return undefined;
  }
}

/** The parameters of a function. */
export function lowerParameters(list: SyntaxNode | undefined, to: Lowering): Parameter[] {
  const nodes = list?.namedChildren.filter((child) => child.type.endsWith('parameter_declaration')) ?? [];
  return nodes.flatMap((node) => lowerParameter(node, to) ?? []);
}

/** One parameter; undefined for the `void` of `f(void)`. */
function lowerParameter(node: SyntaxNode, to: Lowering): Parameter | undefined {
  const children = node.namedChildren;
  const specifier = children.find(isTypeNode);
  const type = specifier ? typeOf(specifier) : unknownType;
  const found = children.find((child) => child !== specifier && /declarator$|^identifier$/.test(child.type));
  if (!found) return type.name === 'void' ? undefined : { name: '', type, ...defaultOf(node, to) };
  const { name, pointers, dims, reference } = readDeclarator(found);
  const constant = children.some((child) => child.type === 'type_qualifier' && child.text === 'const');
  const full = { ...type, constant, pointers: type.pointers + pointers + dims.length, reference };
  const pack = node.type.startsWith('variadic') ? { isPack: true as const } : {};
  return { name, type: full, ...pack, ...defaultOf(node, to) };
}

function defaultOf(node: SyntaxNode, to: Lowering): Pick<Parameter, 'initial'> {
  const last = node.lastNamedChild;
  return node.type.startsWith('optional') && last ? { initial: lowerExpression(last, to) } : {};
}
