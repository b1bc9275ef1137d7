/** Runs a program against the stand-in runtime, in a folder of its own with stand-ins of the files that it names. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { build, RunError } from './build.ts';
import { argumentsOf, type Program } from './program.ts';
import { parseRecord, type RunRecord } from './record.ts';

const execute = promisify(execFile);

/** Bytes of a file that stands in for a picture, a video or a model. */
const FILE_BYTES = 1 << 18;
const FILE_NAME = /"(?:\.\/)?([\w./-]+\.(?:om|jpe?g|png|bin|h26[45]|mp4|yuv|txt|raw|rgb))"/g;
/** ms: the stand-in ends the process long before. */
const PATIENCE = 60_000;

/**
 * What the program did.
 * @throws RunError where it does not compile, crashes or has to be killed.
 */
export async function runProgram(program: Program): Promise<RunRecord> {
  const executable = await build(program);
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  try {
    await makeFiles(program, folder);
    const env = { ...process.env, STAND_IN_RECORD: join(folder, 'record.jsonl') };
    // What the program returns is its own affair.
    await execute(executable, argumentsOf(program), {
      cwd: folder,
      env,
      timeout: PATIENCE,
      maxBuffer: 1 << 26,
    }).catch(() => undefined);
    const text = await readFile(env.STAND_IN_RECORD, 'utf8').catch(() => undefined);
    if (text === undefined) throw new RunError('had to be killed');
    const record = parseRecord(text);
    if (record.why === 'crashed' || record.why === 'aborted') throw new RunError(record.why);
    await addPlaces(executable, record);
    return record;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFiles({ files }: Program, folder: string): Promise<void> {
  const names = new Set(
    [...files.values()].flatMap((text) => [...text.matchAll(FILE_NAME)].map((found) => found[1] ?? '')),
  );
  for (const name of names) {
    const path = normalize(join(folder, name));
    if (!path.startsWith(folder)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.alloc(FILE_BYTES));
  }
}

/** The call is the instruction before the one that it returns to. */
async function addPlaces(executable: string, record: RunRecord): Promise<void> {
  const places = [...new Set(record.calls.flatMap(({ at }) => (at === undefined ? [] : [at])))];
  const addresses = places.map((at) => `0x${(at - 1).toString(16)}`);
  const { stdout } = await execute('addr2line', ['-s', '-e', executable, ...addresses]);
  const lines = new Map(stdout.split('\n').map((line, index) => [places[index], line.split(' ')[0]]));
  for (const call of record.calls) {
    const place = lines.get(call.at);
    if (place !== undefined && !place.startsWith('??')) call.place = place;
  }
}
