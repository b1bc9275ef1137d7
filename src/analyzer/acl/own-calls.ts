/** What a workspace says of calls of its own libraries, whose source the analysis does not have. */
import * as v from 'valibot';
import { oncePer } from '../../base/once.ts';
import type { CatalogueRow, Stage } from './catalogue.ts';

/** What a call does, with the stage that it stands for, and what the catalogue's row of such a call has. */
const KINDS = {
  load: { role: 'load', creates: 'model' },
  execute: { role: 'execute', engine: 'aicore' },
  operator: { role: 'submit', engine: 'aicore', stage: 'OP' },
  h2d: { role: 'submit', engine: 'h2d', stage: 'H2D' },
  d2h: { role: 'submit', engine: 'd2h', stage: 'D2H' },
  d2d: { role: 'submit', engine: 'd2d', stage: 'D2D' },
  jpegd: { role: 'submit', engine: 'jpegd', stage: 'JPEGD' },
  jpege: { role: 'submit', engine: 'jpege', stage: 'JPEGE' },
  pngd: { role: 'submit', engine: 'pngd', stage: 'PNGD' },
  vpc: { role: 'submit', engine: 'vpc', stage: 'VPC' },
  vdec: { role: 'submit', engine: 'vdec', stage: 'VDEC' },
  venc: { role: 'submit', engine: 'venc', stage: 'VENC' },
  wait: { role: 'synchronize', stage: 'SYNC', blocksHost: true },
  host: { role: 'hostWork', engine: 'host' },
} satisfies Record<string, Partial<CatalogueRow>>;

type Kind = keyof typeof KINDS;

const argument = (what: string) =>
  v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(63), v.description(what)));

const OwnCallSchema = v.strictObject({
  does: v.pipe(
    v.picklist(Object.keys(KINDS) as Kind[]),
    v.description(
      'What the call does: loads a model, executes one, gives an engine of the device work, waits for a stream (for the device where it names none), or works on the host.',
    ),
  ),
  async: v.exactOptional(
    v.pipe(v.boolean(), v.description('It returns before the device has done the work.')),
  ),
  stream: argument('The argument, from 0, that is the stream.'),
  model: argument(
    'The argument, from 0, that is the model executed; where it is left out, the object that the method is called on.',
  ),
  path: argument('The argument, from 0, that is the file a model is loaded from.'),
  bytes: argument('The argument, from 0, that says how many bytes are copied or decoded.'),
  milliseconds: v.exactOptional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(1e6),
      v.description(
        'Time of one call in ms: of the host, or of the engine that works. Where it is left out, a model has that of the catalogue of models.',
      ),
    ),
  ),
});

export const OwnCallsSchema = v.pipe(
  v.record(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*(::~?[A-Za-z_]\w*)*$/, 'no-function')), OwnCallSchema),
  v.description(
    'Functions and methods of libraries whose source is not in the workspace, such as sdk::Engine::Run, and what a call of them does.',
  ),
);

export type OwnCalls = v.InferOutput<typeof OwnCallsSchema>;

/** A wait that names no stream is for the device. */
function categoryOf(does: Kind, stream: number | undefined): string {
  if (does === 'host') return 'host-library';
  return does === 'wait' && stream === undefined ? 'device' : 'wrapper';
}

function stageOf(does: Kind, isAsync: boolean): Stage | undefined {
  if (does === 'execute') return isAsync ? 'MODEL_ASYNC' : 'MODEL_SYNC';
  const { stage }: Partial<CatalogueRow> = KINDS[does];
  return stage;
}

/** The catalogue's rows of them. */
export function rowsOf(calls: OwnCalls = {}): CatalogueRow[] {
  return Object.entries(calls).map(([name, { does, async: isAsync = false, ...given }]) => {
    const stage = stageOf(does, isAsync);
    return {
      engine: 'none',
      blocksHost: !isAsync && does !== 'host' && does !== 'load',
      category: categoryOf(does, given.stream),
      ...KINDS[does],
      ...(stage ? { stage } : {}),
      ...given,
      name,
      mode: isAsync ? 'async' : 'sync',
    };
  });
}

/** Whether a text may call one of them. */
export const namesAny = (rows: readonly CatalogueRow[], text: string): boolean =>
  rows.length > 0 && namesOf(rows).test(text);

const namesOf = oncePer(
  (rows: readonly CatalogueRow[]) =>
    new RegExp(`\\b(?:${rows.map(({ name }) => name.split('::').at(-1)?.replace('~', '')).join('|')})\\b`),
);
