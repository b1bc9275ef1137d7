/** Elements of a JSON array as they come in, piece by piece: a trace of gigabytes is never held as a whole. */

/** Characters of one element; an event of a profiler has some hundreds. */
const MOST_ELEMENT = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);

export class ElementReader {
  private text = '';
  private depth = 0;
  private inString = false;
  private escaped = false;
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
    this.text += piece;
    for (let i = from; i < this.text.length && !this.ended; i++) this.step(this.text.charCodeAt(i), i);
    this.forget();
  }

  /** Is the array cut? Something is open still, or its end has not come. */
  get isCut(): boolean {
    return !this.ended;
  }

  private step(code: number, at: number): void {
    if (this.inString) return this.within(code);
    if (code === QUOTE) this.inString = true;
    else if (OPEN.has(code)) {
      if (this.depth++ === 0) this.started = at;
    } else if (CLOSE.has(code)) this.close(at);
  }

  private within(code: number): void {
    if (this.escaped) this.escaped = false;
    else if (code === BACKSLASH) this.escaped = true;
    else if (code === QUOTE) this.inString = false;
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
