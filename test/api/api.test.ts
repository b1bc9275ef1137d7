/** The package's functions: what the command line prints, as values. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import type * as Api from '../../src/api/index.ts';
import { folderWith, ROOT, SYNC_LOOP } from '../support/acl-perf.ts';

const api = createRequire(import.meta.url)(path.join(ROOT, 'dist/api/index.cjs')) as typeof Api;

it('check gives findings with gains, or without where none is wanted', async () => {
  const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
  const answer = await api.check(['a.cpp'], { cwd, rules: ['sync-model-execute-in-loop'] });
  expect(answer).toMatchObject({ schemaVersion: 1, findings: [{ file: 'a.cpp', line: expect.any(Number) }] });
  expect(answer.findings[0]?.gain?.qpsAfter).toBeGreaterThan(0);
  const { findings } = await api.check(['a.cpp'], { cwd, gain: false });
  expect(findings.map(({ gain }) => gain)).toEqual(findings.map(() => null));
});

it('what pipeline gives can be changed and simulated', async () => {
  const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
  const { notes, ...pipeline } = await api.pipeline(['a.cpp'], { cwd });
  expect(notes).toEqual([]);
  const today = await api.simulate(pipeline);
  const predicted = await api.predict(['a.cpp'], { cwd });
  expect(today).toMatchObject({ qps: (predicted as { qps: number }).qps });
});

it('a wrong input is an error with the line and the status of the command line', async () => {
  const cwd = folderWith({});
  await expect(api.check(['--format', 'x.cpp'], { cwd })).rejects.toMatchObject({
    name: 'AclPerfError',
    status: 2,
    message: expect.stringContaining('--format'),
  });
});

it('a run can be ended', async () => {
  const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
  const ended = api.check(['a.cpp'], { cwd, signal: AbortSignal.abort() });
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
});
