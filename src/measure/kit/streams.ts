/** What changing between streams costs, by the same work in one stream and in several. */
import type { Estimate } from './estimate.ts';
import { difference, isAboveNothing } from './estimate.ts';
import type { Equation, Solution } from './least-squares.ts';
import { solve } from './least-squares.ts';
import type { Rated } from './rates.ts';
import type { Told } from './told.ts';

/** What a task takes more with that many streams. */
interface Slower {
  streams: number;
  by: Estimate;
  parts: readonly Rated[];
}

/** Each part with several streams beside the same with one. */
export function slowerBy(parts: readonly Rated[]): Slower[] {
  const sameWork = ({ part: a }: Rated, { part: b }: Rated): boolean =>
    a.model === b.model && a.batch === b.batch && a.bytes === b.bytes && a.direction === b.direction;
  return parts.flatMap((each) => {
    const streams = each.part.streams ?? 1;
    const alone = parts.find((other) => other.part.streams === 1 && sameWork(each, other));
    return alone && streams > 1
      ? [{ streams, by: difference(each.call, alone.call), parts: [each, alone] }]
      : [];
  });
}

/** Mean over a run of a share that depends on how many streams still have work. */
function meanShare(streams: number, staysWithOne: boolean, share: (active: number) => number): number {
  if (!staysWithOne) return share(streams);
  // The engine is done with one after the other: fewer and fewer are left.
  let all = 0;
  for (let active = 1; active <= streams; active++) all += share(active);
  return all / streams;
}

const changing = (active: number): number => 1 - 1 / active;
const missing = (resident: number) => (active: number) => (active > resident ? 1 - resident / active : 0);

/** Tasks in a row of one stream, from which on an engine stays with it for the whole of a run. */
const LONG_BURST = 2;

interface Found {
  solution: Solution;
  resident: number;
}

/** @param engine of the parts; what it has no figure of its own for is the scheduler's. */
export function tellStreams(told: Told, engine: string, slower: readonly Slower[]): void {
  if (slower.length === 0) return;
  const stays = (told.constant('scheduler.burst') ?? 1) >= LONG_BURST;
  const parts = [...new Set(slower.flatMap((each) => each.parts))];
  const basis = { parts, confidence: 'derived' } as const;
  const own = `engines.${engine}.switchMs`;
  const path = told.constant(own) === undefined ? 'scheduler.switchMs' : own;
  const found = engine === 'aicore' ? withReload(slower, stays) : undefined;
  const [switchMs, reloadMs] = found?.solution.unknowns ?? [];
  if (found && switchMs && reloadMs && isAboveNothing(reloadMs)) {
    told.set(path, 'ms', switchMs, basis);
    told.set('engines.aicore.reloadMs', 'ms', reloadMs, basis);
    told.set('scheduler.residentStreams', 'streams', { value: found.resident, variance: 0 }, basis);
    return;
  }
  const [alone] = solve(equationsOf(slower, (n) => [meanShare(n, stays, changing)]))?.unknowns ?? [];
  if (alone) told.setIfClear(path, 'ms', alone, basis);
}

const equationsOf = (slower: readonly Slower[], amounts: (streams: number) => number[]): Equation[] =>
  slower.map(({ streams, by }) => ({ amounts: amounts(streams), measured: by }));

/** As many resident streams as explain the times best. */
function withReload(slower: readonly Slower[], stays: boolean): Found | undefined {
  const most = Math.max(...slower.map(({ streams }) => streams));
  let best: Found | undefined;
  for (let resident = 1; resident < most; resident++) {
    const solution = solve(
      equationsOf(slower, (n) => [meanShare(n, stays, changing), meanShare(n, stays, missing(resident))]),
    );
    if (solution && (!best || solution.residual < best.solution.residual)) best = { solution, resident };
  }
  return best;
}
