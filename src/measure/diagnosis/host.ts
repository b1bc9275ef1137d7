/** What the host does that the device waits for. */
import type { Evidence, Symptom } from './symptom.ts';
import { lineOf, percent, rounded, sumOf, symptom } from './symptom.ts';

const isExecution = (call: string): boolean => /^acl(mdl|op)Execute|^aclnn(?!.*GetWorkspaceSize)/.test(call);
const isAsyncExecution = (call: string): boolean => isExecution(call) && !/^aclmdlExecute(V2)?$/.test(call);
const isWait = (call: string): boolean => /^aclrtSynchronize(Stream|Device|Event)/.test(call);
const isAllocation = (call: string): boolean => /^(aclrt|acldvpp|hi_mpi_dvpp_)[mM]alloc/.test(call);

/** Executions below which a ratio of calls says nothing. */
const LEAST_EXECUTIONS = 20;
/** Of a thread or of all cores: nothing more is to be had. */
const FULL = 0.9;

/** Cores, and single threads, that have no time left. */
export function fullHost({ summaries }: Evidence): Symptom[] {
  const shares = summaries.filter(({ kind, mean }) => kind === 'utilization' && mean >= FULL);
  return shares.flatMap(({ subject, mean }) => {
    if (subject === 'host') return [symptom('full-host', { share: percent(mean) }, mean)];
    const [, thread] = /^thread (.+)$/.exec(subject) ?? [];
    return thread === undefined ? [] : [symptom('full-thread', { thread, share: percent(mean) }, mean)];
  });
}

/** A wait for each execution leaves nothing in the queue while the host prepares the next. */
export function waitsForEach({ summaries, lines, record }: Evidence): Symptom[] {
  const executions = sumOf(summaries, 'api', isAsyncExecution);
  const waits = sumOf(summaries, 'api', isWait);
  if (executions.count < LEAST_EXECUTIONS || waits.count < 0.9 * executions.count) return [];
  const data = { waits: waits.count, executions: executions.count };
  return [symptom('waits-for-each', data, shareOfHost(waits.ms, record), lineOf(lines, isWait))];
}

export function allocates({ summaries, lines, record }: Evidence): Symptom[] {
  const executions = sumOf(summaries, 'api', isExecution);
  const allocations = sumOf(summaries, 'api', isAllocation);
  const ratio = allocations.count / executions.count;
  if (executions.count < LEAST_EXECUTIONS || ratio < 0.5) return [];
  const data = { ratio: rounded(ratio), ms: rounded(allocations.ms / allocations.count) };
  return [symptom('allocates', data, shareOfHost(allocations.ms, record), lineOf(lines, isAllocation))];
}

const isCompilation = (call: string): boolean => /^aclopCompile/.test(call);
/** Fewer are of the start. */
const LEAST_COMPILATIONS = 10;

/** Operators that are compiled while the program runs: each new shape is, and others as often as none is kept. */
export function compiles({ summaries, lines, record }: Evidence): Symptom[] {
  const { count, ms } = sumOf(summaries, 'api', isCompilation);
  if (count < LEAST_COMPILATIONS) return [];
  const data = { count, ms: rounded(ms / count) };
  return [symptom('compiles', data, shareOfHost(ms, record), lineOf(lines, isCompilation))];
}

/** Of the time of the threads that call the runtime; 0 where none were recorded. */
export function shareOfHost(ms: number, { calls }: Evidence['record']): number {
  const spans = new Map<string, { from: number; to: number }>();
  for (const { thread, startMs, endMs } of calls) {
    const span = spans.get(thread) ?? { from: startMs, to: endMs };
    span.to = Math.max(span.to, endMs);
    spans.set(thread, span);
  }
  const all = [...spans.values()].reduce((sum, { from, to }) => sum + to - from, 0);
  return all > 0 ? Math.min(1, ms / all) : 0;
}

/** How many times the usual a first call takes before it is worth a word, and for how many calls of it. */
const SLOW_FIRST = 5;
const LEAST_CALLS = 10;
const LEAST_MS = 1;

/** First calls load, compile and allocate: means over few calls are of them. */
export function slowFirst({ record: { calls } }: Evidence): Symptom[] {
  const byName = new Map<string, { first: number; rest: number; count: number }>();
  for (const { name, startMs, endMs } of calls) {
    const sum = byName.get(name);
    if (sum) {
      sum.rest += endMs - startMs;
      sum.count++;
    } else byName.set(name, { first: endMs - startMs, rest: 0, count: 0 });
  }
  return [...byName].flatMap(([call, { first, rest, count }]) => {
    const mean = rest / count;
    if (!isExecution(call) || count < LEAST_CALLS || first < LEAST_MS || first < SLOW_FIRST * mean) return [];
    return [
      symptom('slow-first', { call, first: rounded(first), mean: rounded(mean) }, first / (first + rest)),
    ];
  });
}
