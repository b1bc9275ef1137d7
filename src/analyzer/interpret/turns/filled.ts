/** The containers that a loop both fills and empties, itself or in what it calls: told from the text alone. */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { LoopStatement, Statement } from '../../syntax/ast.ts';
import { callNames, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { loopsIn, nameOf } from './writes.ts';

const PUTS = /^(push|push_back|emplace|emplace_back)$/;
const TAKES = /^(pop|pop_front|pop_back|erase)$/;
/** With these a container is one between threads. */
const BETWEEN_THREADS = /^(wait|wait_for|wait_until|notify_one|notify_all|unlock)$/;

/** Their last names; none where threads wait for each other there. */
export const filledAndEmptied = ({ symbols }: Interpreter, loop: LoopStatement): ReadonlySet<string> =>
  filledIn(symbols, loop);

function filledIn(symbols: SymbolTable, { body }: LoopStatement): ReadonlySet<string> {
  const known = bySymbols(symbols);
  const names = known.get(body) ?? namesIn(symbols, body);
  known.set(body, names);
  return names;
}

/** Those that any loop of the program fills and empties. */
export const everFilledAndEmptied = oncePer((symbols: SymbolTable): ReadonlySet<string> => {
  const bodies = symbols.functions.values().flatMap(({ body }) => body ?? []);
  return new Set(bodies.flatMap((one) => loopsIn([one])).flatMap((loop) => [...filledIn(symbols, loop)]));
});

/** What a loop calls is that of one program. */
const bySymbols = oncePer(
  (_symbols: SymbolTable) => new WeakMap<readonly Statement[], ReadonlySet<string>>(),
);

function namesIn(symbols: SymbolTable, body: readonly Statement[]): ReadonlySet<string> {
  const all = [body, ...calledBodies(symbols, body)].map(movesIn);
  if (all.some(({ waits }) => waits)) return NONE;
  const puts = new Set(all.flatMap((one) => one.puts));
  return new Set(all.flatMap((one) => one.takes).filter((name) => puts.has(name)));
}

const NONE: ReadonlySet<string> = new Set();

/** The bodies of the program's functions that it calls, one level deep. */
const calledBodies = ({ functions }: SymbolTable, body: readonly Statement[]): (readonly Statement[])[] =>
  [...new Set(callNames(body).map(lastName))].flatMap((name) =>
    functions.named(name).flatMap((one) => (one.body ? [one.body] : [])),
  );

const movesIn = oncePer((body: readonly Statement[]) => {
  const [puts, takes]: [string[], string[]] = [[], []];
  let waits = false;
  visitExpressions(body, (one) => {
    if (one.kind !== 'call' || one.callee.kind !== 'member') return;
    const { name, object } = one.callee;
    const container = nameOf(object);
    waits ||= BETWEEN_THREADS.test(name);
    if (container === undefined) return;
    if (PUTS.test(name)) puts.push(container);
    if (TAKES.test(name)) takes.push(container);
  });
  return { puts, takes, waits };
});
