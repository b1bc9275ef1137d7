/** Reading what profilers write: a table of 1 GB, a timeline of 1,000,000 events. `--full`; else a fifth of each. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

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

function* timeline(events: number): Generator<string> {
  const tasks = 4;
  for (let call = 0; call * (tasks + 1) < events; call++) {
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
    const device = Array.from({ length: tasks }, (_, i) => ({
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

/** Processor time is told beside the clock's: others may keep the machine busy. */
function timed(what: string, mostSeconds: number, mostMB: number, parameters: string[]): boolean {
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
  return met;
}

const scale = full ? 1 : 0.2;
try {
  const csv = write('op_summary_1.csv', table(1e9 * scale));
  const json = write('msprof_1.json', timeline(1e6 * scale));
  const model = ['--model', 'resnet50', '--batch', '1', '--no-config'];
  const program = ['examples/sync-infer/main.cpp', '--no-config'];
  const met = [
    timed('calibrate, op_summary.csv', 40 * scale, 400, ['calibrate', csv, ...model]),
    timed('compare, timeline', Math.max(4, 10 * scale), 800, ['compare', ...program, '--measured', json]),
  ];
  process.exitCode = met.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
