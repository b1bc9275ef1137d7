import type { HostThread } from '../host/thread.ts';
import type { Task } from './task.ts';

/** An event of a context: recorded by one stream, waited for by others and by the host, until it is reset. */
export class DeviceEvent {
  recorded = false;
  private readonly tasks: Task[] = [];
  private readonly threads: HostThread[] = [];

  constructor(readonly id: string) {}

  /** The recording stream has got to it: all that wait go on. */
  record(): void {
    this.recorded = true;
    for (const task of this.tasks.splice(0)) task.stream.advance();
    for (const thread of this.threads.splice(0)) thread.released();
  }

  reset(): void {
    this.recorded = false;
  }

  /** The task's stream goes on once the event is recorded. */
  hold(task: Task): void {
    if (this.recorded) task.stream.advance();
    else this.tasks.push(task);
  }

  /** Registers a host thread's wait; false when it need not wait. */
  wait(thread: HostThread): boolean {
    if (this.recorded) return false;
    this.threads.push(thread);
    return true;
  }
}
