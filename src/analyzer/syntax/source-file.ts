/** One C++ file of the workspace: parsed when asked, again in part after an edit. */
import { Edit, type Parser, type Tree } from 'web-tree-sitter';
import { blankUnbalanced, type Defines } from './conditionals.ts';
import { plainDialect } from './dialect.ts';
import { readFacts, type FileFacts, type LoweredChunk } from './facts.ts';
import { LineTable } from './lines.ts';
import { plainLists } from './list-macros.ts';
import { blankMacroStatements } from './macro-arguments.ts';
import { blankMacroTypes } from './macro-declared.ts';
import { endMacroUses } from './macro-ends.ts';
import { outlineOf, type Outline } from './outline.ts';
import { ParseBudget } from './parse-budget.ts';

/** Files above this size are data or generated and are not read, UTF-16 units. */
export const SIZE_LIMIT = 8_000_000;

export interface TextEditOffsets {
  startOffset: number;
  oldEndOffset: number;
  newEndOffset: number;
}

export type Trouble = 'time-limit' | 'too-large' | 'binary';

export class SourceFile {
  private facts: FileFacts | undefined;
  private outlined: Outline | undefined;
  trouble: Trouble | undefined;
  private tree: Tree | undefined;
  private parsed = '';
  private edits = 0;
  /** The definitions under which it was read last. */
  private defines: Defines = new Map();
  /** Chunks of the last text without a syntax error: an expression that is being typed breaks all that follows it. */
  private intact: readonly LoweredChunk[] = [];

  constructor(
    readonly file: string,
    /** As it was last given. */
    public text: string,
  ) {}

  /** Takes a new text; `edit` allows parsing only what changed. */
  change(text: string, edit: TextEditOffsets | undefined): void {
    if (edit && this.tree && this.parsed === this.text) this.editTree(text, edit);
    else this.dropTree();
    this.text = text;
    this.edits++;
    this.trouble = undefined;
  }

  /** Whether it names the runtime, as it was read last. */
  get mayDrive(): boolean {
    return this.outlined?.mayDrive === true;
  }

  /**
   * What the file says, read now where its text or what is defined is new: parsed where it may have a part in what a device
   * does or `isWanted`, else its outline. Undefined where it is no text; `trouble` says so, and why it cannot be parsed.
   */
  read(parser: Parser, defines: Defines, isWanted: boolean): FileFacts | undefined {
    if (!sameDefines(this.defines, defines)) this.forgetFacts();
    this.defines = defines;
    this.trouble ??= troubleOf(this.text);
    const outline = this.trouble === 'binary' ? undefined : this.outline();
    if (!outline) {
      this.outlined = undefined;
      return (this.facts = undefined);
    }
    if (!outline.mayDrive && !outline.mayStart && !isWanted) return outline.facts;
    if (this.facts?.text !== this.text) this.facts = this.parse(parser, outline.facts);
    return this.facts;
  }

  private outline(): Outline {
    const known = this.outlined;
    if (known?.facts.text === this.text) return known;
    return (this.outlined = outlineOf(this.file, this.text, this.defines));
  }

  private parse(parser: Parser, outline: FileFacts): FileFacts {
    if (this.trouble) {
      this.dropTree();
      return unparsed(outline);
    }
    const text = plainMacros(plainDialect(blankUnbalanced(this.text, this.defines)));
    const tree = parseAsFresh(parser, text, text === this.text ? this.intactTree : undefined);
    this.dropTree();
    if (!tree) {
      this.trouble = 'time-limit';
      return unparsed(outline);
    }
    const known = new Set([...(this.facts?.chunks ?? []), ...this.intact]);
    const facts = readFacts(this.file, text, tree, this.defines, known);
    if (facts.errors.length === 0) this.intact = facts.chunks;
    // Trees are big: one is kept only for a file that is being edited.
    if (this.edits > 0 && text === this.text) {
      this.tree = tree;
      this.parsed = text;
    } else tree.delete();
    const { includes, leftOut, lines } = outline;
    return { ...facts, text: this.text, lines, includes, leftOut };
  }

  /** Reads the file anew the next time. */
  forgetFacts(): void {
    this.facts = undefined;
    this.outlined = undefined;
    this.intact = [];
    this.trouble = undefined;
  }

  dispose(): void {
    this.dropTree();
  }

  /** The tree of the last text, edited; none where that had an error: this one is likely to have it still. */
  private get intactTree(): Tree | undefined {
    return this.facts?.errors.length === 0 ? this.tree : undefined;
  }

  private dropTree(): void {
    this.tree?.delete();
    this.tree = undefined;
  }

  private editTree(text: string, edit: TextEditOffsets): void {
    const before = this.facts?.text === this.text ? this.facts.lines : new LineTable(this.text);
    const after = new LineTable(text);
    const point = (lines: LineTable, offset: number) => {
      const { line, column } = lines.position(offset);
      return { row: line - 1, column: column - 1 };
    };
    this.tree?.edit(
      new Edit({
        startIndex: edit.startOffset,
        oldEndIndex: edit.oldEndOffset,
        newEndIndex: edit.newEndOffset,
        startPosition: point(before, edit.startOffset),
        oldEndPosition: point(before, edit.oldEndOffset),
        newEndPosition: point(after, edit.newEndOffset),
      }),
    );
    this.parsed = text;
  }
}

/** What is known of a text that could not be parsed: where it is. */
const unparsed = (outline: FileFacts): FileFacts => ({
  ...outline,
  errors: [{ start: 0, end: outline.text.length }],
});

const plainMacros = (text: string): string =>
  endMacroUses(blankMacroTypes(blankMacroStatements(plainLists(text))));

const sameDefines = (one: Defines, other: Defines): boolean =>
  one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);

function troubleOf(text: string): Trouble | undefined {
  if (text.length > SIZE_LIMIT) return 'too-large';
  return text.slice(0, 8000).includes('\0') ? 'binary' : undefined;
}

/**
 * Where there is an error, what the parser makes of all around it depends on what it may keep of `old`: such a text is
 * parsed whole, as it would be by one that has never seen another.
 */
function parseAsFresh(parser: Parser, text: string, old: Tree | undefined): Tree | undefined {
  const tree = old && parseInTime(parser, text, old);
  if (tree && !tree.rootNode.hasError) return tree;
  tree?.delete();
  return parseInTime(parser, text, undefined);
}

function parseInTime(parser: Parser, text: string, old: Tree | undefined): Tree | undefined {
  const budget = new ParseBudget(text);
  const tree = parser.parse(text, old ?? null, { progressCallback: (state) => budget.isSpent(state) });
  if (tree) return tree;
  parser.reset();
  return undefined;
}
