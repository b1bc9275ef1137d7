/**
 * Two windows at once, 1,000 edits a minute each: memory stays where it was after the first minute, and each server ends
 * when its input does. `npm run bench -- soak --minutes=10`; one minute beside the first where nothing is said.
 */
import { readFileSync } from 'node:fs';
import { memoryMB } from './processes.ts';
import { ServerClient, pause, type Edit } from './server-client.ts';

const EDITS_A_MINUTE = 1000;
/** Of what was in use after the first minute: more than a collection that is due leaves. */
const MOST_GROWTH = 1.25;
/** MB for each server, its simulation threads included. */
const MOST_MB = 400;
/** In which a server ends after its input has. */
const END_MS = 2000;

const minutesOf = (arguments_: readonly string[]): number => {
  const given = arguments_.find((one) => one.startsWith('--minutes='))?.slice('--minutes='.length);
  return Math.max(2, Math.floor(Number(given ?? 2)) || 2);
};

/** What a person does and takes back, over and over: a line, a number, a call. */
const EDITS: readonly Edit[] = [
  { line: 0, from: 0, to: 0, text: '// x' },
  { line: 0, from: 0, to: 4, text: '' },
  { line: 0, from: 0, to: 0, text: '#define SOAK 1' },
  { line: 0, from: 0, to: 14, text: '' },
  { line: 0, from: 0, to: 0, text: 'void soak() { aclrtSynchronizeDevice(); }' },
  { line: 0, from: 0, to: 41, text: '' },
];

async function edited(client: ServerClient, minute: number): Promise<void> {
  const begun = performance.now();
  for (let i = 0; i < EDITS_A_MINUTE; i++) {
    const edit = EDITS[(minute * EDITS_A_MINUTE + i) % EDITS.length];
    if (edit) await client.edit(edit);
    const ahead = begun + ((i + 1) * 60_000) / EDITS_A_MINUTE - performance.now();
    if (ahead > 0) await pause(ahead);
  }
  await client.settled();
}

/** Prints the memory of each minute; false where a limit is not kept. */
export async function run(): Promise<boolean> {
  const minutes = minutesOf(process.argv);
  const examples = ['deep-queue-800', 'full-batch1'];
  const texts = examples.map((name) => `\n${readFileSync(`examples/${name}/main.cpp`, 'utf8')}`);
  const clients = await Promise.all(texts.map((text) => ServerClient.start(text)));
  const rows: number[][] = [];
  for (let minute = 0; minute < minutes; minute++) {
    await Promise.all(clients.map((client) => edited(client, minute)));
    rows.push(clients.map(({ pid }) => memoryMB(pid)));
    console.log(
      `  minute ${minute + 1}: ${rows
        .at(-1)
        ?.map((mb) => `${mb.toFixed(0)} MB`)
        .join(', ')}`,
    );
  }
  const isFlat = clients.every((_, i) => {
    const first = rows[0]?.[i] ?? 0;
    const last = rows.at(-1)?.[i] ?? Infinity;
    return last <= first * MOST_GROWTH && last <= MOST_MB;
  });
  const ends = await Promise.all(clients.map((client) => client.endOfInput()));
  const longest = Math.max(...ends);
  console.log(`  memory after ${minutes * EDITS_A_MINUTE} edits each: ${isFlat ? 'met' : 'not met'}`);
  console.log(`  ended ${longest.toFixed(0)} ms after its input: ${longest <= END_MS ? 'met' : 'not met'}`);
  return isFlat && longest <= END_MS;
}
