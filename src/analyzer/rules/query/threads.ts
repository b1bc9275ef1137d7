/** Threads of a program, counted with their replicas. */
import type { TraceThread } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';

/** Does it run beside others? What a library offers is followed like a thread, but nobody says that it runs as one. */
export function isThread(thread: TraceThread): boolean {
  return thread.kind === 'main' || thread.kind === 'thread';
}

/** Threads that run at once: replicas that only the run knows count as one. */
export function totalReplicas(threads: ReadonlySet<TraceThread>, context: RuleContext): number {
  let total = 0;
  for (const thread of threads) {
    if (!isThread(thread)) continue;
    const several = thread.kind === 'thread' ? (context.number(thread.replicas) ?? 1) : 1;
    total += Math.max(1, several);
  }
  return total;
}
