/** How right the times of models are that are not published: of every batch, estimated without it. */
import { catalogue, type CatalogueEntry } from '../../src/profile/catalogue.ts';
import { estimateModel, FACTORS } from '../../src/profile/model-estimate.ts';
import type { Gate } from './gates.ts';
import { percent, quantile, table } from './report.ts';

interface LeftOut {
  way: 'interpolated' | 'above' | 'below' | 'from one batch alone';
  /** Estimated over published throughput, less 1. */
  error: number;
  /** In the range that is given with the estimate. */
  inRange: boolean;
}

const callMs = ([batch, throughput]: CatalogueEntry): number => (1000 * batch) / throughput;

function compare(
  way: LeftOut['way'],
  entries: CatalogueEntry[],
  left: CatalogueEntry,
  device: string,
): LeftOut[] {
  const found = estimateModel(entries, left[0], device);
  if (!found) return [];
  const truth = callMs(left);
  const [low, high] = found.range;
  return [{ way, error: truth / found.milliseconds - 1, inRange: truth >= low && truth <= high }];
}

/** Every batch of a model with three or more, estimated by the others; and from its smallest alone. */
export function modelsLeftOut(): LeftOut[] {
  const lists = Object.values(catalogue.models).flatMap(({ devices }) => Object.entries(devices));
  return lists.flatMap(([device, entries]) => {
    if (entries.length < 3) return [];
    const [first, ...larger] = entries;
    const one = first ? larger.flatMap((left) => compare('from one batch alone', [first], left, device)) : [];
    const others = entries.flatMap((left, i) => {
      const way = i === 0 ? 'below' : i === entries.length - 1 ? 'above' : 'interpolated';
      return compare(
        way,
        entries.filter((entry) => entry !== left),
        left,
        device,
      );
    });
    return [...one, ...others];
  });
}

const WAYS: [LeftOut['way'], string, string][] = [
  ['interpolated', 'between two known batches', `${FACTORS.interpolated} times either way`],
  ['above', 'beyond the largest known', `${FACTORS.above} times`],
  ['below', 'before the smallest known', `${FACTORS.below} times`],
  ['from one batch alone', 'from one batch alone', '5th to 95th percentile of what models show'],
];

export function modelsTable(all: LeftOut[]): string {
  const rows = WAYS.map(([way, words, range]) => {
    const some = all.filter((one) => one.way === way);
    const errors = some.map(({ error }) => Math.abs(error));
    const within = some.filter(({ inRange }) => inRange).length / some.length;
    return [
      words,
      String(some.length),
      percent(quantile(errors, 0.5)).replace('+', ''),
      percent(quantile(errors, 0.9)).replace('+', ''),
      range,
      percent(within).replace('+', ''),
    ];
  });
  const head = ['batch', 'left out', 'median error', '90th percentile', 'range that is given', 'within it'];
  return table(head, rows);
}

export function modelGates(all: LeftOut[]): Gate[] {
  const errors = all.filter(({ way }) => way === 'interpolated').map(({ error }) => 100 * Math.abs(error));
  const outside = all.filter(({ inRange }) => !inRange).length / all.length;
  return [
    { what: 'models between two batches: median error', value: quantile(errors, 0.5), limit: 5, unit: '%' },
    { what: 'estimates of models outside their range', value: 100 * outside, limit: 10, unit: '%' },
  ];
}
