/** How long this extension's code holds the extension host at a time, by a profile of the host. */
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

/** Where this extension's code comes from. */
const OURS = /dist\/extension\//;
/** µs between two looks. */
const INTERVAL = 500;
/** A longer time between two looks is no running, ms. */
const LONGEST_LOOK_MS = 2;

export interface Stretch {
  /** Time without a break with our code on the stack, ms. */
  ms: number;
  /** The same without gaps between two looks, as there are while the thread waits for a processor; ms. */
  running: number;
  /** Our outermost function where it began. */
  where: string;
  /** Time by the function that ran, ours or not, ms. */
  parts: Map<string, number>;
}

/** The function that took most of a stretch. */
export function mostOf({ parts }: Stretch): string {
  const [first] = [...parts].sort(([, a], [, b]) => b - a);
  return first === undefined ? '' : `${first[0]} ${first[1].toFixed(0)} ms`;
}

type Node = Profiler.ProfileNode;

function nameOf({ callFrame: { functionName, url, lineNumber, columnNumber } }: Node): string {
  const name = functionName === '' ? 'a function' : functionName;
  return url === '' ? name : `${name} ${url.split('/').at(-1)}:${lineNumber}:${columnNumber}`;
}

/** By node: the outermost function of ours on its stack, none where there is none. */
function ownersOf(nodes: readonly Node[]): Map<number, string | undefined> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const owners = new Map<number, string | undefined>();
  const visit = (node: Node, above: string | undefined): void => {
    const own = OURS.test(node.callFrame.url) ? nameOf(node) : undefined;
    owners.set(node.id, above ?? own);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) visit(child, above ?? own);
    }
  };
  if (nodes[0]) visit(nodes[0], undefined);
  return owners;
}

/** Collecting garbage has no stack: it counts for whom it interrupts. */
const isCollection = (node: Node | undefined): boolean =>
  node?.callFrame.functionName === '(garbage collector)';

function stretchesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Stretch[] {
  const owners = ownersOf(nodes);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stretches: Stretch[] = [];
  let current: Stretch | undefined;
  samples.forEach((id, i) => {
    // A sample stands for the time until the next one.
    const ms = (timeDeltas[i + 1] ?? 0) / 1000;
    const where = owners.get(id);
    const node = byId.get(id);
    if (where === undefined && !(current && isCollection(node))) current = undefined;
    else if (!current && where !== undefined)
      stretches.push((current = { ms: 0, running: 0, where, parts: new Map() }));
    if (!current || !node) return;
    current.ms += ms;
    current.running += Math.min(ms, LONGEST_LOOK_MS);
    current.parts.set(nameOf(node), (current.parts.get(nameOf(node)) ?? 0) + ms);
  });
  return stretches.sort((a, b) => b.ms - a.ms);
}

export class Recorder {
  private readonly session = new Session();

  async start(): Promise<void> {
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await this.session.post('Profiler.start');
  }

  /** The longest first. */
  async stop(): Promise<Stretch[]> {
    const { profile } = await this.session.post('Profiler.stop');
    this.session.disconnect();
    return stretchesOf(profile);
  }
}
