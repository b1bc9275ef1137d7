/**
 * The language server over its protocol, both processes' pipes included: from an edit to its diagnostics, a what-if of
 * the panel, a large file, and an idle server.
 */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { largeSource } from './large.ts';
import { percentile } from './percentile.ts';
import { processorMs } from './processes.ts';
import { ServerClient, pause } from './server-client.ts';

const EDIT_LIMIT_MS = 150;
const WHAT_IF_LIMIT_MS = 100;
const IDLE_SECONDS = 10;
/** Of a processor, ms in `IDLE_SECONDS`: Node's own timers cost as much. */
const IDLE_LIMIT_MS = 20;

const exampleText = (name: string): string => readFileSync(`examples/${name}/main.cpp`, 'utf8');

interface Row {
  what: string;
  times: number[];
  limit: number | undefined;
}

/** Prints a table; false where a limit is not kept at the 95th percentile. */
export async function run(): Promise<boolean> {
  const parts: (() => Promise<Row[]>)[] = [
    async () => [await movingEdits('sync-infer'), await movingEdits('deep-queue-800')],
    async () => [await tellingEdits()],
    async () => [await whatIfs(false), await whatIfs(true)],
    largeFile,
    async () => [await idle()],
  ];
  console.log(`ms: median, 95th percentile, most, limit of the 95th; load ${load()}`);
  let isKept = true;
  for (const part of parts) for (const row of await part()) isKept = print(row) && isKept;
  console.log(`load at the end: ${load()}`);
  return isKept;
}

const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';

function print({ what, times, limit }: Row): boolean {
  const figures = [0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(1).padStart(8)).join('');
  const isMet = limit === undefined || percentile(times, 0.95) <= limit;
  const verdict = limit === undefined ? '' : `${String(limit).padStart(5)}  ${isMet ? 'met' : 'not met'}`;
  console.log(`  ${what.padEnd(62)}${figures}${verdict}`);
  return isMet;
}

/** Each edit moves every finding by a line, so that new diagnostics must come. */
async function movingEdits(example: string): Promise<Row> {
  const client = await ServerClient.start(exampleText(example));
  const times: number[] = [];
  for (let edit = 0; edit < 60; edit++) {
    times.push(await client.timeNewLine());
    // A person types slower than this.
    await pause(100);
  }
  client.stop();
  return { what: `edit to diagnostics, ${example}`, times, limit: EDIT_LIMIT_MS };
}

/** Sets THREAD_COUNT to other values, for each of which all has to be priced anew. */
class Retuning {
  private line: number;
  private from: number;
  private to: number;
  private edits = 0;

  constructor(
    private readonly client: ServerClient,
    text: string,
  ) {
    const lines = text.split('\n');
    this.line = lines.findIndex((each) => each.startsWith('#define THREAD_COUNT'));
    this.from = lines[this.line]?.search(/\d/) ?? 0;
    this.to = lines[this.line]?.length ?? 0;
  }

  /** Until the diagnostics have moved by a line, ms. */
  async time(): Promise<number> {
    const text = String(1 + ((this.edits++ * 7) % 31));
    await this.client.edit({ line: this.line++, from: this.from, to: this.to, text });
    this.to = this.from + text.length;
    return this.client.timeNewLine();
  }
}

/** The next edit comes while the last one is priced. */
async function tellingEdits(): Promise<Row> {
  const text = exampleText('full-batch1');
  const client = await ServerClient.start(text);
  const retuning = new Retuning(client, text);
  const times: number[] = [];
  for (let edit = 0; edit < 30; edit++) {
    times.push(await retuning.time());
    await pause(60);
  }
  client.stop();
  return { what: 'edit to diagnostics while the last edit is priced', times, limit: EDIT_LIMIT_MS };
}

/** Other values of all parameters of the whole pipeline, none asked twice. */
async function whatIfs(isPricing: boolean): Promise<Row> {
  const text = exampleText('full-batch1');
  const client = await ServerClient.start(text);
  const retuning = new Retuning(client, text);
  const [program] = await client.request<{ program: string }[]>('ascendcl/programs', {});
  const report = await client.request<{ parameters: { name: string; range: [number, number] }[] }>(
    'ascendcl/predict',
    { program: program?.program },
  );
  const times: number[] = [];
  for (const { name, range } of report.parameters) {
    for (let i = 0; i < 8; i++) {
      const value = Math.round(range[0] + ((Math.min(range[1], 32) - range[0]) * (i + 0.5)) / 8);
      if (isPricing) await retuning.time();
      const begun = performance.now();
      await client.request('ascendcl/whatIf', { program: program?.program, settings: { [name]: value } });
      times.push(performance.now() - begun);
    }
  }
  client.stop();
  const when = isPricing ? ' right after an edit' : '';
  return { what: `what-if of the panel, full-batch1${when}`, times, limit: WHAT_IF_LIMIT_MS };
}

async function largeFile(): Promise<Row[]> {
  const text = largeSource();
  const client = await ServerClient.start(text);
  const settled = client.settled();
  const atStart = await client.longestSilence(settled);
  const times: number[] = [];
  const silences: number[] = [];
  for (let edit = 0; edit < 20; edit++) {
    const done = client.timeNewLine();
    silences.push(await client.longestSilence(done));
    times.push(await done);
    await pause(200);
  }
  client.stop();
  const what = `${text.split('\n').length} lines, 200 loops to report`;
  return [
    { what: `${what}: edit to diagnostics`, times, limit: undefined },
    { what: `${what}: the server's longest piece of work, edits`, times: silences, limit: undefined },
    { what: `${what}: the same while all is priced`, times: [atStart], limit: undefined },
  ];
}

async function idle(): Promise<Row> {
  const client = await ServerClient.start(exampleText('full-batch1'));
  await client.settled();
  const usedIn = async (ms: number): Promise<number> => {
    const before = processorMs(client.pid);
    await pause(ms);
    return processorMs(client.pid) - before;
  };
  // Until all is priced, and Node has compiled and collected what it wants to.
  for (let tries = 0; tries < 15 && (await usedIn(2000)) > 0; tries++);
  const used = await usedIn(IDLE_SECONDS * 1000);
  client.stop();
  return { what: `processor time in ${IDLE_SECONDS} s without an edit`, times: [used], limit: IDLE_LIMIT_MS };
}
