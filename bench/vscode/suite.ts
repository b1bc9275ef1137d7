/** Runs inside VS Code: how long until an edit's diagnostics are there, and how long the extension takes to activate. */
import * as vscode from 'vscode';
import { extensionId, finding, openExample } from '../../test/in-host/support.ts';
import { tellResults } from '../../test/host/mocha-run.ts';

const RULE = 'sync-model-execute-in-loop';
const EDITS = 40;

/** Adds an empty line at the top and waits for the finding to stand one line lower; ms, the debounce included. */
async function editTime(editor: vscode.TextEditor, line: number): Promise<number> {
  const started = performance.now();
  const moved = new Promise<void>((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      const found = vscode.languages.getDiagnostics(editor.document.uri);
      if (!found.some(({ range }) => range.start.line === line + 1)) return;
      listener.dispose();
      resolve();
    });
  });
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
  await moved;
  return performance.now() - started;
}

async function editTimes(): Promise<number[]> {
  const editor = await openExample('sync-infer');
  const { range } = await finding(editor.document.uri, RULE);
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    times.push(await editTime(editor, range.start.line + edit));
    // A pause as between two strokes, so that the pricing of the last edit is not what is measured.
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return times;
}

async function activationTime(): Promise<number> {
  const extension = vscode.extensions.getExtension(extensionId);
  if (!extension) throw new Error('the extension is not there');
  const started = performance.now();
  await extension.activate();
  return performance.now() - started;
}

export async function run(): Promise<void> {
  const activation = [await activationTime()];
  const edits = await editTimes();
  tellResults({ passed: 1, failed: 0, skipped: 0, failures: [], ended: true, times: { activation, edits } });
}
