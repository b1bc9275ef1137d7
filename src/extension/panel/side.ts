/** The side panel: a webview view, made anew whenever it comes into sight. */
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { showFull } from './full.ts';
import { openPage } from './page.ts';

export const sidePanel: Feature = (workbench) =>
  vscode.window.registerWebviewViewProvider('ascendcl.panel', {
    resolveWebviewView(view) {
      const page = openPage(workbench, view, 'side', (section) => showFull(workbench, section));
      const shown = view.onDidChangeVisibility(page.update);
      view.onDidDispose(() => vscode.Disposable.from(page, shown).dispose());
    },
  });
