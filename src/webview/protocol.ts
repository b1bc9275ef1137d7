/** What the panel's page and the extension say to each other. Calls go from the page to the extension, events back. */
import * as v from 'valibot';
import {
  comparisonSchema,
  programReportSchema,
  programStatusSchema,
  saidOfParameterSchema,
  sweepResultSchema,
  unpredictedReportSchema,
} from '../server/protocol.ts';
import { planAnswerSchema, planChoicesSchema, planWishSchema } from '../server/protocol-plan.ts';
import { LONGEST_NAME, PIECE_BYTES } from '../server/protocol-measurements.ts';
import { timelineSchema } from '../server/protocol-timeline.ts';
import {
  boundPartSchema,
  l10nSchema,
  predictionSchema,
  settingsSchema,
  sourceRangeSchema,
} from '../server/protocol-shapes.ts';

/** Commands that the page may ask for: the buttons of its empty states, and nothing else. */
export const pageCommands = [
  'openExample',
  'openWalkthrough',
  'compare',
  'compareFolder',
  'useMeasured',
  'selectDevice',
  'restartServer',
  'showOutput',
  'openTimeline',
  'openSettings',
  'openFolder',
  'addFolder',
  'chooseEntry',
] as const;

/** What can hold an answer to what the source leaves open. */
export const destinations = ['settings', 'source', 'configuration'] as const;
export type Destination = (typeof destinations)[number];

export const sections = ['timeline', 'bound', 'curves', 'whatif', 'compare', 'plan'] as const;
export type Section = (typeof sections)[number];

/** Everything that a page shows. `problem` is what happened and what to do next, in the user's language. */
export const pageStateSchema = v.object({
  view: v.picklist(['side', 'full']),
  phase: v.picklist(['starting', 'ready', 'empty', 'failed']),
  programs: v.array(programStatusSchema),
  report: v.nullable(programReportSchema),
  /** In place of `report`: the program has no rate. */
  unpredicted: v.exactOptional(unpredictedReportSchema),
  comparison: v.nullable(comparisonSchema),
  sweep: v.nullable(sweepResultSchema),
  problem: v.exactOptional(v.string()),
});
export type PageState = v.InferOutput<typeof pageStateSchema>;

/** What the page is started with, as JSON inside its document. */
export const pageStartSchema = v.object({
  state: pageStateSchema,
  locale: v.string(),
  /** Translations, format of @vscode/l10n; null: English. */
  l10n: v.nullable(l10nSchema),
  section: v.exactOptional(v.picklist(sections)),
  /** Values to try at once. */
  trial: v.exactOptional(settingsSchema),
});
export type PageStart = v.InferOutput<typeof pageStartSchema>;

/** A section of the full panel, with values to try there. */
const sectionSchema = v.object({
  section: v.picklist(sections),
  trial: v.exactOptional(settingsSchema),
});
export type Shown = v.InferOutput<typeof sectionSchema>;

/** What became of the values: `places` are the lines that hold them now, as `main.cpp:12`. */
const writtenSchema = v.object({
  places: v.array(v.string()),
  notWritten: v.array(saidOfParameterSchema),
  remarks: v.array(saidOfParameterSchema),
});
export type WrittenToSource = v.InferOutput<typeof writtenSchema>;

const droppedName = v.pipe(v.string(), v.nonEmpty(), v.maxLength(LONGEST_NAME));

const done = v.null();
const none = v.object({});

export const calls = {
  /** The page can show things now; the answer is the newest state. */
  ready: { params: none, result: pageStateSchema },
  selectProgram: { params: v.object({ program: v.string() }), result: done },
  goTo: { params: v.object({ source: sourceRangeSchema }), result: done },
  applyAdvice: { params: v.object({ advice: v.string(), fix: v.number() }), result: done },
  showRule: { params: v.object({ rule: v.string() }), result: done },
  /** Keeps a value in the workspace's settings; null takes it out again. */
  setParameter: {
    params: v.object({ name: v.string(), value: v.nullable(v.pipe(v.number(), v.finite())) }),
    result: done,
  },
  /** Puts a value where the user keeps answers. */
  answer: {
    params: v.object({
      name: v.string(),
      value: v.pipe(v.number(), v.finite()),
      to: v.picklist(destinations),
    }),
    result: writtenSchema,
  },
  whatIf: { params: v.object({ settings: settingsSchema }), result: v.nullable(predictionSchema) },
  bound: { params: none, result: v.nullable(v.array(boundPartSchema)) },
  timeline: {
    params: v.object({ settings: settingsSchema, maxBoxes: v.number() }),
    result: v.nullable(timelineSchema),
  },
  sweep: {
    params: v.object({
      settings: settingsSchema,
      vary: v.array(v.object({ name: v.string(), values: v.array(v.number()) })),
    }),
    result: v.nullable(sweepResultSchema),
  },
  planChoices: { params: none, result: planChoicesSchema },
  plan: { params: planWishSchema, result: planAnswerSchema },
  /** Opens a text as a document that is nowhere yet. */
  openDraft: {
    params: v.object({
      language: v.picklist(['cpp', 'json']),
      text: v.pipe(v.string(), v.maxLength(1_000_000)),
    }),
    result: done,
  },
  cancelSweep: { params: none, result: done },
  writeToSource: {
    params: v.object({ settings: settingsSchema }),
    result: writtenSchema,
  },
  /** `png` brings its picture as base64; the others are written by the server. The user picks the file, whose name is the answer. */
  export: {
    params: v.object({
      format: v.picklist(['markdown', 'json', 'csv', 'trace', 'html', 'png']),
      settings: settingsSchema,
      png: v.exactOptional(v.pipe(v.string(), v.base64(), v.maxLength(40_000_000))),
    }),
    result: v.nullable(v.string()),
  },
  /** Addresses of files and folders of measurements. */
  dropUris: { params: v.object({ uris: v.pipe(v.array(droppedName), v.maxLength(1000)) }), result: done },
  /** A piece of a file that was dropped, its bytes as text (protocol-bytes.ts); the pieces of a file come in order. */
  dropPiece: {
    params: v.object({ file: droppedName, bytes: v.pipe(v.string(), v.maxLength(PIECE_BYTES)) }),
    result: done,
  },
  /** All has come. */
  dropEnd: { params: v.object({ leftOut: v.array(droppedName) }), result: done },
  openFull: { params: sectionSchema, result: done },
  command: {
    params: v.object({ command: v.picklist(pageCommands), argument: v.exactOptional(v.string()) }),
    result: done,
  },
};
export type PageCalls = typeof calls;

export const events = {
  state: pageStateSchema,
  sweepProgress: v.object({ done: v.number(), total: v.number() }),
  showSection: sectionSchema,
};
