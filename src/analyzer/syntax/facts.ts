/** What one file says: its declarations in chunks, its includes, its comments for the analysis, its errors. */
import type { Node, Tree } from 'web-tree-sitter';
import type { Chunk, Declaration, Statement } from './ast.ts';
import { directiveHolds, type Defines } from './conditionals.ts';
import type { LeftOutSide } from './left-out.ts';
import { LineTable } from './lines.ts';
import { lowerParameters } from './lower-declarators.ts';
import { lowerDeclaration } from './lower-declarations.ts';
import type { Lowering } from './lower-expressions.ts';
import { lowerBody } from './lower-statements.ts';
import { plainName } from './lower-types.ts';
import { SyntaxNode } from './node.ts';

/** `// acl-perf: batch=16` with the offset of the comment and of the line it speaks of. */
export interface Annotation {
  offset: number;
  /** `batch` → `16`; rule suppressions are none of these. */
  settings: Map<string, string>;
}

export interface FileFacts {
  file: string;
  text: string;
  lines: LineTable;
  declarations: Declaration[];
  chunks: LoweredChunk[];
  includes: string[];
  /** Defines a `main` with a body. */
  hasMain: boolean;
  /** Namespaces that `using namespace` opens at the top level. */
  usings: string[];
  annotations: Annotation[];
  /** Offsets of syntax errors, at most ten. */
  errors: { start: number; end: number }[];
  /** Sides of conditionals that are not compiled. */
  leftOut: LeftOutSide[];
}

export interface LoweredChunk {
  chunk: Chunk;
  key: string;
  declarations: Declaration[];
}

interface Collector {
  facts: FileFacts;
  old: Map<string, LoweredChunk[]>;
  defines: Map<string, string>;
}

/** Reads a parsed file. Chunks of `known`, each once, whose text stands unchanged are taken over, only moved. */
export function readFacts(
  file: string,
  text: string,
  tree: Tree,
  defines: Defines,
  known: ReadonlySet<LoweredChunk> = new Set(),
): FileFacts {
  const facts: FileFacts = {
    file,
    text,
    lines: new LineTable(text),
    declarations: [],
    chunks: [],
    includes: [],
    hasMain: false,
    usings: [],
    annotations: readAnnotations(text),
    errors: [],
    leftOut: [],
  };
  const old = new Map<string, LoweredChunk[]>();
  for (const lowered of known) {
    const same = old.get(lowered.key);
    if (same) same.push(lowered);
    else old.set(lowered.key, [lowered]);
  }
  const collector: Collector = { facts, old, defines: new Map(defines) };
  collect(new SyntaxNode(tree.rootNode, text, 0).namedChildren, '', collector);
  if (tree.rootNode.hasError) facts.errors = findErrors(tree.rootNode);
  facts.declarations = facts.chunks.flatMap((chunk) => chunk.declarations);
  facts.hasMain = facts.declarations.some(
    (one) => one.kind === 'function' && one.name === 'main' && one.body !== undefined,
  );
  return facts;
}

function collect(nodes: readonly SyntaxNode[], namespace: string, to: Collector): void {
  for (const node of nodes) (collectors[node.type] ?? collectChunk)(node, namespace, to);
}

type Collect = (node: SyntaxNode, namespace: string, to: Collector) => void;

const collectors: Record<string, Collect> = {
  comment: () => undefined,
  preproc_include: (node, _namespace, { facts }) => {
    facts.includes.push(
      node.text
        .replace(/^#\s*include\s*/, '')
        .replace(/["<>]/g, '')
        .trim(),
    );
  },
  using_declaration: (node, _namespace, { facts }) => {
    const name = node.namedChildren[0];
    if (name && /\bnamespace\b/.test(node.text)) facts.usings.push(plainName(name));
  },
  namespace_definition: (node, namespace, to) => {
    const name = node.childForFieldName('name');
    const body = node.childForFieldName('body');
    const inner = [namespace, name ? plainName(name) : ''].filter(Boolean).join('::');
    if (body) collect(body.namedChildren, inner, to);
  },
  linkage_specification: (node, namespace, to) => {
    const body = node.childForFieldName('body');
    if (body?.type === 'declaration_list') collect(body.namedChildren, namespace, to);
    else if (body) collect([body], namespace, to);
  },
  preproc_if: collectConditional,
  preproc_ifdef: collectConditional,
  preproc_elif: collectConditional,
  preproc_elifdef: collectConditional,
  preproc_else: (node, namespace, to) => {
    collect(node.namedChildren, namespace, to);
  },
};

function collectConditional(node: SyntaxNode, namespace: string, to: Collector): void {
  const inside = node.namedChildren;
  const at = inside.findIndex((child) => /^preproc_el/.test(child.type));
  const alternative = at < 0 ? undefined : inside[at];
  const holds = directiveHolds(firstLine(node, to.facts.text), to.defines);
  const first = inside.slice(1, at < 0 ? undefined : at);
  if (holds) collect(first, namespace, to);
  else if (alternative) collect([alternative], namespace, to);
}

function firstLine(node: SyntaxNode, text: string): string {
  const end = text.indexOf('\n', node.startIndex);
  return text.slice(node.startIndex, end < 0 ? undefined : end);
}

function collectChunk(node: SyntaxNode, namespace: string, to: Collector): void {
  const { startIndex: base, text } = node;
  if (node.type === 'preproc_def') noteDefine(text, to.defines);
  const key = `${namespace} ${text}`;
  const reused = to.old.get(key)?.shift();
  if (reused) {
    reused.chunk.base = base;
    to.facts.chunks.push(reused);
    return;
  }
  const chunk: Chunk = { file: to.facts.file, base, text };
  const declarations: Declaration[] = [];
  lowerDeclaration(node.asRoot(), { namespace, chunk, to: lowering(to), out: declarations });
  to.facts.chunks.push({ chunk, key, declarations });
}

function noteDefine(text: string, defines: Map<string, string>): void {
  const [, name, value = ''] = /^#\s*define\s+(\w+)\s*(.*)/.exec(text) ?? [];
  if (name) defines.set(name, value);
}

function lowering({ facts, defines }: Collector): Lowering {
  const to: Lowering = {
    source: facts.text,
    depth: 0,
    holds: (node) => directiveHolds(firstLine(node, facts.text), defines),
    body: (node): Statement[] => lowerBody(node, to),
    parameters: (node) => lowerParameters(node ?? undefined, to),
  };
  return to;
}

const annotationPattern = /\/\/[ \t]*acl-perf:[ \t]*([^\n]*)/g;

function readAnnotations(text: string): Annotation[] {
  if (!text.includes('acl-perf:')) return [];
  const found: Annotation[] = [];
  for (const match of text.matchAll(annotationPattern)) {
    const settings = new Map<string, string>();
    for (const [, name = '', value = ''] of (match[1] ?? '').matchAll(/([A-Za-z_]\w*)\s*=\s*([^\s,;]+)/g)) {
      settings.set(name, value);
    }
    if (settings.size) found.push({ offset: match.index, settings });
  }
  return found;
}

const MAX_ERRORS = 10;

function findErrors(root: Node): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const pending: Node[] = [root];
  while (pending.length && found.length < MAX_ERRORS) {
    const node = pending.pop();
    if (!node) break;
    if (node.isError || node.isMissing) found.push({ start: node.startIndex, end: node.endIndex });
    else if (node.hasError) pending.push(...node.children.toReversed());
  }
  return found;
}
