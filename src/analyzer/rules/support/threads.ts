/** Threads of a program, counted with their replicas. */
import type { TraceThread } from '../../trace/trace.ts';
import type { RuleContext } from './context.ts';

/** Threads that run at once: replicas that only the run knows count as one. */
export function totalReplicas(threads: ReadonlySet<TraceThread>, context: RuleContext): number {
  let total = 0;
  for (const thread of threads) {
    const several = thread.kind === 'thread' ? (context.number(thread.replicas) ?? 1) : 1;
    total += Math.max(1, several);
  }
  return total;
}
