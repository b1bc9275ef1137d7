/**
 * Reads the tables of an SQLite file, row by row, from whatever gives its bytes: pages are read as they are needed.
 * Only what a profiler writes: tables with row ids, no indexes. What is still in a log, `withLog` adds.
 * Source: the file format as sqlite.org/fileformat2.html describes it.
 */
import { statement, ImportError } from '../errors.ts';
import { Bytes } from './bytes.ts';
import type { Cell } from './bytes.ts';

/** Bytes of a file from an offset; fewer at its end. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

export type Row = readonly Cell[];

interface TableInfo {
  columns: string[];
  root: number;
  /** The column that is the row's own number. */
  rowId: number;
}

const HEADER_BYTES = 100;
const LEAF = 0x0d;
const INTERIOR = 0x05;
const DEEPEST = 24;
/** Bytes of one row: a profiler's are some dozens. */
const MOST_ROW = 4 * 1024 * 1024;
const ENCODINGS = new Map([
  [1, 'utf-8'],
  [2, 'utf-16le'],
  [3, 'utf-16be'],
]);

export class SqliteFile {
  private readonly pageBytes: number;
  private readonly usable: number;
  private readonly pages: number;
  private readonly decoder: TextDecoder;
  private readonly tables = new Map<string, TableInfo>();
  /** Pages that were read of one table: a ring of pages ends. */
  private visited = 0;

  /** Throws `ImportError` for what is no such file. */
  constructor(
    private readonly file: string,
    private readonly read: ReadBytes,
    size: number,
  ) {
    const header = new Bytes(read(0, HEADER_BYTES));
    const pageBytes = header.u16(16);
    this.pageBytes = pageBytes === 1 ? 65_536 : pageBytes;
    if (header.length < HEADER_BYTES || this.pageBytes < 512 || (this.pageBytes & (this.pageBytes - 1)) !== 0)
      this.refuse();
    this.usable = this.pageBytes - header.u8(20);
    this.pages = Math.ceil(size / this.pageBytes);
    this.decoder = new TextDecoder(ENCODINGS.get(header.u32(56)) ?? 'utf-8');
    for (const row of this.rowsFrom(1)) this.noteTable(row);
  }

  /** Names of a table's columns, in lower case; undefined where there is no such table. */
  columns(table: string): readonly string[] | undefined {
    return this.tables.get(table.toLowerCase())?.columns;
  }

  *rows(table: string): Generator<Row> {
    const info = this.tables.get(table.toLowerCase());
    if (info === undefined) return;
    this.visited = 0;
    yield* this.rowsFrom(info.root, info.rowId);
  }

  private noteTable([type, name, , root, sql]: Row): void {
    if (type !== 'table' || typeof name !== 'string' || typeof root !== 'number' || typeof sql !== 'string')
      return;
    const definitions = columnDefinitions(sql);
    const columns = definitions.map((text) => (text.split(/\s+/)[0] ?? '').replaceAll(/["'`[\]]/g, ''));
    const rowId = definitions.findIndex((text) => /\binteger\s+primary\s+key\b/i.test(text));
    this.tables.set(name.toLowerCase(), { columns: columns.map((each) => each.toLowerCase()), root, rowId });
  }

  private *rowsFrom(page: number, rowId = -1, depth = 0): Generator<Row> {
    const bytes = this.page(page);
    // The first page begins with the header of the file.
    const start = page === 1 ? HEADER_BYTES : 0;
    const type = bytes.u8(start);
    if (depth > DEEPEST || (type !== LEAF && type !== INTERIOR)) this.refuse();
    const count = bytes.u16(start + 3);
    const pointers = start + (type === LEAF ? 8 : 12);
    for (let i = 0; i < count; i++) {
      const at = bytes.u16(pointers + 2 * i);
      if (type === INTERIOR) yield* this.rowsFrom(bytes.u32(at), rowId, depth + 1);
      else {
        const row = this.row(bytes, at, rowId);
        if (row) yield row;
      }
    }
    if (type === INTERIOR) yield* this.rowsFrom(bytes.u32(start + 8), rowId, depth + 1);
  }

  private page(number: number): Bytes {
    if (number < 1 || number > this.pages || this.visited++ > this.pages) this.refuse();
    const bytes = this.read((number - 1) * this.pageBytes, this.pageBytes);
    if (bytes.length < this.pageBytes) this.refuse();
    return new Bytes(bytes);
  }

  /** Undefined for a row that no table of a profiler has. */
  private row(page: Bytes, at: number, rowId: number): Row | undefined {
    const size = page.varint(at);
    const id = page.varint(size.next);
    if (size.value > MOST_ROW) return undefined;
    const cells = this.payload(page, id.next, size.value).record(this.decoder);
    if (rowId >= 0 && cells[rowId] === null) cells[rowId] = id.value;
    return cells;
  }

  /** A row that is too long for its page goes on in others. */
  private payload(page: Bytes, at: number, size: number): Bytes {
    const most = this.usable - 35;
    if (size <= most) return page.part(at, size);
    const least = Math.floor(((this.usable - 12) * 32) / 255) - 23;
    const fitting = least + ((size - least) % (this.usable - 4));
    const here = fitting <= most ? fitting : least;
    const whole = new Uint8Array(size);
    whole.set(page.part(at, here).data);
    let next = page.u32(at + here);
    for (let filled = here; filled < size;) {
      const more = this.page(next);
      const part = more.part(4, Math.min(this.usable - 4, size - filled));
      whole.set(part.data, filled);
      filled += part.length;
      next = more.u32(0);
    }
    return new Bytes(whole);
  }

  private refuse(): never {
    throw new ImportError(this.file, statement('bad-database'));
  }
}

/** What stands between the outer brackets of `CREATE TABLE`, by its outer commas. */
function columnDefinitions(sql: string): string[] {
  const inner = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of inner) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts
    .map((part) => part.trim())
    .filter((part) => !/^(primary|unique|check|foreign|constraint)\b/i.test(part));
}
