/** Answers VS Code's dialogs in a test's place; the extension under test has the same `vscode`. */
import * as vscode from 'vscode';

type Dialog = 'showQuickPick' | 'showSaveDialog' | 'showOpenDialog' | 'showInformationMessage';

/** @param answers what stands in for a dialog, for the time of `test`. */
export async function withDialogs(
  answers: Partial<Record<Dialog, (argument: never) => Promise<unknown>>>,
  test: () => Thenable<unknown>,
): Promise<void> {
  const { showQuickPick, showSaveDialog, showOpenDialog, showInformationMessage } = vscode.window;
  Object.assign(vscode.window, answers);
  try {
    await test();
  } finally {
    Object.assign(vscode.window, { showQuickPick, showSaveDialog, showOpenDialog, showInformationMessage });
  }
}
