/**
 * Shapes that travel between the language server, the extension and the panel's page, each with its schema: both
 * sides check what they receive. In this protocol every `file` of a SourceRange is a document URI.
 */
import * as v from 'valibot';
import type { Understanding } from '../service/understanding.ts';
import type { ToldPrediction } from '../service/told.ts';
import { UNDERSTOOD_STATES, UNREAD_REASONS } from '../pipeline/coverage.ts';
import type { SourceRange } from '../pipeline/source.ts';

/** Translations: English text to the user's language, as @vscode/l10n has them. */
export const l10nSchema = v.record(
  v.string(),
  v.union([v.string(), v.object({ message: v.string(), comment: v.array(v.string()) })]),
);

const share = v.pipe(v.number(), v.finite());
const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));

export const sourceRangeSchema = v.object({
  file: v.string(),
  line: positiveInteger,
  column: positiveInteger,
  endLine: positiveInteger,
  endColumn: positiveInteger,
}) satisfies v.GenericSchema<unknown, SourceRange>;

const idleSchema = v.record(
  v.string(),
  v.object({
    upstream: v.exactOptional(share),
    host: v.exactOptional(share),
    sync: v.exactOptional(share),
    memory: v.exactOptional(share),
    scheduler: v.exactOptional(share),
    none: v.exactOptional(share),
  }),
);

const memorySchema = v.object({
  peakBytes: v.number(),
  limitBytes: v.number(),
  fits: v.boolean(),
  parts: v.record(v.string(), v.number()),
  failure: v.exactOptional(v.string()),
});

export const predictionSchema = v.object({
  qps: v.number(),
  qpsRange: v.tuple([v.number(), v.number()]),
  callsPerSecond: v.number(),
  bounds: v.object({ lower: v.number(), upper: v.number() }),
  bottleneck: v.object({ resource: v.string(), utilization: share, inWords: v.string() }),
  utilization: v.record(v.string(), share),
  devices: v.exactOptional(v.array(v.record(v.string(), share))),
  hostThreads: v.record(v.string(), share),
  memory: memorySchema,
  latency: v.object({
    medianMs: v.number(),
    p99Ms: v.number(),
    p90Ms: v.exactOptional(v.number()),
    p999Ms: v.exactOptional(v.number()),
  }),
  load: v.exactOptional(
    v.object({
      offered: v.number(),
      pattern: v.picklist(['periodic', 'poisson', 'bursty', 'recorded']),
      keptUp: v.boolean(),
      sources: v.number(),
      carried: v.number(),
    }),
  ),
  wholeMs: v.exactOptional(v.number()),
  idle: idleSchema,
  criticalPath: v.array(
    v.object({
      what: v.string(),
      resource: v.string(),
      milliseconds: v.number(),
      waitedMs: v.exactOptional(v.number()),
      share,
      source: v.exactOptional(sourceRangeSchema),
    }),
  ),
  speedups: v.array(v.object({ resource: v.string(), factor: v.number(), qps: v.number() })),
  warnings: v.array(v.string()),
  deciding: v.exactOptional(v.string()),
  modes: v.exactOptional(v.array(v.string())),
  run: v.object({
    simulatedMs: v.number(),
    frames: v.number(),
    events: v.number(),
    seed: v.number(),
    converged: v.boolean(),
    noise: v.number(),
    doubts: v.record(v.string(), v.number()),
  }),
}) satisfies v.GenericSchema<unknown, ToldPrediction>;
/** A prediction as the page shows it: with its sentences, in the user's language. */
export type ShownPrediction = v.InferOutput<typeof predictionSchema>;

/** Values that stand in for the program's own parameters, by name. */
export const settingsSchema = v.record(v.string(), v.pipe(v.number(), v.finite()));
export type ParameterValues = v.InferOutput<typeof settingsSchema>;

/** A number of the program that a user can try other values of. */
export const parameterStateSchema = v.object({
  name: v.string(),
  /** The value in force: the user's where one is set, else the source's. */
  value: v.number(),
  /** The value that the source has (or the default of an open one). */
  sourceValue: v.number(),
  unit: v.string(),
  range: v.tuple([v.number(), v.number()]),
  kind: v.picklist(['constant', 'open']),
  /** What part it plays for the pipeline, where it could be told; decides the curves offered. */
  role: v.exactOptional(v.picklist(['threads', 'depth', 'batch', 'streams'])),
  /** Text of the source that a user would recognise. */
  evidence: v.exactOptional(v.string()),
  description: v.exactOptional(v.string()),
  /** Where a value comes from that the source does not have, in words. */
  from: v.exactOptional(v.string()),
  /** The source has no value: `sourceValue` is a guess. */
  isAssumed: v.exactOptional(v.boolean()),
  /** No value can stand in for it: until one is set there is no rate, and those above mean nothing. */
  isMissing: v.exactOptional(v.boolean()),
  /** Of a mode: its values 0, 1, … by name. */
  choices: v.exactOptional(v.array(v.string())),
  source: v.exactOptional(sourceRangeSchema),
});
export type ParameterState = v.InferOutput<typeof parameterStateSchema>;

/** What one part of the program or the device does to the rate, frames/s; see BoundPart. */
export const boundPartSchema = v.object({
  resource: v.string(),
  /** In the user's language. */
  name: v.string(),
  busy: share,
  roof: v.exactOptional(v.number()),
  freed: v.exactOptional(v.number()),
});
export type ShownPart = v.InferOutput<typeof boundPartSchema>;

/** Gain of a change, by simulation. Rates are frames/s. */
export const gainSchema = v.object({
  qpsBefore: v.number(),
  qpsAfter: v.number(),
  plusMinus: v.number(),
  noise: v.number(),
  latencyMs: v.exactOptional(v.tuple([v.number(), v.number()])),
  memoryBytes: v.exactOptional(v.tuple([v.number(), v.number()])),
  boundBy: v.string(),
  boundUtilization: v.number(),
});

/** A change that would lift the throughput; `id` is good until the sources change. */
export const adviceSchema = v.object({
  id: v.string(),
  /** The rule that found it; left out for a change of parameters that exploration found. */
  rule: v.exactOptional(v.string()),
  severity: v.picklist(['error', 'warning', 'info', 'hint']),
  /** The message in the user's language, gain not included. */
  message: v.string(),
  gain: v.nullable(gainSchema),
  source: v.exactOptional(sourceRangeSchema),
  /** Parameters to set, for advice without a rule, e.g. `{ THREAD_COUNT: 6 }`. */
  settings: v.exactOptional(settingsSchema),
  fixes: v.array(v.object({ title: v.string(), preferred: v.boolean() })),
});
export type AdviceItem = v.InferOutput<typeof adviceSchema>;

/** Something that the source does not tell, once, in the user's language, and what settles it. */
export const unknownSchema = v.object({
  code: v.string(),
  message: v.string(),
  settle: v.string(),
  /** Every place that it is about. */
  sources: v.array(sourceRangeSchema),
  parameter: v.exactOptional(v.string()),
  /** Rates at other values, frames/s, that which differs most first; empty: it hardly matters; left out: not known. */
  effect: v.exactOptional(v.array(v.object({ at: v.number(), qps: v.number() }))),
  /** A setting answers it. */
  isSettled: v.exactOptional(v.boolean()),
});
export type UnknownItem = v.InferOutput<typeof unknownSchema>;

/** How far a program was understood, with its words in the user's language. */
export const understandingSchema = v.object({
  state: v.picklist(UNDERSTOOD_STATES),
  label: v.string(),
  message: v.string(),
}) satisfies v.GenericSchema<unknown, Understanding>;

/** Calls of one function that are not followed: where, why, and what settles it. */
export const missingSchema = v.object({
  /** The function, where its calls give the device work: it may be read as an entry. */
  entry: v.exactOptional(v.string()),
  reason: v.picklist(UNREAD_REASONS),
  message: v.string(),
  settle: v.string(),
  source: sourceRangeSchema,
});
export type MissingItem = v.InferOutput<typeof missingSchema>;

export const deviceSchema = v.object({
  id: v.string(),
  name: v.string(),
  /** One line: memory, engines, where its figures come from. */
  description: v.string(),
});
export type DeviceItem = v.InferOutput<typeof deviceSchema>;

const positionSchema = v.object({ line: v.number(), character: v.number() });

/** An edit of documents: the part of LSP's WorkspaceEdit that this server uses; lines and characters from 0. */
export const documentEditsSchema = v.object({
  changes: v.record(
    v.string(),
    v.array(
      v.object({ range: v.object({ start: positionSchema, end: positionSchema }), newText: v.string() }),
    ),
  ),
});
export type DocumentEdits = v.InferOutput<typeof documentEditsSchema>;
