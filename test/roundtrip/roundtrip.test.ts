import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { knownFailure, readFailures } from './expected.ts';
import { featuresOf, trialWith } from './features.ts';
import { writeTrial } from './keep.ts';
import { reportOf } from './report.ts';
import { run, type Outcome } from './trial.ts';
import { shrink } from './shrink.ts';
import { singleTrials, trialsOf } from './trials.ts';

const seed = 1;
const count = 300;
const minutes = 60_000;
const kept = 'dist/roundtrip';
const known = await readFailures();

describe('a program that is written from a Pipeline', () => {
  it(`is read as that Pipeline: all pairs of choices, seed ${seed}`, { timeout: 10 * minutes }, async () => {
    const wrong: Outcome[] = [];
    for (const trial of [...singleTrials(), ...trialsOf(seed, count)]) {
      if (knownFailure(trial, known)) continue;
      const outcome = await run(trial);
      if (!outcome.right) wrong.push(outcome);
    }
    const reports = await Promise.all(wrong.slice(0, 3).map(reported));
    expect(reports.join('\n'), `${wrong.length} programs`).toBe('');
  });

  it.each(known.map(({ features }) => features.join(' ')))(
    'is still read wrongly with %s: else take it off the list',
    async (features) => {
      const trial = trialWith(features.split(' '));
      expect((await run(trial)).right).toBe(false);
    },
  );

  it('has features that make it again', () => {
    for (const trial of trialsOf(seed, 20)) expect(trialWith(featuresOf(trial))).toEqual(trial);
  });

  it('compiles', { timeout: 10 * minutes }, async () => {
    for (const trial of trialsOf(seed, 4)) {
      const folder = await writeTrial(join(kept, 'compiled'), await run(trial));
      expect(await compile(folder)).toBe('');
    }
  });
});

async function reported(outcome: Outcome): Promise<string> {
  const smallest = await shrink(outcome);
  return reportOf(smallest, await writeTrial(kept, smallest));
}

async function compile(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const sources = files.filter((name) => /\.(cpp|cc)$/.test(name)).map((name) => join(folder, name));
  const options = ['-std=c++20', '-fopenmp', '-fsyntax-only', '-I', 'test/acl/include'];
  const { stderr } = await promisify(execFile)('g++', [...options, ...sources]);
  return stderr;
}
