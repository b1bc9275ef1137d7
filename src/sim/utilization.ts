import type { Model } from './model.ts';

/** Share of the measured time that each resource was busy, averaged over its servers and the devices, 0…1. */
export function utilizationOf(model: Model, measuredMs: number): Record<string, number> {
  const { devices, profile } = model;
  const sums: Record<string, number> = {};
  const add = (name: string, share: number) => {
    sums[name] = (sums[name] ?? 0) + share;
  };
  for (const device of devices) {
    for (const [name, station] of device.stations) add(name, station.utilization());
    const bandwidth = profile.memory.gigabytesPerSecond.value * 1e6;
    add('memoryBandwidth', device.bandwidth.bytes / (measuredMs * bandwidth));
    add('taskScheduler', device.scheduler.busyMs / measuredMs);
    add('aicpu', aiCpuShare(device, measuredMs, profile.aiCpu.cores.value));
    const copies = device.stations.get('link')?.completed ?? 0;
    const ctrl = profile.ctrlCpu;
    if (ctrl) add('ctrlcpu', (copies * (ctrl.copyMs?.value ?? 0)) / (measuredMs * ctrl.cores.value));
  }
  return Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [
      name,
      Math.round(Math.min(1, sum / devices.length) * 1e6) / 1e6,
    ]),
  );
}

function aiCpuShare(device: Model['devices'][number], measuredMs: number, cores: number): number {
  let ms = 0;
  for (const [name, station] of device.stations) if (name !== 'aicpu') ms += station.aiCpuMs;
  return ms / (measuredMs * Math.max(1, cores));
}

/** Share of one host core by entry function, RT_SEND and RT_RECV, summed over replicas and processes. */
export function hostThreadShares(model: Model, measuredMs: number): Record<string, number> {
  const shares: Record<string, number> = {};
  const add = (name: string, ms: number) => {
    shares[name] = Math.round(((shares[name] ?? 0) + ms / measuredMs) * 1e6) / 1e6;
  };
  for (const thread of model.threads) add(thread.entry, thread.busyMs);
  for (const { sender, receiver } of model.contexts) {
    add('RT_SEND', sender.usedMs());
    add('RT_RECV', receiver.busyMs);
  }
  return shares;
}
