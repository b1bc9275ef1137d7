import type { Device } from '../device/device.ts';
import type { Model } from '../model.ts';
import type { RunResult } from '../run.ts';

/** Share of the measured time that each resource was busy, averaged over its servers and the devices, 0…1. */
export function utilizationOf(model: Model, measuredMs: number): Record<string, number> {
  const sums = new Map<string, number>();
  for (const device of model.devices) {
    for (const [name, share] of sharesOf(device, model, measuredMs))
      sums.set(name, (sums.get(name) ?? 0) + share / model.devices.length);
  }
  return rounded(sums);
}

/** The same of each device. */
export function utilizationByDevice(model: Model, measuredMs: number): Record<string, number>[] {
  return model.devices.map((device) => rounded(new Map(sharesOf(device, model, measuredMs))));
}

function rounded(shares: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(
    [...shares].map(([name, share]) => [name, Math.round(Math.min(1, share) * 1e6) / 1e6]),
  );
}

function sharesOf(device: Device, { profile }: Model, measuredMs: number): [string, number][] {
  const { memory, aiCpu, ctrlCpu } = profile;
  const stations = [...device.stations].map(([name, station]): [string, number] => [
    name,
    station.utilization(),
  ]);
  const copies = device.stations.get('link')?.completed ?? 0;
  const ofCopies = ctrlCpu && (copies * (ctrlCpu.copyMs?.value ?? 0)) / (measuredMs * ctrlCpu.cores.value);
  const aicpu = aiCpuShare(device, measuredMs, aiCpu.cores.value);
  return [
    // The engine of AI CPU operators and the interrupts of the others share its cores.
    ...stations.filter(([name]) => name !== 'aicpu'),
    ['memoryBandwidth', device.bandwidth.bytes / (measuredMs * memory.gigabytesPerSecond.value * 1e6)],
    ['taskScheduler', device.scheduler.busyMs / measuredMs],
    ['aicpu', (device.stations.get('aicpu')?.utilization() ?? 0) + aicpu],
    ...(ofCopies === undefined ? [] : [['ctrlcpu', ofCopies] satisfies [string, number]]),
  ];
}

function aiCpuShare(device: Device, measuredMs: number, cores: number): number {
  let ms = 0;
  for (const [name, station] of device.stations) if (name !== 'aicpu') ms += station.aiCpuMs;
  return ms / (measuredMs * Math.max(1, cores));
}

/**
 * Share of one host core by entry function, RT_SEND and RT_RECV, summed over replicas and processes. RT_SEND that spun in
 * a program that ends is seen over the time in which it had something to send, as a look at `top` would see it.
 */
export function hostThreadShares(model: Model, result: RunResult): Record<string, number> {
  const shares = new Map<string, number>();
  const add = (name: string, ms: number, of: number) => {
    // CPU time of a wake is charged at once: at the ends of a run it can be more than the time itself.
    const share = of > 0 ? Math.min(1, ms / of) : 0;
    shares.set(name, Math.round(((shares.get(name) ?? 0) + share) * 1e6) / 1e6);
  };
  const measured = result.measuredMs;
  const since = model.engine.now - measured;
  for (const thread of model.threads) add(thread.entry, thread.usedMs(), measured);
  for (const { sender, receiver } of model.contexts) {
    const full = result.wholeMs !== undefined && (sender?.spunMs ?? 0) > 0;
    if (sender) add('RT_SEND', sender.usedMs(), full ? Math.min(measured, sender.lastAt - since) : measured);
    add('RT_RECV', receiver.busyMs, measured);
  }
  return Object.fromEntries(shares);
}
