/** Ways out of a loop, those among them that a macro hides. */
import type { Statement } from '../../syntax/ast.ts';
import { bodiesOf, callNames } from '../../syntax/visit.ts';
import type { RuleContext } from '../support/context.ts';
import { oncePer } from '../support/once.ts';
import type { LoopSite } from './loop-site.ts';

const LEAVES = /\b(?:return|throw|goto)\b/;

/** Can the function be left from within the loop? */
export const leaves = ({ inside, context }: LoopSite): boolean =>
  statementsOutsideLambdas(inside).some(isExit) || leavesByMacro(inside, context);

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
