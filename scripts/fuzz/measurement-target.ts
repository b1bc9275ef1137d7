/** Measurements as users give them: one file or a folder of a run, beside a program; refused in words, or worked with. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { calibrate } from '../../src/measure/calibrate.ts';
import type { GivenFile, JoinRequest } from '../../src/measure/files.ts';
import { readFiles } from '../../src/measure/files.ts';
import { readMeasurementFile } from '../../src/measure/import.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { UserError } from '../../src/pipeline/words.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { MEASUREMENT_TEXTS } from './measurement-texts.ts';
import { mutatedBytes, mutatedText } from './mutate.ts';
import type { Below } from './numbers.ts';
import { oneOf } from './numbers.ts';
import type { Target } from './target.ts';

const IN = 'test/cases/measurements';
const LOG_TIMES = [
  { line: 'infer cost {ms} ms', of: 'frame' },
  { line: 'model {*} batch {batch} took {ms} ms', of: 'model r50' },
  { line: '{*}: {count} items in {s} s', of: 'stage decode' },
];
/** Calls and tasks that the seeds have. */
const PROGRAM = {
  streams: [{ id: 's' }],
  models: [{ id: 'm', catalogueName: 'resnet50', batch: 1 }],
  threads: [
    {
      id: 'main',
      program: [
        {
          kind: 'repeat',
          times: 'forever',
          frameLoop: true,
          body: [
            ...[
              { call: 'aclrtMemcpyAsync', engine: 'h2d', work: { bytes: 1e5 } },
              { call: 'aclmdlExecuteAsync', engine: 'aicore', work: { model: 'm' } },
            ].map((each) => ({ kind: 'submit', mode: 'async', stream: { id: 's' }, ...each })),
            { kind: 'wait', for: 'stream', target: { id: 's' }, call: 'aclrtSynchronizeStream' },
          ],
        },
      ],
    },
  ],
};

/** What calibrates a profile too; what a user would be told in words is no failure. */
function worked(file: GivenFile): void {
  try {
    if (!('text' in file)) return;
    const read = readMeasurementFile(file.name, file.text);
    const base = loadProfile();
    const given = { base, measurements: [], runs: [], settings: {} };
    if (read.kind === 'kit') calibrate({ ...given, kits: [read.kit] });
    else if (read.kind === 'quantities') calibrate({ ...given, measurements: read.imported.measurements });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

/** Reports that are mutated, by their names. */
export function measurementSeeds(): (readonly [file: string, text: string])[] {
  const cases = globSync(`${IN}/*.{log,csv,txt,json}`).toSorted();
  return [
    ...cases.map((file) => [file.replace(/^.*\//, ''), readFileSync(file, 'utf8')] as const),
    ...MEASUREMENT_TEXTS,
  ];
}

export function measurementTarget(): Target {
  const texts = measurementSeeds();
  const databases = globSync(`${IN}/*.db`)
    .toSorted()
    .map((file) => readFileSync(file));
  const join: JoinRequest = { pipeline: parsePipeline(PROGRAM), profile: loadProfile(), settings: {} };
  const oneFile = (below: Below): GivenFile => {
    if (below(8) === 0)
      return { name: 'msprof_1.db', database: mutatedBytes(oneOf(databases, below), below) };
    const [name, text] = oneOf(texts, below);
    return { name, text: mutatedText(text, below) };
  };
  return {
    name: 'measurements',
    share: 12,
    run: (below, note) => {
      const count = below(4) === 0 ? 2 + below(3) : 1;
      const folder = count > 1 ? `PROF_1/device_${below(2)}/` : '';
      const files = Array.from({ length: count }, () => oneFile(below)).map((file) => ({
        ...file,
        name: `${folder}${file.name}`,
      }));
      note(files.map(noted).join('\n'));
      readFiles(files, join, LOG_TIMES);
      for (const file of files) worked(file);
    },
  };
}

const noted = (file: GivenFile): string =>
  `${file.name}:\n${'text' in file ? file.text : Buffer.from(file.database).toString('base64')}`;
