/** What `check`, `predict` and `sweep` say of programs that were understood in part, or not at all. */
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

const UNREACHED = `#include "acl/acl.h"
struct Net { uint32_t id; aclmdlDataset *in, *out; void forward() { aclmdlExecute(id, in, out); } };
int main() { return 0; }
`;
/** Nothing is left to read as an entry: what gives the device work is not compiled. */
const OTHER_SIDE = `#include "acl/acl.h"
int main() {
    uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr;
#ifdef WITH_DEVICE
    aclmdlExecute(id, in, out);
#endif
}
`;
const notCompiled =
  'drives no device: 0 AscendCL calls reached (1 is not: 1 on a side of #if that is not compiled)';
const said = 'drives no device: 0 AscendCL calls reached (1 is not: 1 in functions that nothing calls)';
const HOST_ONLY = `#include <opencv2/opencv.hpp>
int main() { cv::VideoCapture cap("a.mp4"); cv::Mat f; while (cap.read(f)) cv::resize(f, f, cv::Size(64, 64)); }
`;
const PACED = `#include "acl/acl.h"
#include <unistd.h>
int main() {
    uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr;
    while (true) { aclmdlExecute(id, in, out); usleep(0 - 1000); }
}
`;

describe('a program of which nothing is understood', () => {
  it('is no all-clear: check says so in its last line and ends with 3', async () => {
    const cwd = folderWith({ 'main.cpp': OTHER_SIDE });
    const text = await aclPerf(['check', 'main.cpp'], { cwd });
    expect(text.stdout.trim().split('\n').at(-1)).toMatch(/^Not understood: \S+: /);
    expect(text.stdout).toContain(notCompiled);
    expect(text.status).toBe(3);
    expect((await aclPerf(['check', 'main.cpp', '--allow-unread'], { cwd })).status).toBe(0);
  });

  it('has no rate: predict and sweep say so and end with 3', async () => {
    const cwd = folderWith({ 'main.cpp': OTHER_SIDE });
    const predicted = await aclPerf(['predict', 'main.cpp', '--format', 'json'], { cwd });
    expect(predicted.status).toBe(3);
    expect(JSON.parse(predicted.stdout)).toMatchObject({
      qps: null,
      bottleneck: null,
      memory: null,
      problem: { code: 'no-device-work', message: notCompiled },
      coverage: { verdict: 'none', calls: 1, followed: 0 },
    });
    const swept = await aclPerf(['sweep', 'main.cpp', '--vary', 'processes=1,2'], { cwd });
    expect(swept).toMatchObject({ status: 3, stdout: '' });
    expect(swept.stderr).toContain(notCompiled);
  });

  it('says it inside of JSON and SARIF', async () => {
    const cwd = folderWith({ 'main.cpp': OTHER_SIDE });
    const json = await aclPerf(['check', 'main.cpp', '--format', 'json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({
      coverage: { verdict: 'none', unread: [{ function: 'main', line: 5, reason: 'other-side' }] },
      programs: [{ file: 'main.cpp', kind: 'program', verdict: 'none' }],
    });
    const sarif = await aclPerf(['check', 'main.cpp', '--format', 'sarif'], { cwd });
    expect(JSON.parse(sarif.stdout)).toMatchObject({
      runs: [{ invocations: [{ toolExecutionNotifications: [{ descriptor: { id: 'coverage/none' } }] }] }],
    });
    expect([json.status, sarif.status]).toEqual([3, 3]);
  });

  it('comes behind findings in the exit status, and does not take others along', async () => {
    const cwd = folderWith({ 'a/main.cpp': SYNC_LOOP, 'b/main.cpp': UNREACHED });
    const run = await aclPerf(['check', '.', '--no-gain'], { cwd });
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/sync-model-execute-in-loop[\s\S]*Not understood: b:/);
    const chinese = await aclPerf(['predict', '.', '--locale', 'zh-cn'], { cwd });
    expect(chinese.stdout).toMatch(/QPS[\s\S]*无吞吐量：未驱动任何设备/);
  });
});

describe('a main that comes to nothing, with a function that nothing calls', () => {
  it('is not understood, and the function is read as if called: its findings say so', async () => {
    const cwd = folderWith({ 'main.cpp': UNREACHED });
    const text = await aclPerf(['check', 'main.cpp', '--no-gain'], { cwd });
    expect(text.status).toBe(1);
    expect(text.stdout).toMatch(
      /sync-model-execute-in-loop\n +not reached from main: as if called once a frame\n/,
    );
    expect(text.stdout.trim().split('\n').slice(-2)).toEqual([
      'Not reached from main, read as if called: Net::forward',
      `Not understood: main: ${said}`,
    ]);
    const json = await aclPerf(['check', 'main.cpp', '--format', 'json', '--locale', 'zh-cn'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({
      findings: [{ entry: 'Net::forward', message: expect.stringContaining('视为每帧调用一次。') as string }],
      programs: [
        { program: 'main', kind: 'program', verdict: 'none' },
        { program: 'Net::forward', kind: 'entry', verdict: 'complete' },
      ],
    });
  });

  it('has the rates of its entries beside it, never summed, and alone where they are chosen', async () => {
    const cwd = folderWith({ 'main.cpp': UNREACHED });
    const all = await aclPerf(['predict', 'main.cpp', '--format', 'json'], { cwd });
    const { programs } = JSON.parse(all.stdout) as {
      programs: { qps: number | null; unknowns: unknown[] }[];
    };
    expect(all.status).toBe(3);
    expect(programs.map(({ qps }) => qps)).toEqual([null, expect.any(Number)]);
    expect(programs[1]?.unknowns[0]).toMatchObject({ code: 'entry', detail: 'Net::forward' });
    const one = await aclPerf(['predict', 'main.cpp', '--entry', 'forward'], { cwd });
    expect(one.status).toBe(0);
    expect(one.stdout).toMatch(/^Program +Net::forward \(main\.cpp\)\n[\s\S]*QPS/);
    const none = await aclPerf(['predict', 'main.cpp', '--entry', 'backward'], { cwd });
    expect(none.status).toBe(2);
    expect(none.stderr).toContain('no function "backward"');
  });

  it('and the configuration says for certain that they are entries', async () => {
    const config = (entries: unknown): string => JSON.stringify({ entries });
    const cwd = folderWith({ 'main.cpp': UNREACHED, '.acl-perf.json': config(['Net::forward']) });
    const { stdout } = await aclPerf(['check', 'main.cpp', '--no-gain'], { cwd });
    expect(stdout).toContain('sync-model-execute-in-loop');
    expect(stdout).not.toContain('as if called once a frame');
    const odd = folderWith({ 'main.cpp': UNREACHED, '.acl-perf.json': config([1]) });
    const refused = await aclPerf(['check', 'main.cpp'], { cwd: odd });
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('entries.0: Invalid type')]);
  });
});

it('a program that calls nothing of the runtime gets no rate, and that is no fault', async () => {
  const cwd = folderWith({ 'main.cpp': HOST_ONLY });
  const run = await aclPerf(['predict', 'main.cpp', '--format', 'json'], { cwd });
  expect(run.status).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ qps: null, coverage: { verdict: 'complete', calls: 0 } });
  expect(await aclPerf(['check', 'main.cpp'], { cwd })).toMatchObject({ status: 0 });
});

it('a sleep that comes out negative is none, and is said', async () => {
  const cwd = folderWith({ 'main.cpp': PACED });
  const run = await aclPerf(['predict', 'main.cpp', '--format', 'json'], { cwd });
  const { qps, warnings } = JSON.parse(run.stdout) as { qps: number; warnings: string[] };
  expect(qps).toBeGreaterThan(100);
  expect(warnings.join()).toContain('usleep (main.cpp:5) comes out below 0: taken as no sleep');
});
