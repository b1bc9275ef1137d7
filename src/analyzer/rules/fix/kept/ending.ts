/** What ends a thing that is to be kept: the function of the runtime, and where it is called. */
import { catalogueRow } from '../../../acl/catalogue.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import type { RuleContext } from '../../context.ts';
import { buffersBehind, objectOf } from '../../query/copies.ts';
import { isOwnedByCallback } from '../../query/waits/in-flight.ts';
import { enderOf, isLeftBehind } from '../../query/ownership.ts';
import { isStillUsed, isHandedOn, subjectOf } from '../hoist/ending.ts';
import { statementsIn, type Body } from '../syntax.ts';
import { callsAt, isSame } from './size.ts';
import { oncePer } from '../../../../base/once.ts';
import type { SourceText } from '../text/source-text.ts';

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
export const endsOf = (call: CallNode, context: RuleContext): CallNode[] => {
  const objects = new Set(callsAt(call, context).flatMap(({ creates }) => (creates ? [creates] : [])));
  return [...objects].flatMap((object) => endings(context).get(object) ?? []);
};

const endings = oncePer((context: RuleContext): ReadonlyMap<TraceObject, CallNode[]> => {
  const found = new Map<TraceObject, CallNode[]>();
  for (const call of context.calls) {
    const subject = call.row.destroys === undefined ? undefined : subjectOf(call);
    if (!subject) continue;
    const calls = found.get(subject) ?? [];
    calls.push(call);
    found.set(subject, calls);
  }
  return found;
});

const owned = oncePer((context: RuleContext) => context.calls.filter(isOwnedByCallback));

/** May a callback say when it is done with? */
const mayBeOwned = ({ creates }: CallNode, context: RuleContext): boolean =>
  creates !== undefined && owned(context).some((call) => mayHold(call, creates));

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
  const { file } = body.declaration.chunk;
  const own = context.text(file).slice(body.rangeOf(body.declaration)).matchAll(ENDED);
  const inside = [...own].filter(([, called, given]) => called === by && given === name).length;
  const all = context.trace.files.reduce(
    (sum, file) => sum + (endedIn(context.text(file)).get(`${by}(${name}`) ?? 0),
    0,
  );
  return all !== inside;
}

const ENDED = /\b((?:acl|hi_)\w+)\s*\(\s*(?:this\s*->\s*)?(\w+)/g;

const endedIn = oncePer((text: SourceText): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const [, by, name] of text.visible.matchAll(ENDED)) {
    const key = `${by ?? ''}(${name ?? ''}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
});
