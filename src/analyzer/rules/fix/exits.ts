/** Ways out of a loop that a macro hides. */
import type { Statement } from '../../syntax/ast.ts';
import { callNames } from '../../syntax/visit.ts';
import type { RuleContext } from '../support/context.ts';
import { oncePer } from '../support/once.ts';

const LEAVES = /\b(?:return|throw|goto)\b/;

/** Does a macro of the statements leave the function, or one whose definition is not at hand, which may? */
export function leavesByMacro(statements: readonly Statement[], context: RuleContext): boolean {
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
