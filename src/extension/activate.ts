/**
 * What activation does: it registers what VS Code may ask for at once, and answers when the features have been loaded.
 * It imports no package and none of the features, so that it is quickly read.
 */
import * as vscode from 'vscode';
import type { Features, Load, Shell } from './bundles.ts';
import { commandIds } from './commands/ids.ts';
import { reasonOf } from './reason.ts';
import { registerTools } from './tools.ts';

type Loading = Promise<Features>;

/** Lets the extension host do what is waiting. */
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

async function loadFeatures(load: Load, shell: Shell): Loading {
  for (const name of ['protocol', 'clientParts'] as const) {
    await pause();
    await load(name);
  }
  await pause();
  const client = await load('client');
  await pause();
  const { begin } = await load('features');
  return begin(shell, client);
}

function registerViews(loading: Loading): vscode.Disposable[] {
  return [
    vscode.window.registerWebviewViewProvider('ascendcl.panel', {
      resolveWebviewView: async (view) => (await loading).showSide(view),
    }),
    vscode.window.registerWebviewPanelSerializer('ascendcl.full', {
      deserializeWebviewPanel: async (panel) => (await loading).restoreFull(panel),
    }),
  ];
}

/** The tree's view is there from the start, so that VS Code does not say that nothing fills it. */
function makeTree(loading: () => Loading): Pick<Shell, 'tree' | 'treeChanged'> {
  const treeChanged = new vscode.EventEmitter<void>();
  const tree = vscode.window.createTreeView('ascendcl.pipeline', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: treeChanged.event,
      getChildren: async (item?: unknown) => (await loading()).tree.getChildren(item),
      getTreeItem: async (item) => (await loading()).tree.getTreeItem(item),
      getParent: async (item) => (await loading()).tree.getParent?.(item),
    },
  });
  return { tree, treeChanged };
}

/** Returns what ends the extension. */
export function activateWith(context: vscode.ExtensionContext, load: Load): () => Promise<void> {
  const log = vscode.window.createOutputChannel('AscendCL Performance', { log: true });
  const view = makeTree(() => loading);
  const loading = loadFeatures(load, { context, log, ...view });
  loading.catch((error: unknown) =>
    log.error(vscode.l10n.t('The extension could not be loaded: {0}', reasonOf(error))),
  );
  const commands = commandIds.map((id) =>
    // The explorer gives the file that was clicked on, then all that are selected.
    vscode.commands.registerCommand(id, async (argument: unknown, selected: unknown) =>
      (await loading).run(id, Array.isArray(selected) ? selected : argument),
    ),
  );
  const asked = [...commands, ...registerViews(loading), ...registerTools(context, loading)];
  context.subscriptions.push(log, view.tree, view.treeChanged, ...asked);
  return async () => (await loading).stop();
}
