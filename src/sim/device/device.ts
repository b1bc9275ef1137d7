import type { EngineProfile } from '../../profile/profile.ts';
import type { Model } from '../model.ts';
import { MemoryBandwidth } from './memory-bandwidth.ts';
import { TaskScheduler } from './scheduler.ts';
import { type DeviceParts, Station } from './station.ts';

/** One device: its engines, made as steps ask for them, its scheduler and its memory's bandwidth. */
export class Device {
  readonly stations = new Map<string, Station>();
  readonly scheduler: TaskScheduler;
  readonly bandwidth: MemoryBandwidth;
  private readonly parts: DeviceParts;

  constructor(
    private readonly model: Model,
    private readonly index: number,
  ) {
    const { engine, profile, random, recorder, calls } = model;
    const { taskMs, residentStreams, burst } = profile.scheduler;
    this.scheduler = new TaskScheduler(
      engine,
      { taskMs: taskMs.value, residentStreams: residentStreams?.value ?? Infinity },
      model.activity,
    );
    const { gigabytesPerSecond, interference } = profile.memory;
    this.bandwidth = new MemoryBandwidth(engine, gigabytesPerSecond.value * 1e6, interference?.value ?? 0);
    const { scheduler, bandwidth } = this;
    this.parts = {
      engine,
      scheduler,
      bandwidth,
      random,
      variation: profile.variation.value,
      burst: burst?.value ?? 1,
      recorder,
      calls,
      root: model.rootOf(index),
    };
  }

  /** The station of a resource, made as the engine that first asks for it says. */
  station(resource: string, engine: EngineProfile | undefined): Station {
    const known = this.stations.get(resource);
    if (known) return known;
    const switching = {
      switchMs: (engine?.switchMs ?? this.model.profile.scheduler.switchMs).value,
      reloadMs: engine?.reloadMs?.value ?? 0,
    };
    const servers = Math.max(1, engine?.servers.value ?? 1);
    const label = this.model.pipeline.devices > 1 ? `device ${this.index} ` : '';
    const station = new Station(resource, servers, switching, this.parts, label);
    this.stations.set(resource, station);
    return station;
  }

  reset(): void {
    this.scheduler.busyMs = 0;
    this.bandwidth.bytes = 0;
    for (const station of this.stations.values()) station.reset();
  }
}
