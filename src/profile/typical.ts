/**
 * What is usual over the catalogue, for a model of which little is published: how its throughput changes with the batch,
 * or from one device to another. `npm run validate` shows how right such a figure is for models that are known.
 */
import { catalogue, type CatalogueEntry } from './catalogue.ts';
import { ownValue } from '../base/own-value.ts';

/** Quotients of throughputs: the median, and the 5th and 95th percentile. */
export interface TypicalRatio {
  median: number;
  low: number;
  high: number;
}

/** Fewer models than this are no rule. */
const LEAST_MODELS = 10;

function typical(quotients: number[]): TypicalRatio | undefined {
  if (quotients.length < LEAST_MODELS) return undefined;
  const sorted = quotients.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 1;
  return { median: at(0.5), low: at(0.05), high: at(0.95) };
}

const throughputAt = (entries: CatalogueEntry[] | undefined, batch: number): number | undefined =>
  entries?.find((entry) => entry[0] === batch)?.[1];

const known = new Map<string, TypicalRatio | undefined>();

function remembered(key: string, make: () => TypicalRatio | undefined): TypicalRatio | undefined {
  if (!known.has(key)) known.set(key, make());
  return known.get(key);
}

/** Throughput at batch `to` by that at batch `from`, over the models that list both on the device. */
export function typicalGain(device: string, from: number, to: number): TypicalRatio | undefined {
  return remembered(`${device} ${from} ${to}`, () =>
    typical(
      Object.values(catalogue.models).flatMap(({ devices }) => {
        const [a, b] = [
          throughputAt(ownValue(devices, device), from),
          throughputAt(ownValue(devices, device), to),
        ];
        return a && b ? [b / a] : [];
      }),
    ),
  );
}

/** Throughput on device `to` by that on device `from`, over the models and batches that both list. */
export function typicalSpeed(from: string, to: string): TypicalRatio | undefined {
  return remembered(`${from} ${to}`, () =>
    typical(
      Object.values(catalogue.models).flatMap(({ devices }) =>
        (ownValue(devices, from) ?? []).flatMap((entry) => {
          const other = throughputAt(ownValue(devices, to), entry[0]);
          return other ? [other / entry[1]] : [];
        }),
      ),
    ),
  );
}
