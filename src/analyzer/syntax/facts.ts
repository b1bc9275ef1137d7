/** What one file says: its declarations in chunks, its includes, its comments for the analysis, its errors. */
import type { Node, Tree } from 'web-tree-sitter';
import type { Chunk, Declaration, FunctionDeclaration, MacroDeclaration, Statement } from './ast.ts';
import { literalText } from '../literal.ts';
import { directiveHolds, type Defines } from './conditionals.ts';
import type { LeftOutSide } from './left-out.ts';
import { LineTable } from './lines.ts';
import { lowerParameters } from './lower-declarators.ts';
import { lowerDeclaration } from './lower-declarations.ts';
import type { Lowering } from './lower-expressions.ts';
import { lowerBody } from './lower-statements.ts';
import { plainName } from './lower-types.ts';
import { SyntaxNode } from './node.ts';
import { ownValue } from '../../base/own-value.ts';

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
  /** Those on the side of a conditional that is not compiled. */
  dropped: DroppedDeclaration[];
  chunks: LoweredChunk[];
  includes: string[];
  /** The `main` that it defines, with its body. */
  main: FunctionDeclaration | undefined;
  /** Namespaces that `using namespace` opens at the top level. */
  usings: string[];
  /** What namespaces are called here beside their names: `namespace rng = std::ranges`. */
  aliases: Map<string, string>;
  annotations: Annotation[];
  /** Offsets of syntax errors, at most ten. */
  errors: { start: number; end: number }[];
  /** Sides of conditionals that are not compiled. */
  leftOut: LeftOutSide[];
}

/** A chunk with all that its declarations depend on, so that they can be taken over where all that is the same. */
export interface LoweredChunk {
  chunk: Chunk;
  /** The kind of its node, the namespace and the text; empty where it is not to be taken over. */
  key: string;
  /** Directives of the conditionals inside, and whether they hold. */
  conditions: Map<string, boolean>;
  declarations: Declaration[];
  /** The directive whose side it stands on, where that side is not compiled, e.g. `#ifdef WITH_DVPP`. */
  dropped?: string | undefined;
  /** Offset in the chunk of the first part that is nested too deeply to be read. */
  tooDeep?: number;
}

export interface DroppedDeclaration {
  declaration: Declaration;
  directive: string;
}

interface Collector {
  facts: FileFacts;
  old: Map<string, LoweredChunk[]>;
  defines: Map<string, string>;
  /** Namespaces and conditionals around. */
  depth: number;
  /** Set on the side of a conditional that is not compiled: nothing there counts but the declarations. */
  dropped?: string;
}

/** Reads a parsed file, all but what its outline knows. Chunks of `known`, each once, whose text stands unchanged are taken over, only moved. */
export function readFacts(
  file: string,
  text: string,
  tree: Tree,
  defines: Defines,
  known: ReadonlySet<LoweredChunk> = new Set(),
): FileFacts {
  const facts = emptyFacts(file, text);
  const old = new Map<string, LoweredChunk[]>();
  for (const lowered of known) {
    if (!lowered.key) continue;
    const same = old.get(lowered.key);
    if (same) same.push(lowered);
    else old.set(lowered.key, [lowered]);
  }
  const collector: Collector = { facts, old, defines: new Map(defines), depth: 0 };
  collect(new SyntaxNode(tree.rootNode, text, 0).namedChildren, '', collector);
  if (tree.rootNode.hasError) facts.errors = findErrors(tree.rootNode);
  facts.declarations = facts.chunks.flatMap(({ dropped, declarations }) => (dropped ? [] : declarations));
  facts.declarations.push(...givenMacros(facts, defines));
  facts.dropped = facts.chunks.flatMap(({ dropped: directive, declarations }) =>
    directive ? declarations.map((declaration) => ({ declaration, directive })) : [],
  );
  facts.main = facts.declarations
    .filter((one) => one.kind === 'function')
    .find(({ name, body }) => name === 'main' && body !== undefined);
  return facts;
}

export const emptyFacts = (file: string, text: string): FileFacts => ({
  file,
  text,
  lines: new LineTable(text),
  declarations: [],
  dropped: [],
  chunks: [],
  includes: [],
  main: undefined,
  usings: [],
  aliases: new Map(),
  annotations: readAnnotations(text),
  errors: [],
  leftOut: [],
});

/** Macros that the build or the user defines and the file names: they stand where it first does. */
function givenMacros({ file, text, declarations }: FileFacts, defines: Defines): MacroDeclaration[] {
  const own = new Set(declarations.flatMap((one) => (one.kind === 'macro' ? [one.name] : [])));
  return [...defines].flatMap(([name, body]) => {
    const at = own.has(name) ? -1 : text.search(new RegExp(`\\b${literalText(name)}\\b`));
    if (at < 0) return [];
    const chunk: Chunk = { file, base: at, text: name };
    return [{ kind: 'macro', name, body, chunk, start: 0, end: name.length }];
  });
}

function collect(nodes: readonly SyntaxNode[], namespace: string, to: Collector): void {
  if (to.depth >= MOST_AROUND) return leaveOut(nodes, to);
  to.depth++;
  for (const node of nodes) (ownValue(collectors, node.type) ?? collectChunk)(node, namespace, to);
  to.depth--;
}

/** Namespaces and conditionals that may stand one within the other: as many conditionals as the C++ standard asks for. */
const MOST_AROUND = 256;

/** Takes note that these stand too deep to be read. */
function leaveOut([first]: readonly SyntaxNode[], { facts, dropped }: Collector): void {
  if (!first || dropped) return;
  const chunk: Chunk = { file: facts.file, base: first.startIndex, text: '' };
  facts.chunks.push({ chunk, key: '', conditions: new Map(), declarations: [], tooDeep: 0 });
}

type Collect = (node: SyntaxNode, namespace: string, to: Collector) => void;

const collectors: Record<string, Collect> = {
  comment: () => undefined,
  preproc_include: () => undefined,
  using_declaration: (node, _namespace, { facts, dropped }) => {
    const name = node.namedChildren[0];
    if (!dropped && name && /\bnamespace\b/.test(node.text)) facts.usings.push(plainName(name));
  },
  namespace_alias_definition: (node, _namespace, { facts, dropped }) => {
    const [, name, target] = /^namespace\s+(\w+)\s*=\s*([\w:]+)/.exec(node.text) ?? [];
    if (!dropped && name && target) facts.aliases.set(name, target);
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
  const directive = firstLine(node, to.facts.text);
  const holds = directiveHolds(directive, to.defines);
  const first = inside.slice(1, at < 0 ? undefined : at);
  const other = alternative ? [alternative] : [];
  collect(holds ? first : other, namespace, to);
  collect(holds ? other : first, namespace, { ...to, dropped: to.dropped ?? directive.trim() });
}

function firstLine(node: SyntaxNode, text: string): string {
  const end = text.indexOf('\n', node.startIndex);
  return text.slice(node.startIndex, end < 0 ? undefined : end);
}

function collectChunk(node: SyntaxNode, namespace: string, to: Collector): void {
  if (node.type === 'preproc_def' && !to.dropped) noteDefine(node.text, to.defines);
  // The parser mends a text with errors as its surroundings suggest: it means something else in others.
  const key = node.hasError ? '' : `${node.type} ${namespace} ${node.text}`;
  const lowered = takeOver(key, to) ?? lowerChunk(node, namespace, key, to);
  lowered.chunk.base = node.startIndex;
  lowered.dropped = to.dropped;
  to.facts.chunks.push(lowered);
}

function takeOver(key: string, { old, defines }: Collector): LoweredChunk | undefined {
  const same = old.get(key) ?? [];
  const at = same.findIndex(({ conditions }) =>
    [...conditions].every(([directive, holds]) => directiveHolds(directive, defines) === holds),
  );
  return at < 0 ? undefined : same.splice(at, 1)[0];
}

function lowerChunk(node: SyntaxNode, namespace: string, key: string, to: Collector): LoweredChunk {
  const chunk: Chunk = { file: to.facts.file, base: node.startIndex, text: node.text };
  const lowered: LoweredChunk = { chunk, key, conditions: new Map(), declarations: [] };
  const place = { namespace, chunk, out: lowered.declarations };
  const lower: Lowering = lowering(to, lowered, (local) => {
    lowerDeclaration(local, { ...place, to: lower, isLocal: true });
  });
  lowerDeclaration(node.asRoot(), { ...place, to: lower });
  return lowered;
}

function noteDefine(text: string, defines: Map<string, string>): void {
  const [, name, value = ''] = /^#\s*define\s+(\w+)\s*(.*)/.exec(text) ?? [];
  if (name) defines.set(name, value);
}

/** @param lowered notes the directives that are asked about, and what is left out. */
function lowering(
  { facts, defines }: Collector,
  lowered: LoweredChunk,
  declare: Lowering['declare'],
): Lowering {
  const to: Lowering = {
    source: facts.text,
    depth: 0,
    leaveOut: (node) => (lowered.tooDeep ??= node.start),
    holds: (node) => {
      const directive = firstLine(node, facts.text);
      const holds = directiveHolds(directive, defines);
      lowered.conditions.set(directive, holds);
      return holds;
    },
    body: (node): Statement[] => lowerBody(node, to),
    parameters: (node) => lowerParameters(node ?? undefined, to),
    declare,
  };
  return to;
}

const annotationPattern = /\/\/[ \t]*acl-perf:[ \t]*([^\n]*)/g;

function readAnnotations(text: string): Annotation[] {
  if (!text.includes('acl-perf:')) return [];
  const found: Annotation[] = [];
  for (const match of text.matchAll(annotationPattern)) {
    const settings = new Map<string, string>();
    for (const [, name = '', value = ''] of (match[1] ?? '').matchAll(
      /(?<!\w)([A-Za-z_]\w*)\s*=\s*([^\s,;]+)/g,
    )) {
      settings.set(name, value);
    }
    const [, mark] = /^(entry|frame)\b(?!\s*=)/.exec(match[1] ?? '') ?? [];
    if (mark) settings.set(mark, '');
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
