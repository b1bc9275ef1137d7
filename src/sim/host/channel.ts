import { Fifo } from '../engine/fifo.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Stream } from '../device/stream.ts';
import type { Job } from '../device/task.ts';
import { Instruction } from './instruction.ts';
import type { HostThread } from './thread.ts';

/**
 * What a decoder's or encoder's channel takes in before it begins with it. A send returns when the channel has taken its
 * picture (video_processor.cpp of the runtime's published sources: it synchronizes the channel's own stream); how many
 * it takes is published nowhere. It bears on latencies, and on the rate only where fewer than this keep the engine busy.
 */
export const CHANNEL_DEPTH = 8;

/**
 * The channel of a decoder or encoder that a thread sends to: beside all streams, in an order of its own. A picture is in
 * it until the engine begins with it, or where it calls back until that callback has returned: one that waits holds up
 * those that send.
 */
export class Channel {
  private sent = 0;
  private begun = 0;
  private left = 0;
  private readonly held = new Fifo<HostThread>();
  private readonly room: number;

  /** @param callsBack a thread deals with its callbacks */
  constructor(
    readonly engine: string,
    readonly stream: Stream,
    private readonly callsBack: boolean,
  ) {
    this.room = CHANNEL_DEPTH + (callsBack ? 1 : 0);
  }

  /** Counts the job's tasks as the engine begins with them. */
  watch(job: Job): void {
    const { start } = job;
    job.start = (task) => {
      this.begun++;
      if (!this.callsBack) this.leave(this.begun);
      start(task);
    };
  }

  /** It calls back: with what is returned, what it has begun with so far leaves it. */
  report(): () => void {
    const { begun } = this;
    return () => this.leave(begun);
  }

  /** False when the sending thread has to wait; it is released when there is room. */
  takes(thread: HostThread): boolean {
    this.sent++;
    if (this.hasRoom()) return true;
    this.held.push(thread);
    return false;
  }

  private leave(upTo: number): void {
    this.left = Math.max(this.left, upTo);
    if (this.hasRoom()) this.held.shift()?.released();
  }

  private hasRoom(): boolean {
    return this.sent - this.left <= this.room;
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
    if (this.channel.takes(thread)) return true;
    this.note();
    thread.holdFor({ kind: 'room', id: this.channel.engine }, this.source);
    return false;
  }
}
