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
const counts = { agrees: 0, differs: 0, 'cannot run': 0 };

async function next(): Promise<void> {
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const outcome = await readVersusRun(programAt(path));
    const said = outcome.ran ? outcome.differences : [outcome.why];
    const verdict = !outcome.ran ? 'cannot run' : said.length === 0 ? 'agrees' : 'differs';
    counts[verdict]++;
    console.log([`${verdict} ${path}`, ...said.map((one) => `  - ${one}`)].join('\n'));
  }
}

await Promise.all([next(), next()]);
console.log(`${counts.agrees} agree, ${counts.differs} differ, ${counts['cannot run']} cannot run`);
process.exitCode = counts.differs === 0 ? 0 : 1;
