import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extensionId, finding, openExample, predict, revert, uriOf } from './support.ts';

interface Manifest {
  contributes: { commands: { command: string }[] };
}

describe('commands', () => {
  afterEach(revert);

  it('of the manifest are all there', async () => {
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const known = await vscode.commands.getCommands(true);
    const wanted = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      wanted.filter((command) => !known.includes(command)),
      [],
    );
  });

  it('predict the open program', async () => {
    const editor = await openExample('sync-infer');
    await finding(editor.document.uri, 'sync-model-execute-in-loop');
    const { program, prediction } = await predict();
    assert.match(program, /sync-infer/);
    assert.ok(
      prediction.qps > 300 && prediction.qps < 400,
      `351 frames/s were measured, ${prediction.qps} predicted`,
    );
    assert.ok(prediction.qpsRange[0] <= prediction.qps && prediction.qps <= prediction.qpsRange[1]);
    assert.ok((prediction.utilization['aicore'] ?? 0) > 0.5);
  });

  it('predict what is written, not what is saved', async () => {
    const editor = await openExample('full-batch1');
    const before = await predict();
    const text = editor.document.getText();
    const threads = /#define THREAD_COUNT (\d+)/.exec(text);
    assert.ok(threads);
    const start = editor.document.positionAt(threads.index);
    const end = editor.document.positionAt(threads.index + threads[0].length);
    await editor.edit((edit) => edit.replace(new vscode.Range(start, end), '#define THREAD_COUNT 1'));
    const after = await eventually('another prediction', async () => {
      const report = await predict();
      return report.prediction.qps === before.prediction.qps ? undefined : report;
    });
    assert.ok(after.prediction.qps < before.prediction.qps);
  });

  it('open the page of a rule', async () => {
    await vscode.commands.executeCommand('ascendcl.showRuleDocumentation', 'sync-model-execute-in-loop');
    await eventually('a preview', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => /sync-model-execute-in-loop/.test(label)),
    );
  });

  it('open a fresh example, and leave alone what was made of another', async () => {
    const open = async (): Promise<vscode.TextDocument> => {
      await vscode.commands.executeCommand('ascendcl.openExample');
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document && document.uri.path.endsWith('main.cpp'));
      return document;
    };
    const first = await open();
    const original = first.getText();
    assert.equal((await open()).uri.path, first.uri.path);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(first.uri, new vscode.Position(0, 0), '// mine\n');
    await vscode.workspace.applyEdit(edit);
    await first.save();
    const second = await open();
    assert.notEqual(second.uri.path, first.uri.path);
    assert.equal(second.getText(), original);
    assert.ok(first.getText().startsWith('// mine'));
    for (const { uri } of [first, second]) {
      await vscode.window.showTextDocument(uri);
      await revert();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('open the timeline in a tab of its own', async () => {
    await openExample('sync-infer');
    await vscode.commands.executeCommand('ascendcl.openTimeline');
    const tab = await eventually('the panel', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview && /ascendcl/.test(input.viewType)),
    );
    await vscode.window.tabGroups.close(tab);
  });

  it('export the report as one HTML file, in a browser too', async () => {
    await openExample('sync-infer');
    await predict();
    const target = uriOf('report.html');
    await vscode.commands.executeCommand('ascendcl.exportReport', { format: 'html', target });
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
      assert.match(text, /<script type="application\/json" id="report">\{"locale":"en"/);
      assert.match(text, /script-src 'sha256-/);
      assert.ok(text.length > 200_000, `${text.length} characters`);
    } finally {
      await vscode.workspace.fs.delete(target);
    }
  });

  it('restart the server, which then finds all again', async () => {
    const editor = await openExample('sync-infer');
    await finding(editor.document.uri, 'sync-model-execute-in-loop');
    await vscode.commands.executeCommand('ascendcl.restartServer');
    await finding(editor.document.uri, 'sync-model-execute-in-loop');
    assert.ok((await predict()).prediction.qps > 0);
  });
});
