/** Bodies of macros, read as C++: as one expression where they are one, else as statements. */
import type { Parser, Tree } from 'web-tree-sitter';
import type { Chunk, Expression, MacroDeclaration, Statement } from './ast.ts';
import { plainDialect } from './dialect.ts';
import { readFacts } from './facts.ts';

export interface ParsedMacro {
  statements: Statement[];
  expression?: Expression;
  chunk: Chunk;
}

const MAX_LENGTH = 4000;

/** A reader of macro bodies; what it has read is kept as long as the macro's declaration lives. */
export function macroReader(parser: Parser): (macro: MacroDeclaration) => ParsedMacro | undefined {
  const known = new WeakMap<MacroDeclaration, ParsedMacro | 'none'>();
  return (macro) => {
    const before = known.get(macro);
    if (before) return before === 'none' ? undefined : before;
    const parsed = parseBody(parser, macro);
    known.set(macro, parsed ?? 'none');
    return parsed;
  };
}

function parseBody(parser: Parser, { body, chunk }: MacroDeclaration): ParsedMacro | undefined {
  if (!body || body.length > MAX_LENGTH || /##/.test(body)) return undefined;
  const text = body.replace(/#([A-Za-z_]\w*)/g, '"$1"');
  return (
    parseAs(parser, chunk.file, `int macro_value = (${text});`) ??
    parseAs(parser, chunk.file, `void macro_body() { ${text}; }`)
  );
}

function parseAs(parser: Parser, file: string, text: string): ParsedMacro | undefined {
  const tree = parser.parse(plainDialect(text));
  if (!tree) return undefined;
  const parsed = tree.rootNode.hasError ? undefined : readParsed(file, text, tree);
  tree.delete();
  return parsed;
}

function readParsed(file: string, text: string, tree: Tree): ParsedMacro | undefined {
  const first = readFacts(file, text, tree, new Map()).declarations.find((one) => !('isLocal' in one));
  if (first?.kind === 'function' && first.body) return { statements: first.body, chunk: first.chunk };
  if (first?.kind !== 'global' || !first.variable.initial) return undefined;
  return { statements: [], expression: first.variable.initial, chunk: first.chunk };
}
