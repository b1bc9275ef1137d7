/** What is dropped on a page: addresses of files, or the files themselves, which the page alone can read. */
import * as vscode from 'vscode';
import { textToBytes } from '../../server/protocol-bytes.ts';
import { MOST_DROPPED } from '../../server/protocol-measurements.ts';
import { type Found, Gathering, overLimits } from './found.ts';

export class DroppedFiles {
  private pieces = new Map<string, Uint8Array[]>();
  private length = 0;

  /** @throws Error where a drop is larger than the page may send */
  add(file: string, text: string): void {
    this.length += text.length;
    if (this.length > MOST_DROPPED) throw new Error(overLimits([{ name: file }]).join());
    const pieces = this.pieces.get(file) ?? [];
    pieces.push(textToBytes(text));
    this.pieces.set(file, pieces);
  }

  /** All that has come since it was last asked. @param leftOut names of files over the limits */
  take(leftOut: readonly string[]): Gathering {
    const { pieces } = this;
    this.forget();
    const files = [...pieces.keys()].filter((name) => !isLog(name));
    const gathered = {
      files: files.map((name) => foundIn(pieces, name)),
      notes: overLimits(leftOut.map((name) => ({ name }))),
    };
    return new Gathering(() => Promise.resolve(gathered));
  }

  forget(): void {
    this.pieces = new Map();
    this.length = 0;
  }
}

const isLog = (name: string): boolean => name.endsWith('-wal');

function foundIn(pieces: ReadonlyMap<string, Uint8Array[]>, name: string): Found {
  const bytesOf = (file: string): Uint8Array | undefined => {
    const all = pieces.get(file);
    return all && joined(all);
  };
  return {
    name,
    read: () => Promise.resolve(bytesOf(name) ?? new Uint8Array(0)),
    log: () => Promise.resolve(bytesOf(`${name}-wal`)),
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * Addresses that a drop brought are anybody's text: only those of this machine and of where the workspace is are opened, as
 * another would be told who asks.
 * @throws Error for any other
 */
export const droppedUris = (addresses: readonly string[]): vscode.Uri[] => addresses.map(droppedUri);

function droppedUri(address: string): vscode.Uri {
  const uri = vscode.Uri.parse(address, true);
  if (isOfWorkspace(uri) || (uri.scheme === 'file' && uri.authority === '')) return uri;
  // The workbench names the remote machine; on that machine, where this then runs, its files are files.
  if (uri.scheme === 'vscode-remote' && vscode.env.remoteName !== undefined) return vscode.Uri.file(uri.path);
  throw new Error(vscode.l10n.t('{0} is no file of this machine or workspace, and was not opened.', address));
}

const isOfWorkspace = ({ scheme, authority }: vscode.Uri): boolean =>
  (vscode.workspace.workspaceFolders ?? []).some(
    ({ uri }) => uri.scheme === scheme && uri.authority === authority,
  );
