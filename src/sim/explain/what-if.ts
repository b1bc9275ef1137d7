/** Virtual speed-ups: the same pipeline on a device of which one resource is faster. C. Curtsinger, E. Berger, "Coz" (2015). */
import type { ResolvedPipeline, ResolvedStep } from '../../pipeline/resolved.ts';
import type { DeviceProfile, EngineProfile, Value } from '../../profile/profile.ts';
import { ownValue } from '../../base/own-value.ts';

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

/** The steps with others in the place of some, those inside of others first. */
function rewritten(
  steps: readonly ResolvedStep[],
  change: (step: ResolvedStep) => readonly ResolvedStep[],
): ResolvedStep[] {
  return steps.flatMap((step) => {
    switch (step.kind) {
      case 'repeat':
      case 'lock':
        return change({ ...step, body: rewritten(step.body, change) });
      case 'branch': {
        const { then, otherwise } = step;
        return change({ ...step, then: rewritten(then, change), otherwise: rewritten(otherwise, change) });
      }
      default:
        return change(step);
    }
  });
}

function inEachThread(
  pipeline: ResolvedPipeline,
  change: (step: ResolvedStep) => readonly ResolvedStep[],
): ResolvedPipeline {
  const threads = pipeline.threads.map((thread) => ({
    ...thread,
    program: rewritten(thread.program, change),
  }));
  return { ...pipeline, threads };
}

/** The host's own work shortened. Sleeps stay: they are waits, not work. */
function onFasterHost({ pipeline, profile }: WhatIf, factor: number): WhatIf {
  const changed = inEachThread(pipeline, (step) => [
    step.kind === 'host' && step.busy ? { ...step, milliseconds: step.milliseconds / factor } : step,
  ]);
  return { pipeline: changed, profile: fasterHost(profile, factor) };
}

/** How predictions name the lock of a mutex. */
const LOCK = 'lock ';

export const lockName = (mutex: string): string => `${LOCK}${mutex}`;

/** The same where nobody waits for a mutex. */
function withoutLock({ pipeline, profile }: WhatIf, mutex: string): WhatIf {
  const changed = inEachThread(pipeline, (step) =>
    step.kind === 'lock' && step.mutex === mutex ? step.body : [step],
  );
  return { pipeline: changed, profile };
}

/**
 * The same with `resource` faster by `factor` (more than 0; below 1 it is slower). `resource` is an engine's, or
 * `taskScheduler`, `memoryBandwidth` or `host`; a lock is left out whatever the factor.
 */
export function faster(given: WhatIf, resource: string, factor: number): WhatIf {
  const { pipeline, profile } = given;
  if (resource === HOST) return onFasterHost(given, factor);
  if (resource.startsWith(LOCK)) return withoutLock(given, resource.slice(LOCK.length));
  if (resource === 'taskScheduler') return { pipeline, profile: fasterScheduler(profile, factor) };
  if (resource === 'memoryBandwidth') {
    const gigabytesPerSecond = scaled(profile.memory.gigabytesPerSecond, factor);
    return { pipeline, profile: { ...profile, memory: { ...profile.memory, gigabytesPerSecond } } };
  }
  const speed = { ...profile.speed, [resource]: (ownValue(profile.speed, resource) ?? 1) * factor };
  return { pipeline, profile: { ...profile, speed } };
}
