/** `if`: error returns are passed over, choices become branches of the trace. */
import type { Expression, IfStatement, Statement } from '../../syntax/ast.ts';
import { asStatement, bodiesOf, callNames } from '../../syntax/visit.ts';
import { evaluateCondition, givesUp, isNegative, isOpen, leaves, type Condition } from './conditions.ts';
import { putsBound } from '../expressions/bounded.ts';
import { eitherOf, isMaking } from '../../idioms/factories.ts';
import type { Frame } from '../names/frame.ts';
import { grows, growsBehind } from '../../idioms/kept-largest.ts';
import { makesWhatIsMissing, missingThing } from '../../idioms/lazy.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { noteWait } from '../threads/waits.ts';
import { isThing } from '../values/store.ts';
import { anyNode, type TraceNode } from '../../trace/nodes.ts';
import { givesWork } from '../../acl/catalogue.ts';
import { callsAny, hasEffect } from '../effects.ts';
import { callsHeldWork } from '../calls/held.ts';
import { executeMode } from './modes.ts';
import { placeTest, withMode } from './open-modes.ts';
import { isFixed } from './fixed.ts';
import { choose, rareBranch, recordBranch } from './chosen.ts';
import { noteSettings } from './sides.ts';
import { dropsItems } from './surplus.ts';
import { sideAfterPause, sideAfterSpin } from './pauses.ts';
import { restTurnsItselfOff, turnsItselfOff } from './once.ts';
import { shareOfRound } from './rounds.ts';
import { staysIn } from './ending-side.ts';
import { loopsLeft } from './way-out.ts';

/** Executes an `if`; `rest` is what follows it in its block, and is its other side where its first one leaves. */
export function executeIf(
  run: Interpreter,
  statement: IfStatement,
  rest: readonly Statement[],
  frame: Frame,
): { flow: Flow; tookRest: boolean } {
  if (putsBound(run, statement, frame)) return { flow: 'next', tookRest: false };
  const condition = askedBy(run, statement, rest, frame);
  run.noteTested(statement);
  const { then, otherwise } = statement;
  const plain = (side: readonly Statement[]) => ({
    flow: run.parts.execute(side, frame),
    tookRest: false,
  });
  const stays = staysIn(run, statement);
  if (stays) return plain(stays);
  const asked = sideByQueue(run, statement, condition, rest, frame);
  if (asked) return plain(asked);
  noteCourse(run, condition, statement);
  const mode = executeMode(run, statement, condition, rest, frame);
  if (mode) return mode;
  const once = executeOnce(run, statement, condition, rest, frame);
  if (once) return once;
  if (condition.isRound && isGuard(statement) && rest.length)
    return { flow: choose(run, statement, condition, then, rest, frame), tookRest: true };
  if (isForOtherPasses(run, condition, then)) rareBranch(run, statement, condition, frame);
  const simple = simpleSide(run, condition, statement, rest, frame);
  if (simple !== then) notePassedOver(run, statement, condition, simple === otherwise, frame);
  if (simple) return plain(simple);
  if (isGuard(statement)) return executeGuard(run, statement, condition, rest, frame);
  return { flow: choose(run, statement, condition, then, otherwise, frame), tookRest: false };
}

/** What happens in the first of all passes only, as its condition or a flag of its own has it. */
function executeOnce(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  rest: readonly Statement[],
  frame: Frame,
): { flow: Flow; tookRest: boolean } | undefined {
  const isLazy = isLazyMaking(run, condition, statement, frame) || grows(run, statement, frame);
  if (isLazy || (isAgain(run) && condition.known !== false && turnsItselfOff(run, statement, frame)))
    return { flow: makeOnce(run, statement, condition, statement.then, frame), tookRest: false };
  if (isGuard(statement) && growsBehind(run, statement, rest, frame))
    return { flow: makeOnce(run, statement, condition, rest, frame), tookRest: true };
  const off = isGuard(statement) ? restTurnsItselfOff(run, statement, rest, frame) : 'no';
  if (off === 'done') return { flow: run.parts.execute(statement.then, frame), tookRest: false };
  if (off === 'no' || !isAgain(run)) return undefined;
  return { flow: makeOnce(run, statement, condition, rest, frame), tookRest: true };
}

/** What its condition says, as far as its sides or the passes around do not tell more. */
function askedBy(
  run: Interpreter,
  statement: IfStatement,
  rest: readonly Statement[],
  frame: Frame,
): Condition {
  if (statement.before) run.parts.execute([statement.before], frame);
  const judged = judgedBySide(run, evaluateCondition(run, statement.condition, frame), statement);
  return inRounds(run, statement, rest, withMode(run, statement.condition, judged, frame), frame);
}

/** The side that is gone on with where a queue is asked: once it has what is waited for, or has dropped what is too much. */
function sideByQueue(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  rest: readonly Statement[],
  frame: Frame,
): readonly Statement[] | undefined {
  const spun = sideAfterSpin(run, statement, frame);
  if (spun) return spun;
  const awaited = sideAfterPause(run, statement, rest, condition);
  if (awaited) return waitedFor(run, statement, condition, awaited, frame);
  const drops = condition.asks !== undefined && dropsItems(run, condition.asks, statement.then, frame);
  return drops ? statement.otherwise : undefined;
}

/** What a function takes or puts in next, it has waited for. */
function waitedFor(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  awaited: readonly Statement[],
  frame: Frame,
): readonly Statement[] {
  if (awaited !== statement.then) rareBranch(run, statement, condition, frame);
  noteWait(run);
  return awaited;
}

const isGuard = ({ then, otherwise }: IfStatement): boolean => leaves(then) && !otherwise.length;

/** What asks whether a round is full holds in its share of the passes, whatever it says in the one at hand. */
function inRounds(
  run: Interpreter,
  statement: IfStatement,
  rest: readonly Statement[],
  condition: Condition,
  frame: Frame,
): Condition {
  if (condition.test) return condition;
  const share = shareOfRound(run, statement, rest, frame);
  return share === undefined ? condition : { text: condition.text, share, isRound: true };
}

/** A side that leaves: what follows it is its other side, unless it leaves for good or does little. */
function executeGuard(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  rest: readonly Statement[],
  frame: Frame,
): { flow: Flow; tookRest: boolean } {
  const { then } = statement;
  const works = hasEffect(run, then, 'submission') || callsHeldWork(run, then, frame);
  const left = works ? loopsLeft(run, then, rest) : 0;
  if (!works || left !== undefined) {
    rareBranch(run, statement, condition, frame, left);
    return { flow: 'next', tookRest: false };
  }
  const tookRest = rest.length > 0;
  return { flow: choose(run, statement, condition, then, rest, frame), tookRest };
}

/** `fd < 0` of what is no status is a choice, unless its side gives up; so is who fills a queue that holds nothing. */
function judgedBySide(
  run: Interpreter,
  condition: Condition,
  { condition: asked, then }: IfStatement,
): Condition {
  const { text, asks } = condition;
  if (asks === 'none' && callsAny(run, then, FILLING)) return { text, asks };
  if (condition.known !== undefined || condition.outcome || !isNegative(asked)) return condition;
  return givesUp(then) ? { ...condition, outcome: 'failure' } : condition;
}

const FILLING = new Set(['push', 'push_back', 'push_front', 'emplace', 'emplace_back', 'emplace_front']);

/** What is kept of a first side that is not simply taken; `isLeft`: the other one is. */
function notePassedOver(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  isLeft: boolean,
  frame: Frame,
): void {
  const { then } = statement;
  if (condition.known === undefined && condition.outcome !== 'failure')
    noteAlternative(run, statement, frame);
  if (isLeft) noteGuard(run, statement, condition, frame);
  if (!isLeft || !isOpen(condition)) return;
  noteSelective(run, then);
  noteSettings(run, then, frame);
}

/** `if (score < threshold) continue;`: few of the passes go on from here. */
function noteSelective(run: Interpreter, then: readonly Statement[]): void {
  const loop = run.loops.at(-1);
  if (loop && endsBy(then, 'continue')) run.selective.add(loop);
}

const endsBy = (statements: readonly Statement[], kind: 'break' | 'continue'): boolean => {
  const last = statements.at(-1);
  return last?.kind === 'block' ? endsBy(last.body, kind) : last?.kind === kind;
};

/** Whether what follows is certain: a side that returns under an open condition leaves it open. */
function noteCourse(run: Interpreter, condition: Condition, { then, otherwise }: IfStatement): void {
  if (run.course === 'open' || !(hasReturn(then) || hasReturn(otherwise))) return;
  const isDecided = condition.known !== undefined || condition.outcome !== undefined;
  const isOfWork = condition.isFailedWork && run.course !== 'checked';
  if (isDecided || (givesUp(then) && !otherwise.length)) run.course = isOfWork ? 'work' : 'checked';
  else run.course = 'open';
}

/** Whether the function may end inside the statements. */
export function hasReturn(statements: readonly Statement[]): boolean {
  return statements.some(
    (statement) => statement.kind === 'return' || bodiesOf(statement).some((body) => hasReturn(body)),
  );
}

/** `if (size <= size_) return;` is kept for what is made behind it, `if (!isOpen) return;` for what is ended. */
function noteGuard(
  run: Interpreter,
  { then, start, condition }: IfStatement,
  { text, known, outcome }: Condition,
  frame: Frame,
): void {
  if (!leaves(then)) return;
  // Of two sizes that are known the first pass finds too little, and the next ones enough.
  const isEnough = known === false && condition.kind === 'binary' && /^[<>]/.test(condition.operator);
  if (known === false && !isEnough) return;
  if (outcome && !(known || asksFlag(condition))) return;
  const range = run.range(frame.chunk, start, start + 2);
  const decided = isEnough || known || outcome ? { isDecided: true as const } : {};
  const dismissed = known || outcome ? { isDismissed: true as const } : {};
  const by = (['break', 'continue'] as const).find((kind) => endsBy(then, kind));
  run.guards = [...run.guards, { condition: text, range, by, ...decided, ...dismissed }];
}

/** `isOpen`, `!isOpen`: what the program itself keeps, and no answer of a call. */
function asksFlag(condition: Expression): boolean {
  if (condition.kind === 'unary') return asksFlag(condition.operand);
  return condition.kind === 'name' || condition.kind === 'member';
}

/** `if (p == nullptr) p = …;`, `if (!p) p = …;` of what is not there yet, and was not made anew in this pass either. */
function isLazyMaking(
  run: Interpreter,
  { outcome }: Condition,
  statement: IfStatement,
  frame: Frame,
): boolean {
  const { condition, then, otherwise } = statement;
  const missing = otherwise.length ? undefined : missingThing(condition);
  if (!missing || givesUp(then) || !makesWhatIsMissing(run, missing, then)) return false;
  const isAsked = condition.kind === 'unary';
  if (!isAsked && outcome !== 'failure') return false;
  const { declared } = run.parts.locate(missing, frame) ?? {};
  if (declared && run.isInLoop(declared)) return false;
  const value = run.parts.evaluate(missing, frame);
  return isAsked ? value.kind === 'null' : !isThing(value);
}

/** A side that happens in the first of a loop's passes only. */
function makeOnce(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  side: readonly Statement[],
  frame: Frame,
): Flow {
  const nodes: TraceNode[] = [];
  run.into(nodes, () => run.parts.execute(side, frame));
  const sides = {
    kind: 'branch' as const,
    condition: condition.text,
    guessed: true,
    makesOnce: true,
    then: nodes,
    otherwise: [],
  };
  recordBranch(run, statement, { ...sides, share: run.loops.length ? 0 : 1 }, frame);
  return 'next';
}

/** Whether what is followed happens again and again. */
const isAgain = ({ loops, thread }: Interpreter): boolean => loops.length > 0 || thread.kind === 'callback';

/**
 * Whether a side that is known to be taken gives up: what other threads, files and devices do is not followed, and a program
 * that gave up there would do nothing. What a machine has counted itself is known.
 */
function isGivingUp(run: Interpreter, { condition, then }: IfStatement, frame: Frame): boolean {
  const isDecided = run.deciding?.isReady === false || run.deciding?.hasMoved(condition, frame);
  return !isDecided && givesUp(then) && !hasEffect(run, then);
}

/** The one side that is ordinarily taken, where there is only one. */
function simpleSide(
  run: Interpreter,
  condition: Condition,
  statement: IfStatement,
  rest: readonly Statement[],
  frame: Frame,
): readonly Statement[] | undefined {
  const { then, otherwise } = statement;
  if (condition.known !== undefined) {
    const isTaken = condition.known && !isGivingUp(run, statement, frame);
    return isTaken ? then : otherwise;
  }
  if (condition.outcome === 'failure' && !isFlag(run, condition, then) && !waitsForMore(run, then))
    return otherwise;
  if (condition.outcome === 'success' && !skipsWork(run, then, rest, frame) && !endsWork(run, statement))
    return then;
  // Each side of a round has its own passes.
  return condition.isRound && otherwise.length ? undefined : besideLight(run, statement, frame);
}

/** The side beside one that only leaves. */
function besideLight(
  run: Interpreter,
  { then, otherwise }: IfStatement,
  frame: Frame,
): readonly Statement[] | undefined {
  if (leavesLightly(run, then, frame)) return otherwise;
  return leavesLightly(run, otherwise, frame) ? then : undefined;
}

/** What the pass at hand passes over, and some other does; a machine comes there in the pass whose turn it is. */
const isForOtherPasses = (run: Interpreter, { known }: Condition, then: readonly Statement[]): boolean =>
  known === false && !run.deciding && waitsForMore(run, then);

/** `if (item == nullptr) { sleep(); continue; }`: nothing is there yet, which is no error. */
function waitsForMore(run: Interpreter, then: readonly Statement[]): boolean {
  return endsBy(then, 'continue') && hasEffect(run, then);
}

/** `if (ok)` may be a flag of that name: what submits work is no handling of errors. */
function isFlag(run: Interpreter, { text }: Condition, then: readonly Statement[]): boolean {
  return /^\w+$/.test(text) && hasEffect(run, then, 'submission');
}

/** `if (access(STOP_FILE, F_OK) == 0) break;` behind the work of an endless loop: what it asks is no part of that. */
function endsWork(run: Interpreter, { condition, then }: IfStatement): boolean {
  const loop = run.loops.at(-1);
  if (loop?.times !== 'forever' || !endsBy(then, 'break') || callNames([asStatement(condition)]).length === 0)
    return false;
  const isAsked = hasEffect(run, [asStatement(condition)], 'submission');
  return !isAsked && anyNode(loop.body, (node) => node.kind === 'call' && givesWork(node.row));
}

function leavesLightly(run: Interpreter, statements: readonly Statement[], frame: Frame): boolean {
  return leaves(statements) && !hasEffect(run, statements) && !callsHeldWork(run, statements, frame);
}

/** `if (matches) return i;` that is passed over: what a search gives where it finds something. */
function noteAlternative(run: Interpreter, { condition, then }: IfStatement, frame: Frame): void {
  const given = givesUp(then) || hasEffect(run, then) ? undefined : returnedBy(then);
  if (!given) return;
  const test = isFixed(run, condition, frame) ? placeTest(run, condition, frame) : undefined;
  const isFirst = !run.alternative || isMaking(given);
  if (!isFirst && !test?.is) return;
  const value = run.parts.evaluate(given, frame);
  if (test?.is) run.found = [...run.found, { value, test }];
  if (isFirst) run.alternative = run.alternative ? eitherOf(run.alternative, value) : value;
}

function returnedBy(statements: readonly Statement[]): Expression | undefined {
  const last = statements.at(-1);
  if (last?.kind === 'block') return returnedBy(last.body);
  return last?.kind === 'return' ? last.value : undefined;
}

/**
 * `if (ready) return;` before the work itself: what a first call does is what counts. And what gives up is no success,
 * as in `if (S_ISREG(mode) == 0) return FAILED;`.
 */
function skipsWork(
  run: Interpreter,
  then: readonly Statement[],
  rest: readonly Statement[],
  frame: Frame,
): boolean {
  return leavesLightly(run, then, frame) && (givesUp(then) || hasEffect(run, rest, 'effect'));
}
