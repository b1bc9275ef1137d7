/**
 * Builds src/profile/data/models.json from published measurements.
 *
 *   build-model-catalogue <model-throughput.tsv> <measurements.json> <models.json>
 *
 * The first input is a table of rows read from public model READMEs (source, hardware, model, batch, figure, unit,
 * metric, note); the second holds the batch sweep of the seed document. What is taken and what is left out is
 * written in catalogue-rows.ts; the counts are printed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { catalogueFrom } from './model-catalogue/catalogue.ts';
import { readThroughputRow, type RawRow } from './model-catalogue/rows.ts';
import { seedRows, type SeedMeasurements } from './model-catalogue/seed.ts';

function main([table, seed, output]: string[]): void {
  if (!table || !seed || !output)
    throw new Error('usage: build-model-catalogue <model-throughput.tsv> <measurements.json> <models.json>');
  const raw = parse(readFileSync(table, 'utf8'), {
    columns: true,
    delimiter: '\t',
    quote: null,
    relax_column_count: true,
  }) as RawRow[];
  const left: Record<string, number> = {};
  const rows = raw.flatMap((row) => {
    const read = readThroughputRow(row);
    if (typeof read !== 'string') return [read];
    left[read] = (left[read] ?? 0) + 1;
    return [];
  });
  rows.push(...seedRows(JSON.parse(readFileSync(seed, 'utf8')) as SeedMeasurements));
  const { catalogue, dropped } = catalogueFrom(rows);
  writeFileSync(output, `${JSON.stringify(catalogue)}\n`);
  console.log(`${raw.length} rows read; left out: ${JSON.stringify({ ...left, ...dropped }, null, 1)}`);
  console.log(`${Object.keys(catalogue.models).length} models, ${catalogue.sources.length} sources`);
}

main(process.argv.slice(2));
