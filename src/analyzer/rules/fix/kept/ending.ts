/** What ends a thing that is to be kept: the function of the runtime, and where it is called. */
import { catalogueRow } from '../../../acl/catalogue.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import { literalText } from '../../../literal.ts';
import type { RuleContext } from '../../support/context.ts';
import { buffersBehind, objectOf } from '../../support/copies.ts';
import { isOwnedByCallback } from '../../support/in-flight.ts';
import { enderOf, isLeftBehind } from '../../support/ownership.ts';
import { isStillUsed, isHandedOn, subjectOf } from '../ending.ts';
import { statementsIn, type Body } from '../syntax.ts';
import { isSame } from './size.ts';

/** The name of the ending function, where it is right to end the thing behind the loop instead. */
export function enderFor(call: CallNode, name: string, body: Body, context: RuleContext): string | undefined {
  const ends = endsOf(call, context);
  const [end] = ends;
  if (!end) return enderOfLeft(call, name, body, context);
  const isOne = ends.every((other) => isSame(other, end) && other.function === call.function);
  if (!isOne || end.range.file !== call.range.file) return undefined;
  if (mayBeOwned(call, context)) return undefined;
  const isPlain = ends.every((other) => isAsSure(other, call, context) && !isStillUsed(call, other, context));
  return isPlain ? end.name : undefined;
}

/** Calls that end what the call makes on any way to it. */
export function endsOf(call: CallNode, context: RuleContext): CallNode[] {
  const objects = new Set(
    context.calls.filter((other) => isSame(other, call)).flatMap(({ creates }) => (creates ? [creates] : [])),
  );
  return context.calls.filter((other) => {
    const subject = other.row.destroys === undefined ? undefined : subjectOf(other);
    return subject !== undefined && objects.has(subject);
  });
}

/** May a callback say when it is done with? */
const mayBeOwned = ({ creates }: CallNode, context: RuleContext): boolean =>
  creates !== undefined && context.calls.some((call) => isOwnedByCallback(call) && mayHold(call, creates));

/** A description that is not known may hold any memory. */
function mayHold({ row, args }: CallNode, made: TraceObject): boolean {
  return [row.inputDescription, row.outputDescription].some((at) => {
    const value = at === undefined ? undefined : args[at]?.value;
    const object = objectOf(value);
    if (!object) return value?.kind === 'unknown' && ['buffer', 'picture'].includes(made.kind);
    return object === made || buffersBehind(object).includes(made) || !object.fields.has('data');
  });
}

/** Under no condition that the making is not under as well. */
function isAsSure(end: CallNode, call: CallNode, context: RuleContext): boolean {
  const around = context
    .branchesTo(call)
    .map(({ branch, inThen }) => `${String(inThen)} ${branch.condition}`);
  return context
    .branchesTo(end)
    .every(({ branch, inThen }) => around.includes(`${String(inThen)} ${branch.condition}`));
}

/** Of what nothing ends, and nothing but the runtime is handed: not while it may still be worked on. */
function enderOfLeft(call: CallNode, name: string, body: Body, context: RuleContext): string | undefined {
  const by = enderOf(call.name);
  if (catalogueRow(by) === undefined || !isLeftBehind(call, context)) return undefined;
  if (isHandedOn(name, statementsIn(body.statements))) return undefined;
  // What is recorded and submitted to anew comes behind what is still on the way.
  const isOrdered = ['stream', 'event'].includes(call.creates?.kind ?? '');
  const isPending =
    !isOrdered &&
    context.calls.some(
      ({ row, args }) => row.mode === 'async' && args.some(({ value }) => objectOf(value) === call.creates),
    );
  return isPending ? undefined : by;
}

/** Does another function end what the member, or the variable of the file, holds? */
export function isEndedElsewhere(name: string, by: string, body: Body, context: RuleContext): boolean {
  const ends = new RegExp(`\\b${literalText(by)}\\s*\\(\\s*(?:this\\s*->\\s*)?${literalText(name)}\\b`, 'g');
  const count = (text: string): number => text.match(ends)?.length ?? 0;
  const { file } = body.declaration.chunk;
  const own = count(context.text(file).slice(body.rangeOf(body.declaration)));
  return context.trace.files.reduce((sum, one) => sum + count(context.text(one).visible), 0) !== own;
}
