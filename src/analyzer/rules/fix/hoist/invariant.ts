/** Is an expression the same in every pass of a loop? */
import type { Expression, Parameter, Statement } from '../../../syntax/ast.ts';
import { visitExpression } from '../../../syntax/visit.ts';
import { visitNodes } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { oncePer } from '../../../../base/once.ts';
import type { LoopSite } from '../loop-site.ts';
import { changedIn, declaredIn, namesOf } from '../syntax.ts';

/** Functions of the runtime and of C that take what they are given by value, or say so with `&`. */
const BY_VALUE = /^(?:acl|hi_|std::|mem(?:cpy|set|cmp)|f?printf|[A-Z][A-Z\d_]*$)/;
/** Calls whose answer hangs on their arguments alone. */
const PURE = /^(?:acl\w*Get\w*|aclDataTypeSize|sizeof|(?:std::)?(?:max|min)|align\w*)$|^(?:ALIGN|Align)\w*$/i;

/** Names that keep their value from pass to pass, and those declared in the loop, which must be moved as well. */
export interface Invariance {
  isFixed(expression: Expression): boolean;
  /** Declarations of the loop that the expression needs, first ones first; undefined where one changes. */
  needs(expression: Expression): Statement[] | undefined;
}

/** `without`: statements that are to be moved themselves. */
export function invariance(site: LoopSite, without: readonly Statement[]): Invariance {
  const stays = site.inside.filter((statement) => !without.includes(statement));
  const changed = changedIn([...stays, ...site.heads], takesByValue(site.context));
  const declared = new Set(declaredIn([...site.inside, ...site.heads]).map(({ name }) => name));
  const locals = new Set([...site.outside.map(({ name }) => name), ...declared]);
  const isKept = (name: string): boolean =>
    !changed.has(name) && (locals.has(name) || !changedElsewhere(site).has(name));
  const needs = (expression: Expression, depth = 0): Statement[] | undefined => {
    if (depth > 4 || !isPure(expression)) return undefined;
    const found: Statement[] = [];
    for (const name of namesOf(expression)) {
      if (!isKept(name)) return undefined;
      if (!declared.has(name)) continue;
      const statement = site.inside.find((one) => declares(one, name));
      const initial = statement?.kind === 'declare' ? statement.variables[0]?.initial : undefined;
      const before = initial && needs(initial, depth + 1);
      if (!statement || !before) return undefined;
      found.push(...[...before, statement].filter((one) => !found.includes(one)));
    }
    return found;
  };
  return { isFixed: (expression) => needs(expression)?.length === 0, needs };
}

/** `T name = …;`, alone. */
export const declares = (statement: Statement, name: string): boolean =>
  statement.kind === 'declare' && statement.variables.length === 1 && statement.variables[0]?.name === name;

export function isPure(expression: Expression): boolean {
  let pure = true;
  visitExpression(expression, (one) => {
    if (one.kind === 'call') {
      const isMethod = one.callee.kind === 'member' && one.args.length === 0;
      const isKnown = one.callee.kind === 'name' && PURE.test(one.callee.name);
      if (!isMethod && !isKnown) pure = false;
    }
    if (['assign', 'update', 'new', 'delete', 'lambda'].includes(one.kind)) pure = false;
  });
  return pure;
}

/** What functions that the loop calls change. */
const changedElsewhere = oncePer((site: LoopSite): ReadonlySet<string> => {
  const names = new Set<string>();
  visitNodes(site.node.body, ({ function: name }) => {
    if (name !== site.node.function) names.add(name);
  });
  const bodies = functionsOf(site.context).filter((one) => names.has(one.name));
  return changedIn(
    bodies.flatMap(({ body }) => body ?? []),
    takesByValue(site.context),
  );
});

/** Functions of the program's files, methods included. */
export const functionsOf = oncePer((context: RuleContext) =>
  context.trace.files.flatMap((file) =>
    (context.facts(file)?.declarations ?? []).filter((one) => one.kind === 'function'),
  ),
);

/** Whether a function leaves its plain arguments as they are. */
export const takesByValue = oncePer((context: RuleContext) => {
  const own = new Map<string, Parameter[]>();
  for (const { name, parameters } of functionsOf(context)) {
    const short = name.replace(/^.*::/, '');
    own.set(short, [...(own.get(short) ?? []), ...parameters]);
  }
  return (callee: string): boolean => {
    const parameters = own.get(callee.replace(/^.*::/, ''));
    if (!parameters) return BY_VALUE.test(callee);
    return parameters.every(({ type }) => !type.reference || type.constant);
  };
});
