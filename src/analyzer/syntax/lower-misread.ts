/** Calls that the parser takes for declarations: `table[kind]();`, `table[kind](x);`. */
import type { Expression } from './ast.ts';
import type { SyntaxNode } from './node.ts';

/** The call that a declaration without `auto` of a name in brackets is; undefined for what declares something. */
export function misreadCall(node: SyntaxNode): Expression | undefined {
  const type = node.childForFieldName('type');
  const called = node.childForFieldName('declarator');
  if (type?.type !== 'type_identifier' || called?.type !== 'function_declarator') return undefined;
  const brackets = called.childForFieldName('declarator');
  const [index, ...others] = brackets?.namedChildren ?? [];
  if (brackets?.type !== 'structured_binding_declarator' || !index || others.length) return undefined;
  const element = { kind: 'index' as const, object: named(type), index: named(index) };
  const callee: Expression = { ...element, start: type.start, end: brackets.end };
  const args = called.childForFieldName('parameters')?.namedChildren.map(named) ?? [];
  return { kind: 'call', callee, args, braces: false, start: node.start, end: called.end };
}

function named(node: SyntaxNode): Expression {
  return { kind: 'name', name: node.text, start: node.start, end: node.end };
}
