/** Gathers rows of the same model, device and batch into one entry of the catalogue. */
import { median } from 'simple-statistics';
import type { ModelCatalogue } from '../../src/profile/catalogue.ts';
import type { CatalogueRow, RowKind } from './rows.ts';

type Entry = ModelCatalogue['models'][string]['devices'][string][number];

/** Above this ratio of largest to smallest, rows of one batch are of different variants and no median means anything. */
const MOST_SPREAD = 2.5;
/** From this batch on, a throughput in proportion to the batch is a call rate multiplied twice. */
const SMALLEST_PROPORTIONAL_BATCH = 16;
const PROPORTIONAL = 0.9;

function group<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** The best kind that a batch has: logs before tables before tuned models. */
function bestKind(rows: CatalogueRow[]): RowKind {
  return (
    (['log', 'table', 'tuned'] as const).find((kind) => rows.some((row) => row.kind === kind)) ?? 'table'
  );
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

function entryOf(rows: CatalogueRow[], sourceIndex: (source: string) => number): Entry | undefined {
  const kind = bestKind(rows);
  const used = rows.filter((row) => row.kind === kind);
  const values = used.map((row) => row.throughput).sort((a, b) => a - b);
  const low = values[0] ?? 0;
  const high = values.at(-1) ?? 0;
  if (high > low * MOST_SPREAD) return undefined;
  const batch = used[0]?.batch ?? 1;
  const sources = [...new Set(used.map((row) => sourceIndex(row.source)))].sort((a, b) => a - b);
  return [batch, round(median(values)), round(low), round(high), used.length, kind, sources];
}

function isProportional(entry: Entry, entries: Entry[]): boolean {
  const single = entries.find((other) => other[0] === 1);
  if (!single || entry[0] < SMALLEST_PROPORTIONAL_BATCH) return false;
  return entry[1] > PROPORTIONAL * entry[0] * single[1];
}

/** Makes the catalogue, and counts what it leaves out. */
export function catalogueFrom(rows: CatalogueRow[]): {
  catalogue: ModelCatalogue;
  dropped: Record<string, number>;
} {
  const sources: string[] = [...new Set(rows.map((row) => row.source))].sort();
  const sourceIndex = (source: string): number => sources.indexOf(source);
  const catalogue: ModelCatalogue = { version: 1, sources, models: {} };
  const dropped = { 'rows of one batch disagree': 0, 'in proportion to the batch': 0 };
  const byModel = [...group(rows, (row) => row.key)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, ofModel] of byModel) {
    const devices: Record<string, Entry[]> = {};
    for (const [device, ofDevice] of group(ofModel, (row) => row.device)) {
      const batches = [...group(ofDevice, (row) => String(row.batch)).values()];
      const entries = batches
        .map((ofBatch) => entryOf(ofBatch, sourceIndex))
        .filter((entry) => entry !== undefined);
      dropped['rows of one batch disagree'] += batches.length - entries.length;
      const kept = entries.filter((entry) => !isProportional(entry, entries));
      dropped['in proportion to the batch'] += entries.length - kept.length;
      if (kept.length > 0) devices[device] = kept.sort((a, b) => a[0] - b[0]);
    }
    if (Object.keys(devices).length > 0) catalogue.models[key] = { name: shortestName(ofModel), devices };
  }
  return { catalogue: withUsedSources(catalogue), dropped };
}

/** The plainest of the names that the rows give a model. */
function shortestName(rows: CatalogueRow[]): string {
  return rows.map((row) => row.name).reduce((best, name) => (name.length < best.length ? name : best));
}

/** Keeps only sources that an entry names, renumbered. */
function withUsedSources(catalogue: ModelCatalogue): ModelCatalogue {
  const entries = Object.values(catalogue.models).flatMap((model) => Object.values(model.devices).flat());
  const used = [...new Set(entries.flatMap((entry) => entry[6]))].sort((a, b) => a - b);
  const renumbered = new Map(used.map((index, position) => [index, position]));
  for (const entry of entries) entry[6] = entry[6].map((index) => renumbered.get(index) ?? 0);
  return { ...catalogue, sources: used.map((index) => catalogue.sources[index] ?? '') };
}
