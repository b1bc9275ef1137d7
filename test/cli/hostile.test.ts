/** Inputs made to harm: each is answered in one clear line, and what stands beside them is kept. */
import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, ROOT, SYNC_LOOP } from '../support/acl-perf.ts';

const hostile = (name: string): string =>
  readFileSync(path.join(ROOT, 'test', 'data', 'hostile', name), 'utf8');

const UNSEEN = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u;

describe('a configuration', () => {
  const REMOTE = [
    'file://attacker.example/share/x.json',
    'file:////attacker.example/share/x.json',
    '//attacker.example/share/x.json',
    String.raw`\\attacker.example\share\x.json`,
    'smb://attacker.example/x.json',
  ];

  it.each(REMOTE.flatMap((to) => [{ profile: to }, { baseline: to }]))(
    '%j leads to another machine and is not opened',
    async (config) => {
      const cwd = folderWith({ '.acl-perf.json': JSON.stringify(config), 'a.cpp': SYNC_LOOP });
      const run = await aclPerf(['check', '.'], { cwd });
      expect(run.status).toBe(2);
      expect(run.stderr).toContain('leads to another machine and is not opened');
      expect(run.stderr.trim().split('\n')).toHaveLength(1);
    },
  );

  it.skipIf(process.platform === 'win32').each(['profile', 'baseline'])(
    'whose %s is a device or a pipe that never ends is answered',
    async (what) => {
      const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
      execFileSync('mkfifo', [path.join(cwd, 'pipe')]);
      for (const to of ['/dev/zero', 'pipe', '.']) {
        const folder = folderWith({
          '.acl-perf.json': JSON.stringify({ [what]: path.resolve(cwd, to) }),
          'a.cpp': SYNC_LOOP,
        });
        const run = await aclPerf(['check', 'a.cpp'], { cwd: folder });
        expect(run.status).toBe(2);
        expect(run.stderr).toMatch(/^acl-perf: \S+: (not a regular file|is a directory)\n$/);
      }
    },
  );

  it.skipIf(process.platform === 'win32')('that is a device itself is not read', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    symlinkSync('/dev/zero', path.join(cwd, '.acl-perf.json'));
    const run = await aclPerf(['check', 'a.cpp'], { cwd });
    expect(run.stderr).toMatch(/\.acl-perf\.json: not a regular file\n$/);
  });
});

describe('escape sequences and marks of direction', () => {
  const NAMES = String.raw`x\u001b]0;pwned\u0007\u001b[2J\u202eabc`;

  it('of a Pipeline come out as text', async () => {
    const cwd = folderWith({ 'esc.json': hostile('esc.pipeline.json') });
    const text = await aclPerf(['simulate', 'esc.json'], { cwd });
    expect(text.stdout).toContain(NAMES);
    expect(text.stdout + text.stderr).not.toMatch(UNSEEN);
    const json = await aclPerf(['simulate', 'esc.json', '--format', 'json'], { cwd });
    expect(json.stdout).not.toMatch(UNSEEN);
    expect(() => JSON.parse(json.stdout) as unknown).not.toThrow();
  });

  it.each([
    ['check', 'esc2.cpp'],
    ['check', 'esc2.cpp', '--format', 'json'],
    ['check', 'esc2.cpp', '--format', 'sarif'],
    ['predict', 'esc2.cpp'],
    ['pipeline', 'esc2.cpp'],
    ['predict', 'esc2.cpp', '--set', '\u001b[2J=1'],
    ['check', '\u001b]0;pwned\u0007.cpp'],
  ])('of a source or an argument come out as text: %j', async (...args) => {
    const cwd = folderWith({ 'esc2.cpp': hostile('esc2.cpp') });
    const run = await aclPerf(args, { cwd });
    expect(run.stdout + run.stderr).not.toMatch(UNSEEN);
    expect(run.stdout + run.stderr).not.toBe('');
  });
});
