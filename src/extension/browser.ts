/** Entry for the web extension host (vscode.dev and the like): the language server runs in a web worker. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateWith, makeLog } from './activate.ts';
import type { ServerLink } from './link.ts';

let link: ServerLink | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const folder = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server');
  const read = (name: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
  const [runtime, grammar] = await Promise.all([read('web-tree-sitter.wasm'), read('tree-sitter-cpp.wasm')]);
  // Made anew at each start: a server that was stopped has closed its worker.
  const worker = () => Promise.resolve(new Worker(vscode.Uri.joinPath(folder, 'worker.js').toString(true)));
  link = activateWith(
    context,
    (options) => new LanguageClient('ascendcl', 'AscendCL Performance', worker, options),
    makeLog(),
    { wasm: { runtime, grammar } },
  );
}

export function deactivate(): Promise<void> | undefined {
  return link?.stop();
}
