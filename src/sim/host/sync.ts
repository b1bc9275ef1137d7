/** What host threads meet at: queues, mutexes, reports. First come, first served. */
import type { Task } from '../device/task.ts';
import { Fifo } from '../engine/fifo.ts';
import type { HostThread } from './thread.ts';

/** Who waits until a queue holds as many items as it wants. */
export interface BatchTaker {
  readonly wanted: number;
  ready(): void;
}

/** A queue between threads. Its items are the start times of the frames in them, or permits, which have none. */
export class HostQueue {
  private readonly items = new Fifo<number>();
  private readonly takers = new Fifo<HostThread>();
  private readonly putters = new Fifo<HostThread>();
  private readonly heldItems = new Fifo<number | undefined>();
  private readonly batches: BatchTaker[] = [];

  constructor(
    readonly id: string,
    private readonly capacity: number,
    private permits = 0,
  ) {}

  /** False when full: nothing has been put in. */
  put(birth: number | undefined): boolean {
    const taker = this.takers.shift();
    if (taker) {
      if (birth !== undefined) taker.begin(birth);
      taker.released();
      return true;
    }
    if (this.items.length + this.permits >= this.capacity) return false;
    this.keep(birth);
    this.tellBatch();
    return true;
  }

  /** The taker is told once when what it wants is there. */
  awaitBatch(taker: BatchTaker): void {
    this.batches.push(taker);
  }

  /** False where it has been told already. */
  leaveBatch(taker: BatchTaker): boolean {
    const at = this.batches.indexOf(taker);
    if (at < 0) return false;
    this.batches.splice(at, 1);
    return true;
  }

  private tellBatch(): void {
    const [first] = this.batches;
    if (!first || this.items.length + this.permits < first.wanted) return;
    this.batches.shift();
    first.ready();
  }

  /** The thread waits until its item is in. */
  holdPut(thread: HostThread, birth: number | undefined): void {
    this.putters.push(thread);
    this.heldItems.push(birth);
  }

  /** False when empty: the thread is served when an item comes. */
  get(thread: HostThread): boolean {
    if (this.tryGet(thread)) return true;
    this.takers.push(thread);
    return false;
  }

  /** False when empty. */
  tryGet(thread: HostThread): boolean {
    const birth = this.items.shift();
    if (birth !== undefined) thread.begin(birth);
    else if (this.permits > 0) this.permits--;
    else return false;
    this.letIn();
    return true;
  }

  /** Who waits for room puts its item into that which has come free. */
  private letIn(): void {
    const putter = this.putters.shift();
    if (!putter) return;
    this.keep(this.heldItems.shift());
    putter.released();
  }

  private keep(birth: number | undefined): void {
    if (birth === undefined) this.permits++;
    else this.items.push(birth);
  }
}

export class Mutex {
  private holder: HostThread | undefined;
  private readonly waiting = new Fifo<HostThread>();

  constructor(readonly id: string) {}

  /** The thread that has it. */
  get owner(): HostThread | undefined {
    return this.holder;
  }

  /** False when another thread has it: it is handed over in turn. */
  lock(thread: HostThread): boolean {
    if (this.holder === undefined) {
      this.holder = thread;
      return true;
    }
    this.waiting.push(thread);
    return false;
  }

  unlock(): void {
    this.holder = this.waiting.shift();
    this.holder?.released();
  }
}

/** Callbacks that streams have got to and that a thread has to run. */
export class Reports {
  /** A callback thread: a blocking callback is over when its program is; any other thread only takes it in. */
  serves = false;
  private readonly births = new Fifo<number>();
  private readonly whenDone = new Fifo<(() => void) | undefined>();
  private current: (() => void) | undefined;
  private waiting: HostThread | undefined;

  constructor(readonly id: string) {}

  /** @param whenDone what waits until the report has been dealt with */
  post({ birth }: Pick<Task, 'birth'>, whenDone?: () => void): void {
    this.births.push(birth);
    this.whenDone.push(whenDone);
    if (!this.waiting) return;
    const thread = this.waiting;
    this.waiting = undefined;
    this.begin(thread);
    thread.released();
  }

  /** False when there is none: the thread is served when one comes. */
  take(thread: HostThread): boolean {
    if (this.whenDone.length === 0) {
      this.waiting = thread;
      return false;
    }
    this.begin(thread);
    return true;
  }

  /** The report at hand is dealt with. */
  done(): void {
    const whenDone = this.current;
    this.current = undefined;
    whenDone?.();
  }

  private begin(thread: HostThread): void {
    const birth = this.births.shift();
    if (birth !== undefined) thread.begin(birth);
    const whenDone = this.whenDone.shift();
    if (this.serves) this.current = whenDone;
    else whenDone?.();
  }
}
