/** From the protocol's places and edits to the editor's. */
import * as vscode from 'vscode';
import type { SourceRange } from '../pipeline/source.ts';
import type { DocumentEdits } from '../server/protocol-shapes.ts';

export function toRange(source: SourceRange): vscode.Range {
  return new vscode.Range(source.line - 1, source.column - 1, source.endLine - 1, source.endColumn - 1);
}

export async function reveal(source: SourceRange): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(source.file), {
    selection: toRange(source),
    viewColumn: columnOf(source.file),
  });
}

/** The group where the document is open already; else one that is not the panel's own. */
function columnOf(file: string): vscode.ViewColumn {
  const uri = vscode.Uri.parse(file).toString();
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri);
  return open?.viewColumn ?? vscode.window.visibleTextEditors[0]?.viewColumn ?? vscode.ViewColumn.One;
}

export function toWorkspaceEdit(edits: DocumentEdits): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, changes] of Object.entries(edits.changes)) {
    edit.set(
      vscode.Uri.parse(uri),
      changes.map(({ range, newText }) => vscode.TextEdit.replace(lspRange(range), newText)),
    );
  }
  return edit;
}

/** Where each edit's text begins once all of a document are made, in the order of the lines. */
export function placesOf({ changes }: DocumentEdits): SourceRange[] {
  return Object.entries(changes).flatMap(([file, edits]) => {
    let added = 0;
    return edits
      .toSorted((one, other) => one.range.start.line - other.range.start.line)
      .map(({ range: { start, end }, newText }) => {
        const line = start.line + 1 + added;
        const column = start.character + 1;
        added += newText.split('\n').length - 1 - (end.line - start.line);
        return { file, line, column, endLine: line, endColumn: column };
      });
  });
}

type LspRange = DocumentEdits['changes'][string][number]['range'];
const lspRange = ({ start, end }: LspRange): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);
