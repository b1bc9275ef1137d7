/** What the device does, and does not. */
import type { JoinedLine } from '../join/join.ts';
import type { Clock, DeviceTask } from '../join/run-events.ts';
import { isCore } from '../tables/traits.ts';
import type { Evidence, Symptom } from './symptom.ts';
import { percent, symptom, timesFaster } from './symptom.ts';

const FULL = 0.9;
const RESOURCES = new Set([
  'aicore',
  'memoryBandwidth',
  'aicpu',
  'ctrlcpu',
  'memory',
  'jpegd',
  'vpc',
  'vdec',
]);

export function fullDevice({ summaries }: Evidence): Symptom[] {
  return summaries
    .filter(({ kind, subject, mean }) => kind === 'utilization' && RESOURCES.has(subject) && mean >= FULL)
    .map(({ subject, mean }) => symptom('full-device', { resource: subject, share: percent(mean) }, mean));
}

/** Share of the time in which a device has no task, from which on that is what binds. */
const IDLE = 0.2;
const LEAST_TASKS = 20;

/** The device has nothing to do: the host, or what feeds it, is what binds. */
export function idleDevice({ record: { tasks }, lines }: Evidence): Symptom[] {
  if (tasks.length < LEAST_TASKS) return [];
  const { idleMs, spanMs } = idleOf(tasks);
  const share = idleMs / spanMs;
  if (!(share >= IDLE)) return [];
  return [
    symptom('idle-device', { share: percent(share), gain: timesFaster(share) }, share, lineOfIdle(lines)),
  ];
}

/** Before whose tasks the device waited most. */
function lineOfIdle(lines: readonly JoinedLine[]) {
  const idle = ({ measured }: JoinedLine): number => (measured ? measured.calls * (measured.idleMs ?? 0) : 0);
  const [most] = lines.toSorted((a, b) => idle(b) - idle(a));
  return most && idle(most) > 0 ? most.source : null;
}

function idleOf(tasks: readonly DeviceTask[]): { idleMs: number; spanMs: number } {
  let [idleMs, from, until] = [0, Infinity, -Infinity];
  for (const { startMs, endMs } of tasks.toSorted((a, b) => a.startMs - b.startMs)) {
    from = Math.min(from, startMs);
    if (startMs > until && until > -Infinity) idleMs += startMs - until;
    until = Math.max(until, endMs);
  }
  return { idleMs, spanMs: until - from };
}

/** A kind of task begins with what stands for the device. */
const deviceOf = (kind: string): string => kind.split(' ', 1)[0] ?? '';

/** A clock that is lower by less is as good as the highest. */
const LOWER = 0.05;

/** The AI Core works at a lower clock than it has had in the same run, as a device does that is too hot. */
export function lowerClock({ record: { tasks, clocks, devices } }: Evidence): Symptom[] {
  const nameOf = (device: string): string => devices.get(device) ?? device;
  const named = clocks.map((clock) => ({ ...clock, device: nameOf(clock.device) }));
  const of = new Set(named.map(({ device }) => device));
  return [...of].flatMap((device) => {
    const own = named.filter((clock) => clock.device === device);
    // A clock that goes by another name than its device's tasks is theirs where it is the only one.
    const theirs = tasks.filter(({ kind }) => nameOf(deviceOf(kind)) === device);
    return slowed(theirs.length > 0 || of.size > 1 ? theirs : tasks, own);
  });
}

function slowed(tasks: readonly DeviceTask[], clocks: readonly Clock[]): Symptom[] {
  const most = clocks.reduce((all, { megahertz }) => Math.max(all, megahertz), 0);
  const mean = meanClock(tasks, clocks);
  const share = 1 - mean / most;
  if (!(share >= LOWER)) return [];
  const data = {
    mean: Math.round(mean),
    most: Math.round(most),
    share: percent(share),
    gain: timesFaster(share),
  };
  return [symptom('lower-clock', data, share)];
}

/** MHz, over the time of the AI Core's tasks. */
function meanClock(tasks: readonly DeviceTask[], clocks: readonly Clock[]): number {
  const sorted = clocks.toSorted((a, b) => a.atMs - b.atMs);
  let [ms, work, next] = [0, 0, 0];
  for (const { kind, startMs, endMs } of tasks.toSorted((a, b) => a.startMs - b.startMs)) {
    if (!isCore(kind.slice(deviceOf(kind).length + 1))) continue;
    while ((sorted[next]?.atMs ?? Infinity) <= startMs) next++;
    const megahertz = sorted[next - 1]?.megahertz;
    if (megahertz === undefined) continue;
    ms += endMs - startMs;
    work += (endMs - startMs) * megahertz;
  }
  return work / ms;
}
