/** Named nodes of the syntax tree, as lowering reads them. */
import type { Node } from 'web-tree-sitter';

/** Terminals of the grammar that stand most often: they have no children to ask for. */
const leaves = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'namespace_identifier',
  'primitive_type',
  'number_literal',
  'comment',
]);

const none: readonly SyntaxNode[] = [];

/**
 * Deepest node that is asked for what it holds: names and types are read one within the other, and a stack has an end.
 * Statements and expressions are left out, and said to be, long before.
 */
const MOST_DEPTH = 1000;

/**
 * A node whose type and bounds are read once. Each question to one of the parser's own nodes crosses into WebAssembly,
 * and lowering asks the same ones again and again. Offsets are UTF-16 units.
 */
export class SyntaxNode {
  readonly type: string;
  /** Bounds, from the start of the chunk. */
  readonly start: number;
  readonly end: number;
  private children: readonly SyntaxNode[] | undefined;

  /** `source` is the text that was parsed, `base` the chunk's offset in it. */
  constructor(
    private readonly node: Node,
    private readonly source: string,
    private readonly base: number,
    private readonly depth = 0,
  ) {
    this.type = node.type;
    this.start = node.startIndex - base;
    this.end = node.endIndex - base;
    this.children = leaves.has(this.type) || depth >= MOST_DEPTH ? none : undefined;
  }

  /** The same node as the root of a chunk: its offsets, and those of what it holds, count from its own start. */
  asRoot(): SyntaxNode {
    return new SyntaxNode(this.node, this.source, this.startIndex);
  }

  /** Offset in the file. */
  get startIndex(): number {
    return this.base + this.start;
  }

  get endIndex(): number {
    return this.base + this.end;
  }

  /** Whether a syntax error stands in it. */
  get hasError(): boolean {
    return this.node.hasError;
  }

  get text(): string {
    return this.source.slice(this.startIndex, this.endIndex);
  }

  /** Always the same objects, so that nodes can be compared. */
  get namedChildren(): readonly SyntaxNode[] {
    this.children ??= this.node.namedChildren.map(
      (child) => new SyntaxNode(child, this.source, this.base, this.depth + 1),
    );
    return this.children;
  }

  get firstNamedChild(): SyntaxNode | undefined {
    return this.namedChildren[0];
  }

  get lastNamedChild(): SyntaxNode | undefined {
    return this.namedChildren.at(-1);
  }

  childForFieldName(name: string): SyntaxNode | undefined {
    const id = this.node.childForFieldName(name)?.id;
    return id === undefined ? undefined : this.namedChildren.find(({ node }) => node.id === id);
  }
}
