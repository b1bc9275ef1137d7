/** Times inside a real VS Code: `npm run bench vscode`. */
import { loadavg } from 'node:os';
import { runInHost } from '../test/host/in-host.ts';
import { percentile } from './percentile.ts';

interface Figure {
  name: string;
  what: string;
  /** ms; none where the figure only explains another. */
  limit?: number;
}

const BLOCK_MS = 50;

const FIGURES: Figure[] = [
  { name: 'activation', what: 'activation, as VS Code tells it: loading and the call', limit: 50 },
  { name: 'load', what: '  loading' },
  { name: 'call', what: '  the call' },
  { name: 'finish', what: '  what the call has begun (the host is free meanwhile)' },
  { name: 'edits', what: 'edit to diagnostics, the debounce included', limit: 150 },
  { name: 'large', what: 'the same in 20,000 lines with 200 loops to report' },
  { name: 'large shown', what: '  with the tree and the panel open' },
];

/** The longest of all stretches counts, not a percentile. */
const LONGEST: Figure[] = [
  { name: 'block starting', what: 'our longest hold of the extension host: starting', limit: BLOCK_MS },
  { name: 'block editing', what: '  editing', limit: BLOCK_MS },
  { name: 'block using', what: '  tree, panel, timeline, reports', limit: BLOCK_MS },
  { name: 'block large', what: '  20,000 lines with 200 loops to report', limit: BLOCK_MS },
  { name: 'block large shown', what: '  the same with the tree and the panel open', limit: BLOCK_MS },
  { name: 'block comparing', what: '  comparing with a log of 32 MB', limit: BLOCK_MS },
  { name: 'block scanning', what: '  reading 500 files and 20 MB of headers', limit: BLOCK_MS },
  { name: 'host', what: 'our time on the extension host in 10 s without a touch', limit: 1 },
  // Processor time comes in steps of 10 ms; Node's own collection of garbage takes one now and then.
  { name: 'server', what: "the server's processor time in 10 s without a touch", limit: 20 },
];

const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';

const before = load();
const { times = {}, notes = [], failures } = await runInHost('server', 'bench/vscode/suite.ts');
for (const { title, message } of failures) console.error(`${title}: ${message}`);

function print({ name, what, limit }: Figure, shares: number[]): boolean {
  const figures = shares.map((share) => percentile(times[name] ?? [], share));
  const high = figures.at(-1) ?? Number.NaN;
  const isMet = limit === undefined || high <= limit;
  const verdict = limit === undefined ? '' : `${String(limit).padStart(5)}  ${isMet ? 'met' : 'not met'}`;
  const columns = figures.map((ms) => ms.toFixed(1).padStart(8)).join('');
  console.log(`  ${what.padEnd(62)}${columns.padStart(16)}${verdict}`);
  return isMet;
}

console.log(`In VS Code, ms; load ${before} before, ${load()} after`);
console.log(`  ${''.padEnd(62)}  median     95% limit`);
const met = [
  ...FIGURES.map((figure) => print(figure, [0.5, 0.95])),
  ...LONGEST.map((figure) => print(figure, [1])),
];
for (const note of notes) console.log(`  ${note}`);
process.exitCode = failures.length === 0 && met.every(Boolean) ? 0 : 1;
