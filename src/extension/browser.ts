/** Entry for the web extension host (vscode.dev and the like). */
import * as vscode from 'vscode';
import { activateWith } from './activate.ts';
import type { Load } from './bundles.ts';

const files = {
  protocol: 'protocol.js',
  clientParts: 'client-parts.js',
  client: 'browser-client.js',
  features: 'features.js',
};

/** Bundles that are there, as another asks for them. */
const loaded = new Map<string, unknown>([['vscode', vscode]]);

function requireLoaded(name: string): unknown {
  if (!loaded.has(name)) throw new Error(`${name} is not loaded`);
  return loaded.get(name);
}

/** Runs a CommonJS bundle. The host loads an extension's main file in just this way, and offers no other for more. */
function run(text: string, address: string): unknown {
  const module = { exports: {} };
  const bundle = new Function('module', 'exports', 'require', `${text}\n//# sourceURL=${address}`);
  bundle(module, module.exports, requireLoaded);
  return module.exports;
}

const loadFrom =
  (folder: vscode.Uri): Load =>
  async (name) => {
    const uri = vscode.Uri.joinPath(folder, files[name]);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const exports = run(text, uri.toString(true));
    loaded.set(`./${files[name]}`, exports);
    return exports as never;
  };

let stop: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  stop = activateWith(context, loadFrom(vscode.Uri.joinPath(context.extensionUri, 'dist', 'extension')));
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
