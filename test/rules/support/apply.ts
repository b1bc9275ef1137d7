import type { TextEdit } from '../../../src/analyzer/finding.ts';

/** The text after the edits, which must not overlap; those at one place apply in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text.charAt(i) === '\n') starts.push(i + 1);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  const ordered = edits
    .map((edit, index) => ({
      start: offset(edit.range.line, edit.range.column),
      end: offset(edit.range.endLine, edit.range.endColumn),
      newText: edit.newText,
      index,
    }))
    .sort((a, b) => b.start - a.start || b.index - a.index);
  let result = text;
  let last = Infinity;
  for (const { start, end, newText } of ordered) {
    if (end > last) throw new Error('edits overlap');
    result = result.slice(0, start) + newText + result.slice(end);
    last = start;
  }
  return result;
}
