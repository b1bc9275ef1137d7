/** The client of a language server in a web worker. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { MessageTransports } from 'vscode-languageclient/browser';
import type { ClientBundle } from './bundles.ts';

const serverFile = (context: vscode.ExtensionContext, name: string): vscode.Uri =>
  vscode.Uri.joinPath(context.extensionUri, 'dist', 'server', name);

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

/** The worker has no files and does not know where it comes from: it gets the parser, and its own address for its helpers. */
export const serverStart: ClientBundle['serverStart'] = async (context) => {
  const read = (name: string) => vscode.workspace.fs.readFile(serverFile(context, name));
  const [runtime, grammar] = await Promise.all([read('web-tree-sitter.wasm'), read('tree-sitter-cpp.wasm')]);
  const simulation = serverFile(context, 'worker.js').toString(true);
  return { wasm: { runtime, grammar }, simulation };
};

export const makeClient: ClientBundle['makeClient'] = (context, options) => {
  const script = serverFile(context, 'worker.js').toString(true);
  return new LanguageClient('ascendcl', 'AscendCL Performance', () => connect(script), options);
};
