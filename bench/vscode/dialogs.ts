/** Answers VS Code's dialogs as a user would. */
import * as vscode from 'vscode';
import { withDialogs } from '../../test/in-host/dialogs.ts';
import { uriOf } from '../../test/in-host/support.ts';

/** Exports the report in every format into the workspace, and removes the files. */
export async function exportAll(): Promise<void> {
  const target = uriOf('bench-report');
  for (let format = 0; format < 5; format++) {
    const answers = {
      showQuickPick: (items: readonly unknown[]) => Promise.resolve(items[format]),
      showSaveDialog: () => Promise.resolve(target),
      showInformationMessage: () => Promise.resolve(undefined),
    };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.exportReport'));
  }
  await vscode.workspace.fs.delete(target);
}
