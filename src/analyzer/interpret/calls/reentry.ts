/**
 * Functions that are entered again while they are followed: a dispatcher by name, elements that each push to the next, steps
 * that call the step after them. What they are given tells a chain, which ends, from a recursion.
 */
import { LIMITS } from '../budget.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import type { Chain, Entered } from './entered.ts';
import type { TraceNode } from '../../trace/nodes.ts';
import { tried } from '../turns/attempt.ts';
import { bindingsKey, type Bindings } from '../names/template.ts';
import { pointee, type Instance, type Value } from '../values/value.ts';

/**
 * Follows a function, or a lambda by what it captures, unless it is being followed with the same arguments; undefined where
 * it is not entered. A chain that comes to no end is a recursion, of which one turn stands for all.
 */
export function entered(
  run: Interpreter,
  what: object,
  given: Entered,
  follow: () => Value,
): Value | undefined {
  if (run.stack.length > LIMITS.depth || !run.step()) return cut(run);
  const before = run.reentry.entered.get(what) ?? [];
  if (!before.length) return follow();
  if (before.some((one) => isSame(one, given)) || run.reentry.recursive.has(what)) return undefined;
  if (run.reentry.chain) return run.reentry.chain.left-- > 0 ? follow() : cut(run);
  const value = asChain(run, follow);
  if (!value) {
    run.reentry.recursive.add(what);
    if (run.loops.length) noteRecursion(run);
  }
  return value;
}

/** How often it calls itself for a frame is not known. */
function noteRecursion({ trace, functionName, statement }: Interpreter): void {
  trace.unknowns.push({ code: 'recursion', detail: `${functionName}()`, settle: '', range: statement });
}

/** With another number a step calls the next one; behind an open choice it only counts how often something was tried. */
function isSame(one: Entered, { things, numbers, choices }: Entered): boolean {
  return one.things === things && (one.numbers === numbers || one.choices < choices);
}

/** All that is entered again from here on, unless it comes to no end. */
function asChain(run: Interpreter, follow: () => Value): Value | undefined {
  const chain: Chain = { left: LIMITS.recursion, isCut: false };
  const nodes: TraceNode[] = [];
  run.reentry.chain = chain;
  const value = tried(run, () => {
    const given = run.into(nodes, follow);
    return chain.isCut || run.exhausted ? undefined : given;
  });
  run.reentry.chain = undefined;
  if (value) run.nodes.push(...nodes);
  return value;
}

function cut(run: Interpreter): undefined {
  if (run.reentry.chain) run.reentry.chain.isCut = true;
}

/** What tells one call of a function from another, as far as it is known; of a lambda its text too, of a template its arguments. */
export function enteredWith(
  run: Interpreter,
  args: readonly Argument[],
  self: Instance | undefined,
  { what, bindings }: { what?: object; bindings?: Bindings | undefined } = {},
): Entered {
  const values = args.map(({ value }) => pointee(value));
  const things = args.map(({ value }, at) => thing(values[at] ?? value, value));
  const numbers = values.map((value) => value.kind === 'number' && value.fixed && value.known);
  const own = [what && idOf(what), self?.id, bindings && bindingsKey(bindings)];
  return { things: JSON.stringify([own, things]), numbers: numbers.join(), choices: run.reentry.choices };
}

const ids = new WeakMap<object, number>();
let last = 0;

function idOf(what: object): number {
  const id = ids.get(what) ?? ++last;
  ids.set(what, id);
  return id;
}

function thing(value: Value, given: Value): string | number | undefined {
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'instance':
      return idOf(value.instance);
    case 'array':
      return idOf(value.store);
    case 'object':
      return idOf(value.object);
    case 'function':
      return value.targets
        .map(({ declaration, lambda }) => idOf(lambda?.frame ?? declaration ?? value))
        .join();
    default:
      return given.kind === 'pointer' && value.kind !== 'number' ? idOf(given.cell) : undefined;
  }
}
