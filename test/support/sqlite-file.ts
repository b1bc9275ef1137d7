/** Writes an SQLite file of small tables, a page each, as sqlite.org/fileformat2.html describes it. */

export interface WrittenTable {
  name: string;
  columns: readonly string[];
  rows: readonly (readonly (number | string | null)[])[];
}

const PAGE = 4096;
const HEADER = 100;
const TABLE_LEAF = 0x0d;
/** Types of a cell: nothing, eight bytes, or a text by its length. */
const NULL = 0;
const INT64 = 6;
const firstText = 13;

export function sqliteFile(tables: readonly WrittenTable[]): Uint8Array {
  const schema = tables.map(({ name, columns }, i) => [
    ...['table', name, name, i + 2],
    `CREATE TABLE ${name} (${columns.join(', ')})`,
  ]);
  const first = page(schema, HEADER);
  first.write('SQLite format 3\0');
  first.writeUInt16BE(PAGE, 16);
  // Versions, then what of a page an index may fill.
  first.set([1, 1, 0, 64, 32, 32], 18);
  first.writeUInt32BE(tables.length + 1, 28);
  // The format of the schema, and UTF-8.
  first.writeUInt32BE(4, 44);
  first.writeUInt32BE(1, 56);
  return Buffer.concat([first, ...tables.map(({ rows }) => page(rows, 0))]);
}

/** Rows stand from the end of a page on, their places from its beginning. */
function page(rows: WrittenTable['rows'], start: number): Buffer {
  const bytes = Buffer.alloc(PAGE);
  let at = PAGE;
  rows.forEach((row, i) => {
    const record = recordOf(row);
    const cell = Buffer.concat([varint(record.length), varint(i + 1), record]);
    at -= cell.length;
    if (at < start + 8 + 2 * rows.length) throw new Error('more rows than a page holds');
    cell.copy(bytes, at);
    bytes.writeUInt16BE(at, start + 8 + 2 * i);
  });
  bytes[start] = TABLE_LEAF;
  bytes.writeUInt16BE(rows.length, start + 3);
  bytes.writeUInt16BE(at, start + 5);
  return bytes;
}

function recordOf(row: WrittenTable['rows'][number]): Buffer {
  const types = Buffer.concat(row.map((cell) => varint(typeOf(cell))));
  return Buffer.concat([varint(types.length + 1), types, ...row.map(bytesOf)]);
}

function typeOf(cell: number | string | null): number {
  if (cell === null) return NULL;
  return typeof cell === 'number' ? INT64 : firstText + 2 * Buffer.byteLength(cell);
}

function bytesOf(cell: number | string | null): Buffer {
  if (typeof cell !== 'number') return Buffer.from(cell ?? '');
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(cell));
  return bytes;
}

/** Of numbers below 2^14. */
const varint = (value: number): Buffer =>
  Buffer.from(value < 0x80 ? [value] : [0x80 | (value >> 7), value & 0x7f]);
