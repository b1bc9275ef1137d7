/** Elements of a JSON array as they come in, piece by piece: a trace of gigabytes is never held as a whole. */

/** Characters of one element; an event of a profiler has some hundreds. */
const MOST_ELEMENT = 1_000_000;

const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

export class ElementReader {
  private text = '';
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Place of the next one in the text, as far as it has been looked for. */
  private backslash = -1;
  private started = -1;
  /** Elements that are no JSON, or too long. */
  broken = 0;
  /** The array's own bracket has come. */
  ended = false;

  /** @param element is given each object of the array; begins after the array's bracket. */
  constructor(private readonly element: (value: unknown) => void) {}

  push(piece: string): void {
    if (this.ended) return;
    const from = this.text.length;
    this.backslash = -1;
    this.text += piece;
    for (let i = from; i < this.text.length && !this.ended; i++) {
      if (this.inString) i = this.endOfString(i);
      else this.step(this.text.charCodeAt(i), i);
    }
    this.forget();
  }

  /** Is the array cut? Something is open still, or its end has not come. */
  get isCut(): boolean {
    return !this.ended;
  }

  private step(code: number, at: number): void {
    if (code === QUOTE) this.inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (this.depth++ === 0) this.started = at;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.close(at);
  }

  /** Place of the quote that ends the string, or the end of what has come. */
  private endOfString(from: number): number {
    const { text } = this;
    let at = this.escaped ? from + 1 : from;
    this.escaped = false;
    for (;;) {
      const quote = text.indexOf('"', at);
      const backslash = this.backslashFrom(at);
      if (quote >= 0 && quote < backslash) {
        this.inString = false;
        return quote;
      }
      at = backslash + 2;
      if (at <= text.length) continue;
      this.escaped = at === text.length + 1;
      return text.length;
    }
  }

  /** Looked for once: most texts have none. */
  private backslashFrom(at: number): number {
    if (this.backslash < at) {
      const found = this.text.indexOf('\\', at);
      this.backslash = found < 0 ? Infinity : found;
    }
    return this.backslash;
  }

  private close(at: number): void {
    if (this.depth === 0) {
      this.ended = true;
      return;
    }
    if (--this.depth > 0) return;
    const text = this.started < 0 ? '' : this.text.slice(this.started, at + 1);
    this.started = -1;
    try {
      this.element(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.broken++;
    }
  }

  /** Only an element that is open is kept, and no longer one than makes sense. */
  private forget(): void {
    if (this.started >= 0 && this.text.length - this.started <= MOST_ELEMENT) {
      this.text = this.text.slice(this.started);
      this.started = 0;
      return;
    }
    if (this.started >= 0) this.started = -1;
    this.text = '';
  }
}
