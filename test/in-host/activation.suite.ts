import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'ascendcl-performance.ascendcl-performance';

describe('the extension', () => {
  it('is found by VS Code', () => {
    assert.ok(vscode.extensions.getExtension(id));
  });

  it('is activated by a C++ file', async () => {
    const [file] = await vscode.workspace.findFiles('sync-infer/main.cpp');
    assert.ok(file);
    await vscode.window.showTextDocument(file);
    await vscode.extensions.getExtension(id)?.activate();
    assert.equal(vscode.extensions.getExtension(id)?.isActive, true);
  });
});
