/** What operators suffer from, by their times and by what they have in common. */
import { isAiCpu, isCore } from '../tables/traits.ts';
import type { Evidence, Symptom } from './symptom.ts';
import { percent, rounded, sumOf, symptom, timesFaster } from './symptom.ts';

/** Of the time of operators: below, there is nothing to be had. */
const LEAST_SHARE = 0.02;
/** One node, by its name; its time is in that of its type too. */
const isNode = (subject: string): boolean => subject.startsWith('aicpu ');
const MOST_NAMES = 3;

/** Operators that the AI Core has no code for run on the device's few slow cores. */
export function aiCpuOperators({ summaries }: Evidence): Symptom[] {
  const nodes = summaries.filter(({ kind, subject }) => kind === 'task' && isNode(subject));
  const typed = sumOf(summaries, 'task', (type) => isAiCpu(type) && !isNode(type));
  const slow = typed.ms > 0 ? typed : sumOf(nodes, 'task', isNode);
  const share = slow.ms / (slow.ms + sumOf(summaries, 'task', isCore).ms);
  if (!(share >= LEAST_SHARE)) return [];
  const most = nodes.toSorted((a, b) => b.runs * b.mean - a.runs * a.mean).slice(0, MOST_NAMES);
  const names = [...new Set(most.map(({ subject }) => subject.slice('aicpu '.length)))];
  const data = { share: percent(share), ms: rounded(slow.ms), gain: timesFaster(share) };
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
  const all = sumOf(summaries, 'task', (type) => !isNode(type)).ms;
  return [symptom('small-operators', { count, us: rounded(1000 * mean) }, ms / all)];
}

const TRAITS = {
  'dynamic shapes': 'dynamic-shapes',
  'no full unit': 'no-full-unit',
  'one core': 'one-core',
  'uneven products': 'uneven-products',
} as const;
const isTrait = (subject: string): subject is keyof typeof TRAITS => Object.hasOwn(TRAITS, subject);
/** What is less of the operators' time is not worth converting a model again. */
const WORTH = 0.1;

/** Kinds of operators that cost time, where much of the time is of them. */
export function operatorTraits({ summaries }: Evidence): Symptom[] {
  return summaries.flatMap(({ kind, subject, mean }) => {
    if (kind !== 'operators' || !isTrait(subject) || mean < WORTH) return [];
    return [symptom(TRAITS[subject], { share: percent(mean), gain: timesFaster(mean) }, mean)];
  });
}

/** Within an execution the device waits for the next operator: as where each is sent by itself. */
export function gapsInModels({ summaries }: Evidence): Symptom[] {
  const times = summaries.filter(({ kind }) => kind === 'latency');
  return times.flatMap(({ subject, part, mean }) => {
    const [, model] = /^model (.+)$/.exec(subject) ?? [];
    const busy = times.find((one) => one.subject === `operators of ${subject}` && one.part === part)?.mean;
    const share = busy === undefined ? NaN : 1 - busy / mean;
    if (model === undefined || !(share >= WORTH)) return [];
    return [symptom('gaps-in-model', { model, share: percent(share), gain: timesFaster(share) }, share)];
  });
}
