/** Gives the server the files of the workspace, so that it works the same on a disk, in a virtual workspace and in a browser. */
import * as vscode from 'vscode';
import { clientRequests } from '../server/protocol.ts';
import type { ServerLink } from './link.ts';

/** What an analysis may need to see. */
export const watchedGlob =
  '**/{*.c,*.cc,*.cpp,*.cxx,*.c++,*.cu,*.h,*.hh,*.hpp,*.hxx,*.inl,*.ipp,CMakeLists.txt,compile_commands.json,.acl-perf.json}';

const excludedGlob = '**/{node_modules,.git,build,out,dist,third_party/gtest}/**';

async function listFiles(): Promise<string[]> {
  const limit = vscode.workspace.getConfiguration('ascendcl').get<number>('limits.files', 5000);
  const uris = await vscode.workspace.findFiles(watchedGlob, excludedGlob, limit);
  return uris.map(String);
}

async function readText(uri: string, largest: number): Promise<string | null> {
  try {
    const target = vscode.Uri.parse(uri, true);
    const { size } = await vscode.workspace.fs.stat(target);
    if (size > largest) return null;
    return new TextDecoder('utf-8').decode(await vscode.workspace.fs.readFile(target));
  } catch {
    // Gone between listing and reading, or not readable: the server treats it as absent.
    return null;
  }
}

/** The report's page, for a server that has no files of its own. */
async function reportPage(extension: vscode.Uri): Promise<{ script: string; style: string } | null> {
  const read = async (name: string): Promise<string> => {
    const uri = vscode.Uri.joinPath(extension, 'dist', 'webview', name);
    return new TextDecoder('utf-8').decode(await vscode.workspace.fs.readFile(uri));
  };
  try {
    const [script, style] = await Promise.all([read('report.js'), read('report.css')]);
    return { script, style };
  } catch {
    // The installation lacks it: the server says so to whoever asked for a report.
    return null;
  }
}

export function provideFiles(link: ServerLink, extension: vscode.Uri): vscode.Disposable {
  const page = link.answer(clientRequests.reportPage, () => reportPage(extension));
  const list = link.answer(clientRequests.listFiles, listFiles);
  const read = link.answer(clientRequests.readFiles, ({ uris }) => {
    const largest = vscode.workspace.getConfiguration('ascendcl').get<number>('limits.fileSize', 2048) * 1024;
    return Promise.all(uris.map((uri) => readText(uri, largest)));
  });
  return vscode.Disposable.from(list, read, page);
}
