/** Mutated programs: none throws, whatever is cut, doubled or put in. The same ones in every run. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { isFailure } from '../../src/analyzer/walls.ts';
import { analyzerOf } from '../support/analyzer.ts';

const PROGRAMS = globSync('examples/*/*.cpp')
  .toSorted()
  .map((file) => readFileSync(file, 'utf8'));
const MUTANTS = 300;
const INSERTED = [
  ...['{', '}', '(', ')', '[', ']', '<', '>', '"', "'", '/*', '*/', '//', '\\', '#', ';', ',', '::', '->'],
  ...['#if 0\n', '#else\n', '#endif\n', '#define F(x) F(x)\n', 'template <', 'operator', '...', '~', '\0'],
  ...['valueOf', '__proto__', 'constructor', '0x', '1e999', '-1', '// acl-perf: batch=', 'return ', 'auto '],
];

/** Numbers below a bound, the same for the same seed (Park and Miller's generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 16_807) % 2_147_483_647;
    return state % below;
  };
}

/** One to four times a token or a stretch of the text is cut out, doubled, moved, or has something put behind it. */
function mutant(seed: number): string {
  const below = numbers(seed);
  const words = (PROGRAMS[below(PROGRAMS.length)] ?? '').split(/\b/);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(words.length);
    const piece = words.slice(at, at + 1 + below(12));
    const change = below(4);
    if (change === 0) words.splice(at, piece.length);
    else if (change === 1) words.splice(at, 0, ...piece);
    else if (change === 2) words.splice(below(words.length), 0, ...words.splice(at, piece.length));
    else words.splice(at, 0, INSERTED[below(INSERTED.length)] ?? '');
  }
  return words.join('');
}

test(`${MUTANTS} mutated programs cost no file, program or rule`, { timeout: 120_000 }, async () => {
  const analyzer = await analyzerOf({});
  expect(PROGRAMS.length).toBeGreaterThan(5);
  for (let seed = 1; seed <= MUTANTS; seed++) {
    const text = mutant(seed);
    analyzer.update({ file: 'main.cpp', text });
    analyzer.programs();
    analyzer.findings();
    const failures = analyzer.notices().filter(isFailure);
    expect(failures, `${seed}:\n${text}`).toEqual([]);
  }
  analyzer.dispose();
});
