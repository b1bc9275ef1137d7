/** Ways out of a loop, those among them that a macro hides. */
import type { Statement } from '../../../syntax/ast.ts';
import { bodiesOf, callNames } from '../../../syntax/visit.ts';
import type { RuleContext } from '../../context.ts';
import { oncePer } from '../../../../base/once.ts';
import type { LoopSite } from '../loop-site.ts';

const LEAVES = /\b(?:return|throw|goto)\b/;

/** Can the function be left from within the loop? */
export const leaves = ({ inside, context }: LoopSite): boolean =>
  statementsOutsideLambdas(inside).some(isExit) ||
  leavesByMacro(inside, context) ||
  callNames(inside).some((name) => throwers(context).has(shortOf(name)));

const isExit = ({ kind }: Statement): boolean => kind === 'return' || kind === 'throw';

/** A lambda's `return` leaves the lambda. */
function statementsOutsideLambdas(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((one) => [one, ...bodiesOf(one).flatMap(statementsOutsideLambdas)]);
}

/** Does a macro of the statements leave the function, or one whose definition is not at hand, which may? */
function leavesByMacro(statements: readonly Statement[], context: RuleContext): boolean {
  return callNames(statements).some((name) => {
    const body = macros(context).get(name);
    return body === undefined ? /^[A-Z][A-Z\d_]+$/.test(name) : LEAVES.test(body);
  });
}

const macros = oncePer((context: RuleContext): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const file of context.trace.files) {
    for (const one of context.facts(file)?.declarations ?? []) {
      if (one.kind === 'macro') found.set(one.name, one.body);
    }
  }
  return found;
});

const shortOf = (name: string): string => name.replace(/^.*::/, '');

/** Calls that lie between a function and one that throws, at most. */
const MOST_DEEP = 4;

/** Short names of functions that throw, or call one that does. A handler in between is not looked for: a doubt says yes. */
const throwers = oncePer((context: RuleContext): ReadonlySet<string> => {
  const functions = context.trace.files.flatMap((file) =>
    (context.facts(file)?.declarations ?? []).flatMap((one) =>
      one.kind === 'function' && one.body ? [{ name: shortOf(one.name), body: one.body }] : [],
    ),
  );
  const found = new Set(
    functions.flatMap(({ name, body }) =>
      statementsOutsideLambdas(body).some(({ kind }) => kind === 'throw') ? [name] : [],
    ),
  );
  for (let depth = 0; depth < MOST_DEEP; depth++) {
    for (const { name, body } of functions)
      if (callNames(body).some((called) => found.has(shortOf(called)))) found.add(name);
  }
  return found;
});
