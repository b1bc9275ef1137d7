/** Names and types of the syntax tree. */
import type { SyntaxNode } from './node.ts';
import { hash64 } from '../../base/hash.ts';
import type { TypeName } from './ast.ts';

export const unknownType: TypeName = { name: '', args: [], pointers: 0, reference: false, constant: false };

/** The one name of all conversions, `operator aclrtStream()`: what each gives is its declared type. */
export const CONVERSION = 'operator cast';

/** A name without template arguments: `a::Q<T>::Push` reads `a::Q::Push`. */
export function plainName(node: SyntaxNode): string {
  const parts =
    node.type === 'qualified_identifier' || node.type === 'dependent_name' ? node.namedChildren : [];
  if (parts.length) return parts.map(plainName).join('::');
  const first = node.firstNamedChild;
  if ((node.type === 'template_type' || node.type === 'template_function') && first) return plainName(first);
  if (node.type === 'template_method' && first) return plainName(first);
  if (node.type === 'operator_cast') return CONVERSION;
  if (node.type === 'operator_name') return operatorName(node.text.slice('operator'.length).trim());
  return node.text.replace(/\s+/g, ' ');
}

/** `operator[]`, however far its symbol stands from it. */
const operatorName = (symbol: string): string =>
  /^[a-z]/i.test(symbol) ? `operator ${symbol}` : `operator${symbol}`;

/** A name as an expression or a type writes it: the template arguments of what it is looked up in stay, `Q<int>::size`. */
export function scopedName(node: SyntaxNode): string {
  if (node.type !== 'qualified_identifier' && node.type !== 'dependent_name') return plainName(node);
  const parts = node.namedChildren;
  return parts
    .map((part, index) =>
      index < parts.length - 1 && part.type === 'template_type' ? withArguments(part) : scopedName(part),
    )
    .join('::');
}

/** `Traits<int>` of a template's name with its arguments, each without its namespaces. */
export function withArguments(node: SyntaxNode): string {
  const args = templateArguments(node);
  return args.length ? instanceName(plainName(node), args) : plainName(node);
}

/** The name of a template with arguments. */
export function instanceName(name: string, args: readonly TypeName[]): string {
  return `${name}<${args.map(argumentName).join(',')}>`;
}

function argumentName({ name, args, pointers }: TypeName): string {
  const last = name.slice(name.lastIndexOf('::') + 1).replace(/^:/, '');
  return (args.length ? instanceName(last, args) : last) + '*'.repeat(pointers);
}

/** The template arguments that stand last in a name. */
export function templateArguments(node: SyntaxNode): TypeName[] {
  if (node.type === 'qualified_identifier') {
    const last = node.lastNamedChild;
    return last ? templateArguments(last) : [];
  }
  const list = node.namedChildren.find((child) => child.type === 'template_argument_list');
  return list ? list.namedChildren.map(typeOf) : [];
}

const typeNodes = new Set([
  'primitive_type',
  'type_identifier',
  'qualified_identifier',
  'template_type',
  'sized_type_specifier',
  'placeholder_type_specifier',
  'dependent_type',
  'decltype',
  'class_specifier',
  'struct_specifier',
  'union_specifier',
  'enum_specifier',
]);

export function isTypeNode(node: SyntaxNode): boolean {
  return typeNodes.has(node.type);
}

/** The type that a specifier, a type descriptor or a template argument names. */
export function typeOf(node: SyntaxNode): TypeName {
  if (node.type === 'type_descriptor' || node.type === 'parameter_declaration') return descriptor(node);
  if (/_specifier$/.test(node.type) && /class|struct|union|enum/.test(node.type)) {
    const name = node.namedChildren.find((child) => child.type.endsWith('identifier'));
    return { ...unknownType, name: name ? plainName(name) : unnamedClass(node) };
  }
  return { ...unknownType, name: scopedName(node), args: templateArguments(node) };
}

/**
 * The name of a class that has none, told by its text: `struct { int w, h; } from, to;`. Empty for what has no body, and
 * for enumerations, whose type says nothing.
 */
export function unnamedClass({ namedChildren }: SyntaxNode): string {
  const body = namedChildren.find(({ type }) => type === 'field_declaration_list');
  return body ? `unnamed_${hash64(body.text.replace(/\s+/g, ' '))}` : '';
}

function descriptor(node: SyntaxNode): TypeName {
  const children = node.namedChildren;
  const specifier = children.find(isTypeNode);
  const base = specifier ? typeOf(specifier) : { ...unknownType, name: node.text };
  const rest = children.filter((child) => child !== specifier);
  const text = rest.map((child) => (child.type.startsWith('abstract') ? child.text : '')).join('');
  const isCall = rest.some(({ type }) => type === 'abstract_function_declarator');
  return {
    ...base,
    ...(isCall ? { written: node.text } : {}),
    ...(rest.some(({ type }) => type === 'abstract_array_declarator') ? { isArray: true } : {}),
    pointers: (text.match(/\*/g) ?? []).length,
    reference: text.includes('&'),
    constant: rest.some((child) => child.type === 'type_qualifier' && child.text === 'const'),
  };
}

/** `T *` of `operator T *()`, also of one that is defined outside of its class. */
export function convertedTo(name: SyntaxNode): TypeName | undefined {
  const cast = name.type === 'qualified_identifier' ? name.namedChildren.at(-1) : name;
  const type = cast?.type === 'operator_cast' ? cast.namedChildren.find(isTypeNode) : undefined;
  const isPointer = cast?.lastNamedChild?.type === 'abstract_pointer_declarator';
  return type && { ...typeOf(type), pointers: Number(isPointer) };
}
