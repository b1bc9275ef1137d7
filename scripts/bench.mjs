/** Timings: runs every bench/*-main.ts, one after the other. `npm run bench [-- <part of a name>] [--full]`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, root, runScript } from './prepare.mjs';

const parameters = process.argv.slice(2);
const options = parameters.filter((text) => text.startsWith('--'));
const wanted = parameters.filter((text) => !text.startsWith('--'));

ensurePackages();
// Times of an older build would tell nothing.
if (runScript('scripts/build.mjs') !== 0) process.exit(1);
const programs = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('-main.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const failed = programs.filter((name) => {
  console.log(`\n== ${name.replace('-main.ts', '')}\n`);
  return runScript('scripts/run.mjs', join('bench', name), ...options) !== 0;
});
if (failed.length > 0) console.error(`\nnot met: ${failed.join(', ')}`);
process.exitCode = programs.length === 0 || failed.length > 0 ? 1 : 0;
