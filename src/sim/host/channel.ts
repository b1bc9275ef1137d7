import { Fifo } from '../engine/fifo.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Job } from '../device/task.ts';
import { Instruction } from './instruction.ts';
import type { HostThread } from './thread.ts';

/**
 * What a decoder's or encoder's channel takes in before it begins with it. A send returns when the channel has taken its
 * picture (video_processor.cpp of the runtime's published sources: it synchronizes the channel's own stream); how many
 * it takes is published nowhere. It bears on latencies, and on the rate only where fewer than this keep the engine busy.
 */
export const CHANNEL_DEPTH = 8;

/** What was sent to a decoder or encoder and not yet begun with. */
export class Channel {
  private waiting = 0;
  private readonly held = new Fifo<HostThread>();

  constructor(readonly id: string) {}

  /** Counts the job's tasks from their submission until its engine begins with them. */
  watch(job: Job): void {
    const { start } = job;
    job.ticket = () => ++this.waiting;
    job.start = (task) => {
      this.begun();
      start(task);
    };
  }

  private begun(): void {
    this.waiting--;
    if (!this.isFull()) this.held.shift()?.released();
  }

  /** True when the sending thread has to wait; it is released when there is room. */
  holdsUp(thread: HostThread): boolean {
    if (!this.isFull()) return false;
    this.held.push(thread);
    return true;
  }

  private isFull(): boolean {
    return this.waiting > CHANNEL_DEPTH;
  }
}

/** Goes on when the channel has taken in what was sent to it. */
export class AwaitChannel extends Instruction {
  constructor(
    private readonly channel: Channel,
    private readonly note: () => void,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (!this.channel.holdsUp(thread)) return true;
    this.note();
    thread.holdFor({ kind: 'room', id: this.channel.id }, this.source);
    return false;
  }
}
