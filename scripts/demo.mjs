/**
 * `npm run demo`: installs, builds, then does the main job on the bundled examples: findings with their gain, one
 * prediction in full beside what was measured, all examples against their measurements, and an HTML report.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, root, runScript } from './prepare.mjs';

const shown = 'full-batch1';
const report = 'dist/demo/report.html';
const examples = join(root, 'examples');

const title = (text) => console.log(`\n${text}\n${'='.repeat(text.length)}\n`);

/** Runs the command line as a user would. `allowed`: exit statuses that are no failure. */
function aclPerf(parameters, allowed, stdio = 'inherit') {
  const command = ['dist/cli/acl-perf.cjs', ...parameters];
  const { status, stdout } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', stdio, 'inherit'],
    encoding: 'utf8',
  });
  if (!allowed.includes(status)) {
    console.error(`acl-perf ${parameters.join(' ')} ended with status ${status}`);
    process.exit(1);
  }
  return stdout;
}

/** The measurement of the program as it stands: the one whose settings are the constants of the source. */
function measurementOf(example) {
  const read = (name) => readFileSync(join(examples, example, name), 'utf8');
  const source = read('main.cpp');
  const { rows, line, document } = JSON.parse(read('measured.json'));
  const stands = (settings) =>
    Object.entries(settings).every(([name, value]) =>
      new RegExp(`^#define ${name} ${value}\\b`, 'm').test(source),
    );
  const row = rows.find(({ qps, settings }) => qps !== null && stands(settings));
  return row && { ...row, line, title: document.title };
}

function predictionOf(example) {
  const file = join('examples', example, 'main.cpp');
  return JSON.parse(aclPerf(['predict', file, '--format', 'json'], [0], 'pipe'));
}

function compareAll() {
  const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'measured.json')));
  const columns = (cells) =>
    `${cells[0].padEnd(16)}${cells
      .slice(1)
      .map((cell) => cell.padStart(18))
      .join('')}`;
  console.log(columns(['example', 'predicted', 'range', 'measured', 'difference']));
  for (const name of names) {
    const measured = measurementOf(name);
    if (measured === undefined) continue;
    const { qps, qpsRange } = predictionOf(name);
    const range = qpsRange.map((value) => value.toFixed(1)).join(' … ');
    const difference = `${(100 * (qps / measured.qps - 1)).toFixed(1)} %`;
    console.log(columns([name, qps.toFixed(1), range, String(measured.qps), difference]));
  }
}

ensurePackages();
if (runScript('scripts/build.mjs') !== 0) process.exit(1);
mkdirSync(join(root, 'dist/demo'), { recursive: true });

title('Findings in the examples, each with what its fix would gain');
aclPerf(['check', 'examples'], [0, 1]);

title(`Prediction of examples/${shown}/main.cpp`);
aclPerf(['predict', `examples/${shown}/main.cpp`, '--report', report], [0]);
const measured = measurementOf(shown);
console.log(`\nMeasured on the device: ${measured.qps} QPS (“${measured.title}”, line ${measured.line})`);

title('Every example against its measurement on one Ascend 310 (frames/s)');
compareAll();
console.log(`\nThe HTML report is ${report}: open it in a browser, it needs no server.`);
