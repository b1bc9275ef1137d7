/** Native tree of the pipeline: program → threads → streams and steps with cost. The current step follows the cursor. */
import * as vscode from 'vscode';
import { requests } from '../server/protocol.ts';
import type { PipelineNode } from '../server/protocol-tree.ts';
import { duration, percent, resourceName } from '../webview/words.ts';
import type { Shell } from './bundles.ts';
import type { Workbench } from './feature.ts';

const icons: Record<PipelineNode['kind'], string> = {
  program: 'server-process',
  thread: 'git-branch',
  stream: 'arrow-swap',
  loop: 'sync',
  branch: 'git-compare',
  submit: 'play',
  wait: 'watch',
  event: 'bell',
  queue: 'list-ordered',
  lock: 'lock',
  host: 'vm',
  memory: 'database',
  callback: 'reply',
};

/** Inner nodes that are open from the start at most: VS Code asks for the children of each by itself. */
const mostOpen = 40;
/** Time in which changes are taken together before the tree asks again, ms. */
const refreshAfter = 200;
/** Time that VS Code has to show new steps before one of them is selected, ms. */
const followAfter = 100;

/** A node with its way up, which `reveal` needs. */
interface Placed {
  node: PipelineNode;
  parent: Placed | undefined;
  children: Placed[];
}

function place(node: PipelineNode, parent?: Placed): Placed {
  const placed: Placed = { node, parent, children: [] };
  placed.children = node.children.map((child) => place(child, placed));
  return placed;
}

const innerNodes = ({ children }: PipelineNode): number =>
  children.reduce((sum, child) => sum + innerNodes(child), children.length > 0 ? 1 : 0);

function findAt(items: readonly Placed[], uri: string, line: number): Placed | undefined {
  for (const item of items) {
    const inner = findAt(item.children, uri, line);
    if (inner) return inner;
    const { source } = item.node;
    if (source?.line === line && vscode.Uri.parse(source.file).toString() === uri) return item;
  }
  return undefined;
}

export class PipelineTree implements vscode.TreeDataProvider<Placed> {
  private roots: Placed[] = [];
  /** Programs of so many steps that only their threads are open. */
  private large = new Set<string>();

  /** Told when there are new steps. */
  loaded: () => void = () => undefined;

  constructor(private readonly workbench: Workbench) {}

  async getChildren(parent?: Placed): Promise<Placed[]> {
    if (parent) return parent.children;
    if (this.workbench.programs.all.length === 0) return [];
    const nodes = await this.workbench.link.request(requests.pipelineTree, {});
    this.large = new Set(nodes.filter((node) => innerNodes(node) > mostOpen).map(({ id }) => id));
    this.roots = nodes.map((node) => place(node));
    this.loaded();
    return this.roots;
  }

  getParent(item: Placed): Placed | undefined {
    return item.parent;
  }

  getTreeItem(placed: Placed): vscode.TreeItem {
    const { node } = placed;
    const item = new vscode.TreeItem(labelOf(node), this.stateOf(placed));
    item.id = node.id;
    item.description = describe(node);
    item.tooltip = [labelOf(node), item.description].filter(Boolean).join(' · ');
    item.iconPath = new vscode.ThemeIcon(icons[node.kind], heatColor(node.share));
    item.contextValue = node.kind;
    if (node.source) {
      item.command = {
        command: 'ascendcl.goTo',
        title: vscode.l10n.t('Go to Line'),
        arguments: [node.source],
      };
    }
    return item;
  }

  /** The active program is open, the others are a line each. */
  private stateOf({ node, parent }: Placed): vscode.TreeItemCollapsibleState {
    const { kind, name, children } = node;
    if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
    const inner = kind !== 'branch' && (kind === 'thread' || !this.isLarge(parent));
    const open = kind === 'program' ? name === this.workbench.programs.active?.program : inner;
    return open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  }

  private isLarge(placed: Placed | undefined): boolean {
    if (!placed) return false;
    return placed.parent ? this.isLarge(placed.parent) : this.large.has(placed.node.id);
  }

  /** The innermost step that stands at a line of a document. */
  at(uri: vscode.Uri, line: number): Placed | undefined {
    return findAt(this.roots, uri.toString(), line);
  }
}

/** A loop is named by its number of passes, which may be a plain number or none. */
function labelOf({ kind, name }: PipelineNode): string {
  if (kind !== 'loop') return name;
  if (name === 'forever') return vscode.l10n.t('forever');
  return /^\d*$/.test(name) ? vscode.l10n.t('loop') : name;
}

function describe(node: PipelineNode): string {
  const parts = [
    node.note,
    node.count !== undefined && node.count !== 1 && `× ${node.count}`,
    node.milliseconds !== undefined && duration(node.milliseconds),
    node.share !== undefined && node.share >= 0.005 && percent(node.share),
    node.engine !== undefined && resourceName(node.engine),
    node.mode === 'sync' && vscode.l10n.t('synchronous'),
  ];
  return parts.filter((part) => typeof part === 'string').join(' · ');
}

function heatColor(share: number | undefined): vscode.ThemeColor | undefined {
  if (share === undefined || share < 0.1) return undefined;
  return new vscode.ThemeColor(
    share >= 0.5 ? 'charts.red' : share >= 0.3 ? 'charts.orange' : 'charts.yellow',
  );
}

const selectedId = ({ selection }: vscode.TreeView<unknown>): string | undefined =>
  (selection[0] as Placed | undefined)?.node.id;

/** Keeps the tree that of the programs, and its current step that of the cursor. */
export function followCursor(
  { programs }: Workbench,
  { tree: view, treeChanged }: Shell,
  provider: PipelineTree,
): vscode.Disposable {
  const follow = (editor = vscode.window.activeTextEditor): void => {
    if (!view.visible || !editor) return;
    const item = provider.at(editor.document.uri, editor.selection.active.line + 1);
    // The tree may be made anew meanwhile: the next step is followed then.
    if (!item || selectedId(view) === item.node.id) return;
    view.reveal(item, { select: true, focus: false }).then(undefined, () => undefined);
  };
  let shown: ReturnType<typeof setTimeout> | undefined;
  // The cursor may have been there before the steps; the view takes them in first.
  provider.loaded = () => {
    clearTimeout(shown);
    shown = setTimeout(() => follow(), followAfter);
  };
  let due: ReturnType<typeof setTimeout> | undefined;
  const refresh = (): void => {
    clearTimeout(due);
    due = setTimeout(() => treeChanged.fire(), refreshAfter);
  };
  return vscode.Disposable.from(
    programs.onDidChange(refresh),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
    vscode.window.onDidChangeActiveTextEditor(() => follow()),
    view.onDidChangeVisibility(() => follow()),
    new vscode.Disposable(() => [due, shown].forEach(clearTimeout)),
  );
}
