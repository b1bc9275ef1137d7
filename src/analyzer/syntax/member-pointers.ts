/** `object.*member`, and what stands behind it. */
import type { Expression } from './ast.ts';
import type { SyntaxNode } from './node.ts';

/** `object.*member`. */
export function throughMember(left: Expression, right: Expression): Expression {
  return { start: left.start, end: right.end, kind: 'binary', operator: '.*', left, right };
}

/**
 * What stands behind `whole`: where that is `object.*x`, written without brackets, it belongs to `x`, which the grammar does
 * not know: `object.*table[i]`, `object.*stage.run`.
 */
export function takenFrom(
  node: SyntaxNode | undefined,
  whole: Expression,
  make: (from: { start: number }, of: Expression) => Expression,
): Expression {
  const isTaken =
    whole.kind === 'binary' && whole.operator === '.*' && node?.type !== 'parenthesized_expression';
  return isTaken ? throughMember(whole.left, make(whole.right, whole.right)) : make(node ?? whole, whole);
}
