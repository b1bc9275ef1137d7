/** The JSON that a bench kit writes: parts, each one kind of work at one size, with its short and its long runs. */
import * as v from 'valibot';
import { issueInFile } from '../../pipeline/json-file.ts';
import { ImportError, statement } from '../errors.ts';

export const KIT_VERSION = 1;

const text = v.pipe(v.string(), v.maxLength(200));
/** Of what one run does or takes; beyond it is no measurement. */
const MOST = 1e12;
const figure = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(MOST));
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST));
const label = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.exactOptional(v.pipe(schema, v.description(description)));

const RunSchema = v.object({
  calls: count,
  ms: v.pipe(figure, v.description('Until the device was done with all calls.')),
  hostMs: v.pipe(figure, v.description('Until all calls had returned.')),
});

/** Ways to use what is measured. */
const PARTS = ['submission', 'allocation', 'copy', 'model', 'jpege', 'jpegd', 'vpc', 'venc', 'vdec'] as const;

const PartSchema = v.object({
  what: v.picklist(PARTS),
  mode: label(v.picklist(['sync', 'async']), 'sync: each call is waited for; async: all together.'),
  direction: label(v.picklist(['h2d', 'd2h', 'd2d']), 'Of a copy.'),
  memory: label(
    v.picklist(['pageable', 'pinned', 'device', 'dvpp']),
    'Of the host’s side of a copy, or what is allocated.',
  ),
  bytes: label(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST)),
    'Of one copy, allocation or encoded picture.',
  ),
  threads: label(count, 'That share the calls.'),
  streams: label(count, 'That share the calls.'),
  channels: label(count, 'Of DVPP, that share the calls.'),
  model: label(text, 'Its name.'),
  batch: label(count, 'Of the model.'),
  width: label(count, 'Of the picture that is read.'),
  height: label(count, 'Of the picture that is read.'),
  toWidth: label(count, 'Of the picture that is written.'),
  toHeight: label(count, 'Of the picture that is written.'),
  quality: label(count, 'Of a JPEG.'),
  failure: label(text, 'The call that failed: the part was left out.'),
  runs: v.exactOptional(v.pipe(v.array(RunSchema), v.maxLength(10_000))),
});

export const KitSchema = v.object({
  benchKit: v.pipe(v.literal(KIT_VERSION), v.description('Version of this form.')),
  soc: v.pipe(text, v.description('Name of the chip, as aclrtGetSocName gives it.')),
  cann: v.pipe(text, v.description('Version of CANN; empty where it is not known.')),
  date: v.pipe(text, v.description('Of the measurement, year first.')),
  device: v.pipe(v.number(), v.description('Its number on the machine.')),
  parts: v.pipe(v.array(PartSchema), v.maxLength(20_000)),
});

export type KitPart = v.InferOutput<typeof PartSchema>;
export type KitRun = v.InferOutput<typeof RunSchema>;
export interface Kit extends v.InferOutput<typeof KitSchema> {
  file: string;
}

/** Is this the JSON of a bench kit, of whichever version? */
export const looksLikeKit = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'benchKit' in value;

/** The text begins as a kit's file does, and is no JSON: it was cut. */
export const looksLikeCutKit = (begin: string): boolean => /^\ufeff?\s*\{\s*"benchKit"/.test(begin);

/** @throws ImportError that says what is wrong, and where in it. */
export function parseKit(file: string, value: unknown): Kit {
  const version = v.safeParse(v.object({ benchKit: v.unknown() }), value);
  const found = version.success ? version.output.benchKit : undefined;
  if (typeof found === 'number' && found !== KIT_VERSION)
    throw new ImportError(file, statement('kit-version', { found, known: KIT_VERSION }));
  const result = v.safeParse(KitSchema, value);
  if (!result.success) throw new ImportError(file, issueInFile(result.issues[0]));
  return { ...result.output, file };
}
