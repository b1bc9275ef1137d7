/** What uses of macros at file scope declare: functions whose head a macro makes, and objects that register them. */
import type { Parser, Tree } from 'web-tree-sitter';
import type { Declaration } from './ast.ts';
import { readFacts } from './facts.ts';

/** A reader of such texts; what it has read of a use is kept as long as that lives. */
export function declarationReader(
  parser: Parser,
): (use: Declaration, file: string, text: string) => readonly Declaration[] | undefined {
  const known = new WeakMap<Declaration, { text: string; read: readonly Declaration[] | undefined }>();
  return (use, file, text) => {
    const before = known.get(use);
    if (before?.text === text) return before.read;
    const read = parse(parser, file, text);
    known.set(use, { text, read });
    return read;
  };
}

function parse(parser: Parser, file: string, text: string): readonly Declaration[] | undefined {
  const tree: Tree | null = parser.parse(text);
  if (!tree) return undefined;
  const read = tree.rootNode.hasError ? undefined : readFacts(file, text, tree, new Map()).declarations;
  tree.delete();
  return read;
}
