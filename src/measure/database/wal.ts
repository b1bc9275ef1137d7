/**
 * An SQLite database with what its log (`-wal`) holds and nobody has merged: a profiler that was stopped leaves the newest
 * rows there. Of the log all that was committed counts, up to the first frame of an older log.
 * Source: the file format as sqlite.org/fileformat2.html describes it, "The Write-Ahead Log".
 */
import { Bytes } from './bytes.ts';
import type { ReadBytes } from './sqlite.ts';

export interface OpenDatabase {
  read: ReadBytes;
  /** Bytes. */
  size: number;
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = [0x37_7f_06_82, 0x37_7f_06_83];

/** The database as a reader of SQLite itself sees it; a log that is of no use leaves it as it is. */
export function withLog(database: OpenDatabase, log: OpenDatabase): OpenDatabase {
  const header = new Bytes(log.read(0, HEADER_BYTES));
  const pageBytes = header.u32(8);
  if (!MAGIC.includes(header.u32(0)) || pageBytes < 512 || pageBytes !== pageBytesOf(database))
    return database;
  const { places, pages } = committedPages(log, pageBytes);
  if (places.size === 0) return database;
  const read: ReadBytes = (offset, length) => {
    const inPage = offset % pageBytes;
    const place = places.get((offset - inPage) / pageBytes + 1);
    // The reader asks for pages, and for the begin of the first: never for parts of two.
    return place === undefined ? database.read(offset, length) : log.read(place + inPage, length);
  };
  return { read, size: pages * pageBytes };
}

function pageBytesOf({ read }: OpenDatabase): number {
  const bytes = new Bytes(read(0, HEADER_BYTES)).u16(16);
  return bytes === 1 ? 65_536 : bytes;
}

/** Where in the log the newest committed state of each page begins, and how many pages the database has then. */
function committedPages({ read, size }: OpenDatabase, pageBytes: number) {
  const places = new Map<number, number>();
  const open = new Map<number, number>();
  const salts = saltsAt(read(0, HEADER_BYTES), 16);
  let pages = 0;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let at = HEADER_BYTES; at + frameBytes <= size; at += frameBytes) {
    const bytes = read(at, FRAME_HEADER_BYTES);
    if (saltsAt(bytes, 8) !== salts) break;
    const frame = new Bytes(bytes);
    open.set(frame.u32(0), at + FRAME_HEADER_BYTES);
    // How many pages the database has: only a commit says it.
    const committed = frame.u32(4);
    if (committed === 0) continue;
    for (const [page, place] of open) places.set(page, place);
    open.clear();
    pages = committed;
  }
  return { places, pages };
}

const saltsAt = (bytes: Uint8Array, at: number): string => bytes.subarray(at, at + 8).join(' ');
