import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

it('says which links and pipes of a folder are not read, and reads the rest', async () => {
  const cwd = folderWith({ 'main.cpp': SYNC_LOOP, 'build/x/y.txt': '' });
  execFileSync('mkfifo', [join(cwd, 'pipe.cpp')]);
  symlinkSync('nowhere', join(cwd, 'dead.cpp'));
  symlinkSync('.', join(cwd, 'loop'));
  symlinkSync('main.cpp', join(cwd, 'notes.txt'));
  const run = await aclPerf(['check', '.', '--format', 'json'], { cwd });
  expect(run.stderr.trim().split('\n').slice(0, 2)).toEqual([
    'acl-perf: pipe.cpp: not a regular file; left out',
    'acl-perf: links that are not followed: 2 (dead.cpp, loop); name what they lead to',
  ]);
  expect(JSON.parse(run.stdout)).toMatchObject({ findings: [{ file: 'main.cpp' }] });
});
