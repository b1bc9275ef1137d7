import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Provenance } from '../../src/pipeline/source.ts';
import { parameterAdvice } from '../../src/service/advice.ts';
import { parameterWithRole } from '../../src/service/parameters.ts';
import { openedOf } from '../rules/support/trial.ts';

/** Advice on the number of threads of an example with one, whose number is from `origin` in the place of its own. */
async function advised(origin?: Provenance): Promise<string[]> {
  const path = new URL('../../examples/full-batch1/main.cpp', import.meta.url);
  const { session } = openedOf(new Map([['main.cpp', readFileSync(path, 'utf8')]]));
  const pipeline = session.programs()[0]?.pipeline;
  const threads = pipeline && parameterWithRole(pipeline, 'threads');
  if (!threads) throw new Error('the example has no number of threads');
  if (origin) threads.origin = origin;
  const found = await parameterAdvice(session, pipeline, { [threads.name]: 1 });
  return found.filter(({ parameter }) => parameter === threads).map(({ parameter }) => parameter.name);
}

it('names another number of threads where the source tells it', async () => {
  expect(await advised()).toHaveLength(1);
});

it('names none where the source does not tell it: that would be one guess for another', async () => {
  expect(await advised({ kind: 'default' })).toEqual([]);
});
