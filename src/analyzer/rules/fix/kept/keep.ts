/**
 * Keeps what a function that the loop calls makes anew in every pass: an owner from before the loop is passed down to it,
 * and the function makes a thing only where the owner has none, or a smaller one. The check of the call stays as it is,
 * and whichever way the loop is left, the owner ends what it holds.
 */
import type { TextEdit } from '../../../finding.ts';
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { Statement } from '../../../syntax/ast.ts';
import { callsOf, frameLoopsOf, type CallNode, type LoopNode } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { hasRoom, linesAfter, linesBefore, remove } from '../text/edits.ts';
import { checkedStatement } from '../text/checked.ts';
import { freshName } from '../waits/bounded-wait.ts';
import { withTail } from '../loop-site.ts';
import { sidesOf } from '../hoist/ending.ts';
import { enderFor, endsOf, isEndedElsewhere } from './ending.ts';
import { makingEdits, type Kept } from './making.ts';
import { isOwn, madeBy, type Made } from '../hoist/made.ts';
import { withInclude } from '../owner.ts';
import { passDown, type Passed } from '../pass-down.ts';
import type { Refusal } from '../refusals.ts';
import { bodyAround, declaredIn, encloses, lists, statementsIn, type Body } from '../syntax.ts';
import { sizeOf } from './size.ts';

/** Kinds of things that a pointer stands for, so that an owner of any pointer can hold them. */
const POINTERS = ['buffer', 'stream', 'event', 'picture', 'region', 'configuration', 'modelDescription'];

/** Edits that keep what the call makes over the passes of its outermost frame loop, which another function has. */
export function keep(call: CallNode, context: RuleContext): TextEdit[] | Refusal {
  if (call.row.creates === undefined) return 'anotherFunction';
  const [loop] = frameLoopsOf(call);
  if (!loop || !/^(?:for|while|do)$/.test(loop.loop)) return 'ownLoopOnly';
  const refusal = cannotHold(loop, context);
  if (refusal) return refusal;
  const kept = keptAt(call, context);
  return typeof kept === 'string' ? kept : editsOf(kept, loop, context);
}

/** Why nothing can be held around the loop. */
function cannotHold(loop: LoopNode, context: RuleContext): Refusal | undefined {
  const { statement } = loop;
  if (!POSSIBLE.test(statement.file)) return 'layoutUnclear';
  const around = bodyAround(context.facts(statement.file), statement);
  if (!around?.loopAt(statement) || !hasRoom(context.text(statement.file), statement)) return 'layoutUnclear';
  const ends = callsOf(loop.body).some(
    ({ row, name }) => row.role === 'init' || row.creates === 'context' || /^aclrtResetDevice/.test(name),
  );
  return ends ? 'boundInside' : undefined;
}

/** C has no owners. */
const POSSIBLE = /\.(?!c$)\w+$/;

/** What is kept, with all that is to be said of it in its own function. */
function keptAt(call: CallNode, context: RuleContext): Kept | Refusal {
  if (!POINTERS.includes(call.creates?.kind ?? '') || call.row.opens) return 'changesInLoop';
  const body = bodyAround(context.facts(call.range.file), call.callRange);
  const among = body && innermost(body, call);
  if (!body || !among) return 'layoutUnclear';
  if (statementsIn(body.statements).some(({ kind }) => kind === 'goto')) return 'jumps';
  const made = madeBy(call, among, body);
  return typeof made === 'string' ? made : keptBy(made, call, body, context);
}

function keptBy(made: Made, call: CallNode, body: Body, context: RuleContext): Kept | Refusal {
  const isLocal = declaredIn(body.statements).some(({ name, isStatic }) => name === made.name && !isStatic);
  if (body.declaration.parameters.some(({ name }) => name === made.name)) return 'bufferShared';
  const size = sizeOf(call, made, body, context);
  if (size === undefined) return 'changesInLoop';
  const by = enderFor(call, made.name, body, context);
  if (by === undefined) return 'freedElsewhere';
  if (!isLocal && isEndedElsewhere(made.name, by, body, context)) return 'freedElsewhere';
  const plain = made.name.replace(/_$/, '');
  const owner = fresh(`${plain}Owner`, context);
  const bytes = size === 'same' ? undefined : { name: fresh(`${plain}Bytes`, context), needed: size };
  const text = context.text(call.range.file);
  return { call, body, made, by, isLocal, text, owner, ...(bytes ? { bytes } : {}) };
}

/** The innermost list of statements that has the call's own one. */
const innermost = (body: Body, call: CallNode): readonly Statement[] | undefined =>
  [...lists(body.statements)].findLast((among) =>
    among.some((one) => body.holds(one, call.callRange) && isOwn(one, call, body)),
  );

/** A name that no file of the program has. */
function fresh(base: string, context: RuleContext): string {
  const hasWord = (name: string): boolean =>
    context.trace.files.some((file) => context.text(file).hasWord(name));
  return freshName({ hasWord }, base);
}

function editsOf(kept: Kept, loop: LoopNode, context: RuleContext): TextEdit[] | Refusal {
  const { owner, bytes, call } = kept;
  const passed: Passed[] = [
    { parameter: `std::shared_ptr<void> &${owner}`, name: owner },
    ...(bytes ? [{ parameter: `size_t &${bytes.name}`, name: bytes.name }] : []),
  ];
  const heads = passDown(call, loop, passed, context);
  if (typeof heads === 'string') return heads;
  const removals = endRemovals(kept, context);
  if (typeof removals === 'string') return removals;
  const making = makingEdits(kept);
  const text = context.text(loop.statement.file);
  const before = [`std::shared_ptr<void> ${owner};`, ...(bytes ? [`size_t ${bytes.name} = 0;`] : [])];
  if (areMixed([...making, ...removals])) return 'layoutUnclear';
  const edits = [
    ...heads,
    ...making,
    ...removals,
    linesBefore(text, loop.statement, before),
    linesAfter(text, loop.statement, [`${owner}.reset();`]),
  ];
  return [...edits, ...includes(edits, context)];
}

/** Does one change what another does? */
const areMixed = (edits: readonly TextEdit[]): boolean =>
  edits.some((one) => edits.some((other) => one !== other && encloses(one.range, other.range)));

/** Takes out what ended it in every pass, with an `if` that does nothing else. */
function endRemovals({ call, body, made, text }: Kept, context: RuleContext): TextEdit[] | Refusal {
  const [end] = endsOf(call, context);
  if (!end) return [];
  const inside = body.statements;
  const statement = checkedStatement(text, end);
  const others = sidesOf(made.name, end, { inside, text, body });
  if (!statement || !others) return 'changesInLoop';
  const whole = ifOnlyFor(statement, body);
  if (!whole) return [remove(text, withTail(text, statement)), ...others];
  return [remove(text, whole), ...others.filter(({ range }) => !encloses(whole, range))];
}

/** The `if` that does nothing but what stands in the range. */
function ifOnlyFor(range: SourceRange, body: Body): SourceRange | undefined {
  const around = statementsIn(body.statements).findLast(
    (one) => one.kind === 'if' && body.holds(one, range) && !encloses(range, body.rangeOf(one)),
  );
  if (around?.kind !== 'if' || around.otherwise.length > 0 || around.before) return undefined;
  const isAll = around.then.every((one) => encloses(range, body.rangeOf(one)) || one.kind === 'empty');
  return isAll ? body.rangeOf(around) : undefined;
}

function includes(edits: readonly TextEdit[], context: RuleContext): TextEdit[] {
  const files = new Set(edits.map(({ range }) => range.file));
  return [...files].flatMap((file) => withInclude('<memory>', context.text(file)));
}
