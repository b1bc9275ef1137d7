import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, finding, openExample, placeOf, revert } from './support.ts';
import { treeView } from './views.ts';

interface Step {
  node: { kind: string; name: string; source?: { line: number } };
}

function selected(): Step | undefined {
  return treeView('ascendcl.pipeline').selection[0] as Step | undefined;
}

function moveTo(editor: vscode.TextEditor, place: vscode.Position): void {
  editor.selection = new vscode.Selection(place, place);
}

/** Moves the cursor to a text and waits until the tree's selection is the step there. */
async function follow(editor: vscode.TextEditor, text: string, name: string): Promise<void> {
  const place = placeOf(editor, text);
  moveTo(editor, place);
  await eventually(`${name} selected, not ${selected()?.node.name}`, () => {
    const node = selected()?.node;
    return node?.name === name && node.source?.line === place.line + 1 ? node : undefined;
  });
}

describe('the pipeline tree', () => {
  afterEach(revert);

  it('selects the step that the cursor is on, and keeps it where there is none', async () => {
    const editor = await openExample('async-infer');
    await vscode.commands.executeCommand('ascendcl.pipeline.focus');
    await eventually('the view', () => treeView('ascendcl.pipeline').visible || undefined);
    await vscode.window.showTextDocument(editor.document);
    await follow(editor, 'aclmdlExecuteAsync(', 'aclmdlExecuteAsync');
    await follow(editor, 'aclrtSynchronizeStream(', 'aclrtSynchronizeStream');
    moveTo(editor, new vscode.Position(0, 0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    // While the view takes in the tree anew, it says of no step that it is selected.
    const kept = await eventually('the selection', () => selected()?.node.name);
    assert.equal(kept, 'aclrtSynchronizeStream');
    await follow(editor, 'aclmdlExecuteAsync(', 'aclmdlExecuteAsync');
  });

  it('follows the cursor to another program', async () => {
    const first = await openExample('sync-infer');
    await finding(first.document.uri, 'sync-model-execute-in-loop');
    await follow(first, 'aclmdlExecute(', 'aclmdlExecute');
    const second = await openExample('async-infer');
    await follow(second, 'aclmdlExecuteAsync(', 'aclmdlExecuteAsync');
    await revert();
  });
});
