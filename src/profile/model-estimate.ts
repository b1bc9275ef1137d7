/** The time of a model at a batch, from those that are published. */
import type { CatalogueEntry } from './catalogue.ts';
import { typicalGain } from './typical.ts';

/** How an estimate was come by: of this batch; between two batches; beyond the known ones. */
export type Basis = 'measured' | 'interpolated' | 'extrapolated';

/** Times in ms of one execution of the whole batch. */
export interface Estimate {
  milliseconds: number;
  range: [number, number];
  used: CatalogueEntry[];
  basis: Basis;
}

/**
 * Factors within which the true time lies for 19 of 20 batches of the catalogue, when they are estimated from the other
 * batches of their model (`npm run validate`).
 */
export const FACTORS = { interpolated: 1.4, above: 1.7, below: 2.3 };

/** A smaller batch takes at most this many times its share of the time of the larger one. */
const MOST_FIXED = 4;

type Figure = (entry: CatalogueEntry) => number;

const median: Figure = ([batch, throughput]) => (1000 * batch) / throughput;
const shortest: Figure = (entry) => (1000 * entry[0]) / entry[3];
const longest: Figure = (entry) => (1000 * entry[0]) / entry[2];

function estimateBy(
  time: (figure: Figure) => number,
  factor: number,
  used: CatalogueEntry[],
  basis: Basis,
): Estimate {
  return {
    milliseconds: time(median),
    range: [time(shortest) / factor, time(longest) * factor],
    used,
    basis,
  };
}

/** On the line through two points, by batch. */
function onLine(a: CatalogueEntry, b: CatalogueEntry, batch: number, figure: Figure): number {
  return figure(a) + ((batch - a[0]) / (b[0] - a[0])) * (figure(b) - figure(a));
}

/**
 * A smaller batch than all known: a call takes a fixed time and one by the batch, as the two smallest tell; never less
 * than its share of the smallest.
 */
function belowAll(first: CatalogueEntry, second: CatalogueEntry, batch: number): Estimate {
  const time = (figure: Figure): number => {
    const share = (figure(first) * batch) / first[0];
    return Math.min(Math.max(share, onLine(first, second, batch, figure)), MOST_FIXED * share);
  };
  return estimateBy(time, FACTORS.below, [first, second], 'extrapolated');
}

/** Only one batch is known: its throughput changes as is usual for other models, where that is known. */
function fromOne(only: CatalogueEntry, batch: number, device: string): Estimate {
  const share = (figure: Figure): number => (figure(only) * batch) / only[0];
  const gain = typicalGain(device, only[0], batch);
  const factor = batch > only[0] ? FACTORS.above : FACTORS.below;
  if (!gain) return estimateBy(share, factor, [only], 'extrapolated');
  return {
    milliseconds: share(median) / gain.median,
    range: [share(shortest) / gain.high, share(longest) / gain.low],
    used: [only],
    basis: 'extrapolated',
  };
}

/** @param entries of one model on one device, by batch. Undefined where there are none. */
export function estimateModel(
  entries: CatalogueEntry[],
  batch: number,
  device: string,
): Estimate | undefined {
  const exact = entries.find((entry) => entry[0] === batch);
  if (exact) return estimateBy((figure) => figure(exact), 1, [exact], 'measured');
  const below = entries.findLast((entry) => entry[0] < batch);
  const above = entries.find((entry) => entry[0] > batch);
  if (below && above)
    return estimateBy(
      (figure) => onLine(below, above, batch, figure),
      FACTORS.interpolated,
      [below, above],
      'interpolated',
    );
  const [first, second] = entries;
  if (!first) return undefined;
  if (!second) return fromOne(first, batch, device);
  if (!below) return belowAll(first, second, batch);
  return estimateBy((figure) => (figure(below) * batch) / below[0], FACTORS.above, [below], 'extrapolated');
}
