/**
 * Speed of the simulator, against its targets; times are of the processor, but for the sweep's. `npm run bench`, or `node scripts/run.mjs bench/sim-main.ts [--full]`;
 * `--full` adds the run of 10⁸ events.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parsePipeline } from '../src/pipeline/schema.ts';
import { resolve } from '../src/pipeline/resolve.ts';
import { loadProfile } from '../src/profile/load.ts';
import { Engine } from '../src/sim/engine/engine.ts';
import { Random } from '../src/sim/engine/random.ts';
import { simulateResolved } from '../src/sim/simulate.ts';
import { Source, Station } from '../test/sim/support/queueing.ts';
import { sweepOnThreads } from './sim-sweep.ts';

interface Row {
  what: string;
  measured: string;
  target: string;
  met: boolean | undefined;
}

const millions = (value: number): string => `${(value / 1e6).toFixed(2)} M`;
const best = (times: number, measure: () => number): number =>
  Math.max(...Array.from({ length: times }, measure));
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Processor time, so that other programs on the machine do not count. */
function seconds(work: () => void): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

/** Runs M/M/1 at half load; returns the engine when all customers have left. */
function mm1(customers: number): Engine {
  const engine = new Engine();
  const random = new Random(1);
  const station = new Station(engine, () => random.exponential(1), 1);
  const source = new Source(engine, () => random.exponential(2), station, customers);
  station.next = source;
  engine.run();
  return engine;
}

const file = new URL('../examples/pipelines/full-pipeline.json', import.meta.url);
const fullPipeline = parsePipeline(JSON.parse(readFileSync(file, 'utf8')));
const profile = loadProfile('ascend310');

function bareEngine(): Row {
  const rate = best(5, () => {
    const events = 4_000_000;
    return events / seconds(() => void mm1(events / 2));
  });
  return {
    what: 'M/M/1 on the engine',
    measured: `${millions(rate)} events/s`,
    target: '≥ 5 M',
    met: rate >= 5e6,
  };
}

/** Events a second of the full pipeline, the end of the run not decided by its precision. */
function pipelineRate(events: number): number {
  const pipeline = resolve(fullPipeline, { THREADS: 8 });
  let done = 0;
  const time = seconds(() => {
    done = simulateResolved(pipeline, profile, { budgetEvents: events, precision: 0 }).run.events;
  });
  return done / time;
}

function wholePipeline(): Row {
  const rate = best(3, () => pipelineRate(4_000_000));
  return {
    what: 'pipeline of 8 threads',
    measured: `${millions(rate)} events/s`,
    target: '≥ 2 M',
    met: rate >= 2e6,
  };
}

interface PythonRun {
  seconds: number;
  customers: number;
  version: string;
}

function simpy(customers: number): PythonRun | undefined {
  const script = fileURLToPath(new URL('./simpy_mm1.py', import.meta.url));
  // Debian installs its packages for its own Python.
  for (const python of ['/usr/bin/python3', 'python3']) {
    const { status, stdout } = spawnSync(python, [script, String(customers)], { encoding: 'utf8' });
    if (status === 0) return JSON.parse(stdout) as PythonRun;
  }
  return undefined;
}

function againstSimpy(): Row {
  const customers = 200_000;
  const what = 'M/M/1 against SimPy, same model and customers';
  const theirs = simpy(customers);
  if (!theirs)
    return { what, measured: 'skipped: no SimPy here (python3-simpy)', target: '≥ 10 x', met: undefined };
  const ours = Math.min(...[1, 2, 3].map(() => seconds(() => void mm1(customers))));
  const times = theirs.seconds / ours;
  const measured = `${times.toFixed(0)} x SimPy ${theirs.version} (${(theirs.seconds * 1000).toFixed(0)} ms, ${(ours * 1000).toFixed(0)} ms)`;
  return { what, measured, target: '≥ 10 x', met: times >= 10 };
}

function prediction(): Row {
  const pipeline = resolve(fullPipeline, { THREADS: 8 });
  const runs = Array.from({ length: 21 }, (_, seed) => {
    let converged = false;
    const time = seconds(() => {
      converged = simulateResolved(pipeline, profile, { seed: seed + 1 }).run.converged;
    });
    return { time: time * 1000, converged };
  });
  const warm = runs.slice(3);
  const middle = median(warm.map((run) => run.time));
  const slowest = Math.max(...warm.map((run) => run.time));
  const all = runs.every((run) => run.converged);
  return {
    what: 'predict of 8 threads to ±1 %, 18 seeds',
    measured: `median ${middle.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms${all ? '' : ' (not all to ±1 %)'}`,
    target: '≤ 50 ms',
    met: middle <= 50 && all,
  };
}

async function sweep(): Promise<Row> {
  const axes = [
    { name: 'THREADS', values: [1, 2, 3, 4, 5, 6, 7, 8] },
    { name: 'DEPTH', values: [16, 32, 64] },
    { name: 'BATCH', values: [1, 4, 8, 14, 16, 32] },
  ];
  const all = [];
  for (let i = 0; i < 3; i++) all.push(await sweepOnThreads(fullPipeline, axes));
  // The machine's other programs get in the way of some: the quickest is what the sweep takes.
  const {
    rows,
    seconds: time,
    processorSeconds,
    threads,
  } = all.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  return {
    what: `sweep of ${rows} configurations on ${threads} threads`,
    measured: `${time.toFixed(2)} s (processor time ${processorSeconds.toFixed(2)} s)`,
    target: '≤ 2 s',
    met: time <= 2,
  };
}

/** Cost per event must not grow with the events. */
function linear(full: boolean): Row {
  const sizes = full ? [1e6, 1e7, 1e8] : [1e6, 1e7];
  const rates = sizes.map((events) => best(events > 1e7 ? 1 : 3, () => pipelineRate(events)));
  const growth = (rates[0] ?? 0) / (rates.at(-1) ?? 1);
  return {
    what: `the same at ${sizes.map((size) => size.toExponential(0)).join(', ')} events`,
    measured: `${rates.map(millions).join(', ')} events/s`,
    target: 'cost per event ≤ 1.2 x',
    met: growth <= 1.2,
  };
}

function print(rows: Row[]): void {
  for (const { what, measured, target, met } of rows) {
    const verdict = met === undefined ? 'skipped' : met ? 'met' : 'SHORT';
    console.log(`${what.padEnd(48)} ${measured.padEnd(44)} ${target.padEnd(22)} ${verdict}`);
  }
}

/** Measures and prints. Resolves to false where a target is missed. */
export async function run(options: { full?: boolean } = {}): Promise<boolean> {
  mm1(500_000);
  const rows = [
    bareEngine(),
    wholePipeline(),
    againstSimpy(),
    prediction(),
    linear(options.full ?? false),
    await sweep(),
  ];
  print(rows);
  return rows.every((row) => row.met !== false);
}
