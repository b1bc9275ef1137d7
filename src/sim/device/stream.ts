import type { Engine } from '../engine/engine.ts';
import { Fifo } from '../engine/fifo.ts';
import type { Receiver } from '../host/receiver.ts';
import type { Submitter } from '../host/submitter.ts';
import type { HostThread } from '../host/thread.ts';
import type { TaskScheduler } from './scheduler.ts';
import type { Task, TaskPool } from './task.ts';

/** A host thread that waits until a stream has reported a number of tasks. */
export class StreamWaiter {
  target = 0;

  constructor(readonly thread: HostThread) {}
}

/** An in-order stream: one task at a time is with the device, the others wait behind it. */
export class Stream {
  /** Tasks submitted by the host, and tasks whose end RT_RECV has reported to it, since the start. */
  submitted = 0;
  reported = 0;
  /** Places of the device's queue that are taken. */
  held = 0;
  current: Task | undefined;
  private readonly queue = new Fifo<Task>();
  private readonly waiters = new Fifo<StreamWaiter>();

  constructor(
    readonly id: string,
    private readonly engine: Engine,
    readonly submitter: Submitter,
    private readonly receiver: Receiver,
    private readonly scheduler: TaskScheduler,
    private readonly pool: TaskPool,
  ) {}

  /** A task has been brought to the device. */
  deliver(task: Task): void {
    task.deliveredAt = this.engine.now;
    this.held += task.job.places;
    if (this.current) this.queue.push(task);
    else {
      this.scheduler.active++;
      this.begin(task);
    }
  }

  /** The engine is done with the current task: RT_RECV hears of it. */
  report(task: Task): void {
    task.reporting = true;
    this.receiver.report(task);
  }

  /** The current task is over: goes on with the next. */
  advance(): void {
    const task = this.current;
    if (!task) return;
    this.current = undefined;
    this.held -= task.job.places;
    if (!task.reporting) this.receiver.report(task);
    else if (task.reported) this.pool.give(task);
    task.over = true;
    const next = this.queue.shift();
    if (next) this.begin(next);
    else this.scheduler.active--;
    // Last: who waited for the place may deliver at once, and must stand behind what is in the queue.
    this.submitter.placeFreed();
  }

  /** RT_RECV has told the host of a task's end. True when a thread waited for it. */
  taskReported(task: Task): boolean {
    this.reported++;
    task.reported = true;
    if (task.over) this.pool.give(task);
    let awaited = false;
    for (
      let first = this.waiters.peek();
      first && first.target <= this.reported;
      first = this.waiters.peek()
    ) {
      this.waiters.shift();
      first.thread.released();
      awaited = true;
    }
    return awaited;
  }

  /** Registers a wait for all that has been submitted; false when that has been reported already. */
  wait(waiter: StreamWaiter): boolean {
    if (this.reported >= this.submitted) return false;
    waiter.target = this.submitted;
    this.waiters.push(waiter);
    return true;
  }

  private begin(task: Task): void {
    this.current = task;
    task.readyAt = this.engine.now;
    task.job.start(task);
  }
}
