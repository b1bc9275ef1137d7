import * as vscode from 'vscode';
import type { Workbench } from '../feature.ts';
import type { Command } from './index.ts';

const example = { folder: 'sync-infer', file: 'main.cpp' };

/** Opens a copy of a bundled example, so that fixes can be applied to it. */
export const openExample: Command = async ({ context }: Workbench) => {
  const from = vscode.Uri.joinPath(context.extensionUri, 'examples', example.folder, example.file);
  const to = vscode.Uri.joinPath(context.globalStorageUri, 'example', example.file);
  await vscode.workspace.fs.copy(from, to, { overwrite: true });
  await vscode.window.showTextDocument(to);
};
