import type { CallRecorder } from '../record/call-recorder.ts';
import type { Engine } from '../engine/engine.ts';
import { Fifo } from '../engine/fifo.ts';
import { countFrames } from '../record/frame-meter.ts';
import { IdleMeter } from '../record/idle-meter.ts';
import type { Random } from '../engine/random.ts';
import type { TimelineRecorder } from '../record/recorder.ts';
import type { LinkRoot } from './link-root.ts';
import type { MemoryBandwidth } from './memory-bandwidth.ts';
import type { TaskScheduler } from './scheduler.ts';
import type { Stream } from './stream.ts';
import type { Task } from './task.ts';

/** One place of an engine that runs one task at a time. */
export class Server {
  task: Task | undefined;
  idleSince = 0;
  /** When its task leaves the channel, where it needs that. */
  channelUntil = 0;

  constructor(readonly lane: string) {}
}

/** What a change of stream adds to the start of a task, ms; see TaskScheduler.dispatch. */
export interface Switching {
  switchMs: number;
  reloadMs: number;
}

/** What stations of one device share. */
export interface DeviceParts {
  engine: Engine;
  scheduler: TaskScheduler;
  bandwidth: MemoryBandwidth;
  random: Random;
  /** Coefficient of variation of service times. */
  variation: number;
  /** Tasks of one stream that an engine runs in a row while others wait. */
  burst: number;
  recorder: TimelineRecorder | undefined;
  calls?: CallRecorder | undefined;
  /** What the link shares with those of other devices. */
  root?: LinkRoot | undefined;
}

/** An engine of the device: servers, and the tasks at the heads of their streams that wait for one, first come first served. */
export class Station {
  readonly servers: Server[];
  readonly idle = new IdleMeter();
  /** Server-ms busy since the last reset. */
  busyMs = 0;
  aiCpuMs = 0;
  /** Tasks completed since the reset. */
  completed = 0;
  private since = 0;
  /** What an engine whose tasks have an exclusive part does one at a time; see Job.exclusiveMs. */
  private channel: { freeAt: number; busyMs: number } | undefined;
  private lastStream: Stream | undefined;
  private turnsLeft = 0;
  private readonly free = new Fifo<Server>();
  private readonly waiting = new Fifo<Task>();

  constructor(
    readonly name: string,
    servers: number,
    private readonly switching: Switching,
    private readonly parts: DeviceParts,
    deviceLabel: string,
  ) {
    this.servers = Array.from(
      { length: servers },
      (_, i) => new Server(`${deviceLabel}${name}${servers > 1 ? ` ${i}` : ''}`),
    );
    for (const server of this.servers) this.free.push(server);
  }

  /** A task whose turn in its stream has come. */
  enter(task: Task): void {
    const server = this.staysWith(task.stream) ? this.free.shift() : undefined;
    if (server) {
      this.start(task, server);
      return;
    }
    this.waiting.push(task);
    this.match();
  }

  /** The engine is done with a task: its server is free and the host told at once, its stream goes on later. */
  finish(task: Task): void {
    const { engine, bandwidth, recorder, calls } = this.parts;
    const { job, server } = task;
    if (this.holdsUp(task)) return;
    const begin = task.startedAt > this.since ? task.startedAt : this.since;
    this.busyMs += engine.now - begin;
    job.servedMs += engine.now - task.startedAt;
    job.waitedMs += task.startedAt - task.readyAt;
    job.done++;
    this.aiCpuMs += job.aiCpuMs;
    this.completed++;
    bandwidth.end(task);
    calls?.task(task, this.name, engine.now);
    if (server) {
      recorder?.box(server.lane, job.name, task.startedAt, engine.now, job.source, task.stream.id);
      server.task = undefined;
      server.idleSince = engine.now;
      this.free.push(server);
    }
    if (job.counts) countFrames(job.counts, task.births, task.birth, engine.now);
    job.ends?.endAll(engine.now);
    task.stream.report(task);
    if (job.completionMs > 0) engine.after(job.completionMs, task);
    else task.stream.advance();
    this.match();
  }

  /** Once, at the time at which a task would be over if it were alone: true where others' memory traffic makes it later. */
  private holdsUp(task: Task): boolean {
    if (task.delayed) return false;
    task.delayed = true;
    const { engine, bandwidth } = this.parts;
    const late = bandwidth.delay(task, task.aloneMs);
    if (late <= 0) return false;
    task.station = this;
    engine.after(late, task);
    return true;
  }

  /** Starts the measurement over. */
  reset(): void {
    this.since = this.parts.engine.now;
    this.busyMs = 0;
    this.aiCpuMs = 0;
    this.completed = 0;
    this.idle.reset();
    if (this.channel) {
      const { busy, idle } = this.channelAhead(this.channel.freeAt);
      this.channel.busyMs = busy;
      this.idle.ms.scheduler = idle;
    }
  }

  /** What it can do at once: its servers, or the one channel. */
  get width(): number {
    return this.channel ? 1 : this.servers.length;
  }

  /** Share of the time since the reset that its servers, or its channel, were busy, 0…1; 0 where none has passed. */
  utilization(): number {
    const now = this.parts.engine.now;
    const span = now - this.since;
    if (span <= 0) return 0;
    if (this.channel) return (this.channel.busyMs - this.channelAhead(this.channel.freeAt).busy) / span;
    let busy = this.busyMs;
    for (const { task } of this.servers) {
      const begin = task ? Math.max(task.startedAt, this.since) : now;
      if (begin < now) busy += now - begin;
    }
    return busy / (span * this.servers.length);
  }

  /** Idle server-ms since the reset by cause; idle time whose end is not known yet has none. */
  idleByCause(): IdleMeter['ms'] {
    const now = this.parts.engine.now;
    const ms = { ...this.idle.ms };
    if (this.channel) {
      ms.none += Math.max(0, now - Math.max(this.channel.freeAt, this.since));
      ms.scheduler -= this.channelAhead(this.channel.freeAt).idle;
      return ms;
    }
    for (const server of this.servers) {
      if (!server.task) ms.none += now - Math.max(server.idleSince, this.since);
      else if (server.task.startedAt > now) ms.scheduler -= server.task.startedAt - now;
    }
    return ms;
  }

  /** True while the engine goes on with the stream of its last task though others wait. */
  private staysWith(stream: Stream): boolean {
    return stream === this.lastStream && this.turnsLeft > 0;
  }

  private match(): void {
    while (this.free.length > 0) {
      const task = this.waiting.shift();
      if (!task) return;
      const server = this.free.shift();
      if (server) this.start(task, server);
    }
  }

  private start(task: Task, server: Server): void {
    const { engine, scheduler, bandwidth, random, variation, burst } = this.parts;
    const { job } = task;
    if (task.stream !== this.lastStream) this.turnsLeft = burst;
    this.lastStream = task.stream;
    this.turnsLeft--;
    const start = scheduler.dispatch(this.switching.switchMs, this.switching.reloadMs);
    const alone = bandwidth.alone(job.trafficBytes, job.serviceMs);
    bandwidth.begin(task, job.trafficBytes, alone, start - engine.now);
    const ms = random.spread(alone, variation);
    task.aloneMs = ms;
    task.delayed = job.exclusiveMs !== undefined;
    task.startedAt = start;
    task.station = this;
    task.server = server;
    server.task = task;
    const end = (server.channelUntil =
      job.exclusiveMs === undefined ? start + ms : this.throughChannel(task, start + ms, job.exclusiveMs));
    if (job.exclusiveMs === undefined)
      this.idle.split(Math.max(server.idleSince, this.since), start, engine.now, task);
    engine.at(end, task);
  }

  /** What of the channel's time up to `freeAt` is still to come, ms: its tasks are known when they start. */
  private channelAhead(freeAt: number): { busy: number; idle: number } {
    const now = this.parts.engine.now;
    let busy = 0;
    for (const { task, channelUntil } of this.servers) {
      if (task) busy += Math.max(0, Math.min(channelUntil - now, task.job.exclusiveMs ?? 0));
    }
    return { busy, idle: Math.max(0, freeAt - now) - busy };
  }

  /**
   * When a task is over that needs the channel for the last `exclusiveMs` of its time, first come first served, and
   * would be over at `end` if it had it at once.
   */
  private throughChannel(task: Task, end: number, exclusiveMs: number): number {
    const channel = (this.channel ??= { freeAt: 0, busyMs: 0 });
    const begin = Math.max(end - exclusiveMs, channel.freeAt);
    this.idle.split(Math.max(channel.freeAt, this.since), begin, this.parts.engine.now, task);
    channel.freeAt = this.parts.root?.endOf(begin, exclusiveMs) ?? begin + exclusiveMs;
    channel.busyMs += exclusiveMs;
    return channel.freeAt;
  }
}
