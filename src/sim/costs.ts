/** What one submission asks of a device: the work of a step, priced by a DeviceProfile. */
import { PipelineError } from '../pipeline/errors.ts';
import { modelTimeName } from '../pipeline/settable.ts';
import type { Engine } from '../pipeline/pipeline.ts';
import type { ResolvedModel, ResolvedPipeline, ResolvedSubmit, ResolvedWork } from '../pipeline/resolved.ts';
import { CONFIDENCE_RANGE } from '../profile/confidence.ts';
import { FACTORS } from '../profile/model-estimate.ts';
import { lookupModel } from '../profile/models.ts';
import { modelKey } from '../profile/model-name.ts';
import type {
  Confidence,
  DeviceProfile,
  EngineCost,
  EngineProfile,
  ModelProfile,
  Value,
} from '../profile/profile.ts';
import type { Note } from './note.ts';
import { ownValue } from '../base/own-value.ts';

/** Costs of one submission. Times in ms, traffic in bytes of device memory. */
export interface WorkCost {
  /** Name of the resource that serves it, as in Prediction.utilization. */
  resource: string;
  serviceMs: number;
  /** The part of it at its end in which the resource serves this task alone, where the rest overlaps other tasks. */
  exclusiveMs?: number;
  completionMs: number;
  aiCpuMs: number;
  trafficBytes: number;
  hostMs: number;
  queuePlaces: number;
  confidence: Confidence;
  /** Where the profile's figures are from that `serviceMs` is made of; left out where the profile has none. */
  sources?: string[];
  /** Share by which `serviceMs` may be off either way; left out: what the confidence says. */
  uncertainty?: number;
  /** What was taken for granted. */
  assumption?: Note;
}

/** Copies over the host link share it; copies within the device share its copy engine. */
const RESOURCES: Partial<Record<Engine, string>> = {
  h2d: 'link',
  d2h: 'link',
  p2p: 'link',
  memset: 'd2d',
};

/** The resource that serves an engine's work. */
export function resourceOf(engine: Engine): string {
  return RESOURCES[engine] ?? engine;
}

interface Service {
  ms: number;
  exclusiveMs?: number;
  trafficBytes: number;
  confidence: Confidence;
  sources?: string[];
  uncertainty?: number;
  assumption?: Note;
}

/** @throws PipelineError when the profile has no such engine. */
export function costOf(step: ResolvedSubmit, pipeline: ResolvedPipeline, profile: DeviceProfile): WorkCost {
  const engine = Object.hasOwn(profile.engines, step.engine) ? profile.engines[step.engine] : undefined;
  if (!engine) {
    const { call, engine: missing, source } = step;
    throw new PipelineError('no-engine', { call, engine: missing, device: profile.name }, source);
  }
  const { ms, exclusiveMs, trafficBytes, ...trust } = serviceOf(step, pipeline, profile);
  const resource = resourceOf(step.engine);
  const speed = ownValue(profile.speed, resource) ?? 1;
  return {
    resource,
    serviceMs: ms / speed,
    ...(exclusiveMs === undefined ? {} : { exclusiveMs: exclusiveMs / speed }),
    completionMs: numberOf(engine.completionMs),
    aiCpuMs: numberOf(engine.aiCpuMs) * step.work.pictures,
    trafficBytes: trafficBytes + ownTraffic(step.work, engine),
    hostMs: (engine.hostMs ?? profile.host.submissionMs).value,
    queuePlaces: numberOf(engine.queuePlaces, 1),
    ...trust,
  };
}

function numberOf(value: Value | undefined, otherwise = 0): number {
  return value?.value ?? otherwise;
}

function ownTraffic({ pixels = 0, bytes = 0, pictures }: ResolvedWork, engine: EngineProfile): number {
  return numberOf(engine.trafficPerPixel) * pixels * pictures + numberOf(engine.trafficPerByte) * bytes;
}

function serviceOf(step: ResolvedSubmit, pipeline: ResolvedPipeline, profile: DeviceProfile): Service {
  const { work } = step;
  if (work.milliseconds !== undefined)
    return { ms: work.milliseconds, trafficBytes: 0, confidence: 'measured' };
  if (step.engine === 'aicore') {
    const model = pipeline.models.find(({ id }) => id === work.model);
    return modelService(model, profile);
  }
  if (resourceOf(step.engine) === 'link') return linkService(work, profile);
  return engineService(step, profile.engines[step.engine]?.cost ?? {});
}

function linkService(work: ResolvedWork, profile: DeviceProfile): Service {
  const { requestMs, gigabytesPerSecond } = (work.pageable && profile.link.pageable) || profile.link;
  // 1 GB/s is 1e6 bytes per ms.
  const exclusiveMs = (work.bytes ?? 0) / (gigabytesPerSecond.value * 1e6);
  const ms = requestMs.value + exclusiveMs;
  return { ms, exclusiveMs, trafficBytes: 0, ...trustIn([requestMs, gigabytesPerSecond]) };
}

function engineService(step: ResolvedSubmit, cost: EngineCost): Service {
  const { work } = step;
  const pixels = work.pixels ?? 0;
  if (cost.points && (work.bytes === undefined || !hasParts(cost))) {
    const ms = interpolate(cost.points, pixels) * work.pictures;
    return { ms, trafficBytes: 0, ...trustIn(cost.points.map((point) => point.milliseconds)) };
  }
  const parts = partsOf(work, cost);
  const ms = parts.reduce((sum, part) => sum + part.ms, 0);
  const doubtMs = parts.reduce((sum, part) => sum + part.ms * CONFIDENCE_RANGE[part.figure.confidence], 0);
  return {
    ms: ms * work.pictures,
    trafficBytes: 0,
    ...trustIn(parts.filter((part) => part.ms > 0).map(({ figure }) => figure)),
    ...(ms > 0 ? { uncertainty: doubtMs / ms } : {}),
    ...assumptionOf(step, cost),
  };
}

/** Time of a picture, ms, by the figures that it comes from. */
function partsOf(work: ResolvedWork, cost: EngineCost): { figure: Value; ms: number }[] {
  const megapixels = (work.pixels ?? 0) / 1e6;
  const amounts: [Value | undefined, number][] = [
    [cost.taskMs, 1],
    [cost.perMegapixelMs, megapixels],
    [cost.perMegabyteMs, (work.bytes ?? 0) / 1e6],
    [cost.perMegapixelWrittenMs, writtenPixels(work) / 1e6],
  ];
  return amounts.flatMap(([figure, amount]) => (figure ? [{ figure, ms: figure.value * amount }] : []));
}

function hasParts({ taskMs, perMegapixelMs, perMegabyteMs }: EngineCost): boolean {
  return taskMs !== undefined || perMegapixelMs !== undefined || perMegabyteMs !== undefined;
}

/** YUV420SP holds 3/2 bytes a pixel. */
function writtenPixels(work: ResolvedWork): number {
  return (work.bytes ?? 0) / 1.5;
}

function assumptionOf(step: ResolvedSubmit, cost: EngineCost): { assumption?: Note } {
  const needsPixels = cost.perMegapixelMs !== undefined || cost.points !== undefined;
  if (!needsPixels || step.work.pixels !== undefined) return {};
  return { assumption: { id: 'picture-size', data: { call: step.call } } };
}

/** Linear between points, in proportion to the first or last beyond them. */
function interpolate(points: { pixels: number; milliseconds: Value }[], pixels: number): number {
  const above = points.findIndex((point) => point.pixels >= pixels);
  const high = points[above];
  const low = points[above - 1];
  const end = high ?? points.at(-1);
  if (!high || !low) return end ? (end.milliseconds.value * pixels) / end.pixels : 0;
  const share = (pixels - low.pixels) / (high.pixels - low.pixels);
  return low.milliseconds.value + share * (high.milliseconds.value - low.milliseconds.value);
}

/** Time of one execution of a model, ms; undefined where none is known and no other can stand in for it. */
export function modelTime(
  model: ResolvedModel,
  profile: DeviceProfile,
): Pick<Service, 'ms' | 'confidence' | 'assumption'> | undefined {
  try {
    return modelService(model, profile);
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}

/** A model's time: said by the user, else of the profile, else of the catalogue, else a stand-in that is named. */
function modelService(model: ResolvedModel | undefined, profile: DeviceProfile): Service {
  if (model?.milliseconds !== undefined) {
    return { ms: model.milliseconds, trafficBytes: 0, confidence: 'measured' };
  }
  const name = model?.catalogueName ?? model?.path;
  const batch = model?.batch ?? 1;
  const own = name === undefined ? undefined : profile.models.find((m) => m.name === modelKey(name));
  if (own) return atBatch(own, batch);
  const listed = name === undefined ? undefined : fromCatalogue(name, batch, profile);
  return listed ?? standIn(model, batch, profile);
}

function fromCatalogue(name: string, batch: number, profile: DeviceProfile): Service | undefined {
  const found = lookupModel(name, profile.id, batch);
  if (!found) return undefined;
  const { milliseconds, range, confidence, basis, otherDevice, exact, batches, sources } = found;
  const spread = Math.max(range[1] / milliseconds, milliseconds / range[0]) - 1;
  const uncertainty = Math.max(CONFIDENCE_RANGE[confidence], spread);
  const service = { ms: milliseconds, trafficBytes: 0, confidence, uncertainty };
  if (confidence === 'measured') return service;
  const from = { basis, from: batches.join(', '), exact: exact ? 1 : 0, sources: sources.join(', ') };
  const other = otherDevice === undefined ? {} : { otherDevice };
  return {
    ...service,
    assumption: { id: 'catalogue-time', data: { model: found.name, batch, confidence, ...from, ...other } },
  };
}

/**
 * Factor within which the time of a model that nobody has measured is taken to lie of the one that stands in for it: 7 of 10
 * of the 173 models that the catalogue has on the Ascend 310 are so near to ResNet-50, at batch 1.
 */
const STAND_IN = 50;

/** What is no model is an operator by itself. */
function standIn(model: ResolvedModel | undefined, batch: number, profile: DeviceProfile): Service {
  const other = profile.models[0];
  const name = model && (model.catalogueName ?? model.path ?? model.id);
  if (!other) {
    if (!model) throw new PipelineError('no-operator-time', { device: profile.name });
    const setting = modelTimeName(model.id);
    throw new PipelineError('no-model-time', { model: name ?? '', device: profile.name, setting });
  }
  const service = atBatch(other, batch);
  // They are of another model.
  delete service.sources;
  return {
    ...service,
    confidence: 'assumed',
    uncertainty: STAND_IN - 1,
    assumption:
      name === undefined
        ? { id: 'stand-in-operator', data: { other: other.name } }
        : { id: 'stand-in', data: { model: name, other: other.name } },
  };
}

/** Time of a batch between known ones is linear, as is the bandwidth; beyond them in proportion. */
function atBatch(model: ModelProfile, batch: number): Service {
  const above = model.batches.findIndex((point) => point.batch >= batch);
  const high = model.batches[above] ?? model.batches.at(-1);
  const low = model.batches[above - 1];
  if (!high) throw new Error(`model ${model.name} has no batches`);
  const bandwidth = numberOf(high.gigabytesPerSecond) * 1e6;
  if (high.batch === batch || !low || above < 0) {
    const ms = (high.milliseconds.value * batch) / high.batch;
    const exact = high.batch === batch;
    return {
      ms,
      trafficBytes: ms * bandwidth,
      confidence: exact ? high.milliseconds.confidence : 'assumed',
      sources: [high.milliseconds.source],
      ...(exact
        ? {}
        : {
            uncertainty: FACTORS.above - 1,
            assumption: { id: 'in-proportion', data: { model: model.name, batch, high: high.batch } },
          }),
    };
  }
  const share = (batch - low.batch) / (high.batch - low.batch);
  const ms = low.milliseconds.value + share * (high.milliseconds.value - low.milliseconds.value);
  return {
    ms,
    trafficBytes: ms * bandwidth,
    confidence: 'derived',
    sources: sourcesOf([low.milliseconds, high.milliseconds]),
    uncertainty: FACTORS.interpolated - 1,
    assumption: {
      id: 'between-batches',
      data: { model: model.name, batch, low: low.batch, high: high.batch },
    },
  };
}

const ORDER: Confidence[] = ['measured', 'specified', 'derived', 'assumed'];

const sourcesOf = (values: Value[]): string[] => [...new Set(values.map(({ source }) => source))];

const trustIn = (values: Value[]): Pick<Service, 'confidence' | 'sources'> => ({
  confidence: weakest(values),
  ...(values.length > 0 && { sources: sourcesOf(values) }),
});

/** The least trustworthy of the values; measured when there is none. */
function weakest(values: Value[]): Confidence {
  return ORDER[Math.max(0, ...values.map((value) => ORDER.indexOf(value.confidence)))] ?? 'assumed';
}
