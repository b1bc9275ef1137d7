/** Other ways to take from a queue than one item when there is one: by polling, or as batches that wait a while for more. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { Actor } from '../engine/engine.ts';
import { Instruction } from './instruction.ts';
import type { BatchTaker, HostQueue } from './sync.ts';
import type { HostThread } from './thread.ts';

/** Takes an item, and looks again after a while where there is none. */
export class PollQueue extends Instruction {
  constructor(
    private readonly queue: HostQueue,
    private readonly everyMs: number,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (this.queue.tryGet(thread)) return true;
    thread.next = this;
    thread.sleep(this.everyMs);
    return false;
  }
}

/** A time to wait until, which is void where the batch was full before. */
class Deadline implements Actor {
  constructor(
    private readonly batch: DequeueBatch,
    private readonly number: number,
    private readonly thread: HostThread,
  ) {}

  fire(): void {
    this.batch.late(this.number, this.thread);
  }
}

/** Takes the first item and those that come in time, up to `atMost`. */
export class DequeueBatch extends Instruction implements BatchTaker {
  private taken = 0;
  private number = 0;
  private waits: 'first' | 'more' | undefined;
  private thread: HostThread | undefined;
  private isLate = false;

  constructor(
    private readonly queue: HostQueue,
    private readonly atMost: number,
    private readonly withinMs: number,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  /** How many more items it would take. */
  get wanted(): number {
    return this.atMost - this.taken;
  }

  run(thread: HostThread): boolean {
    if (this.waits === 'first') this.taken = 1;
    else if (this.taken === 0) {
      if (!this.queue.get(thread)) return this.hold(thread, 'first');
      this.taken = 1;
    }
    const isNew = this.waits !== 'more';
    this.waits = undefined;
    while (this.taken < this.atMost && this.queue.tryGet(thread)) this.taken++;
    if (this.taken === this.atMost || this.withinMs === 0 || this.isLate) return this.go(thread);
    if (isNew) thread.cpu.engine.after(this.withinMs, new Deadline(this, this.number, thread));
    this.queue.awaitBatch(this);
    return this.hold(thread, 'more');
  }

  /** As many as it wants are there. */
  ready(): void {
    this.thread?.released();
  }

  late(number: number, thread: HostThread): void {
    if (number !== this.number) return;
    this.isLate = true;
    if (this.waits !== 'more' || !this.queue.leaveBatch(this)) return;
    thread.released();
  }

  private hold(thread: HostThread, what: 'first' | 'more'): boolean {
    this.waits = what;
    this.thread = thread;
    thread.next = this;
    thread.holdFor({ kind: 'empty', id: this.queue.id }, this.source);
    return false;
  }

  private go(thread: HostThread): boolean {
    thread.batch = this.taken;
    thread.next = this.next;
    this.taken = 0;
    this.number++;
    this.isLate = false;
    return true;
  }
}
