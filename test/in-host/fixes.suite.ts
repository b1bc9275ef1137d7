import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, finding, findingsOf, noFinding, openExample, revert, ruleOf } from './support.ts';

const rule = 'sync-model-execute-in-loop';

describe('the quick fix', () => {
  afterEach(revert);

  it('makes the call asynchronous, waits once after the loop, and the finding goes', async () => {
    const editor = await openExample('sync-infer');
    const { uri } = editor.document;
    await finding(uri, rule);
    const action = await eventually('a quick fix', async () => {
      // Looked up anew each time: the first one seen may stand where the text before the last test put it.
      const range = findingsOf(uri).find((each) => ruleOf(each) === rule)?.range;
      if (range === undefined) return undefined;
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
      );
      return actions.find(({ title, edit }) => edit !== undefined && /aclmdlExecuteAsync/.test(title));
    });
    assert.ok(action.edit);
    assert.equal(action.command?.command, 'ascendcl.fixApplied');
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    const text = editor.document.getText();
    assert.match(text, /aclmdlExecuteAsync\(/);
    assert.match(text, /aclrtSynchronizeStream\(/);
    await noFinding(uri, rule);
  });
});
