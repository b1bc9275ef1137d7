import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const SMALL = ['plan', 'resnet50', '--batch', '4', '--size', '640x480'];

describe('plan', () => {
  it('writes a program whose prediction is the plan’s, with its pipeline', async () => {
    const cwd = folderWith({});
    const plan = await aclPerf([...SMALL, '--rate', '200', '--format', 'json', '--write', 'service'], {
      cwd,
    });
    expect(plan.status).toBe(0);
    const { design } = JSON.parse(plan.stdout) as { design: { qps: number; threads: number } };
    expect(design.qps).toBeGreaterThanOrEqual(200);
    const [predicted, simulated] = await Promise.all([
      aclPerf(['predict', 'service/main.cpp', '--format', 'json'], { cwd }),
      aclPerf(['simulate', 'service/pipeline.json', '--format', 'json'], { cwd }),
    ]);
    for (const { stdout } of [predicted, simulated]) {
      const { qps } = JSON.parse(stdout) as { qps: number };
      expect(Math.abs(qps / design.qps - 1)).toBeLessThan(0.02);
    }
    const source = readFileSync(path.join(cwd, 'service/main.cpp'), 'utf8');
    expect(source).toContain(`#define THREAD_COUNT ${design.threads} `);
  });

  it('says what it comes to, in the user’s language', async () => {
    const english = await aclPerf([...SMALL, '--rate', '200']);
    expect(english.stdout).toMatch(/^Device +Ascend 310\nDevices +1\nThreads +\d+ of each device/);
    expect(english.stdout).toMatch(/\nPredicted +2\d\d QPS \(range /);
    expect(english.stdout).toMatch(/\nEquivalent bandwidth +0\.\d\d GB\/s, \d+ % of the memory bandwidth/);
    const chinese = await aclPerf([...SMALL, '--rate', '200', '--locale', 'zh-cn']);
    expect(chinese.stdout).toMatch(/\n预测 +2\d\d QPS（范围 /);
  });

  it('needs a model and a wish alone', async () => {
    const { status, stdout } = await aclPerf(['plan', 'resnet50', '--rate', '100']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nPredicted +\d{3,} QPS \(range /);
  });

  it('refuses what cannot be had, with exit status 1, and writes nothing', async () => {
    const cwd = folderWith({});
    const args = [...SMALL, '--rate', '9000', '--max-devices', '1', '--write', 'service'];
    const { status, stdout } = await aclPerf(args, { cwd });
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^9000 QPS cannot be had: \d+ QPS is the most on 1 devices \(.*\); AI Core is busy/,
    );
    expect(existsSync(path.join(cwd, 'service'))).toBe(false);
  });

  it('writes over nothing', async () => {
    const cwd = folderWith({ 'service/main.cpp': 'mine' });
    const { status, stderr } = await aclPerf([...SMALL, '--rate', '200', '--write', 'service'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/service.main\.cpp: is there already/);
    expect(readFileSync(path.join(cwd, 'service/main.cpp'), 'utf8')).toBe('mine');
  });

  it.each([
    [[], /say what is wanted: --rate frames a second, --p99 ms, or both/],
    [['--rate', '0'], /--rate: "0" is not above 0/],
    [['--rate', '1', '--size', 'big'], /--size: "big" is not a size such as 1920x1080/],
    [['--rate', '1', '--size', '1x99999'], /--size: "1x99999" is not a size/],
    [['--rate', '1', '--batch', '0'], /--batch: "0" is not from 1 to 1024/],
    [['--rate', '1', '--batch', '1,2', '--cost', '3'], /--cost is the time of one batch/],
    [['--rate', '1', '--max-devices', '1000'], /--max-devices: "1000" is not from 1 to 64/],
    [['--rate', '1', '--device', 'ascend910b'], /plan: no time is known for resnet50 on .*910B/],
  ])('%j is an error of usage', async (args, said) => {
    const { status, stderr } = await aclPerf(['plan', 'resnet50', ...args]);
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr.trim()).not.toContain('\n');
  });
});
