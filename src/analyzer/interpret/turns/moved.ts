/**
 * What the passes of a program move, told from its text by name: counters, states, what is filled anew. What is asked of such
 * a place is a share of the passes, and no mode that is fixed for a run.
 */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { FunctionDeclaration, LoopStatement } from '../../syntax/ast.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import {
  alone,
  askedIn,
  calledIn,
  handedOn,
  lambdasIn,
  localsOf,
  loopsIn,
  started,
  writesIn,
  type Body,
  type Write,
} from './writes.ts';

/** Whether a pass of the program, or what runs beside it, gives places of that name other values. */
export function isMoved(run: Interpreter, name: string): boolean {
  return movedBy(run.symbols).has(lastName(name));
}

const textsIn = ({ functions }: SymbolTable): Body[] =>
  functions.values().flatMap(({ body }) => (body ? [body] : []));

/** All that happens again and again: loops that work, functions that others call when they like, and what these call. */
function passesOf(symbols: SymbolTable, loops: readonly LoopStatement[]): Body[] {
  const texts = textsIn(symbols);
  const given = texts.map(handedOn);
  const names = new Set(given.flatMap((one) => one.names));
  const called = new Set([...texts.flatMap(calledIn), ...texts.flatMap((text) => started(text).names)]);
  const isEntry = ({ name, body = [] }: FunctionDeclaration): boolean =>
    names.has(lastName(name)) ||
    (lastName(name) !== 'main' && !called.has(lastName(name)) && hasEffect({ symbols }, body, 'submission'));
  const entries = symbols.functions
    .values()
    .flatMap((one) => (one.body && isEntry(one) && !isConstructor(one) ? [one.body] : []));
  const working = loops.map(alone).filter((loop) => hasEffect({ symbols }, loop));
  return withCalled(symbols, [...working, ...entries, ...given.flatMap(({ lambdas }) => lambdas)]);
}

/** What threads do once. What it moves that others see may be asked while it does; its own variables it gives one value. */
function threadsOf(symbols: SymbolTable): Body[] {
  const begun = textsIn(symbols).map(started);
  const bodies = begun.flatMap(({ names }) =>
    names.flatMap((name) => symbols.functions.named(name).flatMap(({ body }) => (body ? [body] : []))),
  );
  return withCalled(symbols, [...bodies, ...begun.flatMap(({ lambdas }) => lambdas)]);
}

function withCalled({ functions }: SymbolTable, seeds: readonly Body[]): Body[] {
  const names = new Set<string>();
  const found = new Set<Body>();
  const pending = [...seeds];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const name of calledIn(next)) {
      if (names.has(name)) continue;
      names.add(name);
      for (const one of functions.named(name)) if (one.body && !isConstructor(one)) pending.push(one.body);
    }
  }
  return [...found];
}

const isConstructor = ({ name, owner }: FunctionDeclaration): boolean =>
  owner !== undefined && lastName(owner) === lastName(name);

const movedBy = oncePer((symbols: SymbolTable): ReadonlySet<string> => {
  const names = new Set<string>();
  const loops = textsIn(symbols).flatMap(loopsIn);
  for (const loop of loops) noteStates(symbols, alone(loop), names);
  const passes = passesOf(symbols, loops);
  // What a function moves of what it is given by reference shows once its own text has been read.
  const isPass = new Set(passes);
  const threads = threadsOf(symbols).filter((body) => !isPass.has(body));
  for (let before = -1; before < names.size;) {
    before = names.size;
    for (const body of passes) noteMoved(symbols, body, names);
    for (const body of threads) noteShared(symbols, body, names);
  }
  return names;
});

/** What a loop asks and moves itself, whether it is seen to work or not: what it does may be held in a table. */
function noteStates(symbols: SymbolTable, loop: Body, names: Set<string>): void {
  const moved = new Set<string>();
  noteMoved(symbols, loop, moved);
  for (const name of askedIn(loop)) if (moved.has(name)) names.add(name);
}

function noteMoved(symbols: SymbolTable, body: Body, names: Set<string>): void {
  const { all, own } = writesIn(body);
  for (const one of all) {
    if (one.kind === 'moved') names.add(one.name);
    else if (one.kind === 'call') for (const name of writtenBy(symbols, one, names)) names.add(name);
    else if (one.name !== undefined && isOther(symbols, one, own, names)) names.add(one.name);
  }
}

/** What a text that is run once moves, but for variables of its own; its lambdas may be called again and again. */
function noteShared(symbols: SymbolTable, body: Body, names: Set<string>): void {
  const moved = new Set(names);
  const own = localsOf(body);
  noteMoved(symbols, body, moved);
  for (const name of moved) if (!own.has(name)) names.add(name);
  for (const lambda of lambdasIn(body)) noteMoved(symbols, lambda, names);
}

/** Whether an assignment gives its place another value than it had before: what only hands on a setting does not. */
function isOther(
  symbols: SymbolTable,
  { name: target, reads }: Extract<Write, { kind: 'assigned' }>,
  own: ReadonlySet<string>,
  names: ReadonlySet<string>,
): boolean {
  const places = reads.filter((name) => !isConstant(symbols, name));
  return !places.length || places.some((name) => own.has(name) || names.has(name) || name === target);
}

function isConstant({ enumerators, macros }: SymbolTable, name: string): boolean {
  return (
    enumerators.named(name).length > 0 || macros.named(name).length > 0 || /^[A-Z][A-Z0-9_]*$/.test(name)
  );
}

/** What a call may give other values. */
function writtenBy(
  { functions }: SymbolTable,
  { name: called, args, places }: Extract<Write, { kind: 'call' }>,
  names: ReadonlySet<string>,
): readonly string[] {
  const declared = functions.named(called).filter(({ body }) => body !== undefined);
  if (!declared.length) return places;
  return args.flatMap((name, at) =>
    name !== undefined && declared.some((one) => movesParameter(one, at, names)) ? [name] : [],
  );
}

function movesParameter(
  { parameters }: FunctionDeclaration,
  at: number,
  names: ReadonlySet<string>,
): boolean {
  const parameter = parameters[at];
  if (!parameter || parameter.type.constant || !(parameter.type.reference || parameter.type.pointers))
    return false;
  return names.has(parameter.name);
}
