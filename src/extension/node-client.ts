/** The client of a language server that is a process of its own. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { ClientBundle } from './bundles.ts';

export const serverStart: ClientBundle['serverStart'] = () => Promise.resolve({});

export const makeClient: ClientBundle['makeClient'] = (context, options) => {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server', 'node.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6019'] } };
  return new LanguageClient('ascendcl', 'AscendCL Performance', { run, debug }, options);
};
