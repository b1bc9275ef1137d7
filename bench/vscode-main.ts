/** Times inside a real VS Code: `npm run bench vscode`. */
import { runInHost } from '../test/host/in-host.ts';

/** ms; the debounce is included in an edit. */
const LIMITS: Record<string, number> = { activation: 50, edits: 150 };

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const { times = {}, failures } = await runInHost('server', 'bench/vscode/suite.ts');
for (const { title, message } of failures) console.error(`${title}: ${message}`);
console.log('In VS Code, ms (median, 95th percentile, limit):');
const rows = Object.entries(LIMITS).map(([name, limit]) => {
  const [median, high] = [percentile(times[name] ?? [], 0.5), percentile(times[name] ?? [], 0.95)];
  console.log(
    `  ${name.padEnd(12)} ${median.toFixed(1).padStart(8)} ${high.toFixed(1).padStart(8)} ${limit}`,
  );
  return high <= limit;
});
process.exitCode = rows.every(Boolean) ? 0 : 1;
