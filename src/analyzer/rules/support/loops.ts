/** Questions about loops: does a call run once per frame, and how often does a loop run. */
import type { CallNode, LoopNode, TraceNode } from '../../trace/trace.ts';
import { callsOf } from '../../trace/trace.ts';
import type { RuleContext } from './context.ts';
import { isFixed } from './quantities.ts';

/** A loop of one or two passes is no loop for our purposes. */
const FEW_PASSES = 2;

/** Passes of a loop; undefined where the source leaves them to run time, infinite where it never ends. */
export function passesOf(loop: LoopNode, context: RuleContext): number | undefined {
  if (loop.times === 'forever') return Infinity;
  return isFixed(loop.times, context.trace.parameters) ? context.number(loop.times) : undefined;
}

/** Is the node reached from a frame loop that runs more than twice? */
export function runsPerFrame(node: TraceNode, context: RuleContext): boolean {
  return node.loops.some((loop) => loop.isFrameLoop && (passesOf(loop, context) ?? Infinity) > FEW_PASSES);
}

/** Those of `calls` that a frame loop reaches. */
export function perFrame(calls: readonly CallNode[], context: RuleContext): CallNode[] {
  return calls.filter((call) => runsPerFrame(call, context));
}

/** Calls inside a loop, through calls of functions. */
export function callsIn(loop: LoopNode): CallNode[] {
  return callsOf(loop.body);
}

/** Name of the variable that a `for` counts with, from its text; undefined for other loops. */
export function loopVariable(loop: LoopNode, context: RuleContext): string | undefined {
  if (loop.loop !== 'for') return undefined;
  const header = context.text(loop.statement.file).slice(loop.statement);
  return /^\s*for\s*\(\s*(?:[\w:]+\s+)*?(\w+)\s*(?:=|\{)[^=]/.exec(header)?.[1];
}
