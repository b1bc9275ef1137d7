/** What a condition says: decided, a check for failure or success, one of every N, or a choice. */
import { inverse, max, subtract, usesIndex, type Quantity } from '../../../pipeline/quantity.ts';
import type { Expression, Statement, TypeName } from '../../syntax/ast.ts';
import { asStatement, callNames } from '../../syntax/visit.ts';
import { typeOfExpression } from '../names/expression-type.ts';
import type { Frame } from '../names/frame.ts';
import type { Interpreter } from '../interpreter.ts';
import { openNumber } from '../values/open-numbers.ts';
import { isMoved } from '../turns/moved.ts';
import { placeKey, readPlaces } from './motion.ts';
import { quietly } from './positions.ts';
import { LONG_ROUND } from './rounds.ts';
import { fillAsked, type Fill } from '../values/fill.ts';
import { isOfWork, isSettled } from '../values/operators.ts';
import { shareOf } from '../values/rounds.ts';
import { truthOf } from '../values/truth.ts';
import { asksRunMode, holdsNow, truthTest } from '../values/modes.ts';
import { literal, unknown, type Value } from '../values/value.ts';
import { heldWhere, type ModeTest } from '../../trace/modes.ts';
import { oncePer } from '../../../base/once.ts';
import { ownValue } from '../../../base/own-value.ts';

export interface Condition {
  text: string;
  /** Where it can be decided. */
  known?: boolean;
  /** Holds only when something went wrong, or only when it went well. */
  outcome?: 'failure' | 'success';
  /** What it asks of a mode, which the program may be in or not: `known` says whether it is by default. */
  test?: ModeTest;
  /** What it asks of a queue. */
  asks?: Fill;
  /** Share of the passes in which it holds, where that is known. */
  share?: Quantity;
  /** It holds only when work of the device failed. */
  isFailedWork?: true;
  /** It is the share of a round: each pass brings it nearer. */
  isRound?: true;
}

/** Neither decided nor a check of how something went. */
export const isOpen = ({ known, outcome }: Condition): boolean =>
  known === undefined && outcome === undefined;

/** Evaluates a condition: calls in it are made. */
export function evaluateCondition(run: Interpreter, expression: Expression, frame: Frame): Condition {
  const text = run.text(frame.chunk, expression);
  run.deciding?.note(run, expression, frame);
  const compared = restCompared(expression);
  const periodic = everyNth(run, compared, frame) ?? shareOfPasses(run, compared, frame);
  const isLong = periodic !== undefined && isLongRound(run, compared, frame);
  const value = run.parts.evaluate(expression, frame);
  const round = roundOf(compared, periodic);
  if (isLong) return { text, ...round };
  const share = shareOf(run, value);
  if (share !== undefined) return { text, share, isRound: true };
  const known = knownOf(run, expression, value, frame);
  const test = value.kind === 'number' ? truthTest(run, value) : undefined;
  if (test) return askedMode(run, text, test);
  const outcome = outcomeOfValue(run, expression, value, frame);
  if (known !== undefined && isSettled(value)) return settledCondition(text, known, outcome, value);
  // How a call ended is taken to be well, whatever the last return in its text says.
  const asked = askedOfQueue(text, value);
  if (outcome) return { ...asked, outcome };
  if (known !== undefined) return { text, known };
  const runMode = runModeTest(run, text);
  if (runMode) return askedMode(run, text, runMode);
  return periodic === undefined ? asked : { text, ...round };
}

function settledCondition(text: string, known: boolean, outcome: Outcome, value: Value): Condition {
  const isFailedWork = !known && isOfWork(value);
  return { text, known, ...(outcome ? { outcome } : {}), ...(isFailedWork ? { isFailedWork } : {}) };
}

/** The first side of `frames == 1000 || !read(frame)` may decide where passes are followed one by one. */
function knownOf(run: Interpreter, expression: Expression, value: Value, frame: Frame): boolean | undefined {
  const known = truthOf(value);
  const isLogical = expression.kind === 'binary' && /^(&&|\|\|)$/.test(expression.operator);
  if (known !== undefined || !run.deciding || !isLogical) return known;
  const { left, operator } = expression;
  const isAsked = callNames([asStatement(left)]).length === 0;
  const first = isAsked ? truthOf(quietly(run, left, frame)) : undefined;
  return first === (operator === '||') ? first : undefined;
}

function askedOfQueue(text: string, value: Value): Condition {
  const asks = fillAsked(value);
  return asks ? { text, asks } : { text };
}

/** Who asks a queue for an item goes on where it holds one; whether there is room in it decides nothing. */
function outcomeOfValue(run: Interpreter, expression: Expression, value: Value, frame: Frame): Outcome {
  const asks = fillAsked(value);
  if (asks) return ownValue({ item: 'success', none: 'failure' } as const, asks);
  return asksForText(run, expression, frame) ? undefined : outcomeOf(expression);
}

/** `error().empty()` of a text: to be empty is no failure, nor a success. */
function asksForText(run: Interpreter, expression: Expression, frame: Frame): boolean {
  if (expression.kind === 'unary' && expression.operator === '!')
    return asksForText(run, expression.operand, frame);
  if (expression.kind !== 'call' || expression.callee.kind !== 'member') return false;
  const { name, object } = expression.callee;
  return name === 'empty' && isTextType(declaredType(run, object, frame)?.name);
}

function declaredType(run: Interpreter, expression: Expression, frame: Frame): TypeName | undefined {
  if (expression.kind !== 'call') return typeOfExpression(run, expression, frame);
  const name = nameOf(expression.callee);
  const types = run.symbols.functions.named(name).map(({ returns }) => returns);
  return types.every((type) => type.name === types[0]?.name) ? types[0] : undefined;
}

function isTextType(name: string | undefined): boolean {
  return name !== undefined && /^(std::)?(string|string_view)$/.test(name);
}

/** Whether a loop only tries again until a call goes well: `while (ret == BUFFER_FULL)`. */
export function isRetry(condition: Expression): boolean {
  if (condition.kind === 'binary' && condition.operator === '&&')
    return isRetry(condition.left) || isRetry(condition.right);
  if (outcomeOf(condition) === 'failure')
    return condition.kind === 'binary' && looksLikeStatus(condition.left);
  if (condition.kind !== 'binary' || condition.operator !== '==') return false;
  return (
    looksLikeStatus(condition.left) &&
    /FULL|BUSY|AGAIN|TIMEOUT|WAIT|RETRY|EMPTY/.test(nameOf(condition.right))
  );
}

/** Decided where the modes at hand do so; else open, with what holds by default. */
function askedMode(run: Interpreter, text: string, test: ModeTest): Condition {
  const known = holdsNow(run, test);
  return heldWhere(run.when, test) === undefined ? { text, known, test } : { text, known };
}

/** A comparison with the names of the run modes, whatever it compares. */
function runModeTest(run: Interpreter, text: string): ModeTest | undefined {
  const match = /([!=]=)\s*ACL_(HOST|DEVICE)\b|\bACL_(HOST|DEVICE)\s*([!=]=)/.exec(text);
  if (!match || /&&|\|\|/.test(text)) return undefined;
  return asksRunMode(run, `ACL_${match[2] ?? match[3] ?? ''}`, (match[1] ?? match[4]) === '==').test;
}

/** `i % 16 != 0` of what counts passes: a round, where it is neither all of them nor none. */
function roundOf(expression: Expression, share: Quantity | undefined): Pick<Condition, 'share' | 'isRound'> {
  if (share === undefined) return {};
  const isRest = expression.kind === 'binary' && expression.left.kind === 'binary';
  return isRest && share !== 0 && share !== 1 ? { share, isRound: true } : { share };
}

/** `i % 32 == 0` while the passes are followed one by one: those that are followed say nothing of it. */
function isLongRound(run: Interpreter, expression: Expression, frame: Frame): boolean {
  if (!run.oneByOne || run.deciding || expression.kind !== 'binary' || expression.left.kind !== 'binary')
    return false;
  const { left: rest } = expression;
  const divisor = isRest(rest) ? divisorOf(run, rest, frame) : undefined;
  return (
    divisor?.kind === 'number' &&
    (divisor.known ?? 0) >= LONG_ROUND &&
    readPlaces(rest.left).some((place) => isMoved(run, nameOf(place)))
  );
}

/** `i % n` asks for what `i % n != 0` does, and `!(i % n)` for `i % n == 0`; so does `i & 7` for a rest. */
const restCompared = oncePer((expression: Expression): Expression => {
  const isNot = expression.kind === 'unary' && expression.operator === '!';
  const left = isNot ? expression.operand : expression;
  if (left.kind !== 'binary' || !isRest(left)) return expression;
  const { start, end } = expression;
  const right = { kind: 'number' as const, value: 0, start, end };
  return { kind: 'binary', operator: isNot ? '==' : '!=', left, right, start, end };
});

type Binary = Extract<Expression, { kind: 'binary' }>;

const isRest = ({ operator }: Binary): boolean => operator === '%' || operator === '&';

/** `i & 7` is the rest of a division by 8; of what has other bits it is none. */
function divisorOf(run: Interpreter, { operator, right }: Binary, frame: Frame): Value {
  const value = quietly(run, right, frame);
  if (operator === '%') return value;
  const size = value.kind === 'number' && value.known !== undefined ? value.known + 1 : 0;
  return size > 1 && Number.isInteger(Math.log2(size)) ? literal(size) : unknown();
}

/** `i % n == 0` of a running index holds once in n; of anything else it asks for a rest, which is rare. */
function everyNth(run: Interpreter, expression: Expression, frame: Frame): Quantity | undefined {
  if (expression.kind !== 'binary' || !/^([!=]=|>)$/.test(expression.operator)) return undefined;
  const { left, right } = expression;
  if (left.kind !== 'binary' || !isRest(left) || right.kind !== 'number') return undefined;
  const divisor = divisorOf(run, left, frame);
  const isMask = left.operator === '&';
  if (isMask && divisor.kind !== 'number') return undefined;
  const dividend = quietly(run, left.left, frame);
  const isInTurn = isLongRound(run, expression, frame);
  if (!isInTurn && !isRunning(run, left.left, dividend, frame))
    return isMask ? undefined : Number(expression.operator === '==');
  const number =
    divisor.kind === 'number'
      ? divisor
      : divisor.kind === 'unknown'
        ? openNumber(run, divisor.text)
        : undefined;
  if (!number) return undefined;
  const once = inverse(max(1, number.quantity));
  return expression.operator === '==' ? once : subtract(1, once);
}

/** `frame == 0`, `i != 3` of a counter: in how many of its loop's passes that holds. */
function shareOfPasses(run: Interpreter, expression: Expression, frame: Frame): Quantity | undefined {
  if (expression.kind !== 'binary' || placeKey(expression.left) === undefined) return undefined;
  const { operator, left, right } = expression;
  if (right.kind === 'call') return undefined;
  const counter = quietly(run, left, frame);
  const bound = quietly(run, right, frame);
  if (counter.kind !== 'number' || !counter.index || bound.kind !== 'number' || bound.index) return undefined;
  if (!usesIndex(counter.quantity)) return undefined;
  const { times } = counter.index;
  if (times === 'forever') return inEndless(operator);
  const once = inverse(max(1, times));
  if (operator === '==') return once;
  return operator === '!=' ? subtract(1, once) : undefined;
}

/** A counter that only rises passes any number once and stays above it. */
function inEndless(operator: string): Quantity | undefined {
  if (operator === '==' || operator === '<' || operator === '<=') return 0;
  return operator === '!=' || operator === '>' || operator === '>=' ? 1 : undefined;
}

/** Whether a value changes from pass to pass: a loop's index, a counter. */
function isRunning(run: Interpreter, expression: Expression, value: Value, frame: Frame): boolean {
  if (expression.kind === 'update' || (value.kind === 'number' && value.index !== undefined)) return true;
  // What a function counts up, and gives back.
  if (expression.kind === 'call') return value.kind === 'number' && value.known !== undefined && !value.fixed;
  const cell =
    expression.kind === 'name' || expression.kind === 'member'
      ? run.parts.locate(expression, frame)
      : undefined;
  return cell?.varying === true && cell.value.kind === 'number' && !/file|total|size|len/i.test(cell.name);
}

const successNames = /(SUCCESS|ERROR_NONE|(^|_)OK|HI_SUCCESS|kSuccess|NO_ERROR)$/;
const failureNames = /(FAIL(ED|URE)?|ERR(OR)?(_\w+)?|INVALID\w*)$/;

type Outcome = 'failure' | 'success' | undefined;

/** Whether a condition checks how a call ended. */
export function outcomeOf(expression: Expression): Outcome {
  if (expression.kind === 'binary') return outcomeOfBinary(expression);
  if (expression.kind === 'unary' && expression.operator === '!') {
    // Of `!ret` one cannot say: a status of 0 is good, a flag of 0 is bad.
    return isStatusName(expression.operand) ? undefined : opposite(outcomeOf(expression.operand));
  }
  return plainOutcome(expression);
}

function opposite(outcome: Outcome): Outcome {
  if (outcome === undefined) return undefined;
  return outcome === 'failure' ? 'success' : 'failure';
}

function outcomeOfBinary({ operator, left, right }: Binary): Outcome {
  if (operator === '||' || operator === '&&') return combined(operator, outcomeOf(left), outcomeOf(right));
  if (operator === '==') return equality(left, right);
  if (operator === '!=') return opposite(equality(left, right));
  if (!isZero(right) || !looksLikeStatus(left)) return undefined;
  const meanings: Record<string, Outcome> = { '<': 'failure', '<=': 'failure', '>=': 'success' };
  return ownValue(meanings, operator);
}

/** `x < 0`, `x <= 0`. */
export function isNegative(expression: Expression): boolean {
  if (expression.kind !== 'binary') return false;
  const { operator, left, right } = expression;
  if (operator === '||') return isNegative(left) || isNegative(right);
  return (operator === '<' || operator === '<=') && isZero(right);
}

function equality(left: Expression, right: Expression): Outcome {
  // `file.is_open() == false` asks a question, which no status code answers.
  if (right.kind === 'number' && right.isBoolean) {
    const meaning = right.value === 1 ? plainOutcome(left) : opposite(plainOutcome(left));
    return meaning === 'failure' ? meaning : undefined;
  }
  const meaning = comparedWith(right) ?? comparedWith(left);
  return meaning ?? (isZero(right) && looksLikeStatus(left) ? 'success' : undefined);
}

function combined(operator: string, left: Outcome, right: Outcome): Outcome {
  if (left === right) return left;
  // One failure is enough for `a || b`; all must go well for `a && b`.
  if (operator === '||') return left === 'failure' || right === 'failure' ? 'failure' : undefined;
  return left === undefined || right === undefined ? undefined : 'failure';
}

/** What equality with this would mean. */
function comparedWith(expression: Expression): Outcome {
  if (expression.kind === 'null') return 'failure';
  if (expression.kind === 'unary' && expression.operator === '-') return 'failure';
  const name = expression.kind === 'cast' ? nameOf(expression.operand) : nameOf(expression);
  if (successNames.test(name)) return 'success';
  return failureNames.test(name) || name === 'NULL' ? 'failure' : undefined;
}

function nameOf(expression: Expression): string {
  if (expression.kind === 'name' || expression.kind === 'member') return expression.name;
  return expression.kind === 'call' ? nameOf(expression.callee) : '';
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'number' && expression.value === 0;
}

/** `ret`, `aclRet`, `retCode`, `err_no`, `status_`, but not `resizeWidth`. */
const statusName =
  /^_?(s32|acl|hi|[gm]_)?_?(ret|result|res|rc|err|error|status|hr|code)_?(code|val|value|num|no|flag|status)?\d*_?$/i;

function looksLikeStatus(expression: Expression): boolean {
  if (expression.kind === 'call')
    return !/size|count|length|empty|strcmp|strncmp|compare|find/i.test(nameOf(expression));
  if (expression.kind === 'assign') return expression.value.kind === 'call';
  return statusName.test(nameOf(expression));
}

function isStatusName(expression: Expression): boolean {
  return /^(ret|rc|err|error|status|aclRet|s32Ret|errCode)$/.test(nameOf(expression));
}

/** `if (p)`, `if (x.isOpened())`, `if (ret)`. */
function plainOutcome(expression: Expression): Outcome {
  const name = nameOf(expression);
  if (expression.kind === 'assign') return plainOutcome(expression.target);
  if (isStatusName(expression)) return 'failure';
  if (/^(is_?open(ed)?|good|is_?valid|is_?init\w*|load|exists?)$/i.test(name)) return 'success';
  if (/^(empty|fail|bad|eof|is_?empty|is_?null)$/i.test(name)) return 'failure';
  return undefined;
}

/** Whether the statements end by leaving: with return, throw, goto, break, continue or exit. */
export function leaves(statements: readonly Statement[]): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  if (last.kind === 'block') return leaves(last.body);
  if (last.kind === 'if') return leaves(last.then) && leaves(last.otherwise);
  if (last.kind === 'expression') {
    return (
      last.expression.kind === 'call' &&
      /^(std::|::)?(exit|_exit|abort|quick_exit|terminate)$/.test(nameOf(last.expression.callee))
    );
  }
  return ['return', 'throw', 'goto', 'break', 'continue'].includes(last.kind);
}

/** Whether the statements give up: with an error code, a throw, or an exit, or after a word about an error. */
export function givesUp(statements: readonly Statement[]): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  if (last.kind === 'block') return givesUp(last.body);
  if (last.kind === 'throw') return true;
  if (last.kind === 'expression') return leaves([last]);
  if (last.kind !== 'return') return false;
  return (last.value && meansFailure(last.value)) || tellsError(statements);
}

/** `-1`, `false`, `nullptr`, `EXIT_FAILURE`, `ACL_ERROR_…`, `1` of a `main`. */
function meansFailure(value: Expression): boolean {
  if (value.kind === 'null') return true;
  if (value.kind === 'unary' && value.operator === '-') return true;
  if (value.kind === 'cast') return meansFailure(value.operand);
  if (value.kind === 'number') return value.value < 0 || (value.isBoolean === true && value.value === 0);
  const name = nameOf(value);
  return failureNames.test(name) && name === name.toUpperCase();
}

function tellsError(statements: readonly Statement[]): boolean {
  return callNames(statements).some((name) => /ERR|error|fatal|fail|perror/i.test(name));
}
