/**
 * Records of CSV as they come in, piece by piece. A cell that runs away or a header of a hundred thousand columns is
 * refused at once: no table of a profiler has one.
 */
import { ImportError, statement } from '../errors.ts';

/** Characters of a record, in all lines of it; one whose operator has hundreds of inputs has some ten thousand. */
const MOST_RECORD = 1_000_000;
const MOST_CELL = 200_000;
const MOST_COLUMNS = 4096;

/** What stands between cells: Excel writes a semicolon where a comma is the decimal one, and a tab into text. */
const BETWEEN = [',', ';', '\t'] as const;
type Between = (typeof BETWEEN)[number];
const QUOTED: Record<Between, RegExp> = {
  ',': /\s*"((?:[^"]|"")*)"\s*(?:,|$)/y,
  ';': /\s*"((?:[^"]|"")*)"\s*(?:;|$)/y,
  '\t': / *"((?:[^"]|"")*)" *(?:\t|$)/y,
};
const BARE: Record<Between, RegExp> = {
  ',': /([^",]*)(?:,|$)/y,
  ';': /([^";]*)(?:;|$)/y,
  '\t': /([^"\t]*)(?:\t|$)/y,
};

/** By the heading: what stands in it most often. */
export function betweenCells(heading: string): Between {
  const counts = BETWEEN.map((sign) => heading.split(sign).length);
  return BETWEEN[counts.indexOf(Math.max(...counts))] ?? ',';
}

interface OpenRecord {
  lines: string[];
  /** Characters of them. */
  length: number;
  /** The line that it began on. */
  line: number;
}

type OnRecord = (cells: string[], line: number) => void;

export class CsvReader {
  private rest = '';
  private line = 0;
  private between: Between | undefined;
  /** Old Macs end lines by CR alone; told by the first line. */
  private ends: '\n' | '\r' | undefined;
  /** A record whose quote is still open. */
  private open: OpenRecord | undefined;

  constructor(
    private readonly file: string,
    private readonly record: OnRecord,
  ) {}

  /** Throws `ImportError` for what is no table. */
  push(piece: string): void {
    let from = 0;
    const text = this.rest + piece;
    this.ends ??= endOfFirst(text);
    const sign = this.ends ?? '\n';
    for (let end = text.indexOf(sign); end >= 0; end = text.indexOf(sign, from)) {
      this.take(text.slice(from, end));
      from = end + 1;
    }
    this.rest = text.slice(from);
    if (this.rest.length > MOST_RECORD) this.refuse('long-record', this.line + 1);
  }

  /** Has a line end come that makes all that was read whole lines? */
  get endsLine(): boolean {
    return this.rest === '';
  }

  /** What is left without a line's end. @returns the line of a record that is cut within its quotes. */
  end(): number | undefined {
    if (this.rest !== '') this.take(this.rest);
    this.rest = '';
    if (this.open === undefined) return undefined;
    if (this.open.line < this.line || this.open.line === 1) this.refuse('open-quote', this.open.line);
    return this.open.line;
  }

  private take(raw: string): void {
    this.line++;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const record = this.open ?? { lines: [], length: 0, line: this.line };
    record.lines.push(line);
    record.length += line.length + 1;
    if (record.length > MOST_RECORD) this.refuse('long-record', record.line);
    this.between ??= betweenCells(line.slice(0, MOST_CELL));
    if (this.open === undefined && !line.includes('"'))
      return this.emit(line.split(this.between), record.line, line);
    // Of a record only the line that comes is looked at: a quote that is never closed would be gone through line by line.
    const isOpen = (this.open !== undefined) !== hasOddQuotes(line);
    this.open = isOpen ? record : undefined;
    if (isOpen) return;
    const text = record.lines.join('\n');
    this.emit(this.cellsOf(text, record.line), record.line, text);
  }

  private emit(cells: string[], line: number, text: string): void {
    if (cells.length === 1 && text.trim() === '') return;
    if (cells.length > MOST_COLUMNS) this.refuse('many-columns', line);
    if (text.length > MOST_CELL && cells.some((cell) => cell.length > MOST_CELL))
      this.refuse('long-record', line);
    this.record(cells, line);
  }

  private cellsOf(text: string, line: number): string[] {
    const between = this.between ?? ',';
    return simpleCells(text, between) ?? this.carefully(text, between, line);
  }

  private carefully(text: string, between: Between, line: number): string[] {
    const cells: string[] = [];
    const [inQuotes, bare] = [QUOTED[between], BARE[between]];
    for (let at = 0; at <= text.length;) {
      inQuotes.lastIndex = bare.lastIndex = at;
      const quoted = inQuotes.exec(text);
      const match = quoted ?? bare.exec(text);
      if (match === null) this.refuse('stray-quote', line);
      cells.push(quoted ? (match[1] ?? '').replaceAll('""', '"') : (match[1] ?? ''));
      if (cells.length > MOST_COLUMNS) this.refuse('many-columns', line);
      at += match[0].length;
      if (!match[0].endsWith(between)) break;
    }
    return cells;
  }

  private refuse(why: 'open-quote' | 'stray-quote' | 'long-record' | 'many-columns', line: number): never {
    throw new ImportError(this.file, statement('not-csv', { why: statement(why) }), line);
  }
}

/** What ends the first line; undefined where it has not ended yet, or a CR stands last that may be half of an end. */
function endOfFirst(text: string): '\n' | '\r' | undefined {
  const end = /\r\n|\n|\r(?!$)/.exec(text)?.[0];
  return end === undefined || end === '\r' ? end : '\n';
}

/** Cells of a record whose quotes stand right between the cells, which nearly all do; undefined where it takes more. */
function simpleCells(text: string, between: Between): string[] | undefined {
  const cells: string[] = [];
  let quote = text.indexOf('"');
  for (let at = 0; ;) {
    const comma = text.indexOf(between, at);
    const end = comma < 0 ? text.length : comma;
    if (quote < 0 || quote >= end) {
      cells.push(text.slice(at, end));
      at = end + 1;
    } else {
      const close = closingQuote(text, quote + 1);
      // Before a quoted cell there is nothing, and after it what ends it.
      if (quote !== at || close < 0 || (close + 1 < text.length && text[close + 1] !== between))
        return undefined;
      cells.push(unquoted(text, at + 1, close));
      at = close + 2;
      quote = text.indexOf('"', at);
    }
    if (at > text.length) return cells;
  }
}

/** The quote that ends a cell: a doubled one is a part of it. */
function closingQuote(text: string, from: number): number {
  let close = text.indexOf('"', from);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}

/** The profiler sets shapes in quotes of their own, within those of the cell. */
function unquoted(text: string, from: number, to: number): string {
  const cell = text.slice(from, to);
  return cell.includes('"') ? cell.replaceAll('""', '"') : cell;
}

/** Does a quote that the line opens, or one that was open, end otherwise than it began? */
function hasOddQuotes(line: string): boolean {
  let quotes = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}
