/** OpenMP: the threads of a parallel region, how they share its loops, and what only one of them does. */
import { subtract, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { oncePer } from '../../base/once.ts';
import { hasEffect, isWork } from '../interpret/effects.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { evaluateText } from '../interpret/names/template.ts';
import { follow } from '../interpret/statements/sides.ts';
import type { Statement } from '../syntax/ast.ts';
import { callsOf, type TraceNode } from '../trace/nodes.ts';
import { startTask } from './openmp-tasks.ts';
import { constructOf, dealOf, isForOne, isSections, sectionsOf, type Deal } from './openmp-team.ts';
import { announced, doAs, joinThreads, shareLoop } from './openmp-threads.ts';

type PragmaStatement = Extract<Statement, { kind: 'pragma' }>;

/** The team whose region is followed, and which of its threads does it: undefined of those that do only what all do. */
interface Team {
  size: () => Quantity;
  deal: Deal;
  lane: number | undefined;
}

const teams = oncePer((_run: Interpreter): { current?: Team | undefined } => ({}));

/** Does what a pragma of OpenMP says of what stands behind it; how many of these statements that takes: 0 where it is none. */
export function openMp(
  run: Interpreter,
  { text: pragma, start, end }: PragmaStatement,
  rest: readonly Statement[],
  frame: Frame,
): number {
  if (!/\bomp\b/.test(pragma)) return 0;
  const construct = constructOf(rest);
  if (/omp\s+taskwait/.test(pragma)) joinThreads(run, run.range(frame.chunk, start, end));
  const isDone =
    parallelRegion(run, pragma, construct, frame) ||
    sharedLoop(run, pragma, construct, frame) ||
    ofOneThread(run, pragma, construct, frame) ||
    task(run, pragma, construct, frame);
  return isDone ? construct.length : 0;
}

/** The threads of a region share the passes of a loop in it. */
function sharedLoop(
  run: Interpreter,
  pragma: string,
  construct: readonly Statement[],
  frame: Frame,
): boolean {
  const { current: team } = teams(run);
  if (!/omp\s+for/.test(pragma) || !team || construct.at(-1)?.kind !== 'loop') return false;
  const body: TraceNode[] = [];
  run.into(body, () => run.parts.execute(construct, frame));
  shareLoop({ body, replicas: team.size() });
  for (const node of body) run.record(node);
  return true;
}

/** What a section does, or what stands behind `single`, is done by one thread of the team. */
function ofOneThread(
  run: Interpreter,
  pragma: string,
  construct: readonly Statement[],
  frame: Frame,
): boolean {
  if (!teams(run).current || !(isSections(pragma) || isForOne(pragma))) return false;
  part(run, pragma, construct, frame);
  return true;
}

/** A task is a thread of its own, as far as the team has as many. */
function task(run: Interpreter, pragma: string, construct: readonly Statement[], frame: Frame): boolean {
  const { current: team } = teams(run);
  if (!team || !/omp\s+task\b/.test(pragma) || !doesWork(run, construct, frame)) return false;
  startTask(run, construct, team.size, frame);
  return true;
}

/** Does of a construct what is for the thread at hand to do. */
function part(run: Interpreter, pragma: string, construct: readonly Statement[], frame: Frame): void {
  const { deal, lane } = teams(run).current ?? {};
  const isOwn = ([first]: readonly Statement[]): boolean => (first && deal?.lanes.get(first)) === lane;
  if (isSections(pragma)) {
    for (const section of sectionsOf(construct)) if (isOwn(section)) run.parts.execute(section, frame);
  } else if (!isForOne(pragma) || isOwn(construct)) run.parts.execute(construct, frame);
}

function parallelRegion(
  run: Interpreter,
  pragma: string,
  construct: readonly Statement[],
  frame: Frame,
): boolean {
  const next = construct.at(-1);
  // A region that fills an array is host work of one step, and not a thread of the pipeline.
  if (!/omp\s+parallel/.test(pragma) || !next) return false;
  const isLoop = /omp\s+parallel\s+for/.test(pragma);
  if (isLoop) run.sharedLoop = next;
  if (!doesWork(run, construct, frame)) return false;
  const range = run.range(frame.chunk, next.start, next.start + 3);
  const given = givenThreads(run, pragma, frame);
  const deal = dealOf(pragma, construct, typeof given === 'number' ? given : undefined);
  const team = { size: () => given ?? openThreads(run, range), deal };
  const work = (lane?: number) => () =>
    inTeam(run, { ...team, lane }, () => part(run, pragma, construct, frame));
  if (deal.threads) dealtRegion(run, team, work, range);
  else doAs(run, announced(run, range), team.size, work(), isLoop);
  joinThreads(run, range);
  return true;
}

function inTeam(run: Interpreter, team: Team, work: () => void): void {
  const state = teams(run);
  const { current } = state;
  state.current = team;
  work();
  state.current = current;
}

/** The thread at hand is the first of the team, which does its part while the others do theirs. */
function dealtRegion(
  run: Interpreter,
  { size, deal }: Omit<Team, 'lane'>,
  work: (lane?: number) => () => void,
  range: SourceRange,
): void {
  const others = Array.from({ length: deal.threads - 1 }, () => announced(run, range));
  const rest = announced(run, range);
  work(0)();
  others.forEach((start, at) => doAs(run, start, () => 1, work(at + 1)));
  doAs(run, rest, () => subtract(size(), deal.threads), work());
}

/** Told from names where they tell it; what is called through values shows when it is followed. */
function doesWork(run: Interpreter, construct: readonly Statement[], frame: Frame): boolean {
  if (hasEffect(run, construct)) return true;
  const { length } = run.objects;
  const { nodes } = follow(run, construct, frame);
  run.objects.length = length;
  return callsOf(nodes).some(({ row }) => isWork(row.role));
}

/** `n` of `num_threads(n)`, whatever expression it is. */
function clauseOf(text: string, name: string): string | undefined {
  const start = new RegExp(`\\b${name}\\s*\\(`).exec(text);
  if (!start) return undefined;
  const from = start.index + start[0].length;
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(from, at);
  }
  return undefined;
}

function givenThreads(run: Interpreter, pragma: string, frame: Frame): Quantity | undefined {
  const count = clauseOf(pragma, 'num_threads');
  const value = count === undefined ? undefined : evaluateText(run, count, frame);
  return value?.kind === 'number' ? value.quantity : undefined;
}

const openThreads = (run: Interpreter, range: SourceRange): Quantity =>
  run.parameters.open('omp_threads', 'omp', 4, { kind: 'default', range }).quantity;
