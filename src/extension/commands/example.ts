import * as vscode from 'vscode';
import type { Workbench } from '../feature.ts';
import type { Command } from './index.ts';

const example = { folder: 'sync-infer', file: 'main.cpp' };

const textOf = async (uri: vscode.Uri): Promise<string | undefined> => {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
};

/** The first copy that is not there yet, or is as it was: what a user has made of another stays. */
async function freshCopy(from: vscode.Uri, folder: vscode.Uri): Promise<vscode.Uri> {
  const original = await textOf(from);
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'example' : `example-${number}`;
    const copy = vscode.Uri.joinPath(folder, name, example.file);
    const text = await textOf(copy);
    if (text === undefined) await vscode.workspace.fs.copy(from, copy);
    if (text === undefined || text === original) return copy;
  }
}

/** Opens a copy of a bundled example, so that fixes can be applied to it. */
export const openExample: Command = async ({ context }: Workbench) => {
  const from = vscode.Uri.joinPath(context.extensionUri, 'examples', example.folder, example.file);
  await vscode.window.showTextDocument(await freshCopy(from, context.globalStorageUri));
};
