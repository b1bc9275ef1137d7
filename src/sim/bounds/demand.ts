/** What one cycle of each thread asks of every resource at the least, when nothing gets in its way. */
import type {
  ResolvedPipeline,
  ResolvedReference,
  ResolvedStep,
  ResolvedSubmit,
} from '../../pipeline/resolved.ts';
import { channelsOf, isForChannel } from '../../pipeline/channels.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { costOf, type WorkCost } from '../costs.ts';
import type { Flow, ThreadFlow } from './flow.ts';
import { leastCycleMs } from './thread-cycle.ts';

/** A resource and the work that the threads give it. */
export interface Demand {
  resource: string;
  kind: 'engine' | 'device' | 'host' | 'stream' | 'thread' | 'lock';
  /** Servers: ms of work that it does in one ms. */
  servers: number;
  /** ms of work of one cycle, by thread, in the order of `Flow.threads`. */
  cycleMs: number[];
}

/** Costs of all steps that are handed to a device, worked out once. */
export class StepCosts {
  private readonly known = new Map<ResolvedStep, WorkCost | undefined>();

  constructor(
    readonly pipeline: ResolvedPipeline,
    readonly profile: DeviceProfile,
  ) {}

  /** Undefined for steps that submit nothing. Events and callbacks cost the host's time and the scheduler's alone. */
  of(step: ResolvedStep): WorkCost | undefined {
    if (!this.known.has(step)) this.known.set(step, this.price(step));
    return this.known.get(step);
  }

  /** Time of the scheduler for the start of a step's task, when it is of the same stream as the last, ms. */
  schedulerMs(step: ResolvedStep): number {
    return step.kind === 'callback' ? 0 : this.profile.scheduler.taskMs.value;
  }

  /** Servers of an engine of one device. */
  serversOf(step: ResolvedSubmit): number {
    return Math.max(1, this.profile.engines[step.engine]?.servers.value ?? 1);
  }

  private price(step: ResolvedStep): WorkCost | undefined {
    if (step.kind === 'submit') return costOf(step, this.pipeline, this.profile);
    if (!['record', 'streamWait', 'resetEvent', 'callback'].includes(step.kind)) return undefined;
    return {
      resource: 'taskScheduler',
      serviceMs: 0,
      completionMs: 0,
      aiCpuMs: 0,
      trafficBytes: 0,
      hostMs: this.profile.host.submissionMs.value,
      queuePlaces: 1,
      confidence: 'assumed',
    };
  }
}

/** Collects demands by resource. */
class Ledger {
  readonly demands = new Map<string, Demand>();

  constructor(private readonly threads: number) {}

  add(resource: string, kind: Demand['kind'], servers: number, thread: number, ms: number): void {
    const demand = this.demands.get(resource) ?? {
      resource,
      kind,
      servers,
      cycleMs: new Array<number>(this.threads).fill(0),
    };
    demand.cycleMs[thread] = (demand.cycleMs[thread] ?? 0) + ms;
    this.demands.set(resource, demand);
  }
}

function streamOf(step: ResolvedStep): ResolvedReference | undefined {
  return 'stream' in step ? step.stream : undefined;
}

/** What is sent to a decoder or encoder, and calls back when it is done, is in a channel of the thread's own. */
function channelOf({ visits }: ThreadFlow, step: ResolvedStep): string | undefined {
  if (step.kind === 'submit') return isForChannel(step) ? step.engine : undefined;
  return step.kind === 'callback' && !step.stream ? channelsOf(visits.keys())[0] : undefined;
}

class DemandReader {
  private readonly ledger: Ledger;
  private readonly contexts: number;
  /** Streams of which every replica of a thread has its own. */
  private readonly ownStreams: Set<string>;

  constructor(
    private readonly flow: Flow,
    private readonly costs: StepCosts,
  ) {
    this.ledger = new Ledger(flow.threads.length);
    const own = costs.pipeline.streams.filter((stream) => stream.scope === 'thread');
    this.ownStreams = new Set(own.map(({ id }) => id));
    this.contexts = costs.pipeline.processes * costs.pipeline.devices;
  }

  read(): Demand[] {
    this.flow.threads.forEach((flow, index) => {
      for (const [step, visits] of flow.visits) if (visits > 0) this.step(flow, index, step, visits);
      const copies = flow.thread.replicas * this.costs.pipeline.processes;
      this.ledger.add(
        `thread ${flow.thread.id}`,
        'thread',
        copies,
        index,
        leastCycleMs(flow.cycle, this.costs),
      );
    });
    return [...this.ledger.demands.values()].filter((demand) => demand.cycleMs.some((ms) => ms > 0));
  }

  private step(flow: ThreadFlow, index: number, step: ResolvedStep, visits: number): void {
    const { pipeline, profile } = this.costs;
    const cores = Math.max(1, profile.host.cores.value);
    if (step.kind === 'host' && step.busy)
      this.ledger.add('host cores', 'host', cores, index, visits * step.milliseconds);
    if (step.kind === 'lock') {
      const held = leastCycleMs(step.body, this.costs);
      this.ledger.add(`lock ${step.mutex}`, 'lock', pipeline.processes, index, visits * held);
    }
    const cost = this.costs.of(step);
    if (!cost) return;
    this.ledger.add('host cores', 'host', cores, index, visits * cost.hostMs);
    this.runtime(index, visits, cost);
    this.device(index, step, visits, cost);
    this.stream(flow, index, step, visits, cost);
  }

  private runtime(index: number, visits: number, cost: WorkCost): void {
    const { submitShare, sendShare } = this.costs.profile.host;
    const receiveShare = Math.max(0, 1 - submitShare.value - sendShare.value);
    this.ledger.add('RT_SEND', 'host', this.contexts, index, visits * cost.hostMs * sendShare.value);
    this.ledger.add('RT_RECV', 'host', this.contexts, index, visits * cost.hostMs * receiveShare);
  }

  private device(index: number, step: ResolvedStep, visits: number, cost: WorkCost): void {
    const { pipeline, profile } = this.costs;
    const scheduler = this.costs.schedulerMs(step);
    const bytesPerMs = profile.memory.gigabytesPerSecond.value * 1e6;
    this.ledger.add('taskScheduler', 'device', pipeline.devices, index, visits * scheduler);
    this.ledger.add(
      'memoryBandwidth',
      'device',
      pipeline.devices,
      index,
      (visits * cost.trafficBytes) / bytesPerMs,
    );
    if (step.kind !== 'submit') return;
    if (cost.exclusiveMs !== undefined) {
      this.ledger.add(cost.resource, 'engine', pipeline.devices, index, visits * cost.exclusiveMs);
      this.linkRoot(index, visits * cost.exclusiveMs);
      return;
    }
    // An engine is taken while the scheduler starts its task.
    const servers = this.costs.serversOf(step) * pipeline.devices;
    this.ledger.add(cost.resource, 'engine', servers, index, visits * (cost.serviceMs + scheduler));
  }

  /** Bytes of several devices' copies pass one place. */
  private linkRoot(index: number, linkMs: number): void {
    const { pipeline, profile } = this.costs;
    const { root, gigabytesPerSecond } = profile.link;
    if (!root || pipeline.devices < 2) return;
    const roots = Math.ceil(pipeline.devices / Math.max(1, root.devices.value));
    const ms = (linkMs * gigabytesPerSecond.value) / root.gigabytesPerSecond.value;
    this.ledger.add('linkRoot', 'device', roots, index, ms);
  }

  /** A stream does one task at a time. */
  private stream(flow: ThreadFlow, index: number, step: ResolvedStep, visits: number, cost: WorkCost): void {
    const { pipeline } = this.costs;
    const reference = streamOf(step);
    const isPrivate = step.kind === 'submit' && step.mode === 'sync' && !reference;
    const channel = channelOf(flow, step);
    const own =
      isPrivate || channel !== undefined || (reference !== undefined && this.ownStreams.has(reference.id));
    const id = isPrivate
      ? 'of synchronous calls'
      : channel === undefined
        ? `${reference?.id ?? 'default'}[${reference?.index ?? 0}]`
        : `of ${channel}`;
    const ms = cost.serviceMs + cost.completionMs + this.costs.schedulerMs(step);
    if (own) {
      const streams = flow.thread.replicas * pipeline.processes;
      this.ledger.add(`stream ${id} of ${flow.thread.id}`, 'stream', streams, index, visits * ms);
    } else {
      this.ledger.add(`stream ${id}`, 'stream', this.contexts, index, visits * ms);
    }
  }
}

/** The demands of all threads on all resources that they use. @throws PipelineError on an engine that the profile lacks. */
export function demandsOf(flow: Flow, costs: StepCosts): Demand[] {
  return new DemandReader(flow, costs).read();
}
