import type { Task } from '../device/task.ts';
import { Fifo } from '../engine/fifo.ts';
import { CpuUser, type HostCpu } from './cpu.ts';
import type { RuntimeCosts } from './sender.ts';

/** RT_RECV: takes in what the device reports and lets the threads that wait for it go on. */
export class Receiver extends CpuUser {
  private readonly queue = new Fifo<Task>();
  private awake = false;

  constructor(
    cpu: HostCpu,
    private readonly costs: RuntimeCosts,
  ) {
    super(cpu);
  }

  report(task: Task): void {
    this.queue.push(task);
    if (this.awake) return;
    this.awake = true;
    this.cpu.engine.after(this.costs.wakeMs, this);
  }

  reset(): void {
    this.busyMs = 0;
  }

  /** Tells the host first, then does the rest of its work with the report. */
  protected override resume(): void {
    const task = this.queue.shift();
    if (!task) {
      this.awake = false;
      return;
    }
    const { receiveMs } = task.job;
    // A report that a thread sleeps for costs more than one that is only counted.
    if (task.stream.taskReported(task)) this.busyMs += this.costs.wakeCpuMs;
    this.work(receiveMs);
  }
}
