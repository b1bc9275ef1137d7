/** Text of one file by lines and columns, for edits. Lines and columns count from 1, columns in UTF-16 units. */
import type { SourceRange } from '../../../../pipeline/source.ts';

/** Files that were looked at last: the many programs of one file share its lines. */
const last: SourceText[] = [];
const MOST_KEPT = 8;

/** The text of a file by lines; the same one while the text is. */
export function sourceTextOf(file: string, text: string): SourceText {
  const known = last.find((one) => one.file === file && one.text === text);
  if (known) return known;
  const made = new SourceText(file, text);
  last.unshift(made);
  last.length = Math.min(last.length, MOST_KEPT);
  return made;
}

const SKIPPED = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?/g;

export class SourceText {
  private readonly lines: string[];
  private unit?: string;
  private allWords?: ReadonlySet<string>;
  private withoutComments?: string;
  /** `\n` or `\r\n`, as the file's first line ends. */
  readonly newline: string;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.lines = text.split(/\r?\n/);
    this.newline = text.startsWith('\r\n', this.lines[0]?.length) ? '\r\n' : '\n';
  }

  /** A line without its end; empty beyond the file. */
  line(number: number): string {
    return this.lines[number - 1] ?? '';
  }

  indentOf(number: number): string {
    return /^\s*/.exec(this.line(number))?.[0] ?? '';
  }

  /** What one level more is indented by, as most lines of the file have it: a tab, or two spaces or more. */
  get indentUnit(): string {
    return (this.unit ??= this.findIndentUnit());
  }

  /** Does an identifier of that name stand anywhere, in comments too? */
  hasWord(name: string): boolean {
    this.allWords ??= new Set(this.text.match(/\w+/g));
    return this.allWords.has(name);
  }

  /** The text with comments, strings and characters blanked: every other character stays where it is. */
  get visible(): string {
    return (this.withoutComments ??= this.text.replace(SKIPPED, (part) => part.replace(/[^\n]/g, ' ')));
  }

  private findIndentUnit(): string {
    const steps = new Map<string, number>();
    let before = '';
    for (const line of this.lines) {
      if (line.trim() === '') continue;
      const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
      const step = indent.startsWith(before) ? indent.slice(before.length) : '';
      if (/^(\t| {2,8})$/.test(step)) steps.set(step, (steps.get(step) ?? 0) + 1);
      before = indent;
    }
    const [most] = [...steps].sort(([, a], [, b]) => b - a);
    return most?.[0] ?? '    ';
  }

  slice(range: SourceRange): string {
    if (range.line === range.endLine)
      return this.line(range.line).slice(range.column - 1, range.endColumn - 1);
    const first = this.line(range.line).slice(range.column - 1);
    const last = this.line(range.endLine).slice(0, range.endColumn - 1);
    return [first, ...this.lines.slice(range.line, range.endLine - 1), last].join('\n');
  }

  get lineCount(): number {
    return this.lines.length;
  }
}
