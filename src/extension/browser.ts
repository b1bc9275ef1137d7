/** Entry for the web extension host (vscode.dev and the like): the language server runs in a web worker. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { MessageTransports } from 'vscode-languageclient/browser';
import { activateWith, makeLog } from './activate.ts';
import type { ServerLink } from './link.ts';

let link: ServerLink | undefined;

/**
 * Made anew at each start: a server that was stopped has closed its worker. The host's `Worker` makes no instances of
 * itself, which the client would ask for, so the channel is made here.
 */
function connect(script: string): Promise<MessageTransports> {
  const worker = new Worker(script);
  return Promise.resolve({
    reader: new BrowserMessageReader(worker),
    writer: new BrowserMessageWriter(worker),
  });
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const folder = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server');
  const read = (name: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
  const [runtime, grammar] = await Promise.all([read('web-tree-sitter.wasm'), read('tree-sitter-cpp.wasm')]);
  const script = vscode.Uri.joinPath(folder, 'worker.js').toString(true);
  link = activateWith(
    context,
    (options) => new LanguageClient('ascendcl', 'AscendCL Performance', () => connect(script), options),
    makeLog(),
    { wasm: { runtime, grammar } },
  );
}

export function deactivate(): Promise<void> | undefined {
  return link?.stop();
}
