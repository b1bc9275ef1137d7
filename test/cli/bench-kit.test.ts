/** `acl-perf bench-kit`: what it writes for a program, that a compiler takes it, and where it refuses. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, ROOT, SYNC_LOOP } from '../support/acl-perf.ts';

const INCLUDE = path.join(ROOT, 'test/acl/include');

/** Lines of the plan that are in force. */
const planIn = (folder: string): string[] =>
  readFileSync(path.join(folder, 'plan.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

describe('bench-kit', () => {
  it('measures the models and sizes of a program, and says what comes next', async () => {
    const cwd = folderWith({ 'main.cpp': SYNC_LOOP });
    const run = await aclPerf(['bench-kit', 'main.cpp', '--device', 'ascend310p3'], { cwd });
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain('bench-kit/plan.txt');
    expect(run.stderr).toContain('acl-perf calibrate kit.json --device ascend310p3');
    expect(run.stderr).toContain('simulated devices only');
    expect(planIn(`${cwd}/bench-kit`)).toContain('model resnet50 2 resnet50_bs2.om');
  });

  it('takes the pictures, copies and batches that parameters decide', async () => {
    const cwd = folderWith({});
    const output = path.join(cwd, 'kit');
    const run = await aclPerf(['bench-kit', 'examples/full-batch1', '--output', output]);
    expect(run.status, run.stderr).toBe(0);
    const lines = planIn(output);
    // 1024 x 1536 of the example, as many pixels at another aspect.
    expect(lines).toContain('picture 1672 940');
    expect(lines.find((line) => line.startsWith('bytes '))).toContain('75825');
  });

  it('needs no program', async () => {
    const cwd = folderWith({});
    const run = await aclPerf(['bench-kit', '--locale', 'zh-cn'], { cwd });
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('没有已知的模型');
    expect(planIn(`${cwd}/bench-kit`).some((line) => line.startsWith('model'))).toBe(false);
  });

  it('lets no path of a source begin a line of the plan', async () => {
    const hostile = SYNC_LOOP.replace('resnet50_bs2.om', String.raw`a\nmodel evil 1 /etc/passwd\n.om`);
    const cwd = folderWith({ 'main.cpp': hostile });
    const run = await aclPerf(['bench-kit', 'main.cpp'], { cwd });
    expect(run.status, run.stderr).toBe(0);
    expect(planIn(`${cwd}/bench-kit`).filter((line) => line.startsWith('model evil'))).toEqual([]);
  });

  it.each([
    ['a folder with something in it', 'full', /full: the folder is not empty/],
    ['a file', 'full/file', /a file of this name is there/],
    ['a folder in none', 'none/kit', /no such file or directory/],
    ['a place where none can be made', '/proc/kit', /no such file or directory|permission denied/],
  ])('refuses %s in one line, and writes nothing', async (_what, output, said) => {
    const cwd = folderWith({ 'full/file': 'mine' });
    const run = await aclPerf(['bench-kit', '--output', output], { cwd });
    expect(run.status).toBe(2);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(said);
    expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(['full', 'full/file']);
    expect(readFileSync(`${cwd}/full/file`, 'utf8')).toBe('mine');
  });

  it('refuses a device that there is not', async () => {
    const cwd = folderWith({});
    const run = await aclPerf(['bench-kit', '--device', 'gpu'], { cwd });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('unknown device "gpu"');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('compiles without a warning, with DVPP and without', async () => {
    const cwd = folderWith({});
    await aclPerf(['bench-kit'], { cwd });
    const folder = `${cwd}/bench-kit`;
    const units = readdirSync(folder).filter((name) => name.endsWith('.cpp'));
    expect(units.length).toBeGreaterThan(4);
    const flags = ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-I', INCLUDE];
    const ofDvpp = ['kit.cpp', 'pictures.cpp', 'video.cpp'];
    execFileSync('g++', [...flags, ...units], { cwd: folder });
    execFileSync('g++', [...flags, '-DKIT_WITHOUT_DVPP', ...ofDvpp], { cwd: folder });
    const cmake = readFileSync(`${folder}/CMakeLists.txt`, 'utf8');
    expect(units.filter((unit) => !cmake.includes(unit))).toEqual([]);
  }, 180_000);
});
