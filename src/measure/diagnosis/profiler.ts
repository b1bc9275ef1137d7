/** What measuring itself costs the run that is measured. */
import { shareOfHost } from './host.ts';
import type { Evidence, Symptom } from './symptom.ts';
import { percent, rounded, sumOf, symptom } from './symptom.ts';

const isOwnCall = (call: string): boolean => /^aclprof/.test(call);
/** Of the time of the threads that call the runtime. */
const LEAST_SHARE = 0.01;

/** Calls of the profiler that the program makes itself, as for each step. */
export function ownCalls({ summaries, record }: Evidence): Symptom[] {
  const { count, ms } = sumOf(summaries, 'api', isOwnCall);
  const share = shareOfHost(ms, record);
  if (share < LEAST_SHARE) return [];
  return [symptom('profiler-calls', { count, ms: rounded(ms), share: percent(share) }, share)];
}

/** Rates of two runs alike differ by less. */
const LESS = 0.05;

/** The program's log, of a run without the profiler, has a higher rate than the record. */
export function slowedByProfiler({ summaries, recordedRate }: Evidence): Symptom[] {
  const rates = summaries.filter(({ kind, subject }) => kind === 'throughput' && subject === 'program');
  const [logged] = rates;
  if (!logged || rates.length > 1 || recordedRate === null) return [];
  const share = 1 - recordedRate / logged.mean;
  if (!(share >= LESS)) return [];
  const data = { recorded: rounded(recordedRate), logged: rounded(logged.mean), share: percent(share) };
  return [symptom('slowed-by-profiler', data, share)];
}
