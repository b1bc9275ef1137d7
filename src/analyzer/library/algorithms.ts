/** Algorithms that call what they are given once for each element that they make. */
import type { Quantity } from '../../pipeline/quantity.ts';
import { argumentsOf } from '../interpret/calls/arguments.ts';
import { asCallable } from '../interpret/calls/callable.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { unknown, type ArrayStore, type Value } from '../interpret/values/value.ts';
import { appendTo } from './containers.ts';
import { asking } from './each.ts';
import { loopFilling } from '../interpret/statements/fill-loop.ts';
import { containerAt } from './given-ranges.ts';

/** What fills a container whole is a loop; undefined for anything else. */
export function fill(run: Interpreter, site: CallSite): Value | undefined {
  const loop = loopFilling(site.expression);
  if (!loop) return undefined;
  run.parts.execute([loop], site.frame);
  return unknown();
}

/** `copy_if(begin, end, out, test)`; of a part of a range what asks each element. */
export const copyIf = (run: Interpreter, site: CallSite): Value | undefined =>
  fill(run, site) ?? asking()(run, site);

/** `generate_n(out, n, f)`, `generate(begin, end, f)`, `ranges::generate(v, f)`. */
export function generate(run: Interpreter, site: CallSite): Value {
  const filled = fill(run, site);
  if (filled) return filled;
  const [out, count] = argumentsOf(run, site);
  const target = containerAt(run, site, 0);
  const times = count?.value.kind === 'number' ? count.value.quantity : target?.size?.quantity;
  return repeat(run, site, { times, given: [], target, appends: out?.value.kind === 'array' });
}

/** `transform(begin, end, out, f)`, `ranges::transform(v, out, f)`. */
export function transform(run: Interpreter, site: CallSite): Value {
  const filled = fill(run, site);
  if (filled) return filled;
  const args = argumentsOf(run, site);
  const source = containerAt(run, site, 0);
  const at = args.length - 2;
  const element = { value: source?.rest.value ?? unknown(), cell: source?.rest, text: '', range: site.range };
  const appends = args[at]?.value.kind === 'array';
  const target = containerAt(run, site, at);
  return repeat(run, site, { times: source?.size?.quantity, given: [element], target, appends });
}

interface Repeated {
  /** How often, where it is known. */
  times: Quantity | undefined;
  given: readonly Argument[];
  target: ArrayStore | undefined;
  /** Whether the results are added to the target, and not written over its elements. */
  appends: boolean;
}

function repeat(run: Interpreter, site: CallSite, { times, given, target, appends }: Repeated): Value {
  const callee = asCallable(run, argumentsOf(run, site).at(-1)?.value ?? unknown(), given.length);
  if (!callee) return unknown();
  run.repeated(times ?? 'forever', site.range, '', () => {
    const [value = unknown()] = callee.targets.map((one) => run.parts.invoke(one, given, site.range));
    if (target && appends) appendTo(run, target, value);
    else if (target) run.store.write(target.rest, value);
  });
  return unknown();
}
