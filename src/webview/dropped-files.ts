/** Files of measurements in what was dropped, folders walked through: read here, as the extension cannot see them. */
import * as l10n from '@vscode/l10n';
import { isMeasurementName } from '../base/measurement-names.ts';
import { bytesToText } from '../server/protocol-bytes.ts';
import { LONGEST_NAME, PIECE_BYTES, withinLimits } from '../server/protocol-measurements.ts';
import type { PageCalls } from './protocol.ts';
import type { Caller } from './protocol-rpc.ts';

type Call = Caller<PageCalls>['call'];

interface Named {
  name: string;
  size: number;
  file: File;
}

/** Entries that are looked at in all: a folder that was dropped by mistake may be a disk. */
const MOST_ENTRIES = 50_000;

/** @param entries to be taken from a drop while it is handled: they are gone afterwards */
export async function sendEntries(entries: readonly FileSystemEntry[], call: Call): Promise<void> {
  const { files, leftOut } = withinLimits(await filesOf(entries));
  for (const file of files) await send(file, call);
  await call('dropEnd', { leftOut: leftOut.map(({ name }) => name) });
}

/** What is named itself is taken whatever its name; of folders what may be a measurement. */
async function filesOf(entries: readonly FileSystemEntry[]): Promise<Named[]> {
  const files = await Promise.all(entries.filter(isFile).map(fileOf));
  const folders = entries.filter(isFolder);
  let left = MOST_ENTRIES;
  for (let folder = folders.shift(); folder && left > 0; folder = folders.shift()) {
    const inside = await entriesOf(folder);
    left -= inside.length;
    folders.push(...inside.filter(isFolder));
    const wanted = inside.filter(isFile).filter(({ name }) => isMeasurementName(name) || isLog(name));
    files.push(...(await Promise.all(wanted.map(fileOf))));
  }
  return files.flat();
}

/** Rows of a database that the profiler has not merged. */
const isLog = (name: string): boolean => /\.db-wal$/i.test(name);

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** None for what cannot be opened as a file. */
const fileOf = (entry: FileSystemFileEntry): Promise<Named[]> =>
  new Promise((resolve) => {
    const name = entry.fullPath.replace(/^\//, '').slice(-LONGEST_NAME);
    entry.file(
      (file) => resolve([{ name, size: file.size, file }]),
      () => resolve([]),
    );
  });

/** A reader gives a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (let some = await next(reader); some.length > 0; some = await next(reader)) all.push(...some);
  return all;
}

const next = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => {
    const unread = l10n.t('The folder that was dropped could not be read: choose it by “Open folder…”.');
    reader.readEntries(resolve, () => reject(new Error(unread)));
  });

async function send({ name, size, file }: Named, call: Call): Promise<void> {
  for (let at = 0; at < size; at += PIECE_BYTES) {
    const part = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
    await call('dropPiece', { file: name, bytes: bytesToText(new Uint8Array(part)) });
  }
}
