/** The model catalogue: published throughputs of models by device and batch. Every entry names its sources. */
import * as v from 'valibot';
import data from './data/models.json' with { type: 'json' };

/** `[batch, samples/s of one chip (median), smallest, largest, rows, kind, indices into sources]`. */
const Entry = v.tuple([
  v.pipe(v.number(), v.integer(), v.minValue(1)),
  v.pipe(v.number(), v.gtValue(0)),
  v.number(),
  v.number(),
  v.number(),
  v.picklist(['log', 'table', 'tuned']),
  v.array(v.number()),
]);
export const ModelCatalogueSchema = v.object({
  version: v.literal(1),
  sources: v.array(v.string()),
  models: v.record(v.string(), v.object({ name: v.string(), devices: v.record(v.string(), v.array(Entry)) })),
});
export type ModelCatalogue = v.InferOutput<typeof ModelCatalogueSchema>;
export type CatalogueEntry = v.InferOutput<typeof Entry>;

/** Ours, and held to its schema by a test: to read it anew at each start took 4 % of a short run. */
export const catalogue = data as object as ModelCatalogue;
