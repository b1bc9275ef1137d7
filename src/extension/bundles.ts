/**
 * What the extension is made of. Activation needs little, so the rest comes in bundles of its own, loaded one after the
 * other once activation is over: none of them holds the extension host for long.
 */
import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol.ts';
import type { CommandId } from './commands/ids.ts';

/** What the server cannot get by itself. */
export type ServerStart = Pick<InitializationOptions, 'wasm' | 'simulation'>;

export interface ClientBundle {
  serverStart(context: vscode.ExtensionContext): Promise<ServerStart>;
  makeClient(context: vscode.ExtensionContext, options: LanguageClientOptions): BaseLanguageClient;
}

/** What activation has made for the features. */
export interface Shell {
  context: vscode.ExtensionContext;
  log: vscode.LogOutputChannel;
  tree: vscode.TreeView<unknown>;
  /** Makes the tree ask again. */
  treeChanged: vscode.EventEmitter<void>;
}

/** What VS Code asks of the extension once the features are there. */
export interface Features {
  run(id: CommandId, argument: unknown): Promise<unknown>;
  showSide(view: vscode.WebviewView): void;
  restoreFull(panel: vscode.WebviewPanel): void;
  tree: vscode.TreeDataProvider<unknown>;
  /** What a tool of a language model answers. Throws what is wrong with the input. */
  ask(tool: string, input: unknown, token: vscode.CancellationToken): Promise<string>;
  stop(): Promise<void>;
}

export interface FeaturesBundle {
  begin(shell: Shell, client: ClientBundle): Promise<Features>;
}

export interface Bundles {
  /** vscode-languageserver-protocol, which the client is built on. */
  protocol: unknown;
  /** Most of vscode-languageclient. */
  clientParts: unknown;
  client: ClientBundle;
  features: FeaturesBundle;
}

/** Loads a bundle of `dist/extension`; a bundle that it builds on has to be loaded before. */
export type Load = <Name extends keyof Bundles>(name: Name) => Promise<Bundles[Name]>;
