/** How many threads, or models, the loops around where one is made make. */
import { multiply, namesIn, substitute, type Quantity } from '../../../pipeline/quantity.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { lengthOfList } from './read-lists.ts';

/** Threads or models of a program of which only run time knows how many: one for each of what it is given. */
export const SEVERAL = 4;

/** The loops around make as many threads; endless ones make one at a time. */
export function replicasHere(run: Interpreter): Quantity {
  let replicas: Quantity = run.thread.replicas;
  for (const loop of run.loops.slice(run.unrolledLoops)) {
    const times = loop.times === 'forever' ? lengthOfList(run, loop) : loop.times;
    if (times === undefined) continue;
    assumeSome(run, loop, times);
    replicas = multiply(replicas, times);
  }
  return replicas;
}

/**
 * However a list is written that only run time fills, one thread or model for each of its elements is the same guess.
 * @param times how often the loop runs, where its own head does not say.
 */
export function assumeSome(run: Interpreter, loop: LoopNode, times = loop.times): void {
  if (times === 'forever') return;
  const [name, ...others] = namesIn(times);
  const parameter = name === undefined || others.length ? undefined : run.parameters.get(name);
  if (!parameter || parameter.kind !== 'open' || parameter.origin.kind !== 'default') return;
  const isLength =
    loop.variable !== undefined ||
    loop.times === 'forever' ||
    /\bsize\(\)|\bargc\b/.test(parameter.origin.evidence ?? '');
  const [none, one] = [0, 1].map((value) => substitute(times, new Map([[parameter.name, value]])));
  if (isLength && typeof none === 'number' && one === none + 1)
    run.parameters.assume(parameter.name, SEVERAL - none);
}
