/**
 * The model catalogue: published throughputs of models by device and batch, and how a model of the source is found
 * in it. Every entry names its sources; what is not in it is not guessed.
 */
import * as v from 'valibot';
import data from './data/models.json' with { type: 'json' };
import aliasData from './data/model-aliases.json' with { type: 'json' };
import { parseModelName } from './model-name.ts';

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
type CatalogueEntry = v.InferOutput<typeof Entry>;

/** What the catalogue says of a model on a device at a batch. */
export interface ModelLookup {
  /** The catalogue's name of the model. */
  name: string;
  /** Time of one execution of the whole batch, ms. */
  milliseconds: number;
  /** The same if the slowest and the fastest published row were true, ms. */
  range: [number, number];
  /** `measured`: rows of this batch; `interpolated`: between two batches; `extrapolated`: beyond the last one. */
  basis: 'measured' | 'interpolated' | 'extrapolated';
  /** Rows of a benchmark's log are of one chip; those of a table on a 310 are a card's, divided by its 4 chips. */
  confidence: 'measured' | 'derived' | 'assumed';
  /** Batches of the entries that were used. */
  batches: number[];
  /** False where only a near name is in the catalogue. */
  exact: boolean;
  sources: string[];
}

/** Other names under which programs load a model of the catalogue. */
const aliases = new Map(Object.entries(aliasData));
/** A leading part shorter than this is too common a word to stand for a model (`db`, `gan`). */
const SHORTEST_PARTIAL_MATCH = 4;

const catalogue: ModelCatalogue = v.parse(ModelCatalogueSchema, data);

/** Names of all models known for a device, for completion and messages. */
export function knownModels(device: string): string[] {
  return Object.entries(catalogue.models)
    .filter(([, model]) => model.devices[device] !== undefined)
    .map(([key]) => key);
}

/**
 * The catalogue's key of a name or path: the joined words, an alias of them, or the longest leading part of the words
 * that is a key (`yolov3_416_coco` → `yolov3`). Undefined where no leading part is known.
 */
export function matchModel(path: string): { key: string; exact: boolean } | undefined {
  const { tokens } = parseModelName(path);
  for (let length = tokens.length; length > 0; length--) {
    const joined = tokens.slice(0, length).join('');
    const key = Object.hasOwn(catalogue.models, joined) ? joined : aliases.get(joined);
    const exact = length === tokens.length;
    if (key !== undefined && (exact || joined.length >= SHORTEST_PARTIAL_MATCH)) return { key, exact };
  }
  return undefined;
}

/**
 * Factors by which the throughput of a batch outside the known ones may differ from the nearest known one: nine of ten
 * models of the catalogue lie within them (test/profile/models.test.ts holds them against it).
 */
const SPREAD_ABOVE = 2;
const SPREAD_BELOW = 4;

const callMs = (batch: number, throughput: number): number => (1000 * batch) / throughput;

interface Estimate {
  at: (value: (entry: CatalogueEntry) => number) => number;
  used: CatalogueEntry[];
  basis: ModelLookup['basis'];
  /** Factor either way that the basis adds to the range. */
  spread: number;
}

/** Time of a call is linear in the batch between two known batches, and in proportion to it outside them. */
function estimate(entries: CatalogueEntry[], batch: number): Estimate | undefined {
  const exact = entries.find((entry) => entry[0] === batch);
  if (exact) return { at: (value) => value(exact), used: [exact], basis: 'measured', spread: 1 };
  const below = entries.findLast((entry) => entry[0] < batch);
  const above = entries.find((entry) => entry[0] > batch);
  if (below && above) {
    const share = (batch - below[0]) / (above[0] - below[0]);
    const at: Estimate['at'] = (value) => value(below) + share * (value(above) - value(below));
    return { at, used: [below, above], basis: 'interpolated', spread: 1 };
  }
  const nearest = below ?? above;
  if (!nearest) return undefined;
  const scale = batch / nearest[0];
  return {
    at: (value) => scale * value(nearest),
    used: [nearest],
    basis: 'extrapolated',
    spread: below ? SPREAD_ABOVE : SPREAD_BELOW,
  };
}

function confidenceOf(found: Estimate, exact: boolean): ModelLookup['confidence'] {
  if (!exact || found.basis === 'extrapolated') return 'assumed';
  return found.basis === 'measured' && found.used.every((entry) => entry[5] === 'log')
    ? 'measured'
    : 'derived';
}

/**
 * Looks a model up. `device` is a profile's id, `batch` a whole number of at least 1. Undefined where the catalogue
 * has no such model for the device: the caller says so, and asks for the model's time.
 */
export function lookupModel(path: string, device: string, batch: number): ModelLookup | undefined {
  const match = matchModel(path);
  const model = match && catalogue.models[match.key];
  const found = model && estimate(model.devices[device] ?? [], batch);
  if (!match || !model || !found) return undefined;
  return {
    name: model.name,
    milliseconds: found.at((entry) => callMs(entry[0], entry[1])),
    range: [
      found.at((entry) => callMs(entry[0], entry[3])) / found.spread,
      found.at((entry) => callMs(entry[0], entry[2])) * found.spread,
    ],
    basis: found.basis,
    confidence: confidenceOf(found, match.exact),
    batches: found.used.map((entry) => entry[0]),
    exact: match.exact,
    sources: [...new Set(found.used.flatMap((entry) => entry[6]))].map(
      (index) => catalogue.sources[index] ?? '',
    ),
  };
}
