/** Lambdas that a text hands to a thread or only puts somewhere: what they do is not done where they stand. */
import { oncePer } from '../../base/once.ts';
import type { Expression, LambdaExpression, Statement, TypeName } from './ast.ts';
import { bodiesOf, namesOfCalls, visitExpressions } from './visit.ts';

type Body = readonly Statement[];

/** The names of the calls in the statements, without those of such lambdas. */
export const ownCallNames = oncePer((statements: Body): readonly string[] =>
  namesOfCalls(statements, handedIn(statements)),
);

const TAKING: ReadonlySet<string> = new Set(
  'thread jthread async emplace_back push_back emplace try_emplace'.split(' '),
);

function handedIn(statements: Body): LambdaExpression[] {
  const handed = variablesIn(statements).flatMap(({ type, args = [] }) => (isTaking(type) ? args : []));
  visitExpressions(statements, (one) => {
    if (one.kind === 'new' && isTaking(one.type)) handed.push(...one.args);
    if (one.kind === 'call' && TAKING.has(lastName(one.callee))) handed.push(...one.args);
  });
  return handed.filter((one) => one.kind === 'lambda');
}

const variablesIn = (statements: Body): Extract<Statement, { kind: 'declare' }>['variables'] =>
  statements.flatMap((one) => [
    ...(one.kind === 'declare' ? one.variables : []),
    ...bodiesOf(one).flatMap(variablesIn),
  ]);

const isTaking = ({ name }: TypeName): boolean => TAKING.has(unscoped(name));

const lastName = (callee: Expression): string =>
  callee.kind === 'name' || callee.kind === 'member' ? unscoped(callee.name) : '';

const unscoped = (name: string): string => name.slice(name.lastIndexOf(':') + 1);
