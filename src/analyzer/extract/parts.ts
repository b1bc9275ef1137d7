/**
 * Which loops inside a frame do parts of it, as rows of a picture, its tiles or what a detector found in it: what such a
 * pass leaves behind is no frame yet. The others go over the items of a batch, each of which is one.
 */
import { usesIndex } from '../../pipeline/quantity.ts';
import { holdsPermits, callsOf, type CallNode, type LoopNode, type TraceNode } from '../trace/nodes.ts';
import { bringsItem, decodes, within } from './item-steps.ts';
import { stagesOf, type Stages } from './stages.ts';
import type { TraceObject } from '../trace/values.ts';

/** Whether a frame is a pass around the loop. */
export function isPartOfFrame(node: LoopNode): boolean {
  return runsForFinds(node) || isPartOfItem(node) || stagesIn(node) !== undefined;
}

/** How the passes of a loop work at one frame after the other; undefined where they do not. */
export function stagesIn(node: LoopNode): Stages | undefined {
  const around = frameOf(node);
  return around && stagesOf(node, around);
}

const frameOf = (node: LoopNode): LoopNode | undefined =>
  node.loops.findLast((loop) => loop.isFrameLoop && !isPartOfFrame(loop));

/** A model runs for each thing that another model found in a frame. */
function runsForFinds(node: LoopNode): boolean {
  const own = modelsIn(node, () => true);
  if (!own.size) return false;
  return node.loops.some((around) => {
    const models = around.isFrameLoop ? modelsIn(around, (call) => call.loops.at(-1) === around) : [];
    return [...models].some((model) => !own.has(model));
  });
}

function modelsIn({ body }: LoopNode, test: (call: CallNode) => boolean): ReadonlySet<TraceObject> {
  const models = callsOf(body).flatMap((call) => {
    const model = call.row.role === 'execute' && test(call) ? call.args[0]?.value : undefined;
    return model?.kind === 'object' ? [model.object] : [];
  });
  return new Set(models);
}

/** The pass around brings the item, and this loop takes it apart or puts it together. */
function isPartOfItem(node: LoopNode): boolean {
  const around = frameOf(node);
  if (!around || node.times === 'forever' || within(node).some(bringsItem)) return false;
  if (node.reason === 'over-parts') return true;
  const own = within(around).filter((one) => one.loops.at(-1) === around);
  if (around.loop === 'callback' || own.some(decodes)) return true;
  const isMoving = callsOf(node.body).some((call) => goesThrough(call, node));
  if (!isMoving) return false;
  if (copiesOnly(node)) return own.some((one) => bringsItem(one) || worksAtItem(one));
  return own.some((one) => one.kind === 'call' && one.row.role === 'hostRead');
}

/** What gives the device the item whole, or hands it on. */
function worksAtItem(node: TraceNode): boolean {
  if (node.kind === 'queue') return node.operation === 'enqueue' && !holdsPermits(node.queue);
  return node.kind === 'call' && ['submit', 'execute', 'hostWrite'].includes(node.row.role);
}

const copiesOnly = ({ body }: LoopNode): boolean =>
  !callsOf(body).some(({ row }) => row.role === 'submit' || row.role === 'execute');

/** Whether a side of a copy is at another place of one buffer in each pass. */
function goesThrough({ row, args }: CallNode, { condition }: LoopNode): boolean {
  if (row.role !== 'copy') return false;
  const words = new Set(condition.split(/\W+/));
  return [row.destination, row.source].some((side) => {
    const { value, text } = (side === undefined ? undefined : args[side]) ?? {};
    if (value?.kind === 'object')
      return value.offset === undefined ? value.offsetUnknown : usesIndex(value.offset);
    return (
      value !== undefined &&
      /\+|^&/.test(text ?? '') &&
      (text ?? '').split(/\W+/).some((one) => words.has(one))
    );
  });
}
