import type {
  ResolvedCallback,
  ResolvedEventStep,
  ResolvedHost,
  ResolvedQueueStep,
  ResolvedReference,
  ResolvedRepeat,
  ResolvedStep,
  ResolvedSubmit,
  ResolvedWait,
  ResolvedBranch,
} from '../../pipeline/resolved.ts';
import { channelsOf, isForChannel } from '../../pipeline/channels.ts';
import { isCall } from '../../pipeline/step-calls.ts';
import { walk } from '../../pipeline/walk.ts';
import { costOf } from '../costs.ts';
import { hostWaits, pageableNote } from '../bounds/host-waits.ts';
import type { Stream } from '../device/stream.ts';
import { callbackJob, eventJob, workJob } from '../device/jobs.ts';
import type { Job } from '../device/task.ts';
import type { Note } from '../note.ts';
import type { FrameRoles } from '../frame-roles.ts';
import { type FrameCount, OpenFrames } from '../record/frame-meter.ts';
import { BeginOnArrival } from './arrivals.ts';

import { Branch, Period } from './branches.ts';
import { AwaitChannel, CHANNEL_DEPTH, type Channel } from './channel.ts';
import * as host from './instruction.ts';
import type { Process, Replica } from './process.ts';
import { Reports } from './sync.ts';
import { DequeueBatch, PollQueue } from './taking.ts';

/** What a thread waits for that waits for every other; no thread of a program can be called so. */
export const ALL_THREADS = 'all threads';

function pastSleep({ what, source }: ResolvedHost): Note {
  const place = source ? { file: source.file, line: source.line } : {};
  return { id: 'negative-sleep', data: { what, ...place } };
}

function channelNote({ call }: ResolvedSubmit): Note {
  return { id: 'channel-depth', data: { call, depth: CHANNEL_DEPTH } };
}

/** Compiles the steps of one replica into its chain of instructions. */
export class ProgramCompiler {
  private tail: host.Instruction = new host.Nothing();
  private depth = 0;
  private readonly open: OpenFrames;

  constructor(
    private readonly process: Process,
    private readonly replica: Replica,
    private readonly roles: FrameRoles,
  ) {
    this.open = new OpenFrames(process.model.meter);
  }

  compile(): host.Instruction {
    const first = this.tail;
    const { declaration, reports, thread } = this.replica;
    thread.paces = this.roles.paced || this.roles.steady !== undefined;
    if (declaration.kind === 'callback') this.callbackLoop(declaration.program);
    else this.steps(declaration.program);
    this.add(new host.End());
    reports.serves = declaration.kind === 'callback';
    return first;
  }

  /** A callback thread runs its program once for each report. */
  private callbackLoop(program: ResolvedStep[]): void {
    const { reports, declaration } = this.replica;
    const begin = this.add(new host.AwaitReport(reports, declaration.source));
    this.steps(program);
    this.add(new host.EndReport(reports));
    const again = new host.Again(Infinity, false, true, declaration.source);
    again.begin = begin;
    this.add(again);
  }

  private add(instruction: host.Instruction): host.Instruction {
    this.tail.next = instruction;
    this.tail = instruction;
    return instruction;
  }

  private steps(steps: readonly ResolvedStep[]): void {
    const { steady } = this.roles;
    const { phase } = this.process.model;
    let inSteady = false;
    for (const step of steps) {
      if (inSteady && step.kind !== 'wait') {
        this.add(new host.Leave(phase));
        inSteady = false;
      }
      if (step === steady) {
        this.add(new host.Enter(phase));
        inSteady = true;
      }
      this.step(step);
    }
    if (inSteady) this.add(new host.Leave(phase));
  }

  private step(step: ResolvedStep): void {
    if (this.roles.begins.has(step)) this.begin();
    this.recordedStep(step);
    if (this.roles.ends.last.has(step) && !this.endsOnDevice(step)) this.add(new host.EndFrames(this.open));
  }

  private endsOnDevice(step: ResolvedStep): boolean {
    return step.kind === 'submit' && !hostWaits(step, this.process.model.profile);
  }

  private recordedStep(step: ResolvedStep): void {
    const { calls } = this.process.model;
    if (!calls || !isCall(step)) return this.plainStep(step);
    this.add(new host.BeginCall(calls, step));
    this.plainStep(step);
    this.add(new host.EndCall(calls));
  }

  private plainStep(step: ResolvedStep): void {
    switch (step.kind) {
      case 'submit':
        return this.submit(step);
      case 'repeat':
        return this.repeat(step);
      case 'wait':
        return this.wait(step);
      case 'record':
      case 'streamWait':
      case 'resetEvent':
        return this.event(step);
      case 'callback':
        return this.callback(step);
      case 'branch':
        return this.branch(step);
      default:
        return this.hostStep(step);
    }
  }

  /** Under an open load frames of threads that feed the counted ones begin when they arrive. */
  private begin(): void {
    const { arrivals } = this.process.model;
    this.add(arrivals && this.roles.feeds ? new BeginOnArrival(arrivals) : new host.Begin());
  }

  private hostStep(step: ResolvedStep): void {
    const { source } = step;
    switch (step.kind) {
      case 'host':
        // The pace of the arrivals stands in for the program's own.
        if (this.process.model.arrivals && this.roles.paced && !step.busy) return;
        if (step.past) this.note(pastSleep(step));
        this.add(new host.Spend(step.what, step.milliseconds, step.busy, source));
        return this.countHost(step);
      case 'enqueue':
        this.add(
          new host.Enqueue(
            this.process.queue(step.queue),
            step.blocking,
            step.permit ? undefined : (this.roles.handsOn.get(step) ?? 1),
            source,
          ),
        );
        return;
      case 'dequeue':
        this.add(this.dequeue(step));
        return;
      case 'lock': {
        const mutex = this.process.mutex(step.mutex);
        this.add(new host.Lock(mutex, source));
        this.steps(step.body);
        this.add(new host.Unlock(mutex));
        return;
      }
      default:
      // Allocations take part in the memory prediction only: no figures of their time are known.
    }
  }

  private dequeue({ queue, pollMs, batch, source }: ResolvedQueueStep): host.Instruction {
    const from = this.process.queue(queue);
    if (batch) return new DequeueBatch(from, batch.atMost, batch.withinMs, source);
    return pollMs === undefined || pollMs === 0
      ? new host.Dequeue(from, source)
      : new PollQueue(from, pollMs, source);
  }

  private countHost(step: ResolvedStep): void {
    const counts = this.countOf(step);
    if (counts) this.add(new host.CountFrames(counts, this.roles.handsOn.get(step) ?? counts.frames));
  }

  private countOf(step: ResolvedStep): FrameCount | undefined {
    const { counters, meter } = this.process.model;
    const frames = counters.get(step);
    if (frames === undefined) return undefined;
    return { frames, meter, sink: this.roles.ends.open.has(step) ? this.open : meter };
  }

  private note(note: Note): void {
    this.process.model.assumptions.set(JSON.stringify(note), note);
  }

  private submit(step: ResolvedSubmit): void {
    const { model } = this.process;
    const cost = costOf(step, model.pipeline, model.profile);
    for (const note of [cost.assumption, pageableNote(step, model.profile)]) if (note) this.note(note);
    const engine = model.profile.engines[step.engine];
    const { device } = this.process.contextOf(this.replica, step.stream?.id);
    const station = device.station(cost.resource, engine);
    const job = workJob(step, cost, station, model);
    job.counts = this.countOf(step);
    if (this.roles.ends.last.has(step) && this.endsOnDevice(step)) job.ends = this.open;
    const channel = isForChannel(step) ? this.process.channel(this.replica, step.engine) : undefined;
    const stream = channel?.stream ?? this.streamFor(step);
    channel?.watch(job);
    this.send(job, stream, step);
    if (channel) this.add(new AwaitChannel(channel, () => this.note(channelNote(step)), step.source));
    if (hostWaits(step, model.profile)) this.await([stream], stream.id, step.source);
  }

  /** A synchronous call that names no stream waits for its own work only, not for the default stream's. */
  private streamFor(step: ResolvedSubmit): Stream {
    if (step.stream || step.mode === 'async') return this.stream(step.stream);
    return this.process.privateStream(this.replica);
  }

  private send(job: Job, stream: Stream, step: ResolvedStep): void {
    const { host: costs } = this.process.model.profile;
    const hostMs = job.hostMs * costs.submitShare.value;
    this.add(new host.Spend(job.name, hostMs, true, step.source));
    const handsOn = this.roles.handsOn.get(step) ?? 0;
    this.add(new host.Submit(job, stream, this.process.model.pool, handsOn, step.source));
  }

  private await(streams: Stream[], id: string, source: ResolvedStep['source']): void {
    this.add(new host.AwaitStreams(this.replica.thread, streams, id, source));
  }

  private stream(reference: ResolvedReference | undefined): Stream {
    return this.process.stream(this.replica, reference?.id, reference?.index ?? 0);
  }

  private repeat(step: ResolvedRepeat): void {
    if (step.times === 0) return;
    const before = this.tail;
    this.depth++;
    this.steps(step.body);
    this.depth--;
    if (this.tail === before) return;
    const outermost = this.roles.endless ? step.times === Infinity : this.depth === 0;
    const again = new host.Again(step.times, step.taken === true, outermost, step.source);
    again.begin = before.next;
    this.add(again);
  }

  private branch(step: ResolvedBranch): void {
    const branch = step.periodic
      ? new Period(step.share, step.source)
      : new Branch(step.share, this.process.model.random, step.source);
    this.add(branch);
    this.steps(step.otherwise);
    const meet = new host.Nothing();
    this.add(meet);
    const then = new host.Nothing();
    this.tail = then;
    this.steps(step.then);
    this.tail.next = meet;
    this.tail = meet;
    branch.then = then;
  }

  private wait(step: ResolvedWait): void {
    const { source, target } = step;
    switch (step.for) {
      case 'stream': {
        const stream = this.stream(target);
        return this.await([stream], stream.id, source);
      }
      case 'task': {
        const stream = this.stream(target);
        return this.await([stream, ...this.channels().map((one) => one.stream)], stream.id, source);
      }
      case 'device':
        this.add(new host.AwaitDevice(this.replica.thread, this.replica.context, source));
        return;
      case 'event':
        if (target)
          this.add(new host.AwaitEvent(this.process.event(this.replica, target.id, target.index), source));
        return;
      case 'report':
        this.add(new host.AwaitReport(this.replica.reports, source));
        return;
      case 'thread':
        this.join(target?.id, source);
    }
  }

  private join(id: string | undefined, source: ResolvedStep['source']): void {
    const others = this.process.replicas
      .filter(({ declaration }) => (id === undefined ? declaration.kind === 'thread' : declaration.id === id))
      .map(({ thread }) => thread);
    this.add(new host.Join(others, id ?? ALL_THREADS, source));
  }

  private event(step: ResolvedEventStep): void {
    const event = this.process.event(this.replica, step.event.id, step.event.index);
    const { device } = this.process.contextOf(this.replica, step.stream?.id);
    this.send(eventJob(step, event, device, this.process.model), this.stream(step.stream), step);
  }

  private callback(step: ResolvedCallback): void {
    const partner = this.process.partner(step.thread, this.replica.index);
    // Without a thread for it, nobody takes the callback in.
    const reports = partner?.reports ?? new Reports(step.thread);
    const [channel] = step.stream ? [] : this.channels();
    const job = callbackJob(step, reports, this.process.model, channel);
    this.send(job, channel?.stream ?? this.stream(step.stream), step);
  }

  private channels(): Channel[] {
    const engines = channelsOf(walk(this.replica.declaration.program));
    return engines.map((engine) => this.process.channel(this.replica, engine));
  }
}
