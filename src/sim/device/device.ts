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
    const { engine, profile, random, recorder } = model;
    const { taskMs, switchMs, residentStreams, burst } = profile.scheduler;
    this.scheduler = new TaskScheduler(engine, {
      taskMs: taskMs.value,
      switchMs: switchMs.value,
      residentStreams: residentStreams?.value ?? Infinity,
    });
    const { gigabytesPerSecond, interference } = profile.memory;
    this.bandwidth = new MemoryBandwidth(gigabytesPerSecond.value * 1e6, interference?.value ?? 0);
    const { scheduler, bandwidth } = this;
    this.parts = {
      engine,
      scheduler,
      bandwidth,
      random,
      variation: profile.variation.value,
      burst: burst?.value ?? 1,
      recorder,
    };
  }

  /** The station of a resource; `servers` is read when it is made. */
  station(resource: string, servers: number, reloadMs = 0): Station {
    const known = this.stations.get(resource);
    if (known) return known;
    const label = this.model.pipeline.devices > 1 ? `device ${this.index} ` : '';
    const station = new Station(resource, servers, reloadMs, this.parts, label);
    this.stations.set(resource, station);
    return station;
  }

  reset(): void {
    this.scheduler.busyMs = 0;
    this.bandwidth.bytes = 0;
    for (const station of this.stations.values()) station.reset();
  }
}
