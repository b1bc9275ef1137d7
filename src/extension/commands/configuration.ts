import * as vscode from 'vscode';
import { CONFIG_NAME } from '../../server/protocol-sources.ts';
import type { Command } from './index.ts';

/** Create configuration: an .acl-perf.json in the folder, or the one that is there, opened. */
export const createConfiguration: Command = async () => {
  const folder = await pickFolder();
  if (!folder) return;
  const uri = vscode.Uri.joinPath(folder.uri, CONFIG_NAME);
  if (!(await exists(uri)))
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(contentFor(folder)));
  await vscode.window.showTextDocument(uri);
};

/** What holds now: the file goes before the settings, and must not change the device by being there. */
function contentFor({ uri }: vscode.WorkspaceFolder): string {
  const settings = vscode.workspace.getConfiguration('ascendcl', uri);
  const [profile, cannVersion] = [settings.get('profile', ''), settings.get('cannVersion', '')];
  const content = {
    ...(profile === '' ? { device: settings.get('device', 'ascend310') } : { profile }),
    ...(cannVersion === '' ? {} : { cannVersion }),
    rules: {},
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders[0]) return folders[0];
  throw new Error(vscode.l10n.t('Open a folder first: {0} stands in it.', CONFIG_NAME));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
