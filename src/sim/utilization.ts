import type { Model } from './model.ts';
import type { RunResult } from './run.ts';

/** Share of the measured time that each resource was busy, averaged over its servers and the devices, 0…1. */
export function utilizationOf(model: Model, measuredMs: number): Record<string, number> {
  const { devices, profile } = model;
  const sums = new Map<string, number>();
  const add = (name: string, share: number) => {
    sums.set(name, (sums.get(name) ?? 0) + share);
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
    [...sums].map(([name, sum]) => [name, Math.round(Math.min(1, sum / devices.length) * 1e6) / 1e6]),
  );
}

function aiCpuShare(device: Model['devices'][number], measuredMs: number, cores: number): number {
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
  for (const thread of model.threads) add(thread.entry, thread.busyMs, measured);
  for (const { sender, receiver } of model.contexts) {
    const full = result.wholeMs !== undefined && sender.spunMs > 0;
    add('RT_SEND', sender.usedMs(), full ? Math.min(measured, sender.lastAt - since) : measured);
    add('RT_RECV', receiver.busyMs, measured);
  }
  return Object.fromEntries(shares);
}
