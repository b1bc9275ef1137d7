/** How far a long read has come: shown at a terminal, and stopped by Ctrl-C with a line that says where. */
import { setImmediate } from 'node:timers/promises';
import { StoppedError } from '../failure.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';

/** Files that are read within a moment say nothing, and Ctrl-C ends them as it ends any program. */
const LONG = 64 * 1024 * 1024;

export class Progress {
  private done = 0;
  private isStopped = false;
  private readonly isLong: boolean;
  private readonly stop = (): void => void (this.isStopped = true);

  constructor(
    private readonly file: string,
    private readonly size: number,
    private readonly tell: (what: Message) => void,
  ) {
    this.isLong = size >= LONG;
    // Once: whoever presses it again does not want to wait for the piece at hand.
    if (this.isLong) process.once('SIGINT', this.stop);
  }

  /** A piece has been read. Throws `StoppedError` where Ctrl-C came meanwhile. */
  async add(bytes: number): Promise<void> {
    if (!this.isLong) return;
    this.done += bytes;
    const percent = Math.min(100, Math.floor((100 * this.done) / this.size));
    this.tell(message('reading', { file: this.file, percent }));
    // Signals are heard between pieces of work only.
    await setImmediate();
    if (this.isStopped) throw new StoppedError({ file: this.file, percent });
  }

  end(): void {
    process.off('SIGINT', this.stop);
  }
}
