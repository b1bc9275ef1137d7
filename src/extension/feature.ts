/** What every feature gets; a feature registers itself and returns what takes it away again. */
import type * as vscode from 'vscode';
import type { ServerLink } from './link.ts';
import type { Programs } from './programs.ts';

export interface Workbench {
  context: vscode.ExtensionContext;
  link: ServerLink;
  programs: Programs;
  log: vscode.LogOutputChannel;
}

export type Feature = (workbench: Workbench) => vscode.Disposable;
