/** Makes the jobs of steps: what their tasks do when their stream has got to them. */
import type { ResolvedCallback, ResolvedEventStep, ResolvedSubmit } from '../../pipeline/resolved.ts';
import { CONFIDENCE_RANGE } from '../../profile/confidence.ts';
import type { WorkCost } from '../costs.ts';
import type { Actor } from '../engine/engine.ts';
import type { Reports } from '../host/sync.ts';
import type { Model } from '../model.ts';
import type { Device } from './device.ts';
import type { DeviceEvent } from './event.ts';
import type { Station } from './station.ts';
import type { Job, Task } from './task.ts';

/** Work of an engine. */
export function workJob(step: ResolvedSubmit, cost: WorkCost, station: Station, model: Model): Job {
  return register(model, {
    ...blank(step.call, step.source, cost.hostMs, model),
    resource: station.name,
    places: cost.queuePlaces,
    uncertainty: cost.uncertainty ?? CONFIDENCE_RANGE[cost.confidence],
    serviceMs: cost.serviceMs,
    exclusiveMs: cost.exclusiveMs,
    completionMs: cost.completionMs,
    aiCpuMs: cost.aiCpuMs,
    trafficBytes: cost.trafficBytes,
    start: (task) => station.enter(task),
  });
}

/** Records, waits for or resets an event: the scheduler's work alone. */
export function eventJob(step: ResolvedEventStep, event: DeviceEvent, device: Device, model: Model): Job {
  const run = {
    record: (task: Task) => {
      event.record(task.ticket);
      task.stream.advance();
    },
    streamWait: (task: Task) => event.hold(task),
    resetEvent: (task: Task) => task.stream.advance(),
  }[step.kind];
  const ticket = {
    record: () => event.submitRecord(),
    streamWait: () => event.submitWait(),
    resetEvent: () => {
      event.submitReset();
      return 0;
    },
  }[step.kind];
  return register(model, {
    ...blank(step.kind, step.source, model.profile.host.submissionMs.value, model),
    ticket,
    waitsFor: step.kind === 'streamWait' ? { what: 'event', id: event.id } : undefined,
    start: (task) =>
      model.engine.at(
        device.scheduler.dispatch(0, 0),
        later(() => run(task)),
      ),
  });
}

/** Calls a host function; the stream waits for it when it blocks. */
export function callbackJob(
  step: ResolvedCallback,
  reports: Reports,
  model: Model,
  channel: { report(): () => void } | undefined,
): Job {
  return register(model, {
    ...blank('callback', step.source, model.profile.host.submissionMs.value, model),
    waitsFor: { what: 'callback', id: reports.id },
    start: (task) => {
      const { stream } = task;
      const leave = channel?.report();
      reports.post(task, step.blocking ? () => (leave?.(), stream.advance()) : leave);
      if (!step.blocking) stream.advance();
    },
  });
}

function later(fire: () => void): Actor {
  return { fire };
}

/** A job that asks nothing of an engine. */
function blank(name: string, source: Job['source'], hostMs: number, model: Model): Omit<Job, 'start'> {
  const { submitShare, sendShare } = model.profile.host;
  return {
    name,
    source,
    resource: 'taskScheduler',
    hostMs,
    places: 1,
    ticket: undefined,
    waitsFor: undefined,
    uncertainty: CONFIDENCE_RANGE.measured,
    serviceMs: 0,
    exclusiveMs: undefined,
    completionMs: 0,
    aiCpuMs: 0,
    trafficBytes: 0,
    counts: undefined,
    ends: undefined,
    sendMs: hostMs * sendShare.value,
    receiveMs: hostMs * Math.max(0, 1 - submitShare.value - sendShare.value),
    done: 0,
    servedMs: 0,
    waitedMs: 0,
  };
}

function register(model: Model, job: Job): Job {
  model.jobs.push(job);
  return job;
}
