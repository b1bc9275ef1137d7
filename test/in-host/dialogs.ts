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

/**
 * @param answers what stands in for a dialog, for the time of `test`.
 * @throws Error with the words of an error message that nothing in `answers` stands in for: a command that fails shows
 *   one and ends as if it were done.
 */
export async function withDialogs(
  answers: Partial<Record<Dialog, (...parameters: never[]) => unknown>>,
  test: () => Thenable<unknown>,
): Promise<void> {
  const errors: string[] = [];
  const showErrorMessage = (message: string): Promise<void> => Promise.resolve(void errors.push(message));
  const all = { showErrorMessage, ...answers };
  const names = Object.keys(all) as Dialog[];
  const before = Object.fromEntries(names.map((name) => [name, vscode.window[name]]));
  Object.assign(vscode.window, all);
  try {
    await test();
  } finally {
    Object.assign(vscode.window, before);
  }
  if (errors.length > 0) throw new Error(`shown as an error: ${errors.join('; ')}`);
}
