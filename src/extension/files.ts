/** Gives the server the files of the workspace, so that it works the same on a disk, in a virtual workspace and in a browser. */
import * as vscode from 'vscode';
import { flagsGlobs, flagsSkippedGlob, skippedGlob, watchedGlob } from '../server/protocol-sources.ts';
import { type ReportPage, reportPageBy } from '../server/protocol-report.ts';
import { clientRequests } from '../server/protocol.ts';
import type { ServerLink } from './link.ts';

async function listFiles(): Promise<string[]> {
  const limit = vscode.workspace.getConfiguration('ascendcl').get<number>('limits.files', 5000);
  const find = (glob: string, skipped: string) => vscode.workspace.findFiles(glob, skipped, limit);
  const found = [find(watchedGlob, skippedGlob), ...flagsGlobs.map((glob) => find(glob, flagsSkippedGlob))];
  const uris = (await Promise.all(found)).flat().map(String);
  return [...new Set(uris)].slice(0, limit);
}

/** The sources in a folder of the workspace. */
export const sourcesIn = (folder: vscode.Uri): Thenable<vscode.Uri[]> =>
  vscode.workspace.findFiles(new vscode.RelativePattern(folder, watchedGlob), skippedGlob);

interface Sized {
  target: vscode.Uri;
  size: number;
}

/** Undefined for what is gone since it was listed, or no file. */
async function sized(uri: string): Promise<Sized | undefined> {
  try {
    const target = vscode.Uri.parse(uri, true);
    return { target, size: (await vscode.workspace.fs.stat(target)).size };
  } catch {
    return undefined;
  }
}

/** Null for what cannot be read: the server treats it as absent. */
async function readText({ target }: Sized): Promise<string | null> {
  try {
    return new TextDecoder('utf-8').decode(await vscode.workspace.fs.readFile(target));
  } catch {
    return null;
  }
}

/** Bytes of text in one answer, unless it has a single file: a longer message would hold the extension host up. */
const mostAtOnce = 512 * 1024;

/** The texts of the first files, as many as fit into one answer; null for those over `largest` bytes. */
async function readFirst(uris: readonly string[], largest: number): Promise<(string | null)[]> {
  const texts: Promise<string | null>[] = [];
  let bytes = 0;
  for (const file of await Promise.all(uris.map(sized))) {
    const isWanted = file !== undefined && file.size <= largest;
    bytes += isWanted ? file.size : 0;
    if (bytes > mostAtOnce && texts.length > 0) break;
    texts.push(isWanted ? readText(file) : Promise.resolve(null));
  }
  return Promise.all(texts);
}

/** The report's page, for a server that has no files of its own. */
const reportPage = (extension: vscode.Uri): Promise<ReportPage | null> =>
  reportPageBy(async (name) => {
    const uri = vscode.Uri.joinPath(extension, 'dist', 'webview', name);
    return new TextDecoder('utf-8').decode(await vscode.workspace.fs.readFile(uri));
  });

export function provideFiles(link: ServerLink, extension: vscode.Uri): vscode.Disposable {
  const page = link.answer(clientRequests.reportPage, () => reportPage(extension));
  const list = link.answer(clientRequests.listFiles, listFiles);
  const read = link.answer(clientRequests.readFiles, ({ uris }) => {
    const largest = vscode.workspace.getConfiguration('ascendcl').get<number>('limits.fileSize', 2048) * 1024;
    return readFirst(uris, largest);
  });
  return vscode.Disposable.from(list, read, page);
}
