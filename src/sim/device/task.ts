import type { SourceRange } from '../../pipeline/source.ts';
import type { Actor } from '../engine/engine.ts';
import type { FrameCount, OpenFrames } from '../record/frame-meter.ts';
import type { Server, Station } from './station.ts';
import type { Stream } from './stream.ts';

/** What a stream may wait for without end. */
export interface Awaited {
  what: 'event' | 'callback';
  id: string;
}

/** What tasks of one step have in common. Immutable while a simulation runs, but for its sums. */
export interface Job {
  name: string;
  source: SourceRange | undefined;
  /** Name of the resource that serves it. */
  resource: string;
  /** Share by which its time may be off. */
  uncertainty: number;
  /** What it may wait for without end. */
  waitsFor: Awaited | undefined;
  /** CPU time on the host of one submission, ms. */
  hostMs: number;
  /** Places of the device's queue that one submission takes. */
  places: number;
  /** Mean time on the engine, ms. */
  serviceMs: number;
  /** The part at its end for which it has the engine's one channel to itself, ms; undefined where there is none. */
  exclusiveMs: number | undefined;
  /** From the end on the engine to the stream's next task, ms. */
  completionMs: number;
  /** Time of an AI CPU core, ms. */
  aiCpuMs: number;
  /** Device memory traffic, bytes. */
  trafficBytes: number;
  /** Frames that one task finishes, and where they are counted; undefined where it finishes none. */
  counts: FrameCount | undefined;
  /** Frames that are over with it. */
  ends: OpenFrames | undefined;
  /** CPU time of RT_SEND and RT_RECV, ms. */
  sendMs: number;
  receiveMs: number;
  /** Numbers a task when the host submits it, where that decides what it is about; see DeviceEvent. */
  ticket: (() => number) | undefined;
  /** Runs the task when its stream has got to it. */
  start(task: Task): void;
  /** Sums since the last reset: tasks, ms on the engine, ms waiting for it. */
  done: number;
  servedMs: number;
  waitedMs: number;
}

/** One submission on its way: from the host through RT_SEND, a stream, the scheduler and an engine back to RT_RECV. */
export class Task implements Actor {
  constructor(
    public job: Job,
    public stream: Stream,
  ) {}

  station: Station | undefined;
  server: Server | undefined;
  /** When the frame's first submission was made. */
  birth = 0;
  /** Of the frames of a batch that was taken together: when each began. */
  births: readonly number[] | undefined;
  /** See Job.ticket. */
  ticket = 0;
  /** The call that submitted it, where calls are recorded; see CallRecorder. */
  call = -1;
  /** When the submitting thread last woke from a wait. */
  wokeAt = 0;
  /** See MemoryBandwidth. */
  demand = 0;
  ownShare = 0;
  begunAt = 0;
  asked = 0;
  lacked = 0;
  /** Time on its engine when alone, ms. */
  aloneMs = 0;
  /** What it has met of other tasks' memory traffic has been added to its time. */
  delayed = false;
  deliveredAt = 0;
  readyAt = 0;
  startedAt = 0;
  /** RT_RECV has it in hand; RT_RECV is done with it; its stream is. The last of the two sets it free. */
  reporting = false;
  reported = false;
  over = false;

  /** The engine is done with it, or its completion has been handled. */
  fire(): void {
    const station = this.station;
    if (station) {
      this.station = undefined;
      station.finish(this);
    } else {
      this.stream.advance();
    }
  }
}

/** Tasks for use again: a simulation makes as many as are in flight at once. */
export class TaskPool {
  private readonly free: Task[] = [];

  take(job: Job, stream: Stream): Task {
    const task = this.free.pop();
    if (!task) return new Task(job, stream);
    task.job = job;
    task.stream = stream;
    task.births = undefined;
    task.reporting = false;
    task.reported = false;
    task.over = false;
    return task;
  }

  give(task: Task): void {
    this.free.push(task);
  }
}
