/** What changed in the text of files, change by change, and the text with some of the changes undone. */
import { structuredPatch } from 'diff';

/** Texts by file name. */
export type Texts = ReadonlyMap<string, string>;

/** A stretch of lines that was replaced; either of the two may be empty. */
export interface TextChange {
  file: string;
  /** From 1; the first line after the stretch where it is empty. */
  oldLine: number;
  newLine: number;
  oldLines: string[];
  newLines: string[];
}

/** Beyond this distance a file counts as written anew: finding the least difference would take for ever. */
const MOST_EDITS = 4000;

const linesOf = (text: string): string[] => text.split('\n');

/** All changes between two sets of files, in the order of names and lines. */
export function changesOf(before: Texts, after: Texts): TextChange[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file) => changesIn(file, before.get(file), after.get(file)));
}

function changesIn(file: string, before: string | undefined, after: string | undefined): TextChange[] {
  if (before === after) return [];
  if (before === undefined || after === undefined) return [whole(file, before, after)];
  const patch = structuredPatch(file, file, before, after, '', '', { context: 0, maxEditLength: MOST_EDITS });
  if (!patch) return [whole(file, before, after)];
  return patch.hunks.flatMap((hunk) => {
    const texts = hunk.lines.filter((line) => !line.startsWith('\\'));
    const of = (sign: string): string[] =>
      texts.flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : []));
    const { oldStart: oldLine, newStart: newLine } = hunk;
    return lineByLine({ file, oldLine, newLine, oldLines: of('-'), newLines: of('+') });
  });
}

const whole = (file: string, before: string | undefined, after: string | undefined): TextChange => ({
  file,
  oldLine: 1,
  newLine: 1,
  oldLines: before === undefined ? [] : linesOf(before),
  newLines: after === undefined ? [] : linesOf(after),
});

/** As many lines as before: each is likely to have become the one in its place, and can be undone by itself. */
function lineByLine(change: TextChange): TextChange[] {
  const { file, oldLine, newLine, oldLines, newLines } = change;
  if (oldLines.length !== newLines.length) return [change];
  return newLines.map((line, i) => ({
    file,
    oldLine: oldLine + i,
    newLine: newLine + i,
    oldLines: [oldLines[i] ?? ''],
    newLines: [line],
  }));
}

/**
 * The later texts of the files that these changes are in, with the changes undone; undefined for a file that was not there
 * before.
 */
export function undone(
  changes: readonly TextChange[],
  before: Texts,
  after: Texts,
): Map<string, string | undefined> {
  const files = new Set(changes.map(({ file }) => file));
  return new Map(
    [...files].map((file) => {
      const own = changes.filter((change) => change.file === file);
      const text = after.get(file);
      if (text === undefined || !before.has(file)) return [file, before.get(file)];
      return [file, withoutChanges(text, own)];
    }),
  );
}

function withoutChanges(text: string, changes: readonly TextChange[]): string {
  const lines = linesOf(text);
  for (const { newLine, oldLines, newLines } of [...changes].sort((a, b) => b.newLine - a.newLine))
    lines.splice(newLine - 1, newLines.length, ...oldLines);
  return lines.join('\n');
}
