/** Entry for the extension host on Node: desktop, remote, containers. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith, makeLog } from './activate.ts';
import type { ServerLink } from './link.ts';

let link: ServerLink | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server', 'node.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6019'] } };
  link = activateWith(
    context,
    (options) => new LanguageClient('ascendcl', 'AscendCL Performance', { run, debug }, options),
    makeLog(),
  );
}

export function deactivate(): Promise<void> | undefined {
  return link?.stop();
}
