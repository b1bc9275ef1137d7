/**
 * State machines that stand still until the device is done: `case Infer: if (!isReady(stream)) break; …`. A pass that finds
 * it busy changes nothing, so who asks waits.
 */
import { oncePer } from '../../../base/once.ts';
import { catalogueRow } from '../../acl/catalogue.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import { callNames } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Cell } from '../values/value.ts';
import { attempted } from './attempt.ts';
import type { Deciding } from './deciding.ts';

type Held = ReadonlyMap<Cell, string>;

/** Follows a pass of a machine; what it asks of the device it waits for where it stands still until then. */
export function passOrWait<T>(run: Interpreter, deciding: Deciding, pass: () => T): T {
  const busy = asksWhetherDone(run.symbols) ? passWhileBusy(run, deciding, pass) : undefined;
  const before = deciding.held();
  deciding.questions = [];
  const done = pass();
  if (busy && standsStill(before, busy, deciding.held()))
    for (const question of deciding.questions) question.isAwaited = true;
  return done;
}

/** What the places hold after a pass that finds the device busy; undefined where it does not ask. */
function passWhileBusy(run: Interpreter, deciding: Deciding, pass: () => unknown): Held | undefined {
  let held: Held | undefined;
  deciding.questions = [];
  attempted(run, () => {
    deciding.isReady = false;
    pass();
    deciding.isReady = true;
    if (deciding.questions.length) held = deciding.held();
    return undefined;
  });
  return held;
}

/** Whether the pass would have gone on, and goes nowhere else while the device is busy. */
function standsStill(before: Held, busy: Held, after: Held): boolean {
  const places = [...before].filter(([cell]) => after.has(cell));
  const stands = places.filter(([cell, value]) => busy.get(cell) === value);
  const others = places.filter(([cell, value]) => busy.get(cell) !== value);
  return (
    stands.some(([cell, value]) => after.get(cell) !== value) &&
    others.every(([cell]) => busy.get(cell) === after.get(cell))
  );
}

/** Whether the program asks anywhere whether work is done. */
const asksWhetherDone = oncePer(({ functions }: SymbolTable): boolean =>
  functions
    .values()
    .some(({ body }) => callNames(body ?? []).some((name) => catalogueRow(name)?.done !== undefined)),
);
