/** Entry for the extension host on Node: desktop, remote, containers. */
import { createRequire } from 'node:module';
import type * as vscode from 'vscode';
import { activateWith } from './activate.ts';
import type { Load } from './bundles.ts';

const files = {
  protocol: 'protocol.js',
  clientParts: 'client-parts.js',
  client: 'node-client.cjs',
  features: 'features.js',
};
const require = createRequire(__filename);
const load: Load = async (name) => require(`./${files[name]}`);

let stop: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  stop = activateWith(context, load);
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
