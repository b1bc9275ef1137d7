import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, finding, openExample, placeOf, revert, withSetting } from './support.ts';

const textOf = (hover: vscode.Hover): string =>
  hover.contents.map((part) => (typeof part === 'string' ? part : part.value)).join('\n');

describe('in the editor', () => {
  afterEach(revert);

  it('a hover tells engine and cost of a call', async () => {
    const editor = await openExample('sync-infer');
    await finding(editor.document.uri, 'sync-model-execute-in-loop');
    const text = await eventually('a hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        placeOf(editor, 'aclmdlExecute('),
      );
      return hovers.map(textOf).find((each) => /AI Core/i.test(each));
    });
    assert.match(
      text,
      /\*\*[\d.]+ ms\*\* each on AI Core \(Ascend 310\); 1 a frame, \d+ % of a frame’s time/,
    );
    assert.match(text, /AI Core · synchronous/);
    assert.match(text, /Restrictions on Ascend 310:\n- /);
    assert.match(text, /Source: .*CANN docs/);
  });

  it('a hover links to the documentation of a call', async () => {
    const editor = await openExample('sync-infer');
    await eventually('a link', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        placeOf(editor, 'aclrtSetDevice('),
      );
      return hovers
        .map(textOf)
        .find((each) => /\[Documentation\]\(https:\/\/\S+#aclrtsetdevice\)/.test(each));
    });
  });

  it('a code lens on main tells the rate', async () => {
    const editor = await openExample('sync-infer');
    await eventually('a code lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        editor.document.uri,
        20,
      );
      return lenses.find(({ command }) => /\d+ QPS/.test(command?.title ?? ''));
    });
  });

  it('inlay hints come unless they are switched off', async () => {
    const editor = await openExample('sync-infer');
    await finding(editor.document.uri, 'sync-model-execute-in-loop');
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const hints = () =>
      vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        editor.document.uri,
        all,
      );
    await eventually('an inlay hint', async () => (await hints())[0]);
    await withSetting('inlayHints.lines', 'off', async () => {
      await eventually('no inlay hint', async () => (await hints()).length === 0 || undefined);
    });
  });
});
