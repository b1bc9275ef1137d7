/** Messages beside the window. Undefined: the user picked no action. */
import * as vscode from 'vscode';
import { withoutLinks } from '../server/protocol-notice.ts';

export const inform = (message: string, ...actions: string[]): Thenable<string | undefined> =>
  vscode.window.showInformationMessage(withoutLinks(message), ...actions);

export const complain = (message: string, ...actions: string[]): Thenable<string | undefined> =>
  vscode.window.showErrorMessage(withoutLinks(message), ...actions);
