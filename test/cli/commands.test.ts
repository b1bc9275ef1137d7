import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUN_MODE, SYNC_LOOP, aclPerf, folderWith } from '../support/acl-perf.ts';

interface Predicted {
  qps: number;
  qpsRange: [number, number];
  bounds: { lower: number; upper: number };
  bottleneck: { resource: string; utilization: number };
  utilization: Record<string, number>;
  hostThreads: Record<string, number>;
  memory: { peakBytes: number; limitBytes: number; fits: boolean };
  advice: { kind: string; rule?: string; gain: { qpsAfter: number } | null }[];
  unknowns: unknown[];
  together: { rules: string[]; gain: { qpsAfter: number } } | null;
}

async function predict(file: string, ...options: string[]): Promise<Predicted> {
  const run = await aclPerf(['predict', file, '--format', 'json', ...options]);
  expect(run.status).toBe(0);
  return JSON.parse(run.stdout) as Predicted;
}

describe('predict', () => {
  it('gives the contract’s JSON, with the rate between its bounds', async () => {
    const answer = await predict('examples/async-infer/main.cpp');
    expect(answer.qps).toBeGreaterThan(400 * 0.85);
    expect(answer.qps).toBeLessThan(400 * 1.15);
    expect(answer.qpsRange[0]).toBeLessThanOrEqual(answer.qps);
    expect(answer.qps).toBeLessThanOrEqual(answer.bounds.upper * 1.01);
    expect(answer.bottleneck.resource).toBe('aicore');
    expect(answer.bottleneck.utilization).toBeGreaterThan(0.9);
    expect(answer.memory.fits).toBe(true);
  });

  it('sees no collapse in the deep queue, but a host core spent on it', async () => {
    const deep = await predict('examples/deep-queue-800/main.cpp');
    const usual = await predict('examples/deep-queue-128/main.cpp');
    expect(Math.abs(deep.qps / usual.qps - 1)).toBeLessThan(0.01);
    expect(deep.hostThreads['RT_SEND']).toBeGreaterThan(0.95);
  });

  it('takes --set for a constant of the source, and ranks advice by gain', async () => {
    const one = await predict('examples/full-batch1/main.cpp', '--set', 'THREAD_COUNT=1');
    const four = await predict('examples/full-batch1/main.cpp', '--set', 'THREAD_COUNT=4');
    expect(four.qps).toBeGreaterThan(one.qps * 1.7);
    const gains = one.advice.map(({ gain }) => gain?.qpsAfter ?? -Infinity);
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    expect(one.advice.some(({ kind }) => kind === 'parameter')).toBe(true);
  });

  it('takes --set for a mode by the name of its choice, and tells the rate of the other', async () => {
    const cwd = folderWith({ 'a.cpp': RUN_MODE });
    const rates = async (...args: string[]) => (await aclPerf(['predict', 'a.cpp', ...args], { cwd })).stdout;
    expect(await rates()).toMatch(
      /Mode +run_mode is fixed for a run: ACL_HOST [\d.]+ QPS, ACL_DEVICE [\d.]+ QPS/,
    );
    const chosen = await rates('--set', 'run_mode=ACL_DEVICE');
    expect(chosen).toBe(await rates('--set', 'run_mode=1'));
    expect(chosen).toMatch(/run_mode +ACL_DEVICE/);
  });

  it('is the same to the byte when run again', async () => {
    const args = ['predict', 'examples/copy-decode/main.cpp', '--format', 'json'];
    const first = await aclPerf(args);
    expect(await aclPerf(args)).toEqual(first);
  });

  it('writes an HTML report that needs nothing else, with the data in it inert', async () => {
    const cwd = folderWith({
      'a.cpp': SYNC_LOOP.replace('resnet50_bs2.om', '</script><b>resnet50_bs2.om'),
    });
    const run = await aclPerf(['predict', 'a.cpp', '--report', 'out.html'], { cwd });
    expect(run.status).toBe(0);
    const html = readFileSync(path.join(cwd, 'out.html'), 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    const data = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({
      locale: 'en',
      programs: [{ report: { device: { id: 'ascend310' } } }],
    });
  });

  it('shows a table for people, and Chinese for those who read it', async () => {
    const english = await aclPerf(['predict', 'examples/sync-infer/main.cpp']);
    expect(english.stdout).toMatch(/^Predicted +\d+ QPS \(range \d+ to \d+\)$/m);
    expect(english.stdout).toMatch(/^ +AI Core +#+\.* +\d+\.\d %$/m);
    const chinese = await aclPerf(['predict', 'examples/sync-infer/main.cpp', '--locale', 'zh-cn']);
    expect(chinese.stdout).toMatch(/^预测 +\d+ QPS/m);
  });
});

describe('pipeline', () => {
  it('has one form, which may be asked for as elsewhere', async () => {
    const plain = await aclPerf(['pipeline', 'examples/sync-infer/main.cpp']);
    const asked = await aclPerf(['pipeline', 'examples/sync-infer/main.cpp', '--format', 'json']);
    expect(asked).toEqual(plain);
    expect(JSON.parse(asked.stdout)).toMatchObject({ name: 'sync-infer', coverage: { verdict: 'complete' } });
    expect((await aclPerf(['pipeline', 'examples/sync-infer/main.cpp', '--format', 'text'])).status).toBe(2);
  });
});

describe('simulate', () => {
  it('reads stdin, and settings of parameters', async () => {
    const input = readFileSync('examples/pipelines/full-pipeline.json', 'utf8');
    const rate = async (threads: number): Promise<number> => {
      const args = ['simulate', '-', '--format', 'json', '--set', `THREADS=${threads}`];
      return (JSON.parse((await aclPerf(args, { input })).stdout) as Predicted).qps;
    };
    expect(await rate(2)).toBeGreaterThan((await rate(1)) * 1.5);
  });

  it('is what predict does with a pipeline, and says how many cameras are kept up with', async () => {
    const file = 'examples/pipelines/cameras-yolov3.json';
    const run = await aclPerf(['predict', file]);
    expect(run.stdout).toBe((await aclPerf(['simulate', file])).stdout);
    expect(run.stdout).toMatch(/Plan: does not fit: only [\d.]+ frames\/s of 480 frames\/s are done/);
    expect(run.stdout).toMatch(/Kept up with +3 of 16 \(camera\)\n +Devices needed +6\n/);
    const chinese = await aclPerf(['predict', file, '--locale', 'zh-cn']);
    expect(chinese.stdout).toMatch(/能跟上 +3 \/ 16（camera）/);
  });

  it('says a deadlock, in bounded time', async () => {
    const waits = { kind: 'dequeue', queue: 'q', blocking: true };
    const dead = { queues: [{ id: 'q' }], threads: [{ id: 'a', program: [waits] }] };
    const run = await aclPerf(['simulate', '-'], { input: JSON.stringify(dead) });
    expect(run.status).toBe(2);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('sweep', () => {
  it('tries every value on all cores, and tells the best and the knee', async () => {
    const args = ['sweep', 'examples/full-batch1/main.cpp', '--vary', 'THREAD_COUNT=1..4'];
    const json = JSON.parse((await aclPerf([...args, '--format', 'json'])).stdout) as {
      rows: { settings: Record<string, number>; qps: number }[];
      best: { settings: Record<string, number> };
    };
    expect(json.rows.map(({ settings }) => settings['THREAD_COUNT'])).toEqual([1, 2, 3, 4]);
    expect(json.best.settings['THREAD_COUNT']).toBeGreaterThan(2);
    const table = (await aclPerf(args)).stdout;
    expect(table).toMatch(/^THREAD_COUNT +QPS/);
    expect(table).toMatch(/^best: THREAD_COUNT=\d/m);
    const csv = (await aclPerf([...args, '--format', 'csv'])).stdout.trim().split('\n');
    expect(csv[0]).toMatch(/^THREAD_COUNT,qps,/);
    expect(csv).toHaveLength(5);
  });

  it('gives a configuration that cannot run its reason, not an end to the sweep', async () => {
    const args = ['sweep', 'examples/full-batch1/main.cpp', '--vary', 'THREAD_COUNT=1,100000'];
    const run = await aclPerf(args);
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/100000 .*more than/);
  });
});

describe('calibrate', () => {
  it('makes a profile that predict takes', async () => {
    const log = '[INFO] throughput 1000*batchsize.mean(2)/NPU_compute_time.mean(10.0): 200';
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP, 'resnet50_bs2.log': log });
    const run = await aclPerf(['calibrate', 'resnet50_bs2.log', '--output', 'my.profile.json'], { cwd });
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      adjusted: [{ constant: 'models.resnet50.2.milliseconds' }],
    });
    const args = ['predict', 'a.cpp', '--format', 'json', '--profile', 'my.profile.json'];
    const { qps } = JSON.parse((await aclPerf(args, { cwd })).stdout) as Predicted;
    expect(qps).toBeLessThan(201);
    expect(qps).toBeGreaterThan(150);
    const whole = folderWith({ 'a.cpp': SYNC_LOOP, 'c.json': run.stdout });
    const again = await aclPerf(['predict', 'a.cpp', '--format', 'json', '--profile', 'c.json'], {
      cwd: whole,
    });
    expect((JSON.parse(again.stdout) as Predicted).qps).toBe(qps);
  });
});
