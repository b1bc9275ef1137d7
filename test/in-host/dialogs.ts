/** Answers VS Code's dialogs in a test's place; the extension under test has the same `vscode`. */
import * as vscode from 'vscode';

type Dialog =
  | 'showQuickPick'
  | 'showInputBox'
  | 'showSaveDialog'
  | 'showOpenDialog'
  | 'showInformationMessage'
  | 'showErrorMessage'
  | 'withProgress';

/** @param answers what stands in for a dialog, for the time of `test`. */
export async function withDialogs(
  answers: Partial<Record<Dialog, (...parameters: never[]) => unknown>>,
  test: () => Thenable<unknown>,
): Promise<void> {
  const names = Object.keys(answers) as Dialog[];
  const before = Object.fromEntries(names.map((name) => [name, vscode.window[name]]));
  Object.assign(vscode.window, answers);
  try {
    await test();
  } finally {
    Object.assign(vscode.window, before);
  }
}
