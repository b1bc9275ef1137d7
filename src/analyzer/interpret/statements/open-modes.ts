/** Conditions that run time decides for the whole run: a mode of the place that they ask, or one of their own. */
import type { Expression } from '../../syntax/ast.ts';
import { withoutCasts } from '../../syntax/visit.ts';
import { heldWhere, opposite, type ModeTest } from '../../trace/modes.ts';
import { lastName } from '../../program/qualified.ts';
import { nameOfText } from '../../program/name-of-text.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { choiceIn, declareMode, holdsNow } from '../values/modes.ts';
import { isThing } from '../values/store.ts';
import type { Cell, Value } from '../values/value.ts';
import type { Condition } from './conditions.ts';
import { isFixed } from './fixed.ts';
import { placeKey } from './motion.ts';
import { quietly } from './positions.ts';

/** An open condition that asks for a mode whose default is known by now, as what it asks of that. */
export function withMode(run: Interpreter, asked: Expression, condition: Condition, frame: Frame): Condition {
  const test = openMode(run, asked, condition, frame);
  if (!test) return condition;
  const held = heldWhere(run.when, test);
  if (held !== undefined) return { ...condition, known: held };
  return run.parameters.isDecided(test.mode) ? { ...condition, known: holdsNow(run, test), test } : condition;
}

/** What is come to once, or hangs on what no pass changes, goes one way for the whole run. */
export function openMode(
  run: Interpreter,
  asked: Expression,
  condition: Condition,
  frame: Frame,
): ModeTest | undefined {
  if (condition.known !== undefined || condition.outcome !== undefined || condition.share !== undefined)
    return undefined;
  return isFixed(run, asked, frame)
    ? (placeTest(run, asked, frame) ?? ownTest(run, asked, condition, frame))
    : undefined;
}

/** Of a condition that asks for no value of one place. */
function ownTest(
  run: Interpreter,
  { start, end }: Expression,
  { text }: Condition,
  { chunk }: Frame,
): ModeTest {
  const range = run.range(chunk, start, end);
  const origin = { kind: 'default' as const, range, evidence: text };
  const key = `if ${range.file}:${range.line}:${range.column}`;
  const name = `${nameOfText(text)}_${range.line}`;
  return { mode: run.parameters.mode(name, key, ['false', 'true'], 1, origin), value: 1, is: true };
}

/** `fast`, `!c->fast`, `kind == Kind::Two`, `strcmp(mode, "copy") == 0`: whichever condition asks, it is one mode. */
export function placeTest(run: Interpreter, asked: Expression, frame: Frame): ModeTest | undefined {
  const condition = withoutCasts(asked);
  if (condition.kind === 'unary' && condition.operator === '!') return negated(run, condition.operand, frame);
  if (condition.kind === 'binary') return comparison(run, condition, frame);
  const cell = placeAt(run, condition, frame);
  if (!cell) return undefined;
  if (cell.type?.name !== 'bool') return testOf(run, cell, '0', false);
  return { mode: declareMode(run, cell, ['false', 'true'], 1), value: 1, is: true };
}

function negated(run: Interpreter, operand: Expression, frame: Frame): ModeTest | undefined {
  const text = textAsked(operand);
  if (text) return eitherCompared(run, text[0], text[1], true, frame);
  const test = placeTest(run, operand, frame);
  return test && opposite(test);
}

function comparison(
  run: Interpreter,
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  frame: Frame,
): ModeTest | undefined {
  if (operator !== '==' && operator !== '!=') return undefined;
  const is = operator === '==';
  const text = right.kind === 'number' && right.value === 0 ? textAsked(left) : undefined;
  if (text) return eitherCompared(run, text[0], text[1], is, frame);
  return eitherCompared(run, left, right, is, frame);
}

function eitherCompared(
  run: Interpreter,
  left: Expression,
  right: Expression,
  is: boolean,
  frame: Frame,
): ModeTest | undefined {
  return comparedWith(run, left, right, is, frame) ?? comparedWith(run, right, left, is, frame);
}

/** `strcmp(a, b)`, `strncmp(a, b, n)`: 0 where they are the same. */
function textAsked(expression: Expression): [Expression, Expression] | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return undefined;
  const [left, right] = expression.args;
  return /^str(n|case|ncase)?cmp$/.test(lastName(expression.callee.name)) && left && right
    ? [left, right]
    : undefined;
}

function comparedWith(
  run: Interpreter,
  place: Expression,
  constant: Expression,
  is: boolean,
  frame: Frame,
): ModeTest | undefined {
  const { kind } = withoutCasts(constant);
  if (!/^(number|string|name|member|index)$/.test(kind)) return undefined;
  const value = quietly(run, constant, frame);
  // What a field or an element holds may be moved; a text is what it is called by.
  if (/^(member|index)$/.test(kind) && value.kind !== 'string') return undefined;
  const choice = choiceIn(value);
  const cell = choice === undefined ? undefined : placeAt(run, withoutCasts(place), frame);
  if (!cell || choice === undefined) return undefined;
  const isTruth = cell.type?.name === 'bool' && value.kind === 'number';
  if (!isTruth) return testOf(run, cell, choice, is);
  return { mode: declareMode(run, cell, ['false', 'true'], 1), value: 1, is: (value.known === 1) === is };
}

function testOf(run: Interpreter, cell: Cell, choice: string, is: boolean): ModeTest {
  const { value } = cell;
  const own = 'mode' in value ? value.mode : undefined;
  const mode = own ?? declareMode(run, cell, [choice], 0);
  return { mode, value: run.parameters.choiceOf(mode, choice), is };
}

/** A variable that holds no thing: of a pointer it is asked whether there is something. */
export function placeAt(run: Interpreter, expression: Expression, frame: Frame): Cell | undefined {
  const isArgument = expression.kind === 'index' && expression.index.kind === 'number';
  if (placeKey(expression) === undefined && !isArgument) return undefined;
  const place =
    expression.kind === 'call' && expression.callee.kind === 'member' ? expression.callee.object : expression;
  const named = run.parts.locate(place, frame);
  const cell = named && givenPlace(run, named);
  if (!cell?.declared || cell.value.kind === 'pointer' || isThing(cell.value)) return undefined;
  return cell.type?.pointers && cell.type.name !== 'char' ? undefined : cell;
}

/** What a parameter was given, and is still; of `argv[1]` a place of its own. */
function givenPlace(run: Interpreter, cell: Cell): Cell {
  const { copyOf, declared, type, value } = cell;
  const isStill = copyOf && (copyOf.value === value || isUnknown(copyOf.value, value));
  if (isStill) return givenPlace(run, copyOf);
  const store = declared ? undefined : run.elements.get(cell);
  if (!store || value.kind !== 'unknown' || type?.name !== 'char' || type.pointers !== 1) return cell;
  const name = cell.name.replace(/\[(\d+)\]$/, '_$1');
  run.store.discover(cell, { name, declared: run.statement });
  return cell;
}

const isUnknown = (...values: Value[]): boolean => values.every(({ kind }) => kind === 'unknown');

/** Makes the side that is gone the default of a mode. */
export function decide(run: Interpreter, { mode, value, is }: ModeTest, holds: boolean): void {
  const { parameters } = run;
  if (holds === is) return parameters.decide(mode, value);
  const { choices = [], value: before } = parameters.get(mode) ?? {};
  // A condition that stands on the other side has told more.
  if (parameters.isDecided(mode) && before !== value) return;
  const isTwo = choices.length === 2 && choices.includes('true');
  parameters.decide(mode, isTwo ? 1 - value : parameters.choiceOf(mode, OTHER));
}

/** Any choice that the program does not name. */
export const OTHER = 'other';
