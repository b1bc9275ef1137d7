/** Asynchronous submissions that no wait has yet covered, along the order of execution. */
import type { CallNode, TraceNode } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import { directionOf } from '../copies.ts';
import { walkFlow, type Flow } from './flow.ts';
import { isSubmission, isWait } from './work.ts';
import { streamOf, streamText } from '../streams.ts';

export interface PendingSubmission {
  call: CallNode;
  /** Submitted in a loop inside the walked nodes that has been left: so more than one of them is in flight. */
  several: boolean;
}

export interface WaitPoint {
  wait: CallNode;
  /** What the wait is for, oldest first. */
  covered: PendingSubmission[];
  /** What stays in flight. */
  left: PendingSubmission[];
}

/** The waits under `nodes`, each with the submissions since the last one. Both sides of a branch are followed. */
export function waitPoints(nodes: readonly TraceNode[]): WaitPoint[] {
  const points = new Map<CallNode, WaitPoint>();
  const flow: Flow<PendingSubmission[]> = {
    copy: (state) => [...state],
    merge: longer,
    visit(node, state, silent) {
      if (node.kind !== 'call') return;
      if (isSubmission(node)) state.push({ call: node, several: false });
      else if (isWait(node)) settle(node, state, silent ? undefined : points);
    },
    leaveLoop(loop, state) {
      if ((loop.passes ?? loop.times) === 1) return;
      for (const [i, pending] of state.entries()) {
        if (pending.call.loops.includes(loop)) state[i] = { ...pending, several: true };
      }
    },
  };
  walkFlow(nodes, [], flow);
  return [...points.values()];
}

/** The side of a branch that has more in flight: what a wait behind the branch may have to wait for. */
function longer(a: PendingSubmission[], b: PendingSubmission[]): PendingSubmission[] {
  return b.length > a.length ? b : a;
}

function settle(
  wait: CallNode,
  state: PendingSubmission[],
  points: Map<CallNode, WaitPoint> | undefined,
): void {
  const covered = state.filter(({ call }) => covers(wait, call));
  const rest = state.filter((pending) => !covered.includes(pending));
  if (points && covered.length > 0) points.set(wait, { wait, covered, left: rest });
  state.splice(0, state.length, ...rest);
}

/** Does the wait cover the submission? Where a stream is not known it is taken to be the same. */
export function covers(wait: CallNode, submission: CallNode): boolean {
  if (wait.row.stream === undefined || submission.row.stream === undefined) {
    return sharesChannel(wait, submission);
  }
  const waited = streamOf(wait);
  const used = streamOf(submission);
  return !waited || !used || waited === used;
}

/** hi_mpi_* calls wait for a task of a channel; device and event waits cover whatever runs on streams. */
function sharesChannel(wait: CallNode, submission: CallNode): boolean {
  if (wait.name.startsWith('hi_mpi_')) {
    return submission.name.startsWith('hi_mpi_') && wait.row.category === submission.row.category;
  }
  return submission.row.stream !== undefined;
}

/** Do the two calls pick different streams of one array, so that a frame on another stream stays in flight? */
export function pickDifferently(wait: CallNode, submission: CallNode): boolean {
  const [a, b] = [streamText(wait), streamText(submission)];
  if (a === undefined || b === undefined || wait.function !== submission.function) return false;
  return a !== b && /\[/.test(a) && /\[/.test(b);
}

/** Stages that the submissions make up: copies in one direction, one after the other, are one stage. */
export function stagesOf(covered: readonly PendingSubmission[]): string[] {
  const stages: string[] = [];
  for (const { call } of covered) {
    const stage = call.row.role === 'copy' ? directionOf(call) : call.name;
    if (call.row.role === 'copy' && stages.at(-1) === stage) continue;
    stages.push(stage);
  }
  return stages;
}

/** The streams that a list of submissions uses, as far as they are known. */
export function streamsOf(calls: readonly CallNode[]): Set<TraceObject> {
  return new Set(calls.map(streamOf).filter((stream) => stream !== undefined));
}
