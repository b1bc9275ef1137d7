import { Fifo } from '../engine/fifo.ts';
import type { Task } from '../device/task.ts';
import { CpuUser, type HostCpu } from './cpu.ts';
import { hasRoom, type Submitter } from './submitter.ts';
import type { HostThread } from './thread.ts';

/** Submissions that wait for RT_SEND beyond which a submitting thread is held up. */
const HOST_QUEUE = 4096;

/** Costs of the threads of the runtime, ms; `places` of a stream's queue on the device. */
export interface RuntimeCosts {
  wakeMs: number;
  wakeCpuMs: number;
  places: number;
}

/**
 * RT_SEND: brings submissions to the device one after the other. When the stream of the first has no place left it
 * spins on a core until one is free, and all behind it wait, whatever their stream. Only the Ascend 310's runtime has it;
 * see CallerSubmits.
 */
export class Sender extends CpuUser implements Submitter {
  /** CPU ms spent spinning since the last reset, part of `busyMs`. */
  spunMs = 0;
  /** When it last brought a submission to the device. */
  lastAt = 0;
  private readonly queue = new Fifo<Task>();
  private readonly held = new Fifo<HostThread>();
  private state: 'asleep' | 'waking' | 'sending' | 'spinning' = 'asleep';
  private spinningSince = 0;

  constructor(
    cpu: HostCpu,
    private readonly costs: RuntimeCosts,
  ) {
    super(cpu);
  }

  submit(task: Task): void {
    this.queue.push(task);
    if (this.state !== 'asleep') return;
    this.state = 'waking';
    this.busyMs += this.costs.wakeCpuMs;
    this.cpu.engine.after(this.costs.wakeMs, this);
  }

  /** True when the submitting thread has to wait; it is released when there is room. */
  holdsUp(thread: HostThread): boolean {
    if (this.queue.length < HOST_QUEUE) return false;
    this.held.push(thread);
    return true;
  }

  /** A stream has a place again: it may be that of the first submission. */
  placeFreed(): void {
    const task = this.queue.peek();
    if (this.state !== 'spinning' || !task || !hasRoom(task, this.costs.places)) return;
    const spun = this.cpu.engine.now - this.spinningSince;
    this.busyMs += spun;
    this.spunMs += spun;
    this.cpu.give();
    this.next();
  }

  /** Starts the measurement over. */
  reset(): void {
    this.busyMs = 0;
    this.spunMs = 0;
    this.spinningSince = this.cpu.engine.now;
  }

  /** CPU ms since the reset, the spinning at hand included. */
  usedMs(): number {
    return this.busyMs + (this.state === 'spinning' ? this.cpu.engine.now - this.spinningSince : 0);
  }

  protected override resume(): void {
    if (this.state === 'sending') this.deliver();
    this.next();
  }

  private next(): void {
    const task = this.queue.peek();
    if (!task) {
      this.state = 'asleep';
    } else if (!hasRoom(task, this.costs.places)) {
      this.state = 'spinning';
      this.spinningSince = this.cpu.engine.now;
      this.cpu.take();
    } else {
      this.state = 'sending';
      this.work(task.job.sendMs);
    }
  }

  private deliver(): void {
    const task = this.queue.shift();
    task?.stream.deliver(task);
    this.lastAt = this.cpu.engine.now;
    this.held.shift()?.released();
  }
}
