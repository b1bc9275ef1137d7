/** A program that never gets anywhere: one finding with who waits for what, beside those of the other programs. */
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';
import { stallsOf } from './support/analyse.ts';

/** Two threads that take the same two mutexes, each in its own order. */
const CROSSED = `#include "acl/acl.h"
#include <mutex>
#include <thread>
std::mutex frames, results;
uint32_t model; aclmdlDataset *in, *out;
void work() {
    while (true) {
        std::lock_guard<std::mutex> result(results);
        aclmdlExecute(model, in, out);
        std::lock_guard<std::mutex> frame(frames);
        aclmdlExecute(model, in, out);
    }
}
int main() {
    std::thread worker(work);
    while (true) {
        std::lock_guard<std::mutex> frame(frames);
        aclmdlExecute(model, in, out);
        std::lock_guard<std::mutex> result(results);
        aclmdlExecute(model, in, out);
    }
}
`;
const said =
  'deadlock: main waits for the mutex results, which work holds (main.cpp:19), ' +
  'work waits for the mutex frames, which main holds (main.cpp:10)';
describe('deadlock', () => {
  it('is reported with its cycle, where the first of the threads waits', async () => {
    const [finding, ...more] = await stallsOf(CROSSED);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ rule: 'deadlock', severity: 'warning', range: { line: 19 } });
  });

  it('obeys the settings and the comments', async () => {
    const lines = CROSSED.split('\n');
    lines[18] += ' // acl-perf: ignore deadlock — another process takes part';
    expect(await stallsOf(CROSSED, { rules: { deadlock: 'error' } })).toMatchObject([{ severity: 'error' }]);
    expect(await stallsOf(CROSSED, { rules: { deadlock: 'off' } })).toEqual([]);
    expect(await stallsOf(lines.join('\n'))).toEqual([]);
  });

  it('is not said of the launch of a callback that waits for itself: that wait is found where it stands', async () => {
    const program = `#include "acl/acl.h"
#include <pthread.h>
aclrtContext context;
static void done(void *stream) { aclrtSynchronizeStream(stream); }
static void *reports(void *) { aclrtSetCurrentContext(context); for (;;) aclrtProcessReport(100); }
int main() {
    aclInit(nullptr); aclrtSetDevice(0); aclrtGetCurrentContext(&context);
    aclrtStream stream; aclrtCreateStream(&stream);
    pthread_t thread; pthread_create(&thread, nullptr, reports, nullptr);
    aclrtSubscribeReport((uint64_t)thread, stream);
    void *host, *device; aclrtMallocHost(&host, 4000); aclrtMalloc(&device, 4000, ACL_MEM_MALLOC_HUGE_FIRST);
    for (int i = 0; i < 100; ++i) {
        aclrtMemcpyAsync(host, 4000, device, 4000, ACL_MEMCPY_DEVICE_TO_HOST, stream);
        aclrtLaunchCallback(done, stream, ACL_CALLBACK_BLOCK, stream);
        aclrtSynchronizeStream(stream);
    }
}
`;
    expect(await stallsOf(program)).toEqual([]);
    const { stdout } = await aclPerf(['check', '.', '--no-config'], {
      cwd: folderWith({ 'main.cpp': program }),
    });
    expect(stdout).toMatch(/4:34 +error/);
    expect(stdout).not.toContain('NO_BLOCK');
  });

  it('is not said of a program that goes on, or that drives no device', async () => {
    expect(await stallsOf(SYNC_LOOP)).toEqual([]);
    expect(await stallsOf('#include <mutex>\nstd::mutex m;\nint main() { m.lock(); m.lock(); }\n')).toEqual(
      [],
    );
  });
});

describe('check on several programs of which one never gets anywhere', () => {
  const files = { 'stuck/main.cpp': CROSSED, 'other/main.cpp': SYNC_LOOP };

  it('has the deadlock in words and the findings and gains of the others', async () => {
    const { stdout, status } = await aclPerf(['check', '.', '--no-config'], { cwd: folderWith(files) });
    expect(stdout).toContain(said);
    expect(stdout).toMatch(/Predicted \d+ → \d+ QPS/i);
    expect(status).toBe(1);
  });

  it('has it in JSON, SARIF and Chinese', async () => {
    const cwd = folderWith(files);
    const json = await aclPerf(['check', 'stuck', '--format', 'json'], { cwd });
    const { findings } = JSON.parse(json.stdout) as { findings: { rule: string }[] };
    expect(findings.find(({ rule }) => rule === 'deadlock')).toMatchObject({ line: 19, gain: null });
    const sarif = await aclPerf(['check', 'stuck', '--format', 'sarif', '--locale', 'zh-cn'], { cwd });
    expect(sarif.stdout).toContain('"ruleId": "deadlock"');
    expect(sarif.stdout).toContain('等待互斥锁 frames，而该锁由 main 持有');
  });

  it('predicts the others', async () => {
    const { stdout, status } = await aclPerf(['predict', '.', '--no-config'], { cwd: folderWith(files) });
    expect(stdout).toContain(said);
    expect(stdout).toMatch(/other \(other\/main.cpp\) +\d+/);
    expect(status).toBe(1);
  });
});
