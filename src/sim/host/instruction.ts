/** What host threads do, step by step. A program is a chain of these; each replica of a thread has its own. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { ResolvedCall } from '../../pipeline/step-calls.ts';
import type { CallRecorder } from '../record/call-recorder.ts';
import type { DeviceEvent } from '../device/event.ts';
import { type Stream, StreamWaiter } from '../device/stream.ts';
import type { Job, TaskPool } from '../device/task.ts';
import { countFrames, type FrameCount, type OpenFrames } from '../record/frame-meter.ts';
import type { SteadyPhase } from '../record/steady-phase.ts';
import type { Context } from './context.ts';
import type { HostQueue, Mutex, Reports } from './sync.ts';
import type { HostThread } from './thread.ts';

/** One step. `run` returns true to go on at once with `thread.next`, false when the thread goes on later or never. */
export abstract class Instruction {
  next: Instruction | undefined;

  constructor(readonly source: SourceRange | undefined) {}

  abstract run(thread: HostThread): boolean;
}

/** A frame begins with the next step. */
export class Begin extends Instruction {
  constructor() {
    super(undefined);
  }

  run(thread: HostThread): boolean {
    thread.begin(thread.cpu.engine.now);
    return true;
  }
}

/** The steady loop begins: what was before is set-up and warm-up. */
export class Enter extends Instruction {
  constructor(private readonly phase: SteadyPhase) {
    super(undefined);
  }

  run(): boolean {
    this.phase.enter();
    return true;
  }
}

/** The steady loop is over, the waits that follow it included. */
export class Leave extends Instruction {
  constructor(private readonly phase: SteadyPhase) {
    super(undefined);
  }

  run(): boolean {
    this.phase.leave();
    return true;
  }
}

/** Work on a core, or a sleep. */
export class Spend extends Instruction {
  constructor(
    private readonly what: string,
    private readonly ms: number,
    private readonly busy: boolean,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (this.ms === 0) return true;
    thread.record(this.what, this.ms, this.source);
    if (this.busy) thread.work(this.ms);
    else thread.pause(this.ms);
    return false;
  }
}

/** A call of the runtime begins, for the record. */
export class BeginCall extends Instruction {
  constructor(
    private readonly recorder: CallRecorder,
    private readonly step: ResolvedCall,
  ) {
    super(step.source);
  }

  run(thread: HostThread): boolean {
    thread.call = this.recorder.begin(thread, this.step, thread.cpu.engine.now);
    return true;
  }
}

/** The call returns. */
export class EndCall extends Instruction {
  constructor(private readonly recorder: CallRecorder) {
    super(undefined);
  }

  run(thread: HostThread): boolean {
    this.recorder.end(thread.call, thread.cpu.engine.now);
    thread.call = -1;
    return true;
  }
}

/** Submits a task. */
export class Submit extends Instruction {
  constructor(
    private readonly job: Job,
    private readonly stream: Stream,
    private readonly pool: TaskPool,
    private readonly handsOn: number,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    const { stream, handsOn } = this;
    const task = this.pool.take(this.job, stream);
    const now = thread.cpu.engine.now;
    if (handsOn > 0 && thread.batch !== undefined) task.births = thread.handOnAll();
    task.birth = task.births?.[0] ?? (handsOn > 0 ? thread.handOn(handsOn) : now);
    if (this.job.ticket) task.ticket = this.job.ticket();
    task.wokeAt = thread.wokeAt;
    task.call = thread.call;
    stream.submitted++;
    stream.submitter.submit(task);
    if (!stream.submitter.holdsUp(thread)) return true;
    thread.holdFor({ kind: 'room', id: stream.id }, this.source);
    return false;
  }
}

/** Waits until all that was submitted to the streams has been reported. */
export class AwaitStreams extends Instruction {
  private readonly waiters: StreamWaiter[];

  constructor(
    thread: HostThread,
    private readonly streams: readonly Stream[],
    private readonly id: string,
    source: SourceRange | undefined,
  ) {
    super(source);
    this.waiters = streams.map(() => new StreamWaiter(thread));
  }

  run(thread: HostThread): boolean {
    let open = 0;
    for (let i = 0; i < this.streams.length; i++) {
      const waiter = this.waiters[i];
      if (waiter && this.streams[i]?.wait(waiter)) open++;
    }
    if (open === 0) return true;
    thread.holdFor({ kind: 'stream', id: this.id }, this.source, open);
    return false;
  }
}

/** Waits for all streams of a context, also those that other threads submit to. */
export class AwaitDevice extends Instruction {
  constructor(
    private readonly thread: HostThread,
    private readonly context: Context,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    return new AwaitStreams(this.thread, this.context.streams, 'all streams of the device', this.source).run(
      thread,
    );
  }
}

export class AwaitEvent extends Instruction {
  constructor(
    private readonly event: DeviceEvent,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (!this.event.wait(thread)) return true;
    thread.holdFor({ kind: 'event', id: this.event.id }, this.source);
    return false;
  }
}

/** Waits for a report of its own (aclrtProcessReport). */
export class AwaitReport extends Instruction {
  constructor(
    private readonly reports: Reports,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (this.reports.take(thread)) return true;
    thread.holdFor({ kind: 'report', id: this.reports.id }, this.source);
    return false;
  }
}

/** The report at hand is dealt with: the stream that waits for it goes on. */
export class EndReport extends Instruction {
  constructor(private readonly reports: Reports) {
    super(undefined);
  }

  run(): boolean {
    this.reports.done();
    return true;
  }
}

export class Join extends Instruction {
  constructor(
    private readonly threads: readonly HostThread[],
    private readonly id: string,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    let open = 0;
    for (const other of this.threads) if (other !== thread && other.join(thread)) open++;
    if (open === 0) return true;
    thread.holdFor({ kind: 'join', id: this.id }, this.source, open);
    return false;
  }
}

export class Enqueue extends Instruction {
  constructor(
    private readonly queue: HostQueue,
    private readonly blocking: boolean,
    /** Frames that go with the item; undefined for a permit, which carries none. */
    private readonly handsOn: number | undefined,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    const birth = this.handsOn === undefined ? undefined : thread.handOn(this.handsOn);
    const isIn = this.queue.put(birth);
    if (!this.blocking) thread.offer(isIn);
    if (isIn || !this.blocking) return true;
    this.queue.holdPut(thread, birth);
    thread.holdFor({ kind: 'full', id: this.queue.id }, this.source);
    return false;
  }
}

/** Takes an item. A try that finds none tries again until there is one: what a loop around it would do. */
export class Dequeue extends Instruction {
  constructor(
    private readonly queue: HostQueue,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (this.queue.get(thread)) return true;
    thread.holdFor({ kind: 'empty', id: this.queue.id }, this.source);
    return false;
  }
}

export class Lock extends Instruction {
  constructor(
    private readonly mutex: Mutex,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (this.mutex.lock(thread)) return true;
    thread.holdFor({ kind: 'lock', id: this.mutex.id, mutex: this.mutex }, this.source);
    return false;
  }
}

export class Unlock extends Instruction {
  constructor(private readonly mutex: Mutex) {
    super(undefined);
  }

  run(): boolean {
    this.mutex.unlock();
    return true;
  }
}

/** The end of a loop's body: back to its begin, or on. */
export class Again extends Instruction {
  begin: Instruction | undefined;
  private passes = 0;

  /**
   * @param asTaken passes no more often than there are items in the thread's batch
   * @param outermost its passes are the thread's
   */
  constructor(
    private readonly times: number,
    private readonly asTaken: boolean,
    private readonly outermost: boolean,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (this.outermost) thread.passed();
    const times = this.asTaken ? Math.min(this.times, thread.batch ?? this.times) : this.times;
    if (++this.passes < times) thread.next = this.begin;
    else this.passes = 0;
    return true;
  }
}

/** Does nothing: where branches meet, and where a program begins. */
export class Nothing extends Instruction {
  constructor() {
    super(undefined);
  }

  run(): boolean {
    return true;
  }
}

/** Counts frames that a host step finishes. */
export class CountFrames extends Instruction {
  constructor(
    private readonly counts: FrameCount,
    private readonly handsOn: number,
  ) {
    super(undefined);
  }

  run(thread: HostThread): boolean {
    const births = thread.batch === undefined ? undefined : thread.handOnAll();
    const birth = births ? 0 : thread.handOn(this.handsOn);
    countFrames(this.counts, births, birth, thread.cpu.engine.now);
    return true;
  }
}

/** The thread is through with the frames that have been counted. */
export class EndFrames extends Instruction {
  constructor(private readonly open: OpenFrames) {
    super(undefined);
  }

  run(thread: HostThread): boolean {
    this.open.endAll(thread.cpu.engine.now);
    return true;
  }
}

/** The program is over. */
export class End extends Instruction {
  constructor() {
    super(undefined);
  }

  run(thread: HostThread): boolean {
    thread.finish();
    return false;
  }
}
