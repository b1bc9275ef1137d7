/** Runs inside VS Code: how long until an edit's diagnostics are there, and how long the extension takes to activate. */
import * as vscode from 'vscode';
import { extensionId, finding, openExample } from '../../test/in-host/support.ts';
import { tellResults } from '../../test/host/mocha-run.ts';

const RULE = 'sync-model-execute-in-loop';
const EDITS = 40;

/** Polls, as VS Code holds its event of changed diagnostics back for 50 ms. */
async function standsAt({ document }: vscode.TextEditor, line: number): Promise<void> {
  while (!vscode.languages.getDiagnostics(document.uri).some(({ range }) => range.start.line === line))
    await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Adds an empty line at the top and waits for the finding to stand one line lower; ms, the debounce included. */
async function editTime(editor: vscode.TextEditor, line: number): Promise<number> {
  const started = performance.now();
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
  await standsAt(editor, line + 1);
  return performance.now() - started;
}

async function editTimes(): Promise<number[]> {
  const editor = await openExample('sync-infer');
  const { range } = await finding(editor.document.uri, RULE);
  const times: number[] = [];
  // The first edits meet a server that still reads and prices the workspace: that is its start, not an edit.
  await new Promise((resolve) => setTimeout(resolve, 5000));
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
