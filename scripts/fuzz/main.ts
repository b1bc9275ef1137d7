/**
 * Mutated inputs of every kind: `npm run fuzz -- --count 20000 --seed 1`. Prints each failure with the seed that draws it
 * again; the status is 1 where there is one. `--only measurements` draws for that target alone; `--write` puts the figures into docs/quality.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAnalyzer } from '../../src/analyzer/index.ts';
import { Fuzz } from './fuzz.ts';
import { withFigures } from './figures.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    failures: { type: 'string', default: '1' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const given = [values.seed, values.count, values.failures].map(Number);
const [seed = NaN, count = NaN, most = NaN] = given;
if (!given.every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error(
    'usage: npm run fuzz -- [--seed N] [--count INPUTS] [--failures MOST] [--only TARGET] [--write]',
  );
  process.exit(2);
}
const wasm = (name: string, file: string) => readFile(join('node_modules', name, file));
const analyzer = await createAnalyzer({
  runtimeWasm: await wasm('web-tree-sitter', 'web-tree-sitter.wasm'),
  grammarWasm: await wasm('tree-sitter-cpp', 'tree-sitter-cpp.wasm'),
});
let left = most;
const outcome = await new Fuzz(analyzer, values.only).run(seed, count, ({ target, seed: at, input, why }) => {
  console.log(`${target}, seed ${at}:\n${why}\n${input.slice(0, 4000)}\n`);
  return --left <= 0;
});
for (const [name, inputs] of outcome.counts) console.log(`${name}: ${inputs}`);
console.log(
  `${count} inputs from seed ${seed}: ${outcome.failures.length} failures; the longest took ${outcome.longestMs.toFixed(0)} ms`,
);
if (values.write) {
  const page = 'docs/quality.md';
  await writeFile(page, withFigures(await readFile(page, 'utf8'), { ...outcome, seed }));
}
process.exitCode = outcome.failures.length ? 1 : 0;
