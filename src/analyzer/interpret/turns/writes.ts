/** What a text gives other values, asks and hands on, by name: told from the text alone, once for as long as it lives. */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { asStatement, bodiesOf, callNames, visitExpressions } from '../../syntax/visit.ts';
import { rowOf } from '../calls/callable.ts';
import { isThread } from '../names/types.ts';
import { placeKey, readPlaces } from '../statements/motion.ts';

export type Body = readonly Statement[];

/** One place of a text where something may get another value, all by their last names. */
export type Write =
  | { kind: 'moved'; name: string }
  /** Whether it is moved depends on what is read for it. */
  | { kind: 'assigned'; name: string | undefined; reads: readonly string[] }
  /** Whether its arguments are moved depends on the program's functions of that name; where there is none, `places` are. */
  | { kind: 'call'; name: string; args: readonly (string | undefined)[]; places: readonly string[] };

export interface Writes {
  /** In the order of the text. */
  all: readonly Write[];
  /** Local variables that are another thing in each pass: what a call gives, an element. */
  own: ReadonlySet<string>;
}

export const writesIn = oncePer((body: Body): Writes => {
  const all: Write[] = [];
  visitExpressions(body, (one) => all.push(...writesOf(one)));
  return { all, own: localsIn(body) };
});

/** A loop as the text of its own that it is, the same whenever it is asked for. */
export const alone = oncePer((loop: LoopStatement): Body => [loop]);

/** The loops in a text, those of its lambdas and those in loops included. */
export const loopsIn = oncePer((body: Body): LoopStatement[] => {
  const loops = statementsIn(body).filter((one) => one.kind === 'loop');
  return [...loops, ...lambdasIn(body).flatMap((inner) => loopsIn(inner))];
});

/** The places that conditions and choices ask. */
export const askedIn = oncePer((body: Body): readonly string[] =>
  statementsIn(body).flatMap((one) => {
    const asked = one.kind === 'switch' ? one.subject : 'condition' in one ? one.condition : undefined;
    return asked ? namesRead(asked) : [];
  }),
);

/** The functions that a text hands on: `f`, `&f`, `&Class::f` as an argument, and lambdas. */
export interface Given {
  names: readonly string[];
  lambdas: readonly Body[];
}

/** What a text hands on to be called when others like. */
export const handedOn = oncePer((body: Body): Given => functionsIn(givenIn(body).called));

/** What a text has run once, by a thread that it starts. */
export const started = oncePer((body: Body): Given => functionsIn(givenIn(body).started));

const functionsIn = (given: readonly Expression[]): Given => ({
  names: given.flatMap((one) => {
    const whole = one.kind === 'unary' && one.operator === '&' ? one.operand : one;
    return whole.kind === 'name' ? [lastName(whole.name)] : [];
  }),
  lambdas: given.flatMap((one) => (one.kind === 'lambda' ? [one.body] : [])),
});

/** The last names of what a text calls. */
export const calledIn = oncePer((body: Body): readonly string[] => callNames(body).map(lastName));

interface Arguments {
  called: readonly Expression[];
  started: readonly Expression[];
}

/** The last one where it makes a thread in a list. */
const STARTS = /^(pthread_create|j?thread|async|emplace_back)$/;

/** What the calls of a text, and the variables that it declares, are given. */
const givenIn = oncePer((body: Body): Arguments => {
  const called: Expression[] = [];
  const started: Expression[] = [];
  const note = (starts: boolean, args: readonly Expression[]) => (starts ? started : called).push(...args);
  visitExpressions(body, (one) => {
    if (one.kind === 'call') note(STARTS.test(nameOf(one.callee) ?? ''), one.args);
    else if (one.kind === 'new') note(isThread(one.type), one.args);
  });
  for (const one of statementsIn(body))
    if (one.kind === 'declare') for (const { type, args = [] } of one.variables) note(isThread(type), args);
  return { called, started };
});

function statementsIn(body: Body): Statement[] {
  return body.flatMap((one) => [one, ...bodiesOf(one).flatMap(statementsIn)]);
}

/** The variables that a text itself declares, but for those in its lambdas. */
export const localsOf = oncePer(
  (body: Body): ReadonlySet<string> =>
    new Set(
      statementsIn(body).flatMap((one) =>
        one.kind === 'declare' ? one.variables.map(({ name }) => name) : [],
      ),
    ),
);

/** What a reference stands for that a text declares: `bool &flag = debug;`. */
export const referredIn = (body: Body): string[] =>
  statementsIn(body).flatMap((one) =>
    one.kind === 'declare'
      ? one.variables.flatMap(({ type, initial }) => (type.reference && initial ? namesOf([initial]) : []))
      : [],
  );

export function lambdasIn(body: Body): Body[] {
  const found: Body[] = [];
  visitExpressions(body, (one) => {
    if (one.kind === 'lambda') found.push(one.body);
  });
  return found;
}

function localsIn(body: Body): ReadonlySet<string> {
  const own = new Set<string>();
  for (const one of statementsIn(body)) {
    if (one.kind === 'loop' && one.variable) own.add(one.variable.name);
    if (one.kind !== 'declare') continue;
    for (const { name, initial } of one.variables) if (!initial || hasCall(initial)) own.add(name);
  }
  return own;
}

function hasCall(expression: Expression): boolean {
  return callNames([asStatement(expression)]).length > 0;
}

function writesOf(one: Expression): Write[] {
  switch (one.kind) {
    case 'update':
      return moved([one.operand]);
    case 'assign':
      if (one.operator !== '=' || hasCall(one.value)) return moved([one.target]);
      return [{ kind: 'assigned', name: nameOf(one.target), reads: namesRead(one.value) }];
    case 'binary':
      return one.operator === '>>' ? moved([one.right]) : [];
    case 'call':
      return [callOf(one)];
    default:
      return [];
  }
}

const moved = (places: readonly Expression[]): Write[] =>
  namesOf(places).map((name) => ({ kind: 'moved', name }));

const READING =
  /^(empty|size|length|load|get|c_str|data|at|find|count|c?r?begin|c?r?end|front|back|value|has_value)$/;

type Call = Extract<Expression, { kind: 'call' }>;

function callOf(call: Call): Write {
  const { callee, args } = call;
  const name = callee.kind === 'name' || callee.kind === 'member' ? lastName(callee.name) : '';
  return { kind: 'call', name, args: args.map(nameOf), places: namesOf(writtenBy(call, name)) };
}

/** The places that a call may give other values where the program does not say what it does. */
function writtenBy({ callee, args }: Call, name: string): Expression[] {
  const written = args.flatMap((arg) => (arg.kind === 'unary' && arg.operator === '&' ? [arg.operand] : []));
  if (callee.kind !== 'member' || READING.test(name)) return written;
  const isForeign = rowOf({ name }) === undefined;
  return [...written, callee.object, ...(isForeign ? args.filter((arg) => placeKey(arg) !== undefined) : [])];
}

export const namesRead = (value: Expression): string[] => namesOf(readPlaces(value));

const namesOf = (places: readonly Expression[]): string[] => places.flatMap((place) => nameOf(place) ?? []);

/** The last name of a place: of an element or of what a pointer leads to, that of the whole. */
export function nameOf(place: Expression): string | undefined {
  switch (place.kind) {
    case 'name':
      return lastName(place.name);
    case 'member':
      return place.name;
    case 'index':
      return nameOf(place.object);
    case 'cast':
    case 'unary':
      return nameOf(place.operand);
    default:
      return undefined;
  }
}
