/**
 * Random edits, each compared with a fresh analysis: `npm run edits -- --seed 1 --count 2000`. Prints each failure, made
 * as small as can be, with the seed that draws it again; the status is 1 where there is one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadParser } from '../../src/analyzer/syntax/load.ts';
import { EditCheck } from './check.ts';
import { failureText } from './report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    failures: { type: 'string', default: '1' },
  },
});
const numbers = [values.seed, values.count, values.failures].map(Number);
const [seed = NaN, count = NaN, most = NaN] = numbers;
if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error('usage: npm run edits -- [--seed N] [--count EDITS] [--failures MOST]');
  process.exit(2);
}

const wasm = (name: string, file: string) => readFile(join('node_modules', name, file));
const parser = await loadParser(
  await wasm('web-tree-sitter', 'web-tree-sitter.wasm'),
  await wasm('tree-sitter-cpp', 'tree-sitter-cpp.wasm'),
);
let left = most;
const outcome = new EditCheck(parser).run(seed, count, (failure) => {
  console.log(failureText(failure));
  return --left <= 0;
});
console.log(`${outcome.edits} edits from seed ${seed}: ${outcome.failures.length} differences`);
process.exitCode = outcome.failures.length ? 1 : 0;
