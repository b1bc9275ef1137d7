/** Texts that are put together of parts: what they say where all of these are known. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { typeOfExpression } from '../interpret/names/expression-type.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { locate } from '../interpret/names/lvalue.ts';
import { unknown, type Cell, type Value } from '../interpret/values/value.ts';
import type { Expression } from '../syntax/ast.ts';

export type Text = Extract<Value, { kind: 'string' }>;

const isText = (value: Value | undefined): value is Text => value?.kind === 'string';

/** What only run time says may be another text than that of the defaults. */
const textOf = (text: string, parts: readonly Value[]): Text =>
  parts.every(isSaid) ? { kind: 'string', text } : { kind: 'string', text, varying: true };

const isSaid = (part: Value): boolean =>
  part.kind === 'number' ? part.fixed : part.kind === 'string' && !part.varying && part.mode === undefined;

/** A text, or a whole number as it is written; undefined for what is not known. */
function written(value: Value): string | undefined {
  if (value.kind === 'string') return value.text;
  return value.kind === 'number' && Number.isInteger(value.known) ? String(value.known) : undefined;
}

/** `a + b` of texts, `dir / file` of paths. */
export function joinTexts(operator: string, left: Value, right: Value): Text | undefined {
  if (!isText(left) || !isText(right)) return undefined;
  if (operator === '+') return textOf(left.text + right.text, [left, right]);
  if (operator !== '/') return undefined;
  const isWhole = right.text.startsWith('/') || left.text === '';
  const text = isWhole ? right.text : `${left.text.replace(/\/$/, '')}/${right.text}`;
  return textOf(text, [left, right]);
}

/** A letter that is added to a text: `dir + '/' + name`. */
export function asLetter(run: Interpreter, value: Value, expression: Expression, frame: Frame): Value {
  const isLetter = expression.kind === 'number' && /^(u8|[uUL])?'/.test(run.text(frame.chunk, expression));
  return isLetter ? { kind: 'string', text: String.fromCharCode(expression.value) } : value;
}

/** `std::to_string(n)`. */
export function numberText(run: Interpreter, site: CallSite): Value {
  const [number] = argumentsOf(run, site);
  const text = number && written(number.value);
  return number && text !== undefined ? textOf(text, [number.value]) : unknown();
}

/** `std::format("{}_bs{}", name, n)`. */
export function formatBraces(run: Interpreter, site: CallSite): Value {
  const [form, ...parts] = argumentsOf(run, site).map(({ value }) => value);
  return filled(form, parts, /\{\{|\}\}|\{(\d*)(?::([^}]*))?\}/g) ?? unknown();
}

/** `sprintf(buffer, "%s_bs%d", name, n)`; `snprintf` says before the form how much fits. */
export function print(formAt: 1 | 2) {
  return (run: Interpreter, site: CallSite): Value => {
    const args = argumentsOf(run, site);
    const [buffer] = args;
    const [form, ...parts] = args.slice(formAt).map(({ value }) => value);
    const text = filled(form, parts, /%(?:(%)|([-+ #\d]*(?:hh|h|ll|l|z|j|t)?[diusc]))/g);
    const cell = buffer?.cell;
    if (cell && holdsText(cell)) run.store.assign(cell, text ?? unknown(cell.name));
    return unknown();
  };
}

const holdsText = ({ value }: Cell): boolean => /^(array|string|unknown)$/.test(value.kind);

/** A form with its parts in their places; undefined where one of them is not known or is written in another way. */
function filled(form: Value | undefined, parts: readonly Value[], places: RegExp): Text | undefined {
  if (!isText(form)) return undefined;
  let next = 0;
  let isKnown = true;
  const text = form.text.replace(places, (place, first: string | undefined, how: string | undefined) => {
    if (/^(%%|\{\{|\}\})$/.test(place)) return place.charAt(0);
    const at = first && /^\d+$/.test(first) ? Number(first) : next++;
    const part = parts[at];
    const said = part && written(part);
    isKnown &&= said !== undefined;
    return padded(said ?? '', how ?? '');
  });
  return isKnown && !text.includes('%') ? textOf(text, [form, ...parts]) : undefined;
}

/** `%02d`, `{:03}`: zeros before a number. */
function padded(text: string, how: string): string {
  const [, width] = /^0(\d+)/.exec(how) ?? [];
  return width ? text.padStart(Number(width), '0') : text;
}

/** `out << "bs" << n` of a stream that holds a text. */
export function streamText(
  run: Interpreter,
  { left, right: expression }: Extract<Expression, { kind: 'binary' }>,
  right: Value,
  frame: Frame,
): void {
  const stream = streamOf(left);
  if (!isTextStream(typeOfExpression(run, stream, frame)?.name)) return;
  const cell = locate(run, stream, frame);
  if (!cell) return;
  const part = asLetter(run, right, expression, frame);
  const text = isText(cell.value) ? written(part) : undefined;
  const joined = text === undefined ? undefined : textOf(written(cell.value) + text, [cell.value, part]);
  run.store.assign(cell, joined ?? unknown(`${cell.name}…`));
}

const streamOf = (left: Expression): Expression =>
  left.kind === 'binary' && left.operator === '<<' ? streamOf(left.left) : left;

export const isTextStream = (type = ''): boolean => /(^|::)o?stringstream$/.test(type);

/** `text.append(more)`, `text.push_back('/')`: what it says then; undefined where that is not known. */
export function textAfter(run: Interpreter, held: Value, method: string, site: CallSite): Text | undefined {
  const args = argumentsOf(run, site);
  const [first] = args;
  const [expression] = site.expression.args;
  if (!first || !expression || args.length !== 1) return undefined;
  if (method === 'assign') return isText(first.value) ? first.value : undefined;
  if (method !== 'append' && method !== 'push_back') return undefined;
  return joinTexts('+', held, asLetter(run, first.value, expression, site.frame));
}
