/** Between the source's ranges (lines and columns from 1) and the protocol's (from 0). Both count UTF-16 units. */
import type { Location, Position, Range } from 'vscode-languageserver';
import type { TextEdit } from '../analyzer/finding.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { DocumentEdits } from './protocol-shapes.ts';
import type { DocumentNames } from './uris.ts';

/** How a file becomes what the other side knows it by. */
export type Locate = (range: SourceRange) => SourceRange;

export function toRange({ line, column, endLine, endColumn }: SourceRange): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

export function toLocation(source: SourceRange, names: DocumentNames): Location {
  return { uri: names.uri(source.file), range: toRange(source) };
}

/** The range with its file as the document's URI, as the panel's requests have it. */
export function withUri(source: SourceRange, names: DocumentNames): SourceRange {
  return { ...source, file: names.uri(source.file) };
}

export function holds(source: SourceRange, { line, character }: Position): boolean {
  const { start, end } = toRange(source);
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  const beforeEnd = line < end.line || (line === end.line && character <= end.character);
  return afterStart && beforeEnd;
}

/** Do the lines of the source range and of the protocol's range meet? */
export function touches(source: SourceRange, range: Range): boolean {
  return source.line - 1 <= range.end.line && source.endLine - 1 >= range.start.line;
}

export function toEdits(edits: readonly TextEdit[], names: DocumentNames): DocumentEdits {
  const changes = new Map<string, DocumentEdits['changes'][string]>();
  for (const { range, newText } of edits) {
    const uri = names.uri(range.file);
    changes.set(uri, [...(changes.get(uri) ?? []), { range: toRange(range), newText }]);
  }
  return { changes: Object.fromEntries(changes) };
}
