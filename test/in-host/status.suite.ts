import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, openExample, replaceText, revert, withSetting } from './support.ts';
import { statusText } from './views.ts';

const status = (wanted: RegExp): Promise<string> =>
  eventually(`${String(wanted)} in the status bar, not ${statusText()}`, () =>
    wanted.test(statusText()) ? statusText() : undefined,
  );

describe('the status bar', () => {
  afterEach(revert);

  it('tells the rate, its change since the last save, and none after it', async () => {
    const editor = await openExample('full-batch1');
    await status(/3\d\d QPS$/);
    await replaceText(editor, '#define THREAD_COUNT 6', '#define THREAD_COUNT 1');
    await status(/1\d\d QPS \(-\d+\s?%\)$/);
    await editor.document.save();
    await status(/1\d\d QPS$/);
    // Saved before the server can have simulated the edit.
    await replaceText(editor, '#define THREAD_COUNT 1', '#define THREAD_COUNT 6');
    await editor.document.save();
    await status(/3\d\d QPS$/);
  });

  it('says that there is no prediction where a value makes no sense, and shows no other program’s', async () => {
    await openExample('full-batch1');
    await status(/3\d\d QPS$/);
    await withSetting('parameters', { THREAD_COUNT: -5 }, async () => {
      await status(/No prediction$/);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        vscode.window.activeTextEditor?.document.uri,
        20,
      );
      assert.ok(lenses.some(({ command }) => /no prediction: .*THREAD_COUNT/.test(command?.title ?? '')));
    });
    await status(/3\d\d QPS$/);
  });
});
