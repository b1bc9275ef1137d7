import type { HostThread } from '../host/thread.ts';
import type { Task } from './task.ts';

interface HeldThread {
  thread: HostThread;
  ticket: number;
}

/**
 * An event of a context: recorded by one stream, waited for by others and by the host. Which record a wait is for is
 * decided when the host submits it: the last one submitted before, or the next where none was since the last reset. So
 * an event may be used over and over in a loop that submits many passes before it waits.
 */
export class DeviceEvent {
  /** Records submitted by the host, those among them before the last reset, and the last that a stream has got to. */
  private submitted = 0;
  private reset = 0;
  private recorded = 0;
  private tasks: Task[] = [];
  private threads: HeldThread[] = [];

  constructor(readonly id: string) {}

  /** The number of a record that is submitted now. */
  submitRecord(): number {
    return ++this.submitted;
  }

  submitReset(): void {
    this.reset = this.submitted;
  }

  /** The number of the record that a wait which is submitted now is for. */
  submitWait(): number {
    return this.submitted > this.reset ? this.submitted : this.submitted + 1;
  }

  /** The recording stream has got to it: all that wait for this record go on. */
  record(ticket: number): void {
    if (ticket > this.recorded) this.recorded = ticket;
    const [tasks, threads] = [this.tasks, this.threads];
    this.tasks = tasks.filter((task) => task.ticket > this.recorded);
    this.threads = threads.filter((held) => held.ticket > this.recorded);
    for (const task of tasks) if (task.ticket <= this.recorded) task.stream.advance();
    for (const held of threads) if (held.ticket <= this.recorded) held.thread.released();
  }

  /** The task's stream goes on once its record is there. */
  hold(task: Task): void {
    if (task.ticket <= this.recorded) task.stream.advance();
    else this.tasks.push(task);
  }

  /** Registers a host thread's wait; false when it need not wait. */
  wait(thread: HostThread): boolean {
    const ticket = this.submitWait();
    if (ticket <= this.recorded) return false;
    this.threads.push({ thread, ticket });
    return true;
  }
}
