/** Open documents: incremental edits in, whole texts and edit offsets for the analyzer out. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentChange } from '../analyzer/analysis.ts';
import type { DocumentNames } from './uris.ts';

export class OpenDocuments {
  private readonly open = new Map<string, TextDocument>();

  constructor(private readonly names: DocumentNames) {}

  opened(uri: string, language: string, version: number, text: string): DocumentChange {
    const file = this.names.file(uri);
    this.open.set(file, TextDocument.create(uri, language, version, text));
    return { file, text };
  }

  /** One analyzer change for each of the client's, in order; none for a document that is not open. */
  changed(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): DocumentChange[] {
    const file = this.names.file(uri);
    const document = this.open.get(file);
    if (document === undefined) return [];
    return changes.map((change) => this.apply(file, document, version, change));
  }

  private apply(
    file: string,
    document: TextDocument,
    version: number,
    change: TextDocumentContentChangeEvent,
  ): DocumentChange {
    const edit = 'range' in change ? offsets(document, change) : undefined;
    const text = TextDocument.update(document, [change], version).getText();
    return edit === undefined ? { file, text } : { file, text, edit };
  }

  closed(uri: string): string {
    const file = this.names.file(uri);
    this.open.delete(file);
    return file;
  }

  has(file: string): boolean {
    return this.open.has(file);
  }

  get(file: string): TextDocument | undefined {
    return this.open.get(file);
  }

  files(): string[] {
    return [...this.open.keys()];
  }
}

function offsets(document: TextDocument, change: TextDocumentContentChangeEvent & { range: unknown }) {
  const { range, text } = change as Extract<TextDocumentContentChangeEvent, { range: unknown }>;
  const startOffset = document.offsetAt(range.start);
  const oldEndOffset = Math.max(startOffset, document.offsetAt(range.end));
  return { startOffset, oldEndOffset, newEndOffset: startOffset + text.length };
}
