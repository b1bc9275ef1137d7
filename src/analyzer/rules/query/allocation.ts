/** Calls in loops that are none of the fault: those that happen once, or once in a while. */
import type { SourceRange } from '../../../pipeline/source.ts';
import { callsOf, frameLoopsOf, type CallNode } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { literalText } from '../../literal.ts';

/** A condition that asks whether there is a thing yet … */
const NOT_YET = /^!\s*[\w.>-]+$|==\s*(?:nullptr|NULL|0|false)$|^(?:nullptr|NULL)\s*==/;
/** … or whether it is large enough … */
const TOO_SMALL = /[<>]/;
/** … or whether it is still that for which the last one was made: two things are compared, not a thing with a number. */
const CHANGED = /\b[A-Za-z_][\w.>[\]-]{0,199}\s{0,9}!=\s*(?!nullptr|NULL)[A-Za-z_]/;
/** A guard that leaves where the thing is large enough, or unchanged. */
const ENOUGH = /[<>]|\b[A-Za-z_][\w.>[\]-]{0,199}\s{0,9}==\s*(?!nullptr|NULL)[A-Za-z_]/;
/** Lines behind the call in which the condition's variable is still looked for: a check of the result and a few more. */
const LINES_AFTER = 10;

/** A condition that the call stands under, or behind. */
interface Asked {
  condition: string;
  range: SourceRange;
  /** The condition and the call stand in one function. */
  isNear: boolean;
  /** Two things are compared: one of them must become the other. */
  isComparison: boolean;
  /** Seen to make what it asks for, here or in what it calls. */
  makesOnce?: boolean;
}

/**
 * Is the call under a condition that holds only the first time, only while a size rises, or only when something changed?
 * It is one where the call, or the lines around it, set what the condition asks for; and none where each pass destroys
 * what it made.
 */
export function growsOnly(call: CallNode, context: RuleContext): boolean {
  return [...conditionsOn(call, context), ...guardsBefore(call)].some(
    (asked) =>
      (asked.makesOnce || setsCondition(asked, call, context)) && !isUndoneElsewhere(asked, call, context),
  );
}

function conditionsOn(call: CallNode, context: RuleContext): Asked[] {
  const sides = context
    .branchesTo(call)
    .filter(({ branch, inThen }) => inThen && (branch.makesOnce || asksForMore(branch.condition)));
  return sides.map(({ branch: { condition, range, makesOnce = false, function: around } }) => ({
    condition,
    range,
    makesOnce,
    isNear: around === call.function && range.file === call.range.file,
    isComparison: !NOT_YET.test(condition.trim()) && !TOO_SMALL.test(condition),
  }));
}

function asksForMore(condition: string): boolean {
  const text = condition.trim();
  return NOT_YET.test(text) || TOO_SMALL.test(text) || CHANGED.test(text);
}

function guardsBefore({ guards = [] }: CallNode): Asked[] {
  return guards
    .filter(({ condition, isDismissed }) => !isDismissed && ENOUGH.test(condition))
    .map((guard) => ({ ...guard, isNear: false, isComparison: true }));
}

function setsCondition(asked: Asked, call: CallNode, context: RuleContext): boolean {
  const names = asked.condition.match(/[A-Za-z_]\w*/g) ?? [];
  const body = textAround(asked, call, context);
  if (asked.isComparison) return remembers(names, body);
  return names.some((name) =>
    new RegExp(`&\\s*${literalText(name)}\\b|\\b${literalText(name)}(?:\\[\\w+\\])?\\s*=[^=]`).test(body),
  );
}

/** `size_ = size;` of two names that were compared. */
function remembers(names: readonly string[], body: string): boolean {
  return names.some((name) => {
    const others = names.filter((other) => other !== name);
    const values = body.matchAll(new RegExp(`\\b${literalText(name)}(?:\\[\\w+\\])?\\s*=([^=;][^;]*);`, 'g'));
    return [...values].some(([, value = '']) =>
      others.some((other) => new RegExp(`\\b${literalText(other)}\\b`).test(value)),
    );
  });
}

/** From the line behind the condition to a few lines behind the call; a few lines behind each where they are far apart. */
function textAround({ range, isNear }: Asked, { callRange }: CallNode, context: RuleContext): string {
  if (isNear)
    return lines(
      context,
      range.file,
      Math.min(range.line + 1, callRange.line),
      callRange.endLine + LINES_AFTER,
    );
  const own = lines(context, callRange.file, callRange.line, callRange.endLine + LINES_AFTER);
  return `${own}\n${lines(context, range.file, range.line + 1, range.line + LINES_AFTER)}`;
}

function lines(context: RuleContext, file: string, first: number, last: number): string {
  const text = context.text(file);
  const found: string[] = [];
  for (let n = first; n <= Math.min(last, text.lineCount); n++) found.push(text.line(n));
  return found.join('\n');
}

/** Destroyed in the same frame loop, and not under the same condition: then each pass makes it anew. */
function isUndoneElsewhere({ range }: Asked, call: CallNode, context: RuleContext): boolean {
  const [loop] = frameLoopsOf(call);
  const { creates } = call;
  if (!loop || !creates) return false;
  return callsOf(loop.body).some((other) => {
    if (!isUndoing(other, creates)) return false;
    const around = [
      ...context.branchesTo(other).map(({ branch }) => branch.range),
      ...(other.guards ?? []).map((g) => g.range),
    ];
    return !around.some(
      ({ file, line, column }) => file === range.file && line === range.line && column === range.column,
    );
  });
}

function isUndoing({ row, args }: CallNode, made: NonNullable<CallNode['creates']>): boolean {
  if (row.role !== 'destroy' && row.role !== 'free') return false;
  const value = row.subject === undefined ? undefined : args[row.subject]?.value;
  return value?.kind === 'object' && value.object === made;
}
