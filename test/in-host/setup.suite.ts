import * as vscode from 'vscode';
import { recordViews } from './views.ts';

recordViews();

before(async () => {
  // In a browser an editor saves by itself, and a test could not throw its changes away.
  await vscode.workspace
    .getConfiguration('files')
    .update('autoSave', 'off', vscode.ConfigurationTarget.Global);
});
