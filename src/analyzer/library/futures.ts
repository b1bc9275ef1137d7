/** Promises and their futures: who waits for an answer goes on when somebody gives one. */
import { lastName } from '../program/qualified.ts';
import type { Expression } from '../syntax/ast.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { locate } from '../interpret/names/lvalue.ts';
import { unknown, type Cell, type Value } from '../interpret/values/value.ts';
import { permitAt } from './permits.ts';
import { moveSemaphore } from './waiting.ts';

/** A method of a promise, or of what `get_future` made of one: its future leads to the promise. */
export function callPromise(
  run: Interpreter,
  { name, object }: Extract<Expression, { kind: 'member' }>,
  held: Value,
  site: CallSite,
): Value | undefined {
  const promised = held.kind === 'unknown' ? held.answers : undefined;
  if (promised && name === 'share') return held;
  if (promised && /^(get|wait|wait_for|wait_until)$/.test(name)) return waitFor(run, object, promised, site);
  if (!/^(get_future|set_value|set_exception)$/.test(name)) return undefined;
  const place = locate(run, object, site.frame);
  const cell = place && isPromise(place) ? place : promised;
  if (!cell) return undefined;
  return name === 'get_future' ? { ...unknown(name), answers: cell } : move(run, cell, 'release', site);
}

/** An answer comes once: `f.wait(); f.get();` waits for it the first time. */
function waitFor(run: Interpreter, future: Expression, promise: Cell, site: CallSite): Value {
  const cell = locate(run, future, site.frame);
  if (cell?.value.kind === 'unknown') run.store.assign(cell, unknown(cell.value.text));
  return move(run, promise, 'acquire', site);
}

const isPromise = ({ type }: Cell): boolean => type !== undefined && lastName(type.name) === 'promise';

function move(run: Interpreter, cell: Cell, operation: 'acquire' | 'release', site: CallSite): Value {
  argumentsOf(run, site);
  const promise = oneFor(run, cell);
  // An answer is no frame that goes on: with it a new one begins.
  permitAt(run, promise, true).queue.initial ??= 0;
  moveSemaphore(run, promise, operation, site.range);
  return unknown(run.text(site.frame.chunk, site.expression));
}

/** Who answers may be followed before those that ask: the promises of one declaration are one. */
function oneFor(run: Interpreter, cell: Cell): Cell {
  const { declared } = cell;
  if (!declared) return cell;
  const key = `${declared.file}:${declared.line}:${declared.column}`;
  const one = run.promises.get(key) ?? cell;
  run.promises.set(key, one);
  return one;
}
