/** Pictures that are read to be drawn on and written again, and never come near a model. */
import {
  callsOf,
  frameLoopsOf,
  type CallNode,
  type LoopNode,
  type TraceArgument,
} from '../../../trace/nodes.ts';
import { literalText } from '../../../literal.ts';

const READS = /(?:^|::)(?:imread|imdecode)$/;
const DRAWS =
  /(?:^|::)(?:rectangle|putText|line|arrowedLine|circle|ellipse|polylines|fillPoly|drawContours|drawMarker|imwrite|imshow)$/;
const COPIES = /(?:^|::)clone$/;

/** Is the picture that the call reads used in the same frame, and for nothing but drawing? */
export function isOnlyShown(node: CallNode | LoopNode): boolean {
  const [loop] = frameLoopsOf(node);
  if (node.kind !== 'call' || !READS.test(node.name) || !loop) return false;
  return isDrawnOnly(node, callsOf(loop.body), 0);
}

function isDrawnOnly(made: CallNode, calls: readonly CallNode[], depth: number): boolean {
  const uses = calls.filter((call) => call.order > made.order && isUse(call, made));
  if (!uses.length || depth > 4) return false;
  return uses.every(
    (use) => DRAWS.test(use.name) || (COPIES.test(use.name) && isDrawnOnly(use, calls, depth + 1)),
  );
}

/** By its name where it was made, by the matrix itself elsewhere. */
function isUse({ args, receiver, function: place }: CallNode, made: CallNode): boolean {
  const name = made.resultName ?? '';
  if (!/^\w+$/.test(name)) return false;
  const word = new RegExp(`\\b${literalText(name)}\\b`);
  const mentioned = ({ text, value }: TraceArgument): boolean => {
    if (value.kind === 'object')
      return isMatrixOf(value.object.createdAt, made) && value.object.name === name;
    return place === made.function && word.test(text);
  };
  return [...args, ...(receiver ? [receiver] : [])].some(mentioned);
}

function isMatrixOf(createdAt: { file: string; line: number } | undefined, { statement }: CallNode): boolean {
  return (
    createdAt?.file === statement.file &&
    createdAt.line >= statement.line &&
    createdAt.line <= statement.endLine
  );
}
