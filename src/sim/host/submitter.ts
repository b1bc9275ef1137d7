/** Who brings submissions to the device. */
import type { Task } from '../device/task.ts';
import { Fifo } from '../engine/fifo.ts';
import type { HostThread } from './thread.ts';

export interface Submitter {
  /** Takes a submission, to deliver it to its stream now or when there is room. */
  submit(task: Task): void;
  /** True when the submitting thread has to wait; it is released when there is room. */
  holdsUp(thread: HostThread): boolean;
  /** A stream has a place again. */
  placeFreed(): void;
}

/** Is there room in the task's stream? A task that needs more than `places` goes through when none is taken. */
export function hasRoom({ stream, job }: Task, places: number): boolean {
  return stream.held === 0 || stream.held + job.places <= places;
}

/**
 * The calling thread submits by itself, to a queue of the stream's own: when it is full the thread spins on a core until
 * there is room, and threads of other streams go on. So it is on all devices but the Ascend 310, see the sources of
 * `host.sendShare` in their profiles.
 */
export class CallerSubmits implements Submitter {
  private readonly queue = new Fifo<Task>();
  private readonly held = new Fifo<HostThread>();

  /** `places` of the stream's queue on the device. */
  constructor(private readonly places: number) {}

  submit(task: Task): void {
    this.queue.push(task);
    this.placeFreed();
  }

  holdsUp(thread: HostThread): boolean {
    if (this.queue.length === 0) return false;
    this.held.push(thread);
    thread.spin();
    return true;
  }

  placeFreed(): void {
    for (let task = this.queue.peek(); task && hasRoom(task, this.places); task = this.queue.peek()) {
      this.queue.shift();
      task.stream.deliver(task);
      this.held.shift()?.released();
    }
  }
}
