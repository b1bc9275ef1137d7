/**
 * What a loop makes again and again though it is the same each time: nothing that it is made of changes from pass to pass.
 */
import { push } from '../../../base/push.ts';
import { visitNodes, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { OUTSIDE, type DataFlow, type FlowsByLoop, type Place } from '../values/data-flow.ts';

/** Sets `isSameAgain` of what frame loops make. */
export function noteSameAgain(run: Interpreter, flows: FlowsByLoop): void {
  const made = new Map<Place, DataFlow>();
  for (const flow of run.dataFlows.all)
    if (flow.pointed && flow.kind === 'whole') for (const place of flow.to) made.set(place, flow);
  const steady = new Map<LoopNode, Steady>();
  const visit = (node: TraceNode): void => {
    const flow = node.kind === 'call' && node.creates ? made.get(node.creates) : undefined;
    const loop = node.loops.findLast((one) => one.isFrameLoop);
    if (!flow || !loop || node.kind !== 'call' || !node.creates) return;
    const known = steady.get(loop) ?? new Steady(flows.get(loop) ?? []);
    steady.set(loop, known);
    if (known.all(flow.pointed ?? [])) node.creates.isSameAgain = true;
  };
  for (const { body } of run.trace.threads) visitNodes(body, visit);
}

/** What a place held is gone. */
const BEGINS: readonly DataFlow['kind'][] = ['whole', 'made'];
const GIVES: readonly DataFlow['kind'][] = ['write', 'set', ...BEGINS];

/** Places that no pass of a loop gives anything else than the passes before. */
class Steady {
  private readonly byPlace = new Map<Place, DataFlow[]>();
  private readonly known = new Map<Place, boolean>([[OUTSIDE, false]]);

  constructor(flows: readonly DataFlow[]) {
    for (const flow of flows) for (const place of flow.to) push(this.byPlace, place, flow);
  }

  all(places: readonly Place[]): boolean {
    return places.every((place) => this.is(place));
  }

  private is(place: Place): boolean {
    const known = this.known.get(place);
    if (known !== undefined) return known;
    const flows = this.byPlace.get(place) ?? [];
    // What comes from itself changes, as a counter does, unless each pass begins it anew.
    this.known.set(place, flows[0] !== undefined && BEGINS.includes(flows[0].kind));
    const is = flows.every((flow) => this.keeps(flow));
    this.known.set(place, is);
    return is;
  }

  private keeps({ kind, from, pointed = [] }: DataFlow): boolean {
    return GIVES.includes(kind) && this.all(from) && this.all(pointed);
  }
}
