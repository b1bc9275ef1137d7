/** How long this extension's code holds the extension host at a time, by a profile of the host. */
import { createHook } from 'node:async_hooks';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Where this extension's code comes from. */
const OURS = /dist\/extension\//;
/** µs between two looks. */
const INTERVAL = 500;
/** A longer time between two looks is no running, ms. */
const LONGEST_LOOK_MS = 2;

export interface Stretch {
  /** Time without a break, and within one turn of the event loop, with our code on the stack; ms. */
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

/** When the turns of the event loop began in which something ran, µs as in profiles. Between two turns all else gets in. */
class Turns {
  private readonly begun: number[] = [];
  private next = 0;
  private turn = -1;
  private readonly hook = createHook({ before: () => this.note() });

  start(): void {
    this.hook.enable();
  }

  stop(): void {
    this.hook.disable();
  }

  /** Has one begun after `from` and not after `to`? Asked in the order of time. */
  passed(from: number, to: number): boolean {
    while ((this.begun[this.next] ?? Infinity) <= from) this.next++;
    return (this.begun[this.next] ?? Infinity) <= to;
  }

  private note(): void {
    const { loopCount } = performance.nodeTiming.uvMetricsInfo;
    if (loopCount === this.turn) return;
    this.turn = loopCount;
    this.begun.push(Number(process.hrtime.bigint() / 1000n));
  }
}

function stretchesOf(profile: Profiler.Profile, turns: Turns): Stretch[] {
  const { nodes, samples = [], timeDeltas = [], startTime } = profile;
  const owners = ownersOf(nodes);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stretches: Stretch[] = [];
  let current: Stretch | undefined;
  let at = startTime;
  samples.forEach((id, i) => {
    const before = at;
    at += timeDeltas[i] ?? 0;
    if (turns.passed(before, at)) current = undefined;
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

/** What an earlier recording has left shall not be collected while our code runs. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

export class Recorder {
  private readonly session = new Session();
  private readonly turns = new Turns();

  async start(): Promise<void> {
    collectGarbage();
    this.turns.start();
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await this.session.post('Profiler.start');
  }

  /** The longest first. */
  async stop(): Promise<Stretch[]> {
    const { profile } = await this.session.post('Profiler.stop');
    this.session.disconnect();
    this.turns.stop();
    return stretchesOf(profile, this.turns);
  }
}
