/** The parts of one simulation: devices, contexts and host threads. */
import type { ResolvedPipeline } from '../pipeline/resolved.ts';
import { frameCounters, type FrameCounters } from '../pipeline/frames.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { CallRecorder } from './record/call-recorder.ts';
import { Device } from './device/device.ts';
import { LinkRoot } from './device/link-root.ts';
import { type Job, TaskPool } from './device/task.ts';
import { ActivityMeter } from './record/activity-meter.ts';
import { Engine } from './engine/engine.ts';
import { FrameMeter } from './record/frame-meter.ts';
import { type Arrivals, startArrivals } from './host/arrivals.ts';
import type { Context } from './host/context.ts';
import { HostCpu } from './host/cpu.ts';
import { Process } from './host/process.ts';
import type { HostThread } from './host/thread.ts';
import type { Note } from './note.ts';
import { Random } from './engine/random.ts';
import type { TimelineRecorder } from './record/recorder.ts';
import { SteadyPhase } from './record/steady-phase.ts';

/** Everything that a running simulation consists of. */
export class Model {
  readonly engine = new Engine();
  readonly random: Random;
  readonly cpu: HostCpu;
  readonly meter = new FrameMeter();
  readonly phase = new SteadyPhase(this);
  readonly pool = new TaskPool();
  /** Of several devices: how many have work at once. */
  readonly activity: ActivityMeter | undefined;
  readonly devices: Device[];
  private readonly roots: LinkRoot[] = [];
  readonly contexts: Context[] = [];
  readonly threads: HostThread[] = [];
  readonly jobs: Job[] = [];
  /** Frames that come in from outside; undefined where the program runs as fast as it can. */
  readonly arrivals: Arrivals | undefined;
  readonly counters: FrameCounters;
  /** What was taken for granted, each once. */
  readonly assumptions = new Map<string, Note>();

  constructor(
    readonly pipeline: ResolvedPipeline,
    readonly profile: DeviceProfile,
    seed: number,
    readonly recorder: TimelineRecorder | undefined,
    readonly calls?: CallRecorder,
  ) {
    this.random = new Random(seed);
    this.cpu = new HostCpu(this.engine, Math.max(1, profile.host.cores.value));
    this.counters = frameCounters(pipeline);
    this.activity = pipeline.devices > 1 ? new ActivityMeter(this.engine) : undefined;
    this.devices = Array.from({ length: pipeline.devices }, (_, i) => new Device(this, i));
    this.arrivals = pipeline.arrivals && startArrivals(pipeline.arrivals, this.engine, this.random);
    for (let i = 0; i < pipeline.processes; i++) new Process(this, i).build();
  }

  /** What the link of a device shares with those of others; undefined where it is alone, or nothing is known of it. */
  rootOf(device: number): LinkRoot | undefined {
    const { root, gigabytesPerSecond } = this.profile.link;
    if (!root || this.pipeline.devices < 2) return undefined;
    const index = Math.floor(device / Math.max(1, root.devices.value));
    return (this.roots[index] ??= new LinkRoot(gigabytesPerSecond.value / root.gigabytesPerSecond.value));
  }

  /** Starts the measurement over. */
  reset(): void {
    this.meter.reset();
    this.calls?.reset();
    this.activity?.reset();
    this.arrivals?.reset();
    for (const device of this.devices) device.reset();
    for (const context of this.contexts) context.reset();
    for (const thread of this.threads) thread.reset();
    for (const job of this.jobs) {
      job.done = 0;
      job.servedMs = 0;
      job.waitedMs = 0;
    }
  }
}
