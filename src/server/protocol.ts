/**
 * What the extension asks of the language server beyond LSP, and what the server tells it. A definition carries its
 * method and the schemas of what goes in and out: the sender and the receiver both hold to it.
 *
 * `program` names a program as `ProgramStatus.program` does. A request about a program that is gone answers null.
 */
import * as v from 'valibot';
import { measurementKinds } from '../measure/measurement.ts';
import {
  adviceSchema,
  boundPartSchema,
  deviceSchema,
  documentEditsSchema,
  l10nSchema,
  missingSchema,
  parameterStateSchema,
  predictionSchema,
  settingsSchema,
  sourceRangeSchema,
  understandingSchema,
  unknownSchema,
} from './protocol-shapes.ts';
import { planAnswerSchema, planChoicesSchema, planWishSchema } from './protocol-plan.ts';
import { timelineSchema } from './protocol-timeline.ts';
import { pipelineNodeSchema } from './protocol-tree.ts';

export interface Definition<P, R> {
  method: string;
  params: v.GenericSchema<unknown, P>;
  result: v.GenericSchema<unknown, R>;
}

const define = <P, R>(
  method: string,
  params: v.GenericSchema<unknown, P>,
  result: v.GenericSchema<unknown, R>,
): Definition<P, R> => ({ method: `ascendcl/${method}`, params, result });

/** Parses a message of the other side; throws one line that says which message and what part of it is wrong. */
export function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown, where: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const at = v.getDotPath(issue);
  throw new Error(`${where}${at === null ? '' : ` at ${at}`}: ${issue.message}`);
}

const program = v.string();
const withSettings = v.object({ program, settings: settingsSchema });

const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not a Uint8Array');

/** Sent in `initializationOptions`. */
export const initializationOptionsSchema = v.object({
  /** The client answers `listFiles` and `readFiles`: the server reads only `file:` itself. Else it walks the workspace folders. */
  providesFiles: v.optional(v.boolean(), false),
  /** The grammar's bytes, for a server in a web worker, which has no files of its own. */
  wasm: v.exactOptional(v.object({ runtime: bytes, grammar: bytes })),
  /** Address of its script, which is that of its helpers too, for a server in a web worker. */
  simulation: v.exactOptional(v.string()),
  /** Translations of the extension's messages, English text to the user's language (format of @vscode/l10n). */
  l10n: v.exactOptional(l10nSchema),
});
export type InitializationOptions = v.InferOutput<typeof initializationOptionsSchema>;

/** A program of the workspace with the figures that the status bar and code lenses show. */
export const programStatusSchema = v.object({
  program,
  /** Document with the program's `main`. */
  uri: v.string(),
  /** Documents that it reaches. */
  files: v.array(v.string()),
  qps: v.number(),
  qpsRange: v.tuple([v.number(), v.number()]),
  bottleneck: v.object({ resource: v.string(), utilization: v.number() }),
  fits: v.boolean(),
  /** What it was predicted for, by id. */
  device: v.string(),
  understanding: v.exactOptional(understandingSchema),
  /** Why it cannot be predicted, in words; the figures are then 0, and no view shows them. */
  problem: v.exactOptional(v.string()),
});
export type ProgramStatus = v.InferOutput<typeof programStatusSchema>;

/** What is said of every program, predicted or not. */
const reportParts = {
  program,
  uri: v.string(),
  device: deviceSchema,
  understanding: v.exactOptional(understandingSchema),
  /** Calls of the runtime that are not followed, by function. */
  missing: v.array(missingSchema),
  /** Functions with such calls after the last of `missing`. */
  missingLeftOut: v.number(),
  parameters: v.array(parameterStateSchema),
  unknowns: v.array(unknownSchema),
};

/** What the side panel shows of a program without a rate. */
export const unpredictedReportSchema = v.object({
  ...reportParts,
  prediction: v.null(),
  /** Why there is none, in words. */
  problem: v.string(),
});
export type UnpredictedReport = v.InferOutput<typeof unpredictedReportSchema>;

/** Everything the side panel shows of a program. */
export const programReportSchema = v.object({
  ...reportParts,
  prediction: predictionSchema,
  /** A measured rate of this program (comparison of this session, or the workspace's configuration), frames/s. */
  measured: v.exactOptional(v.object({ qps: v.number(), from: v.string() })),
  /** By gain, the largest first. */
  advice: v.array(adviceSchema),
  /** Pieces of advice after the last of `advice`, which the editor's list of problems has. */
  adviceLeftOut: v.number(),
});
export type ProgramReport = v.InferOutput<typeof programReportSchema>;

export const sweepPointSchema = v.object({
  settings: settingsSchema,
  qps: v.number(),
  qpsRange: v.tuple([v.number(), v.number()]),
  p99Ms: v.number(),
  bottleneck: v.string(),
  utilization: v.number(),
  memoryBytes: v.number(),
  fits: v.boolean(),
});
export type SweepPoint = v.InferOutput<typeof sweepPointSchema>;

export const sweepResultSchema = v.object({
  vary: v.array(v.string()),
  points: v.array(sweepPointSchema),
  /** Index of the smallest configuration within a few percent of the best rate; null where there is none that fits. */
  knee: v.nullable(v.number()),
  best: v.nullable(v.number()),
  /** Configurations left out because of a limit, 0 if none. */
  leftOut: v.number(),
});
export type SweepResult = v.InferOutput<typeof sweepResultSchema>;

/** For the inside of a page: `<` must not end the script element that carries the data. */
export const inertJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll('<', String.raw`\u003c`);

/** What the page of an HTML report shows, as JSON in its element `report`. */
export const reportDataSchema = v.object({
  /** Language of numbers and words, as HTML has it. */
  locale: v.string(),
  /** Of the program that made it. */
  version: v.string(),
  /** Of the day, as ISO 8601 has it. */
  date: v.string(),
  programs: v.array(
    v.union([
      v.object({ unpredicted: unpredictedReportSchema }),
      v.object({
        report: programReportSchema,
        /** Rate and latency against one parameter each: threads, depth, batch, as far as the program has them. */
        sweeps: v.array(sweepResultSchema),
        bound: v.array(boundPartSchema),
        timeline: timelineSchema,
      }),
    ]),
  ),
});
export type ReportData = v.InferOutput<typeof reportDataSchema>;
export type AnyPage = ReportData['programs'][number];
export type ProgramPage = Extract<AnyPage, { report: ProgramReport }>;

/** Means of one call, ms; null where that is not known. */
const callTimesSchema = v.object({
  calls: v.number(),
  perFrame: v.nullable(v.number()),
  hostMs: v.number(),
  beforeMs: v.number(),
  queueMs: v.nullable(v.number()),
  deviceMs: v.nullable(v.number()),
  idleMs: v.nullable(v.number()),
});

/** A line of the source as recorded and as predicted. */
const comparedLineSchema = v.object({
  source: sourceRangeSchema,
  call: v.string(),
  measured: v.nullable(callTimesSchema),
  reference: v.nullable(callTimesSchema),
  /** Of a frame's time as measured, by how much the line makes it longer; null where that cannot be told. */
  share: v.nullable(v.number()),
  /** What is off, in words. */
  cause: v.exactOptional(v.string()),
  /** The constant that is off, where the record tells it. */
  constant: v.exactOptional(v.string()),
});
export type ComparedLine = v.InferOutput<typeof comparedLineSchema>;

/** One quantity of a measurement beside its prediction; `unit` as printed, e.g. `frames/s`, `%`, `ms`. */
export const comparisonSchema = v.object({
  rows: v.array(
    v.object({
      kind: v.picklist(measurementKinds),
      subject: v.string(),
      /** The subject in the user's language. */
      name: v.string(),
      unit: v.string(),
      predicted: v.nullable(v.number()),
      measured: v.number(),
      from: v.string(),
    }),
  ),
  /** Measured runs of this program at other values of its parameters, frames/s; null where it cannot run so. */
  runs: v.array(
    v.object({
      settings: settingsSchema,
      predicted: v.nullable(v.number()),
      measured: v.number(),
      from: v.string(),
    }),
  ),
  /** Lines that calls of a record were put on, the largest difference first. */
  lines: v.array(comparedLineSchema),
  /** Constants that the measurements tell, for the workspace to keep; null: nothing is predicted of them. */
  values: v.array(
    v.object({
      constant: v.string(),
      unit: v.string(),
      predicted: v.nullable(v.number()),
      measured: v.number(),
      from: v.string(),
    }),
  ),
  /** What the run suffers from, in words, the host's first. */
  diagnosis: v.array(v.object({ message: v.string(), source: v.nullable(sourceRangeSchema) })),
  notes: v.array(v.string()),
});
export type Comparison = v.InferOutput<typeof comparisonSchema>;

/** What became of a parameter's value, in words. */
export const saidOfParameterSchema = v.object({ name: v.string(), reason: v.string() });

/** A piece of a text that is too long for one message. */
const uploadSchema = v.object({ token: v.string(), text: v.string() });
export type Upload = v.InferOutput<typeof uploadSchema>;

/** A file of measurements: its text, or the token that its pieces were uploaded with; a database's are bytes (protocol-bytes.ts). */
const measurementFileSchema = v.union([
  v.object({ name: v.string(), text: v.string() }),
  v.object({ name: v.string(), upload: v.string() }),
  v.object({ name: v.string(), database: v.string(), log: v.exactOptional(v.string()) }),
]);
export type MeasurementFile = v.InferOutput<typeof measurementFileSchema>;

/** The name of a program as every system takes it for a file. */
export function fileNameOf(program: string): string {
  const name = program.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
  return name.replace(/(?<!-)-+$/, '') || 'program';
}

export const exportFormats = ['markdown', 'json', 'csv', 'trace', 'html'] as const;

export const requests = {
  /** Programs of the workspace; waits for an analysis under way. */
  programs: define('programs', v.object({}), v.array(programStatusSchema)),
  /** The report of a program, or of the one that a document belongs to; of one that has no rate, why. */
  predict: define(
    'predict',
    v.object({ program: v.exactOptional(program), uri: v.exactOptional(v.string()) }),
    v.nullable(v.union([programReportSchema, unpredictedReportSchema])),
  ),
  /** Simulates with other values, for sliders: at most 100 ms. */
  whatIf: define('whatIf', withSettings, v.nullable(predictionSchema)),
  /** What each part of the program and the device does to the rate: roofs, and rates were each free. */
  bound: define('bound', v.object({ program }), v.nullable(v.array(boundPartSchema))),
  timeline: define(
    'timeline',
    v.object({ program, settings: settingsSchema, maxBoxes: v.number() }),
    v.nullable(timelineSchema),
  ),
  /** Cancel by LSP's $/cancelRequest; progress by the `sweepProgress` notification with the same token. */
  sweep: define(
    'sweep',
    v.object({
      program,
      settings: settingsSchema,
      vary: v.array(v.object({ name: v.string(), values: v.array(v.number()) })),
      token: v.string(),
    }),
    v.nullable(sweepResultSchema),
  ),
  /** Keeps a piece of a text until the request that names its token. */
  upload: define('upload', uploadSchema, v.null()),
  /** Reads measurements (msprof CSV, JSON or database, npu-smi, ais_bench, application logs) and sets them beside the prediction. */
  compare: define(
    'compare',
    v.object({ program, files: v.array(measurementFileSchema) }),
    v.nullable(comparisonSchema),
  ),
  /** The file in which the workspace keeps what was measured, with these values of the last comparison added. */
  useMeasured: define(
    'useMeasured',
    v.object({ program, constants: v.array(v.string()) }),
    // `isNew`: nothing was read of it. One that is there all the same is another than was added to.
    v.nullable(v.object({ uri: v.string(), text: v.string(), isNew: v.boolean() })),
  ),
  pipelineTree: define('pipelineTree', v.object({}), v.array(pipelineNodeSchema)),
  /** Share of the frame's time by source line of a document. */
  heat: define(
    'heat',
    v.object({ uri: v.string() }),
    v.array(v.object({ range: sourceRangeSchema, share: v.number(), milliseconds: v.number() })),
  ),
  /**
   * Edits that put values into the source's constants and comments; those that cannot be written come back with the
   * reason, and those with which that is not all with a remark.
   */
  writeToSource: define(
    'writeToSource',
    withSettings,
    v.nullable(
      v.object({
        edit: documentEditsSchema,
        notWritten: v.array(saidOfParameterSchema),
        remarks: v.array(saidOfParameterSchema),
      }),
    ),
  ),
  /** The edit of one fix of an advice item; null when the document has changed since. */
  applyAdvice: define(
    'applyAdvice',
    v.object({ program, advice: v.string(), fix: v.number() }),
    v.nullable(documentEditsSchema),
  ),
  devices: define('devices', v.object({}), v.array(deviceSchema)),
  /** What a plan may be of, and the plan. */
  planChoices: define('planChoices', v.object({}), planChoicesSchema),
  plan: define('plan', planWishSchema, planAnswerSchema),
  /** A tool of a language model by its name, with the input that the model has made. */
  tool: define(
    'tool',
    v.object({ name: v.string(), input: v.unknown() }),
    v.object({ text: v.string(), failed: v.boolean() }),
  ),
  export: define(
    'export',
    v.object({ program, settings: settingsSchema, format: v.picklist(exportFormats) }),
    v.nullable(v.object({ text: v.string(), fileName: v.string() })),
  ),
};

/** What the server asks of a client that `providesFiles`. */
export const clientRequests = {
  /** URIs of C++ sources and headers, CMakeLists.txt, compile_commands.json and .acl-perf.json of the workspace. */
  listFiles: define('listFiles', v.object({}), v.array(v.string())),
  /** The bundle of the HTML report's page, for a server without files of its own; null where it cannot be read. */
  reportPage: define(
    'reportPage',
    v.object({}),
    v.nullable(v.object({ script: v.string(), style: v.string() })),
  ),
  /** Texts of the first of the files, one or more; null for one that cannot be read or is no text. */
  readFiles: define('readFiles', v.object({ uris: v.array(v.string()) }), v.array(v.nullable(v.string()))),
};

export interface NotificationDefinition<P> {
  method: string;
  params: v.GenericSchema<unknown, P>;
}

const notify = <P>(method: string, params: v.GenericSchema<unknown, P>): NotificationDefinition<P> => ({
  method: `ascendcl/${method}`,
  params,
});

/** What the server tells without being asked. */
export const notifications = {
  /** New programs or predictions after an edit, a change of settings or the first scan. */
  changed: notify('changed', v.object({ programs: v.array(programStatusSchema) })),
  /** Work after a change has begun, or what was told of the programs is of today again. */
  analysing: notify('analysing', v.object({ isBusy: v.boolean() })),
  sweepProgress: notify(
    'sweepProgress',
    v.object({ token: v.string(), done: v.number(), total: v.number() }),
  ),
};
