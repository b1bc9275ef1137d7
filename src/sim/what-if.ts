/** Virtual speed-ups: the same pipeline on a device of which one resource is faster. C. Curtsinger, E. Berger, "Coz" (2015). */
import type { ResolvedPipeline, ResolvedStep } from '../pipeline/resolved.ts';
import type { DeviceProfile, EngineProfile, Value } from '../profile/profile.ts';
import { ownValue } from '../base/own-value.ts';

export interface WhatIf {
  pipeline: ResolvedPipeline;
  profile: DeviceProfile;
}

/** All that the host does: submissions, RT_SEND, RT_RECV, wake-ups, and the program's own work. */
export const HOST = 'host';

function scaled(value: Value, factor: number): Value {
  return { ...value, value: value.value * factor };
}

function eachEngine(
  profile: DeviceProfile,
  change: (engine: EngineProfile) => EngineProfile,
): DeviceProfile['engines'] {
  return Object.fromEntries(Object.entries(profile.engines).map(([id, engine]) => [id, change(engine)]));
}

function fasterScheduler(profile: DeviceProfile, factor: number): DeviceProfile {
  const { scheduler } = profile;
  return {
    ...profile,
    scheduler: {
      ...scheduler,
      taskMs: scaled(scheduler.taskMs, 1 / factor),
      switchMs: scaled(scheduler.switchMs, 1 / factor),
    },
    engines: eachEngine(profile, ({ switchMs, reloadMs, ...engine }) => ({
      ...engine,
      ...(switchMs ? { switchMs: scaled(switchMs, 1 / factor) } : {}),
      ...(reloadMs ? { reloadMs: scaled(reloadMs, 1 / factor) } : {}),
    })),
  };
}

function fasterHost(profile: DeviceProfile, factor: number): DeviceProfile {
  const { host } = profile;
  return {
    ...profile,
    host: {
      ...host,
      submissionMs: scaled(host.submissionMs, 1 / factor),
      wakeMs: scaled(host.wakeMs, 1 / factor),
      wakeCpuMs: scaled(host.wakeCpuMs, 1 / factor),
    },
    engines: eachEngine(profile, (engine) =>
      engine.hostMs ? { ...engine, hostMs: scaled(engine.hostMs, 1 / factor) } : engine,
    ),
  };
}

/** The steps with the host's own work shortened. Sleeps stay: they are waits, not work. */
function shorterHostSteps(steps: ResolvedStep[], factor: number): ResolvedStep[] {
  return steps.map((step) => {
    switch (step.kind) {
      case 'host':
        return step.busy ? { ...step, milliseconds: step.milliseconds / factor } : step;
      case 'repeat':
      case 'lock':
        return { ...step, body: shorterHostSteps(step.body, factor) };
      case 'branch':
        return {
          ...step,
          then: shorterHostSteps(step.then, factor),
          otherwise: shorterHostSteps(step.otherwise, factor),
        };
      default:
        return step;
    }
  });
}

function onFasterHost({ pipeline, profile }: WhatIf, factor: number): WhatIf {
  const threads = pipeline.threads.map((thread) => ({
    ...thread,
    program: shorterHostSteps(thread.program, factor),
  }));
  return { pipeline: { ...pipeline, threads }, profile: fasterHost(profile, factor) };
}

/**
 * The same with `resource` faster by `factor` (more than 0; below 1 it is slower). `resource` is an engine's, or
 * `taskScheduler`, `memoryBandwidth` or `host`.
 */
export function faster(given: WhatIf, resource: string, factor: number): WhatIf {
  const { pipeline, profile } = given;
  if (resource === HOST) return onFasterHost(given, factor);
  if (resource === 'taskScheduler') return { pipeline, profile: fasterScheduler(profile, factor) };
  if (resource === 'memoryBandwidth') {
    const gigabytesPerSecond = scaled(profile.memory.gigabytesPerSecond, factor);
    return { pipeline, profile: { ...profile, memory: { ...profile.memory, gigabytesPerSecond } } };
  }
  const speed = { ...profile.speed, [resource]: (ownValue(profile.speed, resource) ?? 1) * factor };
  return { pipeline, profile: { ...profile, speed } };
}
