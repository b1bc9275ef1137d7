/** Functions of the library that seek an element of a table, or lead from one to another. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { elementAfter, elementsBetween } from '../interpret/expressions/element-after.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { literal, unknown, type Value } from '../interpret/values/value.ts';
import { asking } from './each.ts';
import { fold } from './folds.ts';
import { afterValue, byTest, byValue, extremeElement, fromValue, search } from './search.ts';

type ElementFunction = (run: Interpreter, site: CallSite) => Value | undefined;

/** `std::distance(v.begin(), found)`. */
const distance: ElementFunction = (run, site) => {
  const [first] = site.expression.args;
  const [, last] = argumentsOf(run, site);
  return first && last && elementsBetween(run, first, last.value, site.frame);
};

/** `std::next(found)`, `std::prev(found, 2)`. */
function beside(operator: '+' | '-'): ElementFunction {
  return (run, site) => {
    const [place, by] = argumentsOf(run, site);
    if (!place) return undefined;
    return elementAfter(run, operator, place.value, by?.value ?? literal(1)) ?? unknown(place.text);
  };
}

/** What asks each element for a truth, and gives what only run time says. */
const ASKING = [
  ...['all_of', 'any_of', 'none_of', 'count_if', 'find_if_not', 'remove_if', 'remove_copy_if'],
  ...['replace_if', 'partition', 'stable_partition', 'is_partitioned'],
];

/** By name without `std::`. */
export const elementFunctions: Partial<Record<string, ElementFunction>> = {
  find: search(byValue, 2),
  'ranges::find': search(byValue, 1),
  find_if: asking(search(byTest, 2)),
  'ranges::find_if': asking(search(byTest, 1)),
  ...Object.fromEntries(ASKING.flatMap((name) => [name, `ranges::${name}`]).map((name) => [name, asking()])),
  lower_bound: search(fromValue, 2),
  upper_bound: search(afterValue, 2),
  max_element: extremeElement('<', 2),
  'ranges::max_element': extremeElement('<', 1),
  min_element: extremeElement('>', 2),
  'ranges::min_element': extremeElement('>', 1),
  accumulate: fold,
  reduce: fold,
  distance,
  next: beside('+'),
  prev: beside('-'),
};
