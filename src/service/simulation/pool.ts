/**
 * Simulations on threads of their own, so that the thread that listens to the editor stays free. Urgent ones go first;
 * one that nobody waits for any more is dropped, or stopped when its thread is needed. Where no thread can be had, this
 * thread simulates, with room for messages in between.
 */
import { PipelineError } from '../../pipeline/errors.ts';
import type { SimulationJob } from './job.ts';
import { runInto } from './simulator.ts';
import type { Simulator } from './simulator.ts';
import { Task, abortError } from './task.ts';
import type { StartThread, Thread, ThreadAnswer } from './thread.ts';

interface Seat {
  thread: Thread;
  task: Task | undefined;
  stop: Int32Array | undefined;
}

/** Memory that two threads see; a browser gives it to isolated pages only. */
function sharedFlag(): Int32Array | undefined {
  return typeof SharedArrayBuffer === 'undefined' ? undefined : new Int32Array(new SharedArrayBuffer(4));
}

export class SimulationPool implements Simulator {
  private readonly seats: Seat[] = [];
  private queue: Task[] = [];
  private hasThreads = true;
  private isDue = false;

  constructor(
    private readonly start: StartThread,
    readonly width: number,
  ) {}

  submit(job: SimulationJob): Task {
    const task = new Task(job, () => this.later());
    this.queue.push(task);
    return task;
  }

  async close(): Promise<void> {
    await Promise.all(this.seats.splice(0).map(({ thread }) => thread.end()));
  }

  /** Once for all that changes now: a task whose last waiter leaves may get a new one at once. */
  private later(): void {
    if (this.isDue) return;
    this.isDue = true;
    setTimeout(() => {
      this.isDue = false;
      this.distribute();
    }, 0);
  }

  private distribute(): void {
    for (const task of this.queue) if (!task.isWanted) task.fail(abortError());
    this.queue = this.queue.filter((task) => task.isWanted);
    while (this.queue.length > 0) {
      if (!this.hasThreads) return this.runHere();
      const seat = this.freeSeat();
      if (seat === undefined) return;
      this.begin(seat, this.takeNext());
    }
  }

  private takeNext(): Task | undefined {
    const urgent = this.queue.findIndex((task) => task.isUrgent);
    return this.queue.splice(Math.max(0, urgent), 1)[0];
  }

  private freeSeat(): Seat | undefined {
    const free = this.seats.find(({ task }) => task === undefined);
    if (free) return free;
    if (this.seats.length < this.width) return this.addSeat();
    this.makeRoom();
    return undefined;
  }

  private addSeat(): Seat | undefined {
    try {
      const thread = this.start(
        (answer) => this.answered(seat, answer),
        () => this.failed(seat),
      );
      const seat: Seat = { thread, task: undefined, stop: undefined };
      this.seats.push(seat);
      return seat;
    } catch {
      this.hasThreads = false;
      this.later();
      return undefined;
    }
  }

  /** Stops what nobody waits for, else what can wait while something urgent is due. */
  private makeRoom(): void {
    const isUrgent = this.queue.some((task) => task.isUrgent);
    const spare =
      this.seats.find(({ task }) => task?.isWanted === false) ??
      (isUrgent ? this.seats.find(({ task }) => task?.isUrgent === false) : undefined);
    if (spare?.stop) Atomics.store(spare.stop, 0, 1);
  }

  private begin(seat: Seat, task: Task | undefined): void {
    if (task === undefined) return;
    seat.task = task;
    seat.stop = sharedFlag();
    seat.thread.ask({ job: task.job, ...(seat.stop ? { stop: seat.stop } : {}) });
  }

  private answered(seat: Seat, answer: ThreadAnswer): void {
    const { task } = seat;
    seat.task = undefined;
    if (answer.kind === 'done') task?.finish(answer.result);
    else if (answer.kind !== 'stopped') task?.fail(errorOf(answer));
    else if (task) this.queue.unshift(task);
    this.distribute();
  }

  /** Threads cannot be had here: what they were asked is done on this thread, and so is the rest. */
  private failed(seat: Seat): void {
    if (!this.seats.includes(seat)) return;
    this.hasThreads = false;
    const asked = this.seats.splice(0);
    this.queue.unshift(...asked.flatMap(({ task }) => task ?? []));
    for (const { thread } of asked) void thread.end();
    this.later();
  }

  private runHere(): void {
    const task = this.takeNext();
    if (task) runInto(task);
    if (this.queue.length > 0) this.later();
  }
}

function errorOf(answer: Exclude<ThreadAnswer, { kind: 'done' | 'stopped' }>): Error {
  if (answer.kind === 'failed') return new Error(answer.message);
  if (answer.kind === 'read') return new Error('a simulation was asked for');
  const { problem, range } = answer;
  return new PipelineError(problem.id, problem.data, range);
}
