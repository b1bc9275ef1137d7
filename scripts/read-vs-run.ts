/**
 * Reads programs and runs them against the stand-in runtime, and says where the two part:
 * `node scripts/run.mjs scripts/read-vs-run.ts <file|folder>…`. Only for programs of our own: they are run.
 * Exit status 1 where any differ, 2 on a usage error.
 */
import { programAt, programsUnder } from '../test/runtime/program.ts';
import { readVersusRun } from '../test/runtime/read-versus-run.ts';

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('usage: node scripts/run.mjs scripts/read-vs-run.ts <file|folder>…');
  process.exit(2);
}

const queue = paths.flatMap(programsUnder);
const total = queue.length;
let agreeing = 0;

async function next(): Promise<void> {
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const found = await readVersusRun(programAt(path));
    if (found.length === 0) agreeing++;
    console.log(
      [`${found.length === 0 ? 'agrees ' : 'differs'} ${path}`, ...found.map((one) => `  - ${one}`)].join(
        '\n',
      ),
    );
  }
}

await Promise.all([next(), next()]);
console.log(`${agreeing} of ${total} agree`);
process.exitCode = agreeing === total ? 0 : 1;
