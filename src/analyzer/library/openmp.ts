/** OpenMP: the threads of a parallel region, and how they share a loop. */
import { divideUp, max, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { hasEffect, isWork } from '../interpret/effects.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { evaluateText } from '../interpret/names/template.ts';
import { follow } from '../interpret/statements/sides.ts';
import { newThread } from '../interpret/threads/spawn.ts';
import type { Statement } from '../syntax/ast.ts';
import { callsOf, unwrapLoop, type TraceNode, type TraceThread } from '../trace/nodes.ts';

/** `#pragma omp parallel`, `#pragma omp for`: what follows runs in threads, or is shared by those at hand. False where it is not. */
export function openMp(run: Interpreter, text: string, next: Statement | undefined, frame: Frame): boolean {
  return parallelRegion(run, text, next, frame) || sharedLoop(run, text, next, frame);
}

/** The threads of a region share the passes of a loop in it. */
function sharedLoop(run: Interpreter, text: string, next: Statement | undefined, frame: Frame): boolean {
  const { replicas, createdBy } = run.thread;
  if (!/omp\s+for/.test(text) || createdBy !== 'openmp' || next?.kind !== 'loop') return false;
  const body: TraceNode[] = [];
  run.into(body, () => run.parts.execute([next], frame));
  shareLoop({ body, replicas });
  for (const node of body) run.record(node);
  return true;
}

function parallelRegion(run: Interpreter, text: string, next: Statement | undefined, frame: Frame): boolean {
  // A region that fills an array is host work of one step, and not a thread of the pipeline.
  if (!/omp\s+parallel/.test(text) || !next) return false;
  if (/omp\s+parallel\s+for/.test(text)) run.sharedLoop = next;
  if (!doesWork(run, next, frame)) return false;
  const range = run.range(frame.chunk, next.start, next.start + 3);
  const thread = newThread(run, { name: `${run.functionName}@${range.line}` }, 'thread', 'openmp', range);
  thread.replicas = regionThreads(run, clauseOf(text, 'num_threads'), frame, range);
  run.record({ ...run.base(range), kind: 'spawn', operation: 'start', threads: [thread] });
  const { thread: outer, loops, path } = run;
  Object.assign(run, { thread, loops: [], path: [] });
  run.into(thread.body, () => run.parts.execute([next], frame));
  Object.assign(run, { thread: outer, loops, path });
  if (/omp\s+parallel\s+for/.test(text)) shareLoop(thread);
  return true;
}

/** Told from names where they tell it; what is called through values shows when it is followed. */
function doesWork(run: Interpreter, next: Statement, frame: Frame): boolean {
  if (hasEffect(run, [next])) return true;
  const { length } = run.objects;
  const { nodes } = follow(run, [next], frame);
  run.objects.length = length;
  return callsOf(nodes).some(({ row }) => isWork(row.role));
}

/** The threads of a `parallel for` share its passes. */
function shareLoop({ body, replicas }: Pick<TraceThread, 'body' | 'replicas'>): void {
  const loop = body.find((node) => node.kind === 'loop');
  if (!loop || loop.times === 'forever') return;
  if (loop.times === replicas) unwrapLoop(body, loop);
  else loop.times = divideUp(loop.times, max(1, replicas));
}

/** `n` of `num_threads(n)`, whatever expression it is. */
function clauseOf(text: string, name: string): string | undefined {
  const start = new RegExp(`\\b${name}\\s*\\(`).exec(text);
  if (!start) return undefined;
  const from = start.index + start[0].length;
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(from, at);
  }
  return undefined;
}

function regionThreads(
  run: Interpreter,
  count: string | undefined,
  frame: Frame,
  range: SourceRange,
): Quantity {
  const value = count === undefined ? undefined : evaluateText(run, count, frame);
  if (value?.kind === 'number') return value.quantity;
  return run.parameters.open('omp_threads', 'omp', 4, { kind: 'default', range }).quantity;
}
