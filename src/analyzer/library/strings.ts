/** std::string: what its methods do to the text that it holds. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { typeOfExpression } from '../interpret/names/expression-type.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { isString } from '../interpret/names/types.ts';
import { opposite } from '../trace/modes.ts';
import { calledName } from '../interpret/statements/motion.ts';
import { answer, askedMode } from '../interpret/values/modes.ts';
import { literal, unknown, type Value } from '../interpret/values/value.ts';
import { textAfter } from './texts.ts';
import type { Expression } from '../syntax/ast.ts';

/** Whether a method of a string changes it. */
export function changesText(method: string): boolean {
  return /^(assign|append|push_back|insert|replace|erase|clear|swap|resize)$/.test(method);
}

/** Whether a method gives the text itself, of a string, a path or a stream. */
export function saysText(method: string): boolean {
  return /^(str|view|string|u8string|generic_string|native|lexically_normal)$/.test(method);
}

/** A std::string that a method changes. */
export function changeText(
  run: Interpreter,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  const cell = run.parts.locate(callee.object, site.frame);
  const text = cell && textAfter(run, cell.value, callee.name, site);
  if (cell) run.store.write(cell, text ?? unknown(cell.name));
  return unknown(callee.name);
}

/** `text.data()`, `&text[0]`: the value with the place whose memory it is. */
export function addressOfText(run: Interpreter, text: Expression, value: Value, frame: Frame): Value {
  if (value.kind !== 'string' && value.kind !== 'unknown') return value;
  const type = typeOfExpression(run, text, frame);
  const cell = type && isString(type) ? run.parts.locate(text, frame) : undefined;
  return cell ? { ...value, textIn: cell } : value;
}

/** `strcmp(a, b)`, `strncasecmp(a, b, n)`: 0 where they are the same; undefined where a text is not known. */
export function compareTexts(run: Interpreter, site: CallSite): Value | undefined {
  const [left, right, count] = argumentsOf(run, site).map(({ value }) => value);
  if (left?.kind !== 'string' || right?.kind !== 'string') return undefined;
  const asked = count ? undefined : askedMode(run, '==', left, right)?.test;
  if (asked) return answer(run, opposite(asked));
  return isSaid(left) && isSaid(right)
    ? compareBeginnings([left.text, right.text], count, calledName(site.expression).includes('case'))
    : undefined;
}

function compareBeginnings(
  texts: readonly [string, string],
  count: Value | undefined,
  isCaseless: boolean,
): Value | undefined {
  const length = count?.kind === 'number' && count.fixed ? count.known : undefined;
  if (count && length === undefined) return undefined;
  const [one, other] = texts.map((text) => beginning(text, isCaseless, length));
  return literal(order(one ?? '', other ?? ''));
}

const isSaid = ({ varying, mode }: Extract<Value, { kind: 'string' }>): boolean =>
  !varying && mode === undefined;

const beginning = (text: string, isCaseless: boolean, length: number | undefined): string =>
  (isCaseless ? text.toLowerCase() : text).slice(0, length);

const order = (one: string, other: string): number => Number(one > other) - Number(one < other);
