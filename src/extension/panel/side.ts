/** The side panel: a webview view, made anew whenever it comes into sight. */
import * as vscode from 'vscode';
import type { Workbench } from '../feature.ts';
import { show } from './full.ts';
import { openPage } from './page.ts';

export function showSide(workbench: Workbench, view: vscode.WebviewView): void {
  const page = openPage(workbench, view, 'side', (shown) => show(workbench, shown));
  const shown = view.onDidChangeVisibility(page.update);
  view.onDidDispose(() => vscode.Disposable.from(page, shown).dispose());
}
