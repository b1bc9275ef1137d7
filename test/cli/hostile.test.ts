/** Inputs made to harm: each is answered in one clear line, and what stands beside them is kept. */
import { execFileSync } from 'node:child_process';
import { chownSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, hangingEnvironment, ROOT, SYNC_LOOP } from '../support/acl-perf.ts';

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

describe('a configuration that nobody named', () => {
  const config = JSON.stringify({ device: 'ascend310' });
  const noted = async (files: Record<string, string>, ...args: string[]): Promise<string> => {
    const folder = folderWith(files);
    return (await aclPerf(['check', 'a.cpp', '--no-gain', ...args], { cwd: path.join(folder, 'in') })).stderr;
  };

  it('is in force with a word where it lies above the repository or the working folder', async () => {
    const said = /^acl-perf: \S*\/\.acl-perf\.json: .* outside of /m;
    expect(await noted({ '.acl-perf.json': config, 'in/a.cpp': SYNC_LOOP })).toMatch(said);
    expect(await noted({ '.acl-perf.json': config, 'in/.git': '', 'in/a.cpp': SYNC_LOOP })).toMatch(said);
  });

  it('is in force without one within them, and where it is named or none is wanted', async () => {
    const above = { '.acl-perf.json': config, 'in/a.cpp': SYNC_LOOP };
    expect(await noted({ ...above, '.git': '' })).not.toContain('outside of');
    expect(await noted({ 'in/.acl-perf.json': config, 'in/a.cpp': SYNC_LOOP })).not.toContain('outside of');
    expect(await noted(above, '--config', '../.acl-perf.json')).not.toContain('outside of');
    expect(await noted(above, '--no-config')).not.toContain('outside of');
  });

  it.skipIf(process.getuid?.() !== 0)('is in force with a word where it is of another user', async () => {
    const folder = folderWith({ '.acl-perf.json': config, 'a.cpp': SYNC_LOOP });
    chownSync(path.join(folder, '.acl-perf.json'), 4711, 4711);
    const { stderr } = await aclPerf(['check', 'a.cpp', '--no-gain'], { cwd: folder });
    expect(stderr).toMatch(/^acl-perf: \.acl-perf\.json: .* another user/m);
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

/** A program whose one thread does this without end. */
const endless = (body: string): string => `#include "acl/acl.h"

uint32_t id; aclmdlDataset *in, *out; aclrtStream st;
int main() { while (true) { ${body} } }
`;

describe('work without end', () => {
  it('is ended with one line and status 2', async () => {
    const cwd = folderWith({ 'a.cpp': `${SYNC_LOOP}// HANGS HERE\n` });
    const env = hangingEnvironment();
    const run = await aclPerf(['check', 'a.cpp'], { cwd, env });
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/^acl-perf: stopped: no progress in 1 s of processor time.*\n$/);
    const chinese = await aclPerf(['check', 'a.cpp', '--locale', 'zh-cn'], { cwd, env });
    expect(chinese.stderr).toContain('没有进展');
  });

  it('is none for others in the same circumstances', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    const run = await aclPerf(['check', 'a.cpp', '--max-warnings', '9'], { cwd, env: hangingEnvironment() });
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('sync-model-execute-in-loop');
  });

  it('of loops in loops is followed to a depth', async () => {
    const open = 'for (int i = 0; i < 1000000; i++) {'.repeat(30);
    const body = `${open} aclrtSynchronizeStream(st); ${'}'.repeat(30)} aclmdlExecute(id, in, out);`;
    const cwd = folderWith({ 'a.cpp': endless(body) });
    const run = await aclPerf(['predict', 'a.cpp'], { cwd });
    expect(run.stdout).toMatch(/^Predicted {2}no rate: /m);
  });

  it.each([
    ['branches', 'if (rand()) aclmdlExecute(id, in, out); else aclmdlExecute(id, out, in); '.repeat(350)],
    ['copies', 'aclrtMemcpy(a, 8, b, 8, ACL_MEMCPY_HOST_TO_DEVICE);\n'.repeat(950)],
  ])('of many %s is priced in part, and the rest is said', async (_, body) => {
    const cwd = folderWith({ 'a.cpp': endless(body) });
    const run = await aclPerf(['check', 'a.cpp', '--format', 'json'], { cwd });
    const { findings } = JSON.parse(run.stdout) as { findings: { gain: unknown }[] };
    const without = findings.filter(({ gain }) => gain === null);
    expect(findings.length).toBeGreaterThan(600);
    expect(without.length).toBeGreaterThan(600);
    expect(without.length).toBeLessThan(findings.length);
    expect(run.stderr).toContain(`findings without a gain: ${without.length}`);
  });

  it('of a Pipeline whose first frame is too far has no rate', async () => {
    const forever = { kind: 'repeat', times: 'forever', frameLoop: true };
    const submit = { kind: 'submit', call: 'f', engine: 'jpegd', mode: 'async', work: { pixels: 100 } };
    const most = { kind: 'repeat', times: 1e308, body: [submit] };
    const execute = { kind: 'submit', call: 'g', engine: 'aicore', mode: 'async', work: { milliseconds: 1 } };
    const pipeline = {
      version: 1,
      name: 'far',
      threads: [{ id: 'a', entry: 'a', replicas: 1, program: [{ ...forever, body: [most, execute] }] }],
    };
    const run = await aclPerf(['simulate', '-'], { input: JSON.stringify(pipeline) });
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^acl-perf: far: cannot be predicted: no frame is finished within \d+ .*\n$/);
  });
});

describe('a profile', () => {
  it.each([5e-324, 1e300])('with pieces of memory of %d bytes is refused', async (value) => {
    const shipped = path.join(ROOT, 'src', 'profile', 'data', 'ascend310.json');
    const profile = JSON.parse(readFileSync(shipped, 'utf8')) as {
      memory: { pieceBytes: { value: number } };
    };
    profile.memory.pieceBytes.value = value;
    const cwd = folderWith({ 'p.json': JSON.stringify(profile), 'a.cpp': SYNC_LOOP });
    const run = await aclPerf(['predict', 'a.cpp', '--profile', 'p.json'], { cwd });
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^acl-perf: p\.json: .*memory\.pieceBytes\.value.*\n$/);
  });
});
