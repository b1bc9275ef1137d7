/** Loops that work and would make no pass by what is guessed alone: run time has some, so the guess is a larger one. */
import { evaluate } from '../../../pipeline/evaluate.ts';
import { namesIn } from '../../../pipeline/quantity.ts';
import { givesWork } from '../../acl/catalogue.ts';
import { anyNode, visitNodes, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { SOME } from '../statements/counted.ts';
import type { Parameters } from '../values/parameters.ts';

/** Raises what is open until each loop that works makes some passes; what is left over (`n % 16`) may be none. */
export function assumePasses({ trace, parameters }: Interpreter): void {
  for (const { body } of trace.threads)
    visitNodes(body, (node) => {
      if (node.kind === 'loop' && isNeverPassed(node, parameters)) raise(String(node.times), parameters);
    });
}

function isNeverPassed({ times, body }: LoopNode, parameters: Parameters): boolean {
  if (typeof times !== 'string' || times === 'forever' || times.includes('%')) return false;
  const passes = passesAt(times, parameters);
  return passes !== undefined && passes <= 0 && anyNode(body, works);
}

const works = (node: TraceNode): boolean =>
  node.kind === 'call' ? givesWork(node.row) : node.kind === 'queue' && node.operation === 'enqueue';

/** How many passes there are, where a parameter is not at its default `name` at `value`. */
function passesAt(times: string, parameters: Parameters, name = '', value = 0): number | undefined {
  const defaults = parameters.all().map((one) => [one.name, one.value] as const);
  try {
    return evaluate(times, { ...Object.fromEntries(defaults), ...(name ? { [name]: value } : {}) });
  } catch {
    return undefined;
  }
}

function raise(times: string, parameters: Parameters): void {
  for (const name of namesIn(times)) {
    const { kind, choices, value = 0 } = parameters.get(name) ?? {};
    if (kind !== 'open' || choices) continue;
    const isEnough = (at: number) => (passesAt(times, parameters, name, at) ?? 0) >= SOME;
    const least = leastFrom(value, isEnough);
    if (least !== undefined) return parameters.assume(name, least);
  }
}

/** A count that is greater than this is no usual one. */
const MOST = 2 ** 40;

/** The least whole number above `from` that is enough, where more is enough too; undefined where none is. */
function leastFrom(from: number, isEnough: (value: number) => boolean): number | undefined {
  let [low, high] = [from, Math.max(1, 2 * from)];
  while (!isEnough(high) && high <= MOST) [low, high] = [high, 2 * high];
  if (high > MOST) return undefined;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
