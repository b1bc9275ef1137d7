/** How often a loop runs, and what a loop that only asks waits for. */
import { loopInvariant, optionsOf, type Quantity } from '../../pipeline/quantity.ts';
import { nameOfText } from '../program/name-of-text.ts';
import { visitNodes, type CallNode, type LoopNode } from '../trace/nodes.ts';
import { readNumber } from './annotations.ts';
import type { ExtractContext } from './context.ts';

/** The call of `while (status != COMPLETE) { aclrtQueryEventStatus(event, &status); usleep(100); }`: it waits for the event. */
export function pollingCall(node: LoopNode): CallNode | undefined {
  if (node.isFrameLoop || node.times !== 'forever') return undefined;
  let asked: CallNode | undefined;
  let works = false;
  visitNodes(node.body, (inner) => {
    if (inner.kind !== 'call') works ||= inner.kind !== 'branch' && inner.kind !== 'return';
    else if (inner.row.role === 'query' && (inner.row.event ?? inner.row.stream) !== undefined) asked = inner;
    else works ||= !['sleep', 'get', 'log', 'other'].includes(inner.row.role);
  });
  return works ? undefined : asked;
}

/** Passes of a loop: from a comment, from the source, or open. */
export function timesOf(context: ExtractContext, node: LoopNode): Quantity | 'forever' {
  const said = readNumber(context.annotations.at(node.range)?.get('times'));
  if (said !== undefined) return said;
  if (node.times === 'forever' && !endsByCount(node) && !endsInFrame(node) && !endsWithInput(node))
    return 'forever';
  const times = node.times === 'forever' ? undefined : loopInvariant(node.times);
  if (times !== undefined) {
    noteOpenTimes(context, node, times);
    return times;
  }
  const name = `${nameOfText(node.condition)}_times`;
  context.unknown({
    code: 'loop-count',
    detail: node.condition,
    settle: '// acl-perf: times=64',
    range: node.range,
    parameter: name,
  });
  return context.open(
    name,
    1,
    'count',
    { kind: 'default', range: node.range, evidence: node.condition },
    'Passes of a loop',
  );
}

/** A loop over frames is as good as endless where its count is unknown; any other that counts is not. */
const endsByCount = ({ isCounted, isFrameLoop }: LoopNode): boolean => isCounted === true && !isFrameLoop;

/**
 * What waits inside a frame for a flag, and has no end in sight, must end: else there were no second frame. So must what
 * takes the results of an item, such as `while (receive(packet) == 0)`, where each pass around it brings the next one.
 */
function endsInFrame(node: LoopNode): boolean {
  const around = node.loops.findLast((outer) => outer.isFrameLoop);
  if (!around || !node.isFrameLoop) return around !== undefined;
  return !/^(true|1)?$/.test(node.condition) && around.times === 'forever' && bringsItem(around, node);
}

/** Whether a pass of a loop reads, takes or submits something beside what a loop in it does. */
function bringsItem(loop: LoopNode, inner: LoopNode): boolean {
  let brings = false;
  visitNodes(loop.body, (node) => {
    if (node === inner || node.loops.includes(inner)) return;
    brings ||= node.kind === 'queue' && node.operation === 'dequeue';
    if (node.kind === 'call') brings ||= BRINGING.has(node.row.role) || node.row.category === 'host-ffmpeg';
  });
  return brings;
}

const BRINGING: ReadonlySet<CallNode['row']['role']> = new Set(['hostRead', 'submit', 'copy', 'execute']);

/** `while (file.getline(…))` before the frames, e.g. over labels, ends with the file. */
function endsWithInput(node: LoopNode): boolean {
  if (node.isFrameLoop || node.thread.kind === 'thread') return false;
  let reads = false;
  let waits = false;
  visitNodes(node.body, (inner) => {
    if (inner.kind === 'queue' || (inner.kind === 'loop' && inner.isFrameLoop)) waits = true;
    if (inner.kind !== 'call') return;
    reads ||= inner.row.role === 'hostRead';
    waits ||= ['sleep', 'synchronize', 'report'].includes(inner.row.role);
  });
  return reads && !waits;
}

function noteOpenTimes(context: ExtractContext, node: LoopNode, times: Quantity): void {
  for (const count of optionsOf(times)) {
    const parameter = context.trace.parameters.find((one) => one.name === count);
    if (parameter?.kind !== 'open') continue;
    const settle = `--set ${parameter.name}=64`;
    const { condition: detail, range } = node;
    context.unknown({ code: 'loop-count', detail, settle, range, parameter: parameter.name });
  }
}
