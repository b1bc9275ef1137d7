/** What runs must be what is read: each program of ours is read by the analyzer and run against the stand-in runtime. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { programAt, programsUnder } from './program.ts';
import { readVersusRun, type Outcome } from './read-versus-run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(root, 'test/runtime/programs.json'), 'utf8');
const { folders, disagree } = v.parse(
  v.object({ folders: v.array(v.string()), disagree: v.record(v.string(), v.string()) }),
  JSON.parse(text),
);
const known = new Map(Object.entries(disagree));
const programs = folders
  .flatMap((folder) => programsUnder(join(root, folder)))
  .map((path) => relative(root, path));
const found = new Map<string, Outcome>();

/** Two at a time: compilers are what takes the time. */
async function readAndRunAll(): Promise<void> {
  const queue = [...programs];
  const next = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      found.set(path, await readVersusRun(programAt(join(root, path))));
    }
  };
  await Promise.all([next(), next()]);
}

describe('what runs is what is read', () => {
  // Not a measure of anything: a busy machine compiles slowly.
  beforeAll(readAndRunAll, 1_200_000);

  it.each(programs.filter((path) => !known.has(path)))('%s', (path) => {
    expect(found.get(path)).toEqual({ ran: true, differences: [] });
  });

  // Whoever mends one of these takes it out of programs.json.
  it.each(programs.filter((path) => known.has(path)))('not yet: %s', (path) => {
    expect(found.get(path)).not.toEqual({ ran: true, differences: [] });
  });

  it('lists no program that is not there', () => {
    expect([...known.keys()].filter((path) => !programs.includes(path))).toEqual([]);
  });
});
