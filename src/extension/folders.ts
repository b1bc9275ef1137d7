/**
 * Folders that come and go: for one that is made, moved or deleted as a whole, VS Code tells of the folder alone, and the
 * watching for sources does not see the files in it.
 */
import * as vscode from 'vscode';
import { isSkipped } from '../server/protocol-sources.ts';
import type { Feature, Workbench } from './feature.ts';
import { sourcesIn } from './files.ts';
import { reasonOf } from './reason.ts';

/** LSP's numbers. */
const created = 1;
const deleted = 3;

/** Time in which changes are taken together, ms. */
const together = 300;

/** Folders looked into at once: beyond that something is being built or unpacked, and the next start reads it. */
const most = 200;

/** Most files have an ending that begins with a letter, few folders do: those are not looked at. */
const mayBeFolder = (uri: vscode.Uri): boolean =>
  !/\.[a-z]\w*$/i.test(uri.path.slice(uri.path.lastIndexOf('/') + 1)) &&
  !isSkipped(vscode.workspace.asRelativePath(uri, false));

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

async function tell({ link, log }: Workbench, made: vscode.Uri[], gone: vscode.Uri[]): Promise<void> {
  try {
    const sources: vscode.Uri[] = [];
    for (const uri of made.slice(0, most)) if (await isFolder(uri)) sources.push(...(await sourcesIn(uri)));
    const changes = [
      ...gone.map((uri) => ({ uri: uri.toString(), type: deleted }) as const),
      ...sources.map((uri) => ({ uri: uri.toString(), type: created }) as const),
    ];
    if (changes.length > 0) await link.filesChanged(changes);
  } catch (error) {
    log.warn(reasonOf(error));
  }
}

export const folderWatch: Feature = (workbench) => {
  let made: vscode.Uri[] = [];
  let gone: vscode.Uri[] = [];
  let due: ReturnType<typeof setTimeout> | undefined;
  const later = (list: () => vscode.Uri[]) => (uri: vscode.Uri) => {
    if (!mayBeFolder(uri)) return;
    list().push(uri);
    clearTimeout(due);
    due = setTimeout(() => {
      const [some, others] = [made, gone];
      [made, gone] = [[], []];
      void tell(workbench, some, others);
    }, together);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(later(() => made)),
    watcher.onDidDelete(later(() => gone)),
    new vscode.Disposable(() => clearTimeout(due)),
  );
};
