/** Which places a program may give another value than the one they start with, told from its text by name. */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { FunctionDeclaration } from '../../syntax/ast.ts';
import { asStatement, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { nameOf, referredIn, writesIn, type Body, type Write } from './writes.ts';

/** Whether anything in sight may write a global of that name; what has no main of its own, others may. */
export function isWritten({ symbols }: Interpreter, name: string): boolean {
  return !symbols.functions.named('main').length || writtenBy(symbols).has(lastName(name));
}

const writtenBy = oncePer((symbols: SymbolTable): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const body of textsOf(symbols)) noteWritten(symbols, body, names);
  for (const { body } of symbols.macros.values())
    for (const [, name = ''] of body.matchAll(ASSIGNED)) names.add(name);
  return names;
});

const ASSIGNED = /\b([A-Za-z_]\w*)\s*(?:(?:[-+*/%&|^]|<<|>>)?=(?!=)|\+\+|--)/g;

/** The functions, and what globals start with. */
const textsOf = ({ functions, globals }: SymbolTable): Body[] => [
  ...functions
    .values()
    .flatMap(({ body, initializers }) => [
      body ?? [],
      initializers.flatMap(({ args }) => args.map(asStatement)),
    ]),
  ...globals
    .values()
    .map(({ variable: { initial, args = [] } }) => [...(initial ? [initial] : []), ...args].map(asStatement)),
];

function noteWritten(symbols: SymbolTable, body: Body, names: Set<string>): void {
  for (const one of writesIn(body).all)
    for (const name of one.kind === 'call' ? givenAway(symbols, one) : [one.name])
      if (name !== undefined) names.add(name);
  for (const name of referredIn(body)) names.add(name);
  // Whoever has its address may write it.
  visitExpressions(body, (one) => {
    const name = one.kind === 'unary' && one.operator === '&' ? nameOf(one.operand) : undefined;
    if (name !== undefined) names.add(name);
  });
}

/** What a call may write: all that it is given where nobody says by which parameters. */
function givenAway(
  { functions }: SymbolTable,
  { name, args, places }: Extract<Write, { kind: 'call' }>,
): readonly (string | undefined)[] {
  const declared = functions.named(name);
  return [
    ...places,
    ...args.filter((_, at) => !declared.length || declared.some((one) => mayWrite(one, at))),
  ];
}

function mayWrite({ parameters }: FunctionDeclaration, at: number): boolean {
  const type = parameters[at]?.type;
  return !type || (type.reference && !type.constant);
}
