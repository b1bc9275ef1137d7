/** The link, by copies of many sizes; copies within the device; what submitting a copy takes. */
import { statement } from '../errors.ts';
import type { Estimate } from './estimate.ts';
import { difference, exactly, intervalOf, pooled, quotient, sum } from './estimate.ts';
import type { Line } from './line.ts';
import { lineOf, megabytes } from './line.ts';
import type { Rated } from './rates.ts';
import type { Runtime } from './runtime.ts';
import type { Told } from './told.ts';

/** 1 GB/s is 1 MB in a millisecond. */
const bandwidthOf = (msPerMegabyte: Estimate): Estimate => quotient(exactly(1), msPerMegabyte);

export function tellCopies(told: Told, runtime: Runtime): void {
  for (const direction of ['h2d', 'd2h', 'd2d'] as const) tellHost(told, runtime, direction);
  tellLink(told, runtime);
  tellPageable(told);
  tellWithin(told, runtime);
}

/** Submitting takes as long whatever the size. */
function tellHost(told: Told, runtime: Runtime, direction: 'h2d' | 'd2h' | 'd2d'): void {
  const parts = told.parts({ what: 'copy', mode: 'async', direction, streams: 1 });
  if (parts.length === 0 || told.profile.engines[direction] === undefined) return;
  const host = runtime.submission(pooled(parts.map((each) => each.host)));
  told.set(`engines.${direction}.hostMs`, 'ms', host, { parts, confidence: 'derived' });
}

/** Both directions share the link; where they differ by more than this, one of them stands for it. */
const MOST_APART = 0.1;

function tellLink(told: Told, { task, isOfDevice }: Runtime): void {
  const [down, up] = (['h2d', 'd2h'] as const).map((direction) =>
    lineOf(
      told.parts({ what: 'copy', mode: 'async', direction, streams: 1 }).filter(isOfDevice),
      ({ call }) => difference(call, task),
    ),
  );
  const line = bothWays(told, down, up);
  if (!line) return;
  const basis = { parts: line.parts, meanError: line.solution.meanError };
  told.set('link.requestMs', 'ms', line.fixed, basis);
  told.set('link.gigabytesPerSecond', 'GB/s', bandwidthOf(line.perMegabyte), basis);
}

function bothWays(told: Told, down: Line | undefined, up: Line | undefined): Line | undefined {
  if (!down || !up) return down ?? up;
  const apart = Math.abs(up.perMegabyte.value / down.perMegabyte.value - 1);
  if (apart > MOST_APART) {
    const [h2d, d2h] = [down, up].map((line) => bandwidthOf(line.perMegabyte).value);
    told.contradictions.push(statement('kit-directions', { h2d: h2d ?? 0, d2h: d2h ?? 0 }));
    return down;
  }
  return {
    parts: [...down.parts, ...up.parts],
    solution: down.solution,
    fixed: pooled([down.fixed, up.fixed]),
    perMegabyte: pooled([down.perMegabyte, up.perMegabyte]),
  };
}

/** What pageable memory adds, by copies that differ in that alone. */
function tellPageable(told: Told): void {
  const sync = { what: 'copy', mode: 'sync', threads: 1 } as const;
  const pinned = told.parts({ ...sync, memory: 'pinned' });
  const parts = told.parts({ ...sync, memory: 'pageable' });
  const added = new Map<Rated, Estimate>();
  for (const each of parts) {
    const twin = pinned.find(
      ({ part }) => part.direction === each.part.direction && part.bytes === each.part.bytes,
    );
    if (twin) added.set(each, difference(each.call, twin.call));
  }
  const link = { requestMs: told.known('link.requestMs'), rate: told.known('link.gigabytesPerSecond') };
  const timeOf = (each: Rated): Estimate =>
    sum(added.get(each) ?? exactly(0), exactly(link.requestMs.value + megabytes(each) / link.rate.value));
  const line = lineOf([...added.keys()], timeOf);
  if (!line) return;
  const basis = { parts: line.parts, meanError: line.solution.meanError, confidence: 'derived' } as const;
  told.set('link.pageable.requestMs', 'ms', line.fixed, basis);
  told.set('link.pageable.gigabytesPerSecond', 'GB/s', bandwidthOf(line.perMegabyte), basis);
}

function tellWithin(told: Told, { task, isOfDevice }: Runtime): void {
  const parts = told.parts({ what: 'copy', mode: 'async', direction: 'd2d', streams: 1 }).filter(isOfDevice);
  const line = lineOf(parts, ({ call }) => difference(call, task));
  if (!line || told.profile.engines['d2d'] === undefined) return;
  const basis = { parts, meanError: line.solution.meanError };
  told.set('engines.d2d.cost.perMegabyteMs', 'ms/MB', line.perMegabyte, basis);
  tellMemory(told, line);
}

/** A copy reads and writes: memory is at least so fast. */
function tellMemory(told: Told, { parts, perMegabyte }: Line): void {
  const traffic = told.constant('engines.d2d.trafficPerByte') ?? 2;
  const shown = bandwidthOf({
    value: perMegabyte.value / traffic,
    variance: perMegabyte.variance / traffic ** 2,
  });
  if (intervalOf(shown)[0] > (told.constant('memory.gigabytesPerSecond') ?? Infinity))
    told.set('memory.gigabytesPerSecond', 'GB/s', shown, { parts, confidence: 'derived' });
}
