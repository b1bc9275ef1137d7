/** What the passes of a loop use, and after how many of them it comes round. */
import { visitNodes, type CallNode, type QueueNode, type TraceNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';

/** By call, told by the way to it, the things that it is given; by what puts or takes an item, the queue. */
export type Uses = ReadonlyMap<string, string>;

/** `isOld`: there before the loop; what each pass makes anew (`isAnew`, of queues) takes no turns. */
export function usesOf(
  nodes: readonly TraceNode[],
  isOld: (object: TraceObject) => boolean,
  isAnew: (queue: TraceObject) => boolean,
): Uses {
  const uses = new Map<string, string>();
  visitNodes(nodes, (node) => {
    if (node.kind !== 'call' && (node.kind !== 'queue' || isAnew(node.queue))) return;
    const site = siteOf(node);
    const before = uses.get(site);
    const things = node.kind === 'queue' ? `${WAY}${node.queue.id}` : thingsOf(node, isOld);
    uses.set(site, before === undefined ? things : `${before};${things}`);
  });
  return uses;
}

/** All that the nodes do, in order, with the things that calls are given. */
export function thingsIn(nodes: readonly TraceNode[]): string[] {
  return told(
    nodes,
    (node) => `${toldPlace(node)} ${node.kind === 'call' ? thingsOf(node, () => true) : ''}`,
  );
}

/** All that the nodes do, in order. */
export function placesIn(nodes: readonly TraceNode[]): string[] {
  return told(nodes, toldPlace);
}

const toldPlace = (node: TraceNode): string => `${node.kind} ${placeOf(node)}`;

function told(nodes: readonly TraceNode[], tell: (node: TraceNode) => string): string[] {
  const all: string[] = [];
  visitNodes(nodes, (node) => all.push(tell(node)));
  return all;
}

const placeOf = ({ range: { file, line, column } }: Pick<TraceNode, 'range'>): string =>
  `${file}:${line}:${column}`;

/** A call, told by the way to it. */
export const siteOf = (call: CallNode | QueueNode): string => [...call.path, call].map(placeOf).join(' ');

/** Streams and queues are marked: passes that go different ways are told apart by them. */
function thingsOf({ args }: CallNode, isOld: (object: TraceObject) => boolean): string {
  const things = args.flatMap(({ value }) =>
    value.kind === 'object' && isOld(value.object)
      ? [`${value.object.kind === 'stream' ? WAY : ''}${value.object.id}`]
      : [],
  );
  return things.join();
}

const WAY = '~';

/** Whether one call of both is given other things, or all is given to other streams or queues. */
export function different(first: Uses, second: Uses): boolean {
  const isOther = [...first].some(([site, things]) => {
    const others = second.get(site);
    return others !== undefined && others !== things;
  });
  if (isOther) return true;
  const [one, other] = [waysOf(first), waysOf(second)];
  return one !== '' && other !== '' && one !== other;
}

/** Whether each makes a call that the other does not. */
export function apart(first: Uses, second: Uses): boolean {
  const hasOwn = (one: Uses, other: Uses) => [...one.keys()].some((site) => !other.has(site));
  return hasOwn(first, second) && hasOwn(second, first);
}

function waysOf(uses: Uses): string {
  const all = [...uses.values()].flatMap((things) => things.split(/[,;]/));
  return [...new Set(all.filter((one) => one.startsWith(WAY)))].toSorted().join();
}

/** Whether both make the same calls with the same things. */
export function alike(first: Uses, second: Uses): boolean {
  return first.size === second.size && [...first].every(([site, things]) => second.get(site) === things);
}

/** From which pass on they come round, and after how many; undefined where that has not been seen twice. */
export function periodOf(passes: readonly Uses[]): { from: number; size: number } | undefined {
  for (let size = 1; size <= passes.length / 2; size++) {
    let from = passes.length - size;
    while (from > 0 && isRepeated(passes, from - 1, size)) from--;
    if (passes.length - from >= 2 * size) return { from, size };
  }
  return undefined;
}

function isRepeated(passes: readonly Uses[], at: number, size: number): boolean {
  const [one, other] = [passes[at], passes[at + size]];
  return one !== undefined && other !== undefined && alike(one, other);
}
