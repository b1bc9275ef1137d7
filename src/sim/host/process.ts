import type { ResolvedThread } from '../../pipeline/resolved.ts';
import { DeviceEvent } from '../device/event.ts';
import type { Stream } from '../device/stream.ts';
import type { Model } from '../model.ts';
import { cycleOf } from '../../pipeline/visits.ts';
import { walk } from '../../pipeline/walk.ts';
import { frameRoles } from '../frame-roles.ts';
import { Channel } from './channel.ts';
import { Context } from './context.ts';
import { ProgramCompiler } from './compiler.ts';
import { HostQueue, Mutex, Reports } from './sync.ts';
import { HostThread } from './thread.ts';

/** A replica of a thread before it runs, and what is its own. */
export interface Replica {
  declaration: ResolvedThread;
  index: number;
  thread: HostThread;
  context: Context;
  reports: Reports;
  /** Streams and events of scope `thread`, by id and index. */
  streams: Map<string, Stream>;
  events: Map<string, DeviceEvent>;
  /** By engine. */
  channels: Map<string, Channel>;
}

/** One process: its contexts, and what its threads share. */
export class Process {
  readonly replicas: Replica[] = [];
  private readonly contexts: Context[];
  private readonly streams = new Map<string, Stream>();
  private readonly events = new Map<string, DeviceEvent>();
  private readonly queues = new Map<string, HostQueue>();
  private readonly mutexes = new Map<string, Mutex>();
  /** Ids of which every replica of a thread has its own. */
  private readonly ownStreams: Set<string>;
  private readonly ownEvents: Set<string>;
  /** Contexts of the streams that are on a device of their own. */
  private readonly streamContexts = new Map<string, Context>();

  constructor(
    readonly model: Model,
    private readonly index: number,
  ) {
    this.contexts = model.devices.map((device) => new Context(model, device));
    model.contexts.push(...this.contexts);
    for (const { id, device } of model.pipeline.streams) {
      const context = device === undefined ? undefined : this.contexts[device];
      if (context) this.streamContexts.set(id, context);
    }
    this.ownStreams = ownIds(model.pipeline.streams);
    this.ownEvents = ownIds(model.pipeline.events);
    for (const { id, capacity, initial } of model.pipeline.queues)
      this.queues.set(id, new HostQueue(id, capacity, initial));
  }

  /** Makes all threads and their programs, then starts them. */
  build(): void {
    for (const declaration of this.model.pipeline.threads) {
      for (let i = 0; i < declaration.replicas; i++) this.replicas.push(this.replica(declaration, i));
    }
    const programs = this.replicas.map((replica) => {
      const roles = frameRoles(replica.declaration, this.model.counters, this.model.profile);
      return new ProgramCompiler(this, replica, roles).compile();
    });
    this.replicas.forEach(({ thread, declaration }, i) => {
      thread.next = programs[i];
      thread.endless = cycleOf(declaration.program).endless;
      this.model.threads.push(thread);
      this.model.engine.at(0, thread);
    });
  }

  /** The stream that a replica means by an id and index; `undefined` is the default stream of its context. */
  stream(replica: Replica, id: string | undefined, index: number): Stream {
    const own = id !== undefined && this.ownStreams.has(id);
    const context = this.contextOf(replica, id);
    const device = this.contexts.indexOf(context);
    const key = `${id ?? 'default stream'}[${index}]`;
    const name = own ? `${key} of ${replica.thread.label}` : key;
    return obtain(own ? replica.streams : this.streams, own ? key : `${device} ${key}`, () =>
      context.newStream(name),
    );
  }

  /** The context that a replica's work in a stream is of: its own, unless the stream is on another device. */
  contextOf(replica: Replica, stream: string | undefined): Context {
    return (stream === undefined ? undefined : this.streamContexts.get(stream)) ?? replica.context;
  }

  /** The stream of a replica's synchronous calls that name none. */
  privateStream(replica: Replica): Stream {
    return obtain(replica.streams, '', () =>
      replica.context.newStream(`synchronous calls of ${replica.thread.label}`),
    );
  }

  /** The channel of the decoder or encoder that a replica sends to. */
  channel(replica: Replica, engine: string): Channel {
    return obtain(replica.channels, engine, () => {
      const stream = replica.context.newStream(`channel of ${replica.thread.label}`);
      return new Channel(engine, stream, this.takesReports(replica));
    });
  }

  /** Whether a thread of its own deals with what a replica's channel calls back. */
  private takesReports({ declaration, index }: Replica): boolean {
    for (const step of walk(declaration.program)) {
      if (step.kind !== 'callback' || step.stream) continue;
      if (this.partner(step.thread, index)?.declaration.kind === 'callback') return true;
    }
    return false;
  }

  event(replica: Replica, id: string, index: number): DeviceEvent {
    const events = this.ownEvents.has(id) ? replica.events : this.events;
    return obtain(events, `${id}[${index}]`, () => new DeviceEvent(id));
  }

  queue(id: string): HostQueue {
    return obtain(this.queues, id, () => new HostQueue(id, Infinity));
  }

  mutex(id: string): Mutex {
    return obtain(this.mutexes, id, () => new Mutex(id));
  }

  /** The replica of a thread that answers another's callbacks: the one of the same number, or counted round. */
  partner(id: string, index: number): Replica | undefined {
    const all = this.replicas.filter((replica) => replica.declaration.id === id);
    return all[index % Math.max(1, all.length)];
  }

  private replica(declaration: ResolvedThread, index: number): Replica {
    const { model } = this;
    const { wakeMs, wakeCpuMs } = model.profile.host;
    const process = model.pipeline.processes > 1 ? `process ${this.index} ` : '';
    const label = `${process}${declaration.entry}${declaration.replicas > 1 ? ` ${index}` : ''}`;
    const { entry } = declaration;
    const context = this.contexts[declaration.device ?? index % this.contexts.length];
    if (!context) throw new Error('a process has no device');
    return {
      declaration,
      index,
      thread: new HostThread(label, entry, model.cpu, wakeMs.value, wakeCpuMs.value, model.recorder),
      context,
      reports: new Reports(declaration.id),
      streams: new Map(),
      channels: new Map(),
      events: new Map(),
    };
  }
}

function ownIds(declared: readonly { id: string; scope: 'thread' | 'program' }[]): Set<string> {
  return new Set(declared.filter(({ scope }) => scope === 'thread').map(({ id }) => id));
}

function obtain<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
