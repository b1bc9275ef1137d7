import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  finding,
  findingsOf,
  noFinding,
  openExample,
  placeOf,
  replaceText,
  revert,
  ruleOf,
} from './support.ts';

const rule = 'sync-model-execute-in-loop';

describe('findings', () => {
  afterEach(revert);

  it('stand on the call, with the gain and the loop', async () => {
    const editor = await openExample('sync-infer');
    // The gain is simulated after the finding is shown.
    const found = await finding(editor.document.uri, rule, ({ message }) => /\d+ → \d+ QPS/.test(message));
    assert.equal(editor.document.getText(found.range), 'aclmdlExecute');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(found.relatedInformation?.some(({ message }) => /loop/.test(message)));
  });

  it('link to the rule’s page inside VS Code', async () => {
    const editor = await openExample('sync-infer');
    const { code } = await finding(editor.document.uri, rule);
    assert.ok(typeof code === 'object');
    assert.equal(code.target.scheme, 'command');
    assert.equal(code.target.path, 'ascendcl.showRuleDocumentation');
  });

  it('move with the text', async () => {
    const editor = await openExample('sync-infer');
    const before = await finding(editor.document.uri, rule);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n\n\n'));
    const line = before.range.start.line + 3;
    await finding(editor.document.uri, rule, ({ range }) => range.start.line === line);
  });

  it('vanish when the code is mended, and come back', async () => {
    const editor = await openExample('sync-infer');
    await finding(editor.document.uri, rule);
    const call = 'aclmdlExecute(model_id, input_dataset, output_dataset)';
    await replaceText(editor, call, '0');
    await noFinding(editor.document.uri, rule);
    await replaceText(editor, 'ret = 0', `ret = ${call}`);
    await finding(editor.document.uri, rule);
  });

  it('are none in a program without a fault, but what a larger batch would gain', async () => {
    const faulty = await openExample('sync-infer');
    await finding(faulty.document.uri, rule);
    const editor = await openExample('async-infer');
    const heavy = findingsOf(editor.document.uri).filter(
      ({ severity }) => severity <= vscode.DiagnosticSeverity.Warning,
    );
    assert.deepEqual(
      heavy.map(ruleOf).filter((id) => id !== 'batch-one-loop'),
      [],
    );
  });

  it('survive code that is cut off', async () => {
    const editor = await openExample('sync-infer');
    await finding(editor.document.uri, rule);
    const end = editor.document.positionAt(editor.document.getText().length);
    await editor.edit((edit) => edit.delete(new vscode.Range(placeOf(editor, 't = tick() - t'), end)));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'static void broken( {\n'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      placeOf(editor, 'aclmdlExecute'),
    );
    assert.ok(hovers.length > 0, 'the server still answers');
  });
});
