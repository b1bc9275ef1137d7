/**
 * Reading what profilers write: a table and a timeline of 1 GB, and the join of 1,000,000 events with a source. `--full`;
 * else a fifth of each. `--write` puts the figures into docs/quality.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withPart } from '../scripts/page-part.ts';

const full = process.argv.includes('--full');
const folder = mkdtempSync(path.join(tmpdir(), 'bench-measure-'));
const US_PER_S = 1e6;

/** Pieces of text into a file, until there are so many characters. */
function write(name: string, pieces: Iterable<string>): string {
  const file = path.join(folder, name);
  const descriptor = openSync(file, 'w');
  for (const piece of pieces) writeSync(descriptor, piece);
  closeSync(descriptor);
  return file;
}

const HEAD =
  'Device_id,Model ID,Infer ID,Op Name,OP Type,Task Type,Task Start Time(us),Task Duration(us),Input Shapes,Output Shapes\n';
const SHAPES = '"""1,64,56,56;64,64,3,3""","""1,64,56,56"""';
const OPERATORS = 120;

function* table(characters: number): Generator<string> {
  yield HEAD;
  let written = 0;
  for (let execution = 1; written < characters; execution++) {
    const rows = Array.from({ length: OPERATORS }, (_, i) => {
      const start = execution * 4000 + i * 25;
      return `0,1,${execution},block_${i}/Conv2D_fused_relu,Conv2D,AI_CORE,${start}.125,${20 + (i % 7)}.5,${SHAPES}\n`;
    }).join('');
    written += rows.length;
    yield rows;
  }
}

const TASKS = 4;

/** Of so many calls, each with its tasks. */
function* timeline(calls: number): Generator<string> {
  for (let call = 0; call < calls; call++) {
    const ts = call * 2650;
    const args = { connection_id: call };
    const host = {
      name: 'AscendCL@aclmdlExecute',
      pid: 1,
      tid: 1,
      ts,
      dur: 2600,
      args: { ...args, level: 'acl' },
    };
    const device = Array.from({ length: TASKS }, (_, i) => ({
      name: `op${i}`,
      pid: 2,
      tid: 3,
      ts: ts + 20 + 600 * i,
      dur: 590,
      args: { ...args, 'Task Type': 'AI_CORE', 'Model Id': 1 },
    }));
    const text = [host, ...device].map((event) => JSON.stringify(event)).join(',\n');
    yield `${call === 0 ? '[' : ',\n'}${text}`;
  }
  yield ']';
}

/** Bytes of a call with its tasks, near enough. */
const BYTES_PER_CALL = 730;

interface Timed {
  what: string;
  seconds: number;
  /** Others may keep the machine busy: the processor's time tells what the command needs. */
  processor: number;
  mostSeconds: number;
  megabytes: number;
  mostMB: number;
  met: boolean;
}

function timed(what: string, mostSeconds: number, mostMB: number, parameters: string[]): Timed {
  const usage = path.join(folder, 'usage.cjs');
  writeFileSync(
    usage,
    "process.on('exit', () => require('node:fs').writeFileSync(__filename + '.json', JSON.stringify(process.resourceUsage())));\n",
  );
  const begin = performance.now();
  const run = spawnSync(process.execPath, ['--require', usage, 'dist/cli/acl-perf.cjs', ...parameters]);
  const seconds = (performance.now() - begin) / 1000;
  const used = JSON.parse(readFileSync(`${usage}.json`, 'utf8')) as {
    userCPUTime: number;
    systemCPUTime: number;
    maxRSS: number;
  };
  const processor = (used.userCPUTime + used.systemCPUTime) / US_PER_S;
  const megabytes = used.maxRSS / 1024;
  const met = run.status === 0 && Math.min(seconds, processor) <= mostSeconds && megabytes <= mostMB;
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processors (at most ${mostSeconds}), ` +
      `${megabytes.toFixed(0)} MB (at most ${mostMB})${met ? '' : '  NOT MET'}`,
  );
  return { what, seconds, processor, mostSeconds, megabytes, mostMB, met };
}

const MARKS = {
  begin: '<!-- measure: made by npm run bench -- measure --full --write -->',
  end: '<!-- /measure -->',
};
const PAGE = 'docs/quality.md';

function keep(all: readonly Timed[]): void {
  const rows = all.map(({ what, seconds, processor, mostSeconds, megabytes, mostMB }) =>
    [what, seconds.toFixed(1), processor.toFixed(1), mostSeconds, megabytes.toFixed(0), mostMB].join(' | '),
  );
  const table = [
    '| read | s | s of processors | at most | MB | at most |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
  const part = `${table}\n\nOn ${new Date().toISOString().slice(0, 10)}, on two processors that others kept busy.`;
  writeFileSync(PAGE, withPart(readFileSync(PAGE, 'utf8'), MARKS, part));
}

/** One at a time: the files are large. */
function measured(name: string, pieces: Iterable<string>, run: (file: string) => Timed): Timed {
  const file = write(name, pieces);
  try {
    return run(file);
  } finally {
    rmSync(file);
  }
}

const scale = full ? 1 : 0.2;
const events = 1e6 * scale;
const size = full ? '1 GB' : '200 MB';
const model = ['--model', 'resnet50', '--batch', '1', '--no-config'];
const program = ['examples/sync-infer/main.cpp', '--no-config'];
try {
  const all = [
    measured('op_summary_1.csv', table(1e9 * scale), (file) =>
      timed(`op_summary.csv of ${size}, calibrate`, 40 * scale, 400, ['calibrate', file, ...model]),
    ),
    measured('msprof_1.json', timeline((1e9 * scale) / BYTES_PER_CALL), (file) =>
      timed(`timeline of ${size}, calibrate`, 40 * scale, 400, ['calibrate', file, ...model]),
    ),
    measured('msprof_2.json', timeline(events / (TASKS + 1)), (file) =>
      timed(`timeline of ${events.toLocaleString('en')} events, compare`, Math.max(4, 10 * scale), 800, [
        ...['compare', ...program, '--measured', file],
      ]),
    ),
  ];
  if (process.argv.includes('--write')) keep(all);
  process.exitCode = all.every(({ met }) => met) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
