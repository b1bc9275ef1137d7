/** Questions about loops: does a call run once per frame, and how often does a loop run. */
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import { callsOf, frameLoopsOf, visitNodes } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { oncePer } from '../../../base/once.ts';
import { isFixed } from './quantities.ts';
import { literalText } from '../../literal.ts';

/** Passes of a loop; undefined where the source leaves them to run time, infinite where it never ends. */
export function passesOf(loop: LoopNode, context: RuleContext): number | undefined {
  if (loop.times === 'forever') return Infinity;
  if (isFixed(loop.times, context.trace.parameters)) return context.number(loop.times);
  return elementsOf(loop, context);
}

/** `sizeof(files) / sizeof(files[0])` counts what the array's initializer lists in the same file. */
function elementsOf(loop: LoopNode, context: RuleContext): number | undefined {
  const array = /\bsizeof\b\s*(?:\(\s*)?(\w+)\s*(?:\)\s*)?\/\s*sizeof/.exec(loop.condition)?.[1];
  if (array === undefined) return undefined;
  const list = new RegExp(`\\b${literalText(array)}\\s*\\[\\s*\\]\\s*=\\s*\\{([^;]*)\\}\\s*;`).exec(
    context.text(loop.range.file).text,
  )?.[1];
  if (list === undefined) return undefined;
  const bare = list.replace(/\/\/.*|\/\*[^]*?(?:\*\/|$)/g, '');
  const groups = bare.match(/\{/g)?.length;
  return groups ?? bare.split(',').filter((item) => item.trim() !== '').length;
}

/** Is the node reached from a frame loop that runs more than `few` times? */
export function runsPerFrame(node: TraceNode, context: RuleContext, few = 1): boolean {
  return node.loops.some(
    (loop) => loop.isFrameLoop && (passesOf(loop, context) ?? Infinity) > few && !surroundsFrames(loop, node),
  );
}

/**
 * A counted loop around an endless one goes over files, models or devices: what it does beside the endless loop happens
 * once for each of those, not once a frame.
 */
function surroundsFrames(loop: LoopNode, node: TraceNode): boolean {
  if (loop.times === 'forever') return false;
  return frameLoopsIn(loop).some((inner) => inner.times === 'forever' && !node.loops.includes(inner));
}

const frameLoopsIn = oncePer((loop: LoopNode): LoopNode[] => {
  const found: LoopNode[] = [];
  visitNodes(loop.body, (inner) => {
    if (inner.kind === 'loop' && inner.isFrameLoop) found.push(inner);
  });
  return found;
});

/** Passes of a loop beside which what happens once is nothing. */
const MANY = 256;

/** Whether frames come from a long loop inside the one around the node, as of a model that each file is run through. */
export function isOncePerRun(node: TraceNode, context: RuleContext): boolean {
  const loop = frameLoopsOf(node).at(-1);
  return (
    loop !== undefined && frameLoopsIn(loop).some((inner) => (passesOf(inner, context) ?? Infinity) >= MANY)
  );
}

/** Those of `calls` that a frame loop reaches. */
export function perFrame(calls: readonly CallNode[], context: RuleContext): CallNode[] {
  return calls.filter((call) => runsPerFrame(call, context));
}

/** What is done about work that failed, such as a pause before it is tried again, is no part of a frame. */
export const handlesFailure = (node: TraceNode, context: RuleContext, loop?: LoopNode): boolean =>
  context.branchesTo(node, loop).some(({ branch, inThen }) => inThen && branch.isFailure);

/** Calls inside a loop, through calls of functions. */
export const callsIn = oncePer((loop: LoopNode): readonly CallNode[] => callsOf(loop.body));

/** What a `for` counts with. */
export interface Counter {
  name: string;
  fromZero: boolean;
  /** It goes up by one in each pass. */
  byOne: boolean;
}

/** As the head of the loop has it, since no trace does; undefined for other loops. */
export function counterOf({ loop, statement }: LoopNode, context: RuleContext): Counter | undefined {
  if (loop !== 'for') return undefined;
  const text = context.text(statement.file).slice(statement);
  const name = /^\s*for\s*\(\s*(?:[\w:]+\s+)*?(\w+)\s*(?:=|\{)[^=]/.exec(text)?.[1];
  if (name === undefined) return undefined;
  const own = literalText(name);
  const [start = '', , step = ''] = text.split(';', 3);
  return {
    name,
    fromZero: new RegExp(`\\b${own}\\s*(?:=\\s*0\\b|\\{\\s*0\\s*\\})`).test(start),
    byOne: new RegExp(`^\\s*(?:\\+\\+\\s*${own}|${own}\\s*\\+\\+|${own}\\s*\\+=\\s*1)\\s*[,)]`).test(step),
  };
}
