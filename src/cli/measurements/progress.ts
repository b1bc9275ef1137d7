/** How far a long read has come, on a terminal that shows it. */

/** Files that are read within a moment say nothing. */
const LONG = 64 * 1024 * 1024;
const STEP = 32 * 1024 * 1024;
const CLEAR = '\r\u001b[K';

export class Progress {
  private done = 0;
  private shown = 0;
  private readonly wanted: boolean;

  constructor(
    private readonly name: string,
    private readonly size: number,
  ) {
    this.wanted = process.stderr.isTTY && size >= LONG;
  }

  add(bytes: number): void {
    this.done += bytes;
    if (!this.wanted || this.done - this.shown < STEP) return;
    this.shown = this.done;
    const percent = Math.min(100, Math.floor((100 * this.done) / this.size));
    process.stderr.write(`${CLEAR}${this.name.replaceAll(/[^\x20-\x7e]/g, '?')}: ${percent} %`);
  }

  end(): void {
    if (this.shown > 0) process.stderr.write(CLEAR);
  }
}
