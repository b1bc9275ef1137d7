/** The tree views and the status bar's item that the extension makes, for tests that look at what they show. */
import * as vscode from 'vscode';

const views = new Map<string, vscode.TreeView<unknown>>();

/** To be called before the extension is active; the extension under test has the same `vscode`. */
export function recordViews(): void {
  const { createTreeView } = vscode.window;
  const recording: typeof createTreeView = (id, options) => {
    const view = createTreeView(id, options);
    views.set(id, view);
    return view;
  };
  Object.assign(vscode.window, { createTreeView: recording });
  recordStatusBar();
}

const items = new Map<string, vscode.StatusBarItem>();

function recordStatusBar(): void {
  const make = vscode.window.createStatusBarItem as (id: string, ...rest: unknown[]) => vscode.StatusBarItem;
  const recording = (id: string, ...rest: unknown[]): vscode.StatusBarItem => {
    const item = make(id, ...rest);
    items.set(id, item);
    return item;
  };
  Object.assign(vscode.window, { createStatusBarItem: recording });
}

/** What the status bar says of the prediction. */
export const statusText = (): string => items.get('ascendcl.qps')?.text ?? '';

export function treeView(id: string): vscode.TreeView<unknown> {
  const view = views.get(id);
  if (!view) throw new Error(`the extension has not made the view ${id}`);
  return view;
}
