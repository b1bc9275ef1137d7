/** Functions that the program only stores: where nothing that is followed reads what they are stored in, nobody calls them. */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { Expression, FunctionDeclaration, LambdaExpression, Statement } from '../../syntax/ast.ts';
import { usedNames, visitExpression, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { calledName } from '../statements/motion.ts';

/** Which parameter of which of the program's functions took it. */
export interface Taken {
  by: string;
  index: number;
}

/** Whether the function is kept in places that nothing reads. Where it may be put elsewhere, or called, it is not. */
export function isOnlyStored(run: Interpreter, taken: Taken): boolean {
  const places = placesFor(run, taken, 0);
  return places !== undefined && places.size > 0 && ![...places].some((place) => isRead(run, place));
}

/** The names of the places that a function is put in; undefined where something else is done with it. */
function placesFor(run: Interpreter, { by, index }: Taken, depth: number): ReadonlySet<string> | undefined {
  const takers = run.symbols.functions
    .named(lastName(by))
    .filter(({ body, name }) => body && isNamed(name, by));
  if (!takers.length || depth > 3) return undefined;
  const places = new Set<string>();
  for (const taker of takers) {
    const found = storedBy(run, taker, index, depth);
    if (!found) return undefined;
    for (const place of found) places.add(place);
  }
  return places;
}

const isNamed = (name: string, by: string): boolean =>
  name === by || (by.includes('::') ? `::${name}`.endsWith(`::${by}`) : lastName(name) === by);

function storedBy(
  run: Interpreter,
  { parameters, body = [], initializers }: FunctionDeclaration,
  index: number,
  depth: number,
): ReadonlySet<string> | undefined {
  const name = parameters[index]?.name;
  if (name === undefined) return undefined;
  const places = new Set<string>();
  let left = 0;
  const note = (found: ReadonlySet<string> | undefined) => {
    for (const place of found ?? []) places.add(place);
    if (found) left--;
  };
  const visit = (one: Expression) => {
    if (one.kind === 'name' && one.name === name) left++;
    if (one.kind === 'assign' && isHandedOn(one.value, name)) note(asPlace(one.target));
    if (one.kind === 'call') note(storedByCall(run, one, name, depth));
  };
  visitExpressions(body, visit);
  for (const { name: field, args } of initializers) {
    for (const arg of args) visitExpression(arg, visit);
    if (args.some((arg) => isHandedOn(arg, name))) note(new Set([field]));
  }
  return left === 0 ? places : undefined;
}

type Call = Extract<Expression, { kind: 'call' }>;

/** What a call with it as an argument puts it in: a container that is added to, or what the program's function does. */
function storedByCall(
  run: Interpreter,
  call: Call,
  name: string,
  depth: number,
): ReadonlySet<string> | undefined {
  const index = call.args.findIndex((arg) => isHandedOn(arg, name));
  if (index < 0 || /^(move|forward)$/.test(calledName(call))) return undefined;
  if (call.callee.kind === 'member' && ADDING.has(call.callee.name)) return asPlace(call.callee.object);
  return placesFor(run, { by: calledName(call), index }, depth + 1);
}

const ADDING: ReadonlySet<string> = new Set(
  'push_back emplace_back push emplace insert try_emplace insert_or_assign push_front emplace_front'.split(
    ' ',
  ),
);

/** Methods that tell nothing of what a container holds. */
const ASKING: ReadonlySet<string> = new Set([...ADDING, ...'size empty clear reserve'.split(' ')]);

/** `f`, `std::move(f)`, `std::forward<F>(f)`. */
function isHandedOn(one: Expression, name: string): boolean {
  if (one.kind === 'name') return one.name === name;
  return (
    one.kind === 'call' &&
    /^(move|forward)$/.test(calledName(one)) &&
    one.args.some((arg) => isHandedOn(arg, name))
  );
}

const asPlace = (place: Expression): ReadonlySet<string> | undefined => {
  const root = rootName(place);
  return root === undefined ? undefined : new Set([root]);
};

/** `all_` of `all_[key]`, `this->all_` and `all_.at(key)`, `all` of `all()[key]`. */
function rootName(place: Expression): string | undefined {
  if (place.kind === 'name') return lastName(place.name);
  if (place.kind === 'member') return place.name;
  if (place.kind === 'index') return rootName(place.object);
  if (place.kind !== 'call') return undefined;
  const { callee } = place;
  return callee.kind === 'member' && callee.name === 'at' ? rootName(callee.object) : rootName(callee);
}

/** Whether a function that was followed, or that is named in what was, reads a place of that name. */
function isRead(run: Interpreter, place: string): boolean {
  const bodies = [...run.followed].map(bodyOf);
  if (bodies.some((body) => readsIn(body).has(place))) return true;
  const named = new Set(bodies.flatMap((body) => usedNames(body).map(lastName)));
  for (const { name, body } of run.symbols.functions.values())
    if (body && named.has(lastName(name)) && readsIn(body).has(place)) return true;
  return false;
}

const NONE: readonly Statement[] = [];

function bodyOf(followed: unknown): readonly Statement[] {
  const { body } = followed as Partial<FunctionDeclaration | LambdaExpression>;
  return body ?? NONE;
}

/** The names of what a text reads, other than to put something in. */
const readsIn = oncePer((body: readonly Statement[]): ReadonlySet<string> => {
  const counts = new Map<string, number>();
  const count = (name: string | undefined, by: 1 | -1) => {
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + by);
  };
  visitExpressions(body, (one) => {
    if (one.kind === 'name') count(lastName(one.name), 1);
    if (one.kind === 'member') count(one.name, 1);
    if (one.kind === 'assign') count(rootName(one.target), -1);
    if (one.kind === 'call' && one.callee.kind === 'member' && ASKING.has(one.callee.name))
      count(rootName(one.callee.object), -1);
  });
  return new Set([...counts].filter(([, times]) => times > 0).map(([name]) => name));
});
