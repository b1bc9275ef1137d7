/** ResNet-50 on an Ascend 310 as the seed document measures it: the only ResNet-50 of that chip with a known source. */
import type { CatalogueRow } from './rows.ts';

export interface SeedMeasurements {
  isolated: { id: string; qps?: number }[];
  batch_sweep: { rows: { batch: number; qps: number; suspect?: string }[] };
}

function row(batch: number, throughput: number, source: string): CatalogueRow {
  return { key: 'resnet50', name: 'ResNet50', device: 'ascend310', batch, throughput, kind: 'log', source };
}

/** The batch sweep without its suspect row, and batch 1 from the asynchronous loop. */
export function seedRows(seed: SeedMeasurements): CatalogueRow[] {
  const single = seed.isolated.find((item) => item.id === 'infer-async')?.qps;
  const sweep = seed.batch_sweep.rows
    .filter((item) => item.suspect === undefined)
    .map((item) => row(item.batch, item.qps, 'seed: batch sweep, 128 aclmdlExecuteAsync and one sync, AIPP'));
  return single === undefined
    ? sweep
    : [row(1, single, 'seed: aclmdlExecuteAsync x 801, one sync'), ...sweep];
}
