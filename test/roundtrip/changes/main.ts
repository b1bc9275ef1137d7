/**
 * How often a comparison of two programs is right: `npm run changes -- [--seed N] [--count M]` writes pairs that differ in
 * one known way, with comments put in elsewhere, and compares them.
 */
import { parseArgs } from 'node:util';
import { describe } from '../draw.ts';
import { Random } from '../random.ts';
import { judge } from './judge.ts';
import { drawPairs } from './pair.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '40' } },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
const pairs = await drawPairs(new Random(seed), count);
const judged = [];
for (const pair of pairs) judged.push(await judge(pair));
for (const { pair, sign, lines, why, difference } of judged.filter((one) => !one.sign || !one.lines)) {
  console.log(`${pair.change}: ${why} (sign ${sign}, lines ${lines}): ${describe(pair.trial.shape)}`);
  console.log(`  ${JSON.stringify(pair.trial.style)}`);
  console.log(
    `  ${pair.truth.qpsBefore.toFixed(1)} -> ${pair.truth.qpsAfter.toFixed(1)}; read ${difference?.change?.qpsBefore.toFixed(1)} -> ${difference?.change?.qpsAfter.toFixed(1)}`,
  );
  for (const { changes } of difference?.effects.lines ?? [])
    console.log(
      changes
        .map(({ file, newLine, newLines }) => `    ${file}:${newLine} ${newLines.join(' / ')}`)
        .join('\n'),
    );
}
const share = (count: number): string => `${count} of ${pairs.length}`;
console.log(
  `seed ${seed}: sign right in ${share(judged.filter(({ sign }) => sign).length)}, lines in ${share(judged.filter(({ lines }) => lines).length)}`,
);
