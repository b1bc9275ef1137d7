/** `void (*step)() = f;` in a body, which the grammar takes for an assignment to what a call of a call gives. */
import type { Statement } from './ast.ts';
import { lowerExpression, type Lowering } from './lower-expressions.ts';
import { typeOf } from './lower-types.ts';
import type { SyntaxNode } from './node.ts';

/** The declaration that such an expression is; undefined for any other. */
export function functionPointer(node: SyntaxNode, to: Lowering): Statement | undefined {
  const [target, value] = node.type === 'assignment_expression' ? node.namedChildren : [];
  const inner = target && calleeOfNothing(target);
  const [type, declarator] = inner?.type === 'call_expression' ? inner.namedChildren : [];
  const name = declarator && pointerName(declarator);
  if (!type || !name || !value) return undefined;
  const { start, end, text } = name;
  const flags = { isStatic: false, isConst: false, isExtern: false, braces: false };
  const variable = {
    ...{ start, end, name: text, ...flags, dims: [], args: undefined },
    type: { ...typeOf(type), pointers: 1 },
    initial: lowerExpression(value, to),
  };
  return { start: node.start, end: node.end, kind: 'declare', variables: [variable] };
}

/** `f` of `f()`. */
function calleeOfNothing({ type, namedChildren }: SyntaxNode): SyntaxNode | undefined {
  const [callee, list] = namedChildren;
  return type === 'call_expression' && list?.namedChildren.length === 0 ? callee : undefined;
}

/** `step` of the arguments `(*step)`. */
function pointerName({ namedChildren }: SyntaxNode): SyntaxNode | undefined {
  const [pointer, ...others] = namedChildren;
  const name = pointer?.type === 'pointer_expression' ? pointer.lastNamedChild : undefined;
  const isPlain = others.length === 0 && name?.type === 'identifier' && pointer?.text.startsWith('*');
  return isPlain ? name : undefined;
}
