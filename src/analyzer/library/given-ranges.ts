/** The containers that algorithms are given, whole or by iterators. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { beginOf } from '../interpret/statements/element-loop.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { pointee, unknown, type ArrayStore } from '../interpret/values/value.ts';

/** The container that an argument is, adds to, or stands in: `v`, `back_inserter(v)`, `v.begin()`. */
export function containerAt(run: Interpreter, site: CallSite, at: number): ArrayStore | undefined {
  const expression = site.expression.args[at];
  const whole = expression && beginOf(expression);
  const value = whole ? run.parts.evaluate(whole, site.frame) : argumentsOf(run, site)[at]?.value;
  const held = pointee(value ?? unknown());
  return held.kind === 'array' ? held.store : undefined;
}
