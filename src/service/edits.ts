/** Text edits of fixes: which go together, and what they make of a text. */
import type { Fix, TextEdit } from '../analyzer/finding.ts';
import type { SourceRange } from '../pipeline/source.ts';

/** The fix that may be applied without thought, else the first. */
export function mainFix(fixes: readonly Fix[]): Fix | undefined {
  return fixes.find(({ preferred }) => preferred) ?? fixes[0];
}

/** Those that can be made at once, first ones first; an edit that two of them make is made once. */
export function withoutOverlaps<One extends { edits: readonly TextEdit[] }>(
  fixes: readonly One[],
): { chosen: One[]; edits: TextEdit[] } {
  const edits: TextEdit[] = [];
  const chosen: One[] = [];
  for (const one of fixes) {
    const fresh = one.edits.filter((edit) => !edits.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => edits.some((other) => overlap(edit.range, other.range)))) continue;
    edits.push(...fresh);
    chosen.push(one);
  }
  return { chosen, edits };
}

const isSame = (a: TextEdit, b: TextEdit): boolean =>
  a.newText === b.newText && JSON.stringify(a.range) === JSON.stringify(b.range);

function overlap(a: SourceRange, b: SourceRange): boolean {
  if (a.file !== b.file) return false;
  const before = (line: number, column: number, otherLine: number, otherColumn: number): boolean =>
    line < otherLine || (line === otherLine && column <= otherColumn);
  return !(
    before(a.endLine, a.endColumn, b.line, b.column) || before(b.endLine, b.endColumn, a.line, a.column)
  );
}

/** The text after edits of its own file; those at one place apply in the order given. Throws where they overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  const ordered = edits
    .map(({ range, newText }, index) => ({
      start: offset(range.line, range.column),
      end: offset(range.endLine, range.endColumn),
      newText,
      index,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  const parts: string[] = [];
  let last = 0;
  for (const { start, end, newText } of ordered) {
    if (start < last) throw new Error('edits overlap');
    parts.push(text.slice(last, start), newText);
    last = end;
  }
  return parts.join('') + text.slice(last);
}

/** One edit of a text for another that differs in it: whole lines, from the first that differs to the last. */
export function changedPart(file: string, before: string, after: string): TextEdit {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, fresh.length) - 1;
  let head = 0;
  while (head < most && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const last = old.length - 1 - tail;
  const range = {
    file,
    line: head + 1,
    column: 1,
    endLine: last + 1,
    endColumn: (old[last] ?? '').length + 1,
  };
  return { range, newText: fresh.slice(head, fresh.length - tail).join('\n') };
}

/** A carriage return before the end of a line is of the line. */
const linesOf = (text: string): string[] => text.split('\n');
