/** `acl-perf compare`: a recorded run on the lines of its program, beside the prediction and beside an earlier run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Ajv } from 'ajv';
import { jsonSchemas } from '../../scripts/schemas/schemas.ts';
import type { ComparisonAnswer } from '../../src/cli/commands/compare.ts';
import type { Measured } from '../../src/profile/measured.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { recordedRun, writeTrace } from '../measure/join/write-trace.ts';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const SOURCE = 'examples/sync-infer/main.cpp';
const FAULTS = { seed: 3, drops: 0.01, extras: 0.01, noise: 0.02 };

/** A record of the example on a device whose AI Core is so much slower. */
async function recorded(speed: number): Promise<string> {
  const { stdout } = await aclPerf(['pipeline', SOURCE]);
  const profile = structuredClone(loadProfile());
  profile.speed = { aicore: speed };
  const run = recordedRun(resolve(JSON.parse(stdout) as Pipeline), profile);
  return writeTrace(run, FAULTS).text;
}

/** In a profiler’s folder. */
const folderOf = (text: string): string =>
  folderWith({ 'PROF_1/mindstudio_profiler_output/msprof_1.json': text });

const compared = async (...args: string[]) => {
  const run = await aclPerf(['compare', SOURCE, '--format', 'json', ...args]);
  return { ...run, answer: JSON.parse(run.stdout || '{}') as ComparisonAnswer };
};

describe('a recorded run', () => {
  const texts = Promise.all([recorded(1), recorded(0.5)]);
  const folders = async () => (await texts).map(folderOf) as [string, string];

  it('is as predicted where nothing is off, and names the line and the constant where something is', async () => {
    const [same, slow] = await folders();
    const right = await compared('--measured', same, '--max-difference', '10');
    expect([right.status, right.answer.exceeding], right.stderr).toEqual([0, []]);
    const wrong = await compared('--measured', slow, '--max-difference', '10');
    expect(wrong.status).toBe(1);
    const [worst] = wrong.answer.lines;
    expect(worst).toMatchObject({ call: 'aclmdlExecute', cause: { code: 'device-time' } });
    expect(worst?.source?.file).toBe(SOURCE);
    expect(wrong.answer.exceeding).toContain('qps');
    expect(wrong.answer.exceeding[1]).toContain(`${SOURCE}:${worst?.source?.line ?? 0}`);
  }, 60_000);

  it('beside an earlier one counts only what became slower', async () => {
    const [same, slow] = await folders();
    const args = (measured: string, before: string) => ['--measured', measured, '--before', before];
    const slower = await compared(...args(slow, same), '--max-difference', '10');
    expect(slower.status).toBe(1);
    expect(slower.answer.reference).toBe('before');
    const faster = await compared(...args(same, slow), '--max-difference', '10');
    expect([faster.status, faster.answer.exceeding]).toEqual([0, []]);
  }, 60_000);

  it('gives the workspace its times with --save, and the prediction then agrees', async () => {
    const [, slow] = await folders();
    const cwd = folderWith({ 'main.cpp': readFileSync(SOURCE, 'utf8') });
    const run = await aclPerf(['compare', 'main.cpp', '--measured', slow, '--save', '--format', 'json'], {
      cwd,
    });
    expect(run.status, run.stderr).toBe(0);
    const { qps } = JSON.parse(run.stdout) as ComparisonAnswer;
    const kept = JSON.parse(readFileSync(`${cwd}/.acl-perf-measured.json`, 'utf8')) as Measured;
    expect(kept.models).toMatchObject([{ device: 'ascend310', name: 'resnet50', batch: 1 }]);
    expect(kept.models[0]?.from).toContain('msprof_1.json');
    const predicted = await aclPerf(['predict', 'main.cpp', '--format', 'json'], { cwd });
    const rate = (JSON.parse(predicted.stdout) as { qps: number }).qps;
    expect(rate / (qps.measured ?? 0)).toBeCloseTo(1, 1);
    expect(rate).toBeLessThan(0.8 * (qps.reference ?? 0));
  }, 60_000);

  it('is told in text, in Chinese too, and in the JSON of the schema', async () => {
    const [, slow] = await folders();
    const text = (await aclPerf(['compare', SOURCE, '--measured', slow])).stdout;
    expect(text).toMatch(/rate +[\d.]+ QPS +[\d.]+ QPS +-\d/);
    expect(text).toMatch(/1\. examples\/sync-infer\/main\.cpp:\d+ aclmdlExecute .*models\.\S+\.milliseconds/);
    const chinese = (await aclPerf(['compare', SOURCE, '--measured', slow, '--locale', 'zh-cn'])).stdout;
    expect(chinese).toContain('差异（从大到小）');
    const { answer } = await compared('--measured', slow);
    const validate = new Ajv({ strict: false }).compile(jsonSchemas()['comparison.schema.json'] as object);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  }, 60_000);
});

describe('what cannot be compared', () => {
  it('is refused in one line', async () => {
    const cwd = folderWith({ 'a.log': 'Completed in 2.006 secs\n' });
    const none = await aclPerf(['compare', SOURCE]);
    expect([none.status, none.stderr.trim()]).toEqual([
      2,
      'acl-perf: the option --measured <measurement...> is needed',
    ]);
    const noRate = await aclPerf(['compare', SOURCE, '--measured', `${cwd}/a.log`, '--max-difference', '5']);
    expect(noRate.status).toBe(2);
    expect(noRate.stderr).toContain('tells no rate of this program');
    const several = await aclPerf(['compare', 'examples', '--measured', `${cwd}/a.log`]);
    expect(several.stderr).toContain('say which one with --program');
  }, 60_000);
});
