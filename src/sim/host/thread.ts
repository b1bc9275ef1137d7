import { PipelineError } from '../../pipeline/errors.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { Fifo } from '../engine/fifo.ts';
import type { TimelineRecorder } from '../record/recorder.ts';
import { CpuUser, type HostCpu } from './cpu.ts';
import type { Instruction } from './instruction.ts';

/** Instructions that a thread may run without any time passing: beyond it, the program gets nowhere. */
const MOST_AT_ONCE = 1_000_000;
/** So many of them are as much work as an event, and count as one: a budget of events bounds them too. */
const STEPS_AN_EVENT = 64;

/** Why a thread stands still, for the sentence that names a deadlock. */
export type Hold =
  | { kind: 'stream' | 'event' | 'report' | 'join' | 'room' | 'empty' | 'full'; id: string }
  | { kind: 'lock'; id: string; mutex: { readonly owner: HostThread | undefined } };

/** A thread of the program: runs its instructions until one takes time or waits. */
export class HostThread extends CpuUser {
  /** Where it goes on. */
  next: Instruction | undefined;
  /** Its program has come to its end. */
  over = false;
  /** Its program has a loop without end. */
  endless = false;
  /** What it waits for; undefined while it works, sleeps or is over. */
  hold: Hold | undefined;
  holdSource: SourceRange | undefined;
  /** Passes of its outermost loop. */
  passes = 0;
  /** The run pauses when that many passes have been made. */
  pauseAt = Infinity;
  /** The call that it is in, where calls are recorded; see CallRecorder. */
  call = -1;
  /** When it last woke from a wait, ms. */
  wokeAt = 0;
  /** CPU ms spent spinning since the last reset, on top of `busyMs`. */
  spunMs = 0;
  /** It finishes frames or hands them on: its pauses hold these up. */
  paces = false;
  /** ms of the program's own sleeps since the last reset. */
  pausedMs = 0;
  /** Items since the last reset that it put into queues which drop what they have no room for, and those that were dropped. */
  offered = 0;
  dropped = 0;
  private spinningSince: number | undefined;
  /** Waits still open, of those it has to see the end of before it goes on. */
  pending = 0;
  /** Start times of the frames it has taken up and not yet passed on, the oldest first. */
  private readonly births = new Fifo<number>();
  private birthsDue = 0;
  private lastBirth = 0;
  /** Threads that wait for this one's end. */
  private readonly joiners: HostThread[] = [];
  private stepsAtOnce = 0;
  private lastTime = -1;

  constructor(
    readonly label: string,
    readonly entry: string,
    cpu: HostCpu,
    private readonly wakeMs: number,
    private readonly wakeCpuMs: number,
    private readonly recorder: TimelineRecorder | undefined,
  ) {
    super(cpu);
  }

  /** Waits for `count` releases; it goes on at `next`. */
  holdFor(hold: Hold, source: SourceRange | undefined, count = 1): void {
    this.pending = count;
    this.hold = hold;
    this.holdSource = source;
  }

  /** Keeps a core until it is released. */
  spin(): void {
    this.spinningSince = this.cpu.engine.now;
    this.cpu.take();
  }

  /** CPU ms since the reset, the spinning at hand included. */
  usedMs(): number {
    const { spinningSince } = this;
    return (
      this.busyMs + this.spunMs + (spinningSince === undefined ? 0 : this.cpu.engine.now - spinningSince)
    );
  }

  /** One of the things it waits for has come about; after the last it wakes. */
  released(): void {
    if (--this.pending > 0) return;
    this.hold = undefined;
    if (this.spinningSince !== undefined) return this.spun(this.spinningSince);
    this.busyMs += this.wakeCpuMs;
    this.wokeAt = this.cpu.engine.now + this.wakeMs;
    this.cpu.engine.after(this.wakeMs, this);
  }

  /** It is awake already. */
  private spun(since: number): void {
    this.spunMs += this.cpu.engine.now - since;
    this.spinningSince = undefined;
    this.wokeAt = this.cpu.engine.now;
    this.cpu.give();
    this.cpu.engine.after(0, this);
  }

  /** An item is put where it need not wait for room. */
  offer(isIn: boolean): void {
    this.offered++;
    if (!isIn) this.dropped++;
  }

  /** The program sleeps. */
  pause(ms: number): void {
    this.pausedMs += ms;
    this.sleep(ms);
  }

  /** Sleeps without a core, then goes on at `next`. */
  sleep(ms: number): void {
    this.cpu.engine.after(ms, this);
  }

  record(name: string, ms: number, source: SourceRange | undefined): void {
    const now = this.cpu.engine.now;
    this.recorder?.box(this.label, name, now, now + ms, source);
  }

  /** A frame of which this thread makes the first submission, or which it takes from a queue, was begun at `time`. */
  begin(time: number): void {
    this.births.push(time);
  }

  /** Start of the oldest of `count` frames that it hands on. Parts add up, so that a frame may be handed on in pieces. */
  handOn(count: number): number {
    this.birthsDue += count;
    let oldest = this.births.peek() ?? (this.lastBirth > 0 ? this.lastBirth : this.cpu.engine.now);
    while (this.birthsDue >= 1 - 1e-9) {
      const birth = this.births.shift();
      this.birthsDue -= 1;
      if (birth === undefined) {
        this.birthsDue = 0;
        break;
      }
      if (birth < oldest) oldest = birth;
      this.lastBirth = birth;
    }
    return oldest;
  }

  /** Items of the batch that it has taken last; undefined where it takes them one by one. */
  batch: number | undefined;

  /** Start times of all frames that it has in hand, which it hands on together. */
  handOnAll(): number[] {
    const births: number[] = [];
    for (let birth = this.births.shift(); birth !== undefined; birth = this.births.shift())
      births.push(birth);
    this.birthsDue = 0;
    return births;
  }

  /** True when this thread is still at work and `thread` has to wait for it. */
  join(thread: HostThread): boolean {
    if (this.over) return false;
    this.joiners.push(thread);
    return true;
  }

  /** Threads that wait for this one's end, directly or through others. */
  waitingForItsEnd(): Set<HostThread> {
    const found = new Set<HostThread>();
    const open = [...this.joiners];
    for (let thread = open.pop(); thread; thread = open.pop()) {
      if (found.has(thread)) continue;
      found.add(thread);
      open.push(...thread.joiners);
    }
    return found;
  }

  reset(): void {
    this.busyMs = 0;
    this.spunMs = 0;
    this.pausedMs = 0;
    this.offered = 0;
    this.dropped = 0;
    if (this.spinningSince !== undefined) this.spinningSince = this.cpu.engine.now;
  }

  /** Another pass of its outermost loop has been made. */
  passed(): void {
    if (++this.passes >= this.pauseAt) this.cpu.engine.stop();
  }

  /** Its program is over. */
  finish(): void {
    this.over = true;
    for (const thread of this.joiners.splice(0)) thread.released();
  }

  protected override resume(): void {
    if (this.cpu.engine.now > this.lastTime) {
      this.lastTime = this.cpu.engine.now;
      this.stepsAtOnce = 0;
    }
    for (let at = this.next; at; at = this.next) {
      if (++this.stepsAtOnce > MOST_AT_ONCE) this.failEndless(at);
      if (this.stepsAtOnce % STEPS_AN_EVENT === 0) this.cpu.engine.events++;
      this.next = at.next;
      if (!at.run(this)) return;
    }
  }

  private failEndless(at: Instruction): never {
    // Not all it does is a step of the source; what comes next is.
    const source = at.source ?? at.next?.source ?? at.next?.next?.source;
    throw new PipelineError('no-progress', { entry: this.entry, steps: MOST_AT_ONCE }, source);
  }
}
