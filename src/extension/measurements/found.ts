/** Files of measurements, wherever they come from: a dialog, a folder, a drop on the panel. */
import * as vscode from 'vscode';
import { isMeasurementName } from '../../base/measurement-names.ts';
import { LARGEST_MIB, withinLimits } from '../../server/protocol-measurements.ts';

export interface Found {
  /** As it is shown; a file of a folder has the folder before it. */
  name: string;
  read(): Promise<Uint8Array>;
  /** Rows of a database that the profiler has not merged; undefined where there are none, or none that can be seen. */
  log?(): Promise<Uint8Array | undefined>;
}

/** With its size in bytes. */
type Sized = Found & { size: number };

export interface Gathered {
  files: Found[];
  /** What was left out, in words. */
  notes: string[];
}

/** Gathers once the work is shown, as folders may be large and far away. All throw errors for the user. */
export class Gathering {
  constructor(readonly all: (cancellation: vscode.CancellationToken) => Promise<Gathered>) {}
}

export const gathering = (uris: readonly vscode.Uri[]): Gathering =>
  new Gathering((cancellation) => gather(uris, cancellation));

/** Folders that are looked into at most. */
const MOST_FOLDERS = 5000;
/** Names that one note has room for. */
const MOST_NAMES = 5;

export const nameOf = ({ path }: vscode.Uri): string => path.split('/').findLast(Boolean) ?? path;

/**
 * Of folders all that may be a measurement by its name; a link in them is not followed and nothing but files is opened.
 * @throws Error for a file that is none or too large, and where the folders hold nothing
 */
async function gather(
  uris: readonly vscode.Uri[],
  cancellation: vscode.CancellationToken,
): Promise<Gathered> {
  const files: Sized[] = [];
  const folders: vscode.Uri[] = [];
  for (const uri of uris) {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) folders.push(uri);
    else files.push(picked(uri, type, size));
  }
  const walk = new Walk(cancellation);
  for (const folder of folders) await walk.into(folder, nameOf(folder));
  return limited(files, walk);
}

function picked(uri: vscode.Uri, type: vscode.FileType, size: number): Sized {
  const name = nameOf(uri);
  if (!(type & vscode.FileType.File)) throw new Error(vscode.l10n.t('{0} is not a regular file.', name));
  if (size <= LARGEST_MIB * 1024 * 1024) return found(uri, name, size);
  throw new Error(
    vscode.l10n.t(
      '{0} is too large to compare here (over 64 MiB): export a shorter run, or use acl-perf compare, which reads larger ones.',
      name,
    ),
  );
}

const found = (uri: vscode.Uri, name: string, size: number): Sized => ({
  name,
  size,
  read: async () => vscode.workspace.fs.readFile(uri),
  log: () => logOf(uri),
});

async function logOf(database: vscode.Uri): Promise<Uint8Array | undefined> {
  const log = database.with({ path: `${database.path}-wal` });
  const isThere = await vscode.workspace.fs.stat(log).then(
    ({ type, size }) => type === vscode.FileType.File && size > 0 && size <= LARGEST_MIB * 1024 * 1024,
    () => false,
  );
  return isThere ? vscode.workspace.fs.readFile(log) : undefined;
}

/** All folders below one, level by level. */
class Walk {
  readonly files: Sized[] = [];
  /** Links, pipes and the like that are called as a measurement. */
  readonly others: string[] = [];
  private looked = 0;

  constructor(private readonly cancellation: vscode.CancellationToken) {}

  async into(folder: vscode.Uri, name: string): Promise<void> {
    const waiting = [{ folder, name }];
    for (let next = waiting.shift(); next && this.looked < MOST_FOLDERS; next = waiting.shift()) {
      if (this.cancellation.isCancellationRequested) throw new vscode.CancellationError();
      this.looked++;
      waiting.push(...(await this.entriesOf(next)));
    }
  }

  /** Gives the folders in it. */
  private async entriesOf({ folder, name }: { folder: vscode.Uri; name: string }) {
    const folders: { folder: vscode.Uri; name: string }[] = [];
    for (const [entry, type] of await vscode.workspace.fs.readDirectory(folder)) {
      const each = { folder: vscode.Uri.joinPath(folder, entry), name: `${name}/${entry}` };
      if (type === vscode.FileType.Directory) folders.push(each);
      else if (isMeasurementName(entry)) await this.add(each.folder, each.name, type);
    }
    return folders;
  }

  private async add(uri: vscode.Uri, name: string, type: vscode.FileType): Promise<void> {
    if (type !== vscode.FileType.File) this.others.push(name);
    else this.files.push(found(uri, name, (await vscode.workspace.fs.stat(uri)).size));
  }
}

function limited(picked: readonly Sized[], { files, others }: Walk): Gathered {
  const choice = withinLimits([...picked, ...files]);
  return { files: choice.files, notes: [...overLimits(choice.leftOut), ...notFollowed(others)] };
}

export function overLimits(leftOut: readonly { name: string }[]): string[] {
  if (leftOut.length === 0) return [];
  return [
    vscode.l10n.t(
      'Left out, as a file may have 64 MiB here, and all together 192 MiB: {0}. acl-perf compare reads larger ones.',
      inShort(leftOut.map(({ name }) => name)),
    ),
  ];
}

function notFollowed(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [vscode.l10n.t('Links and what is no regular file are left out: {0}', inShort(names))];
}

const inShort = (names: readonly string[]): string =>
  names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', …' : '');
