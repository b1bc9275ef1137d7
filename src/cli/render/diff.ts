/** What changed in a text, as a unified diff that `git apply` and `patch` take. */
import { structuredPatch, type StructuredPatchHunk } from 'diff';

const CONTEXT = 3;

/** The hunks of one file with its head; empty where nothing changed. */
export function unifiedDiff(file: string, before: string, after: string): string {
  const { hunks } = structuredPatch(file, file, before, after, '', '', { context: CONTEXT });
  return hunks.length === 0 ? '' : [`--- a/${file}`, `+++ b/${file}`, ...hunks.flatMap(linesOf)].join('\n');
}

const linesOf = ({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): string[] => [
  `@@ -${String(oldStart)},${String(oldLines)} +${String(newStart)},${String(newLines)} @@`,
  ...lines,
];
