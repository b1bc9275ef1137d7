import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';
import { WatchRun } from '../support/watching.ts';

const BATCH_8 = SYNC_LOOP.replace('bs2', 'bs8');

/** The last line of JSON, and that nothing but lines of JSON was printed. */
function lastOf(stdout: string): Record<string, unknown> {
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>).at(-1) ?? {};
}

describe('--watch', () => {
  it('answers to each change of a folder what a run by itself would, and says what changed', async () => {
    const cwd = folderWith({ 'app/src/a.cpp': SYNC_LOOP });
    const write = (name: string, text: string) => () => writeFileSync(path.join(cwd, 'app', name), text);
    const args = ['check', 'app', '--format', 'json'];
    const run = new WatchRun(cwd, ...args);
    const fresh = async () => JSON.parse((await aclPerf(args, { cwd })).stdout) as unknown;
    const steps: [change: () => void, said: RegExp][] = [
      [() => undefined, /files: 1,/],
      [write('src/a.cpp', `\n// 猫🐈\n${BATCH_8}`), /\d\d:\d\d:\d\d app\/src\/a\.cpp changed\n/],
      [write('src/a.cpp', `\n// 猫🐇\n${BATCH_8}`), /a\.cpp changed\n/],
      [() => mkdirSync(path.join(cwd, 'app/new/deep'), { recursive: true }), / /],
      [write('new/deep/b.cpp', BATCH_8), /app\/new\/deep\/b\.cpp is new\n/],
      [write('CMakeLists.txt', 'add_executable(a src/a.cpp)\n'), /app\/CMakeLists\.txt is new\n/],
      [write('CMakeLists.txt', 'add_executable(a src/a.cpp'), /app\/CMakeLists\.txt changed\n/],
      [write('.acl-perf.json', '{ "device": "ascend310p3" }'), /app\/\.acl-perf\.json is new\n/],
      [() => rmSync(path.join(cwd, 'app/.acl-perf.json')), /app\/\.acl-perf\.json is gone\n/],
      [
        () => renameSync(path.join(cwd, 'app/new'), path.join(cwd, 'app/old')),
        /old\/.* is new, .*new\/.* is gone/,
      ],
    ];
    for (const [change, said] of steps) {
      // A folder without a file is no change.
      if (said.source === ' ') {
        change();
        continue;
      }
      const { stdout, stderr } = await run.answerTo(change);
      expect(stderr).toMatch(said);
      expect(lastOf(stdout)).toEqual(await fresh());
    }
    expect(await run.end('SIGINT')).toEqual({ status: null, signal: 'SIGINT' });
  });

  it('waits for a file that is gone and for a configuration that cannot be read', async () => {
    const cwd = folderWith({ 'src/a.cpp': SYNC_LOOP, '.acl-perf.json': '{}' });
    const run = new WatchRun(cwd, 'check', 'src/a.cpp');
    await run.answerTo(() => undefined);
    const gone = await run.refusalOf(() => rmSync(path.join(cwd, 'src'), { recursive: true }));
    expect(gone).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/src\/a\.cpp: no such file/) as string,
    });
    const back = await run.answerTo(() => {
      mkdirSync(path.join(cwd, 'src'));
      writeFileSync(path.join(cwd, 'src/a.cpp'), BATCH_8);
    });
    expect(back.stdout).toMatch(/src\/a\.cpp\n +13:9/);
    const broken = await run.refusalOf(() => writeFileSync(path.join(cwd, '.acl-perf.json'), '{'));
    expect(broken).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/\.acl-perf\.json:1:2: /) as string,
    });
    const mended = await run.answerTo(() => writeFileSync(path.join(cwd, '.acl-perf.json'), '{}'));
    expect(mended.stdout).toMatch(/src\/a\.cpp\n +13:9/);
  });

  it('says how the rate has moved, by a header or by a pipeline of its own', async () => {
    const model = (batch: number) => `#define MODEL "resnet50_bs${String(batch)}.om"\n`;
    const source = `#include "n.h"\n${SYNC_LOOP.replace('"resnet50_bs2.om"', 'MODEL')}`;
    const cwd = folderWith({ 'a.cpp': source, 'n.h': model(2) });
    const run = new WatchRun(cwd, 'predict', 'a.cpp');
    await run.answerTo(() => undefined);
    const moved = await run.answerTo(() => writeFileSync(path.join(cwd, 'n.h'), model(8)));
    expect(moved.stderr).toMatch(/n\.h changed\n.*a: [\d.]+ → [\d.]+ QPS\n/);
    const simulated = new WatchRun(cwd, 'predict', 'p.json', '--format', 'json');
    await expect(simulated.answerTo(() => undefined)).rejects.toThrow(
      /ended with 2: .*p\.json: no such file/,
    );
    const { stdout } = await aclPerf(['pipeline', 'a.cpp'], { cwd });
    writeFileSync(path.join(cwd, 'p.json'), stdout);
    const again = new WatchRun(cwd, 'predict', 'p.json', '--format', 'json');
    await again.answerTo(() => undefined);
    const said = await again.answerTo(() =>
      writeFileSync(path.join(cwd, 'p.json'), stdout.replace(/"batch": *\S+/, '"batch": 4,')),
    );
    expect(said.stderr).toMatch(/p\.json changed/);
    expect(lastOf(said.stdout)['qps']).toBeGreaterThan(0);
  });

  it('leaves alone what bears on no answer', async () => {
    const cwd = folderWith({ 'src/a.cpp': SYNC_LOOP, 'build/x.txt': '' });
    const run = new WatchRun(cwd, 'check', 'src');
    await run.answerTo(() => undefined);
    const said = await run.answerTo(() => {
      for (const name of ['src/a.o', 'src/notes.txt', 'build/b.cpp'])
        writeFileSync(path.join(cwd, name), BATCH_8);
      writeFileSync(path.join(cwd, 'src/a.cpp'), SYNC_LOOP);
      setTimeout(() => writeFileSync(path.join(cwd, 'src/a.cpp'), BATCH_8), 500);
    });
    expect(said.stderr.match(/\d\d:\d\d:\d\d .*/g)).toEqual([expect.stringMatching(/ src\/a\.cpp changed$/)]);
  });

  it.each([
    [['check', '.', '--fix'], /--watch does not go with --fix/],
    [['check', '.', '--format', 'sarif'], /--watch does not go with --format sarif/],
    [['check', '.', '--write-baseline', 'b.json'], /--watch does not go with --write-baseline/],
    [['check', '.', '--device', 'none'], /unknown device "none"/],
    [['predict', 'missing'], /missing: no such file/],
  ])('refuses %j at once', async (args, said) => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    const { status, stdout, stderr } = await aclPerf([...args, '--watch'], { cwd });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe for a profile', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    execFileSync('mkfifo', [path.join(cwd, 'p.json')]);
    const { status, stderr } = await aclPerf(['check', '.', '--profile', 'p.json', '--watch'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/p\.json: --watch reads its files again and again/);
  });
});
