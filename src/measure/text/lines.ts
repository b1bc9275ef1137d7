/** Lines of a text as they come in, piece by piece: ended by LF, CR or both. */

/** No line of a known report is longer; a longer one is cut, so that no pattern runs over megabytes. */
const MOST_LINE = 4096;

export class LineReader {
  private rest = '';
  private count = 0;
  /** Within a line whose beginning was enough. */
  private skipping = false;

  constructor(private readonly line: (text: string, line: number) => void) {}

  push(piece: string): void {
    const text = this.rest + piece;
    const ends = /\r\n|\n|\r(?!$)/g;
    let from = 0;
    for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
      this.take(text.slice(from, Math.min(end.index, from + MOST_LINE)));
      from = ends.lastIndex;
    }
    this.keep(text.slice(from));
  }

  end(): void {
    if (this.rest !== '') this.take(this.rest.replace(/\r$/, ''));
    this.rest = '';
  }

  private keep(rest: string): void {
    const cr = rest.endsWith('\r') ? '\r' : '';
    if (rest.length <= 2 * MOST_LINE && !this.skipping) {
      this.rest = rest;
      return;
    }
    if (!this.skipping) this.emit(rest.slice(0, MOST_LINE));
    this.skipping = true;
    this.rest = cr;
  }

  private take(text: string): void {
    if (this.skipping) {
      this.skipping = false;
      return;
    }
    this.emit(text);
  }

  private emit(text: string): void {
    this.line(text.slice(0, MOST_LINE), ++this.count);
  }
}
