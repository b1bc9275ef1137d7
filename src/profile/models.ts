/**
 * The model catalogue: published throughputs of models by device and batch, and how a model of the source is found
 * in it. Every entry names its sources; what is not in it is not guessed.
 */
import { catalogue } from './catalogue.ts';
import aliasData from './data/model-aliases.json' with { type: 'json' };
import { type Basis, type Estimate, estimateModel } from './model-estimate.ts';
import { parseModelName } from './model-name.ts';
import { typicalSpeed } from './typical.ts';
import { ownValue } from '../base/own-value.ts';

/** What the catalogue says of a model on a device at a batch. */
export interface ModelLookup {
  /** The catalogue's name of the model. */
  name: string;
  /** Time of one execution of the whole batch, ms. */
  milliseconds: number;
  /** The same if the slowest and the fastest published row were true, and as far as such an estimate is off, ms. */
  range: [number, number];
  basis: Basis;
  /** The device whose figures were used, where the catalogue has none for the one asked for. */
  otherDevice?: string;
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

/** Names of all models known for a device, for completion and messages. */
export function knownModels(device: string): string[] {
  return Object.entries(catalogue.models)
    .filter(([, model]) => ownValue(model.devices, device) !== undefined)
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

interface Found extends Estimate {
  otherDevice?: string;
}

/** From the figures of another device, scaled by how much faster models usually are on this one: the surest of them. */
function onOtherDevice(
  devices: Record<string, Parameters<typeof estimateModel>[0]>,
  device: string,
  batch: number,
): Found | undefined {
  const all = Object.entries(devices).flatMap(([other, entries]): Found[] => {
    const speed = typicalSpeed(other, device);
    const found = speed && estimateModel(entries, batch, other);
    if (!found) return [];
    const milliseconds = found.milliseconds / speed.median;
    const range: Found['range'] = [found.range[0] / speed.high, found.range[1] / speed.low];
    return [{ ...found, milliseconds, range, basis: 'extrapolated', otherDevice: other }];
  });
  const width = ({ range }: Found): number => range[1] / range[0];
  return all.sort((a, b) => width(a) - width(b))[0];
}

function confidenceOf(found: Found, exact: boolean): ModelLookup['confidence'] {
  if (!exact || found.basis === 'extrapolated') return 'assumed';
  return found.basis === 'measured' && found.used.every((entry) => entry[5] === 'log')
    ? 'measured'
    : 'derived';
}

/**
 * Looks a model up. `device` is a profile's id, `batch` a whole number of at least 1. Undefined where the catalogue
 * has no such model for the device, nor for one that models of both tell how to compare it with: the caller says so, and
 * asks for the model's time.
 */
export function lookupModel(path: string, device: string, batch: number): ModelLookup | undefined {
  const match = matchModel(path);
  const model = match && ownValue(catalogue.models, match.key);
  if (!match || !model) return undefined;
  const found: Found | undefined =
    estimateModel(ownValue(model.devices, device) ?? [], batch, device) ??
    onOtherDevice(model.devices, device, batch);
  if (!found) return undefined;
  const { used, milliseconds, range, basis, otherDevice } = found;
  return {
    name: model.name,
    milliseconds,
    range,
    basis,
    ...(otherDevice === undefined ? {} : { otherDevice }),
    confidence: confidenceOf(found, match.exact),
    batches: used.map((entry) => entry[0]),
    exact: match.exact,
    sources: [...new Set(used.flatMap((entry) => entry[6]))].map((index) => catalogue.sources[index] ?? ''),
  };
}
