/** How every SQLite database begins. */
const SQLITE_MAGIC = 'SQLite format 3\0';

/** By the first bytes of a file. */
export const isDatabase = (first: Uint8Array): boolean =>
  String.fromCharCode(...first.subarray(0, SQLITE_MAGIC.length)) === SQLITE_MAGIC;
