/** Waits of the host inside frame loops, and how much of a frame's work each one waits for. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { BranchNode, CallNode, LoopNode, TraceNode } from '../../../trace/nodes.ts';
import { frameLoop, type RuleContext } from '../../context.ts';
import { meetsEarlierPass } from '../../counterfactual/earlier-pass.ts';
import { runsPerFrame } from '../loops.ts';
import { oncePer } from '../../../../base/once.ts';
import { pickDifferently, stagesOf, waitPoints, type WaitPoint } from './pending.ts';

export interface FrameWait extends WaitPoint {
  loop: LoopNode;
  stages: string[];
}

/**
 * Each wait that a frame loop reaches with one frame's work, and no more, in front of it; none of a loop whose passes need
 * the last one's result, which have to wait for it.
 */
export const frameWaits = oncePer((context: RuleContext): FrameWait[] =>
  frameLoops(context).flatMap((loop) => waitsOf(loop, context)),
);

function frameLoops(context: RuleContext): LoopNode[] {
  return context.nodes.filter(
    (node): node is LoopNode => node.kind === 'loop' && node.isFrameLoop && node.carries !== 'host',
  );
}

function waitsOf(loop: LoopNode, context: RuleContext): FrameWait[] {
  return waitPoints(loop.body)
    .filter((point) => frameLoop(point.wait) === loop && runsPerFrame(point.wait, context))
    .filter((point) => isOneFrame(point, loop, context))
    .map((point) => ({ ...point, loop, stages: stagesOf(point.covered) }));
}

function isOneFrame(point: WaitPoint, loop: LoopNode, context: RuleContext): boolean {
  const { wait, covered } = point;
  if (isAnotherInFlight(point) || isOfSeveralTurns(point) || meetsEarlierPass(wait, loop, context))
    return false;
  if (covered.some((pending) => pending.several && !isCopyOfOneFrame(pending.call, loop))) return false;
  if (covered.some((pending) => pickDifferently(wait, pending.call))) return false;
  return !waitsNowAndThen(point, loop, context);
}

/** Whether the same work of another frame stays in flight, as where frames take streams in turn. */
function isAnotherInFlight({ covered, left }: WaitPoint): boolean {
  return left.some(({ call }) =>
    covered.some((one) => one.call !== call && isSamePlace(one.call.range, call.range)),
  );
}

/** Whether it waits for one piece of work of several passes that take turns. */
function isOfSeveralTurns({ covered }: WaitPoint): boolean {
  return covered.some(({ call }, at) => {
    const turn = call.loops.findLast(({ isTurn }) => isTurn);
    return covered
      .slice(0, at)
      .some((one) => isSamePlace(one.call.range, call.range) && turn && !one.call.loops.includes(turn));
  });
}

const isSamePlace = (one: SourceRange, other: SourceRange): boolean =>
  one.file === other.file && one.line === other.line && one.column === other.column;

/** Copies in a small loop, over a model's outputs say, belong to one frame. */
function isCopyOfOneFrame(call: CallNode, loop: LoopNode): boolean {
  return call.row.role === 'copy' && frameLoop(call) === loop;
}

/**
 * Is the wait under a condition that its submissions are not under, and that holds in some passes only? One whose share
 * no value tells stands for all passes where it could be the check of an outcome.
 */
function waitsNowAndThen(point: WaitPoint, loop: LoopNode, context: RuleContext): boolean {
  const around = (node: TraceNode): BranchNode[] =>
    context.branchesTo(node, loop).map(({ branch }) => branch);
  return around(point.wait).some(
    (branch) =>
      ((!branch.guessed && branch.share !== 1) || COUNTING.test(branch.condition)) &&
      point.covered.some(({ call }) => !around(call).includes(branch)),
  );
}

const COUNTING = /%|size\(\)|\b\w*(?:count|cnt|num|batch|full|last|index|idx|interval)\w*\b|\b[ijkn]\b/i;
