import * as vscode from 'vscode';
import type { Command } from './index.ts';

const fileName = '.acl-perf.json';
const content = `${JSON.stringify({ device: 'ascend310', rules: {} }, undefined, 2)}\n`;

/** Create configuration: an .acl-perf.json in the folder, or the one that is there, opened. */
export const createConfiguration: Command = async () => {
  const folder = await pickFolder();
  if (!folder) return;
  const uri = vscode.Uri.joinPath(folder.uri, fileName);
  if (!(await exists(uri))) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  await vscode.window.showTextDocument(uri);
};

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders[0]) return folders[0];
  throw new Error(vscode.l10n.t('Open a folder first: {0} stands in it.', fileName));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
