/** What the device does, and does not. */
import type { JoinedLine } from '../join/join.ts';
import type { DeviceTask } from '../join/run-events.ts';
import type { Evidence, Symptom } from './symptom.ts';
import { percent, rounded, sumOf, symptom } from './symptom.ts';

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

const isAiCpu = (type: string): boolean => /ai_?cpu/i.test(type);
const isCore = (type: string): boolean => /^(AI_CORE|AI_VECTOR_CORE|MIX_AI|KERNEL_A|AIV|FFTS)/i.test(type);
/** Of the time of operators: below, there is nothing to be had. */
const LEAST_SHARE = 0.02;

/** Operators that the AI Core has no code for run on the device's few slow cores. */
export function aiCpuOperators({ summaries }: Evidence): Symptom[] {
  const slow = sumOf(summaries, 'task', (type) => isAiCpu(type) && !type.startsWith('aicpu '));
  const nodes = summaries.filter(({ kind, subject }) => kind === 'task' && subject.startsWith('aicpu '));
  const all = sumOf(summaries, 'task', (type) => isCore(type) || isAiCpu(type));
  const named = nodes.toSorted((a, b) => b.runs * b.mean - a.runs * a.mean).slice(0, 3);
  const names = named.map(({ subject }) => subject.slice('aicpu '.length));
  const ms = slow.ms > 0 ? slow.ms : sumOf(nodes, 'task', () => true).ms;
  const share = ms / (slow.ms > 0 ? all.ms - sumOf(nodes, 'task', () => true).ms : all.ms);
  if (!(share >= LEAST_SHARE)) return [];
  const data = { share: percent(share), ms: rounded(ms) };
  return [
    names.length > 0 ? symptom('aicpu-named', { ...data, names }, share) : symptom('aicpu', data, share),
  ];
}

/** Operators of this mean time are over before the next can be sent. */
const SMALL_MS = 0.02;
const LEAST_OPERATORS = 1000;

export function smallOperators({ summaries }: Evidence): Symptom[] {
  const { count, ms } = sumOf(summaries, 'task', isCore);
  const mean = ms / count;
  if (count < LEAST_OPERATORS || mean >= SMALL_MS) return [];
  const all = sumOf(summaries, 'task', () => true).ms;
  return [symptom('small-operators', { count, us: rounded(1000 * mean) }, ms / all)];
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
    symptom(
      'idle-device',
      { share: percent(share), gain: rounded(1 / (1 - share)) },
      share,
      lineOfIdle(lines),
    ),
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
