/** Functions of the library that call what they are given for each element of a range: loops over these. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import { asCallable } from '../interpret/calls/callable.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { isEffective } from '../interpret/effects.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { loopOfCall } from '../interpret/statements/element-loop.ts';
import { calledName } from '../interpret/statements/motion.ts';
import { lengthOf, positionOf } from '../interpret/statements/positions.ts';
import { lengthOfRange } from '../interpret/statements/ranges.ts';
import { calculate } from '../interpret/values/numbers.ts';
import { pointee, unknown, type NumberValue, type Value } from '../interpret/values/value.ts';

type Library = (run: Interpreter, site: CallSite) => Value | undefined;

/** `all_of(begin, end, f)`, `count_if(v, f)`: what asks each element does the work of the question for each. */
export function asking(answer: Library = () => undefined): Library {
  return (run, site) => {
    const question = argumentsOf(run, site).findLast(({ value }) => asCallable(run, value));
    const callee = question && asCallable(run, question.value);
    if (callee && isEffective(run, callee)) forEach(run, site);
    return answer(run, site) ?? (callee && unknown(run.text(site.frame.chunk, site.expression)));
  };
}

/** `for_each(begin, end, f)`, `ranges::for_each(v, f)`, `for_each_n(begin, n, f)`: a loop over the elements. */
export const forEach: Library = (run, site) => {
  const loop = loopOfCall(site.expression);
  if (loop) run.parts.execute([loop], site.frame);
  else forSome(run, site);
  return unknown();
};

/** The same over a part of a container, or over what no container is. */
function forSome(run: Interpreter, site: CallSite): void {
  const args = argumentsOf(run, site);
  const at = args.findIndex((arg) => asCallable(run, arg.value));
  const target = asCallable(run, args[at]?.value ?? unknown());
  const items = args[0] && pointee(args[0].value);
  if (!target) return;
  const element: Argument = {
    value: items?.kind === 'array' ? items.store.rest.value : (items ?? unknown()),
    text: args[0]?.text ?? '',
    range: site.range,
  };
  const [range] = at === 1 ? site.expression.args : [];
  const shown = range && lengthOfRange(run, range, site.frame);
  const times = shown ?? walked(run, site, at)?.quantity ?? 'forever';
  const head = { range: site.range, statement: site.callRange, condition: element.text };
  const node = run.enterLoop({ loop: 'for', times, ...head });
  run.into(node.body, () => {
    for (const one of target.targets) run.parts.invoke(one, [element], site.range);
  });
  run.leaveLoop(node);
}

/** How many elements stand before the function at `at` among the arguments: those of a range, or between two places. */
function walked(run: Interpreter, { expression, frame }: CallSite, at: number): NumberValue | undefined {
  const [first, second] = expression.args.slice(
    /policy|execution/.test(run.text(frame.chunk, expression)) ? 1 : 0,
    at,
  );
  if (!first || !second) return first && lengthOf(run, first, frame);
  const last = positionOf(run, second, frame);
  if (calledName(expression).endsWith('_n')) return last;
  const from = positionOf(run, first, frame);
  return last && from && calculate('-', last, from);
}
