import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

/** The frame's work is behind a call, in a loop of passes that run time counts. */
const PROGRAM = `#include "acl/acl.h"
#include <cstdio>
#include <cstdlib>
uint32_t model; aclmdlDataset *in, *out; FILE *file; char data[4096];
static void work() {
    aclmdlExecute(model, in, out);
}
int main(int argc, char **argv) {
    int rounds = atoi(argv[1]);
    aclInit(nullptr);
    aclmdlLoadFromFile("resnet50_bs1.om", &model);
    while (true) {
        fread(data, 1, sizeof(data), file);
        for (int i = 0; i < rounds; i++) {
            work();
        }
    }
}
`;

const explained = async (cwd: string, ...args: string[]): Promise<string> => {
  const { status, stdout } = await aclPerf(['explain', ...args], { cwd });
  expect(status).toBe(0);
  return stdout;
};

describe('acl-perf explain', () => {
  it('says where the times of a line are from, with the date of those that the workspace has measured', async () => {
    const time = { device: 'ascend310', name: 'resnet50', batch: 1, milliseconds: 4, date: '2026-11-30' };
    const models = [{ ...time, cann: '8.1', from: 'PROF_1/op_summary.csv:2' }];
    const measured = JSON.stringify({ version: 1, models, profiles: [] });
    const cwd = folderWith({ 'a.cpp': PROGRAM, '.acl-perf-measured.json': measured });
    const text = await explained(cwd, 'a.cpp:6');
    expect(text).toMatch(/aclmdlExecute: 4(\.0+)? ms each/);
    expect(text).toContain(
      'the time of aclmdlExecute is from .acl-perf-measured.json: PROF_1/op_summary.csv:2, 2026-11-30, CANN 8.1',
    );
    const shipped = await explained(folderWith({ 'a.cpp': PROGRAM }), 'a.cpp:6');
    expect(shipped).toContain(
      'the time of aclmdlExecute is from AscendCL best-practice training, Ascend 310',
    );
  });

  it('says of a line what it takes with its range, its share of a frame, and its findings', async () => {
    const cwd = folderWith({ 'a.cpp': PROGRAM });
    const text = await explained(cwd, 'a.cpp:6');
    expect(text).toMatch(
      /aclmdlExecute: [\d.]+ ms each \([\d.]+ to [\d.]+ ms; \w+\) on AI Core, 1 a frame, \d+ %/,
    );
    expect(text).toContain('sync-model-execute-in-loop');
    expect(text).toContain('AscendCL calls followed');
  });

  it('says what a call leads to, what is open, and which loop it is', async () => {
    const cwd = folderWith({ 'a.cpp': PROGRAM });
    expect(await explained(cwd, 'a.cpp:15')).toMatch(/leads to aclmdlExecute at a\.cpp:6: \d+ % of a frame/);
    expect(await explained(cwd, 'a.cpp:14')).toMatch(/hangs on \w+ = [\d.]+, which the source leaves open/);
    expect(await explained(cwd, 'a.cpp:12')).toContain('a loop without an end');
    expect(await explained(cwd, 'a.cpp:1')).toMatch(/Nothing is known of this line/);
    expect(await explained(cwd, 'a.cpp:6:9', '--locale', 'zh-cn')).toMatch(/每次 [\d.]+ ms（/);
  });

  it('looks at the files of the program that are named beside', async () => {
    const [head = '', tail = ''] = PROGRAM.split('int main');
    const cwd = folderWith({
      'work.cpp': head.replace('static ', ''),
      'app/main.cpp': `#include "acl/acl.h"\n#include <cstdio>\n#include <cstdlib>\nextern uint32_t model; extern FILE *file; extern char data[4096];\nvoid work();\nint main${tail}`,
    });
    expect(await explained(cwd, 'work.cpp:6', 'app')).toMatch(/on AI Core, 1 a frame/);
  });

  it('prints the page of a rule, in the language of the run', async () => {
    const cwd = folderWith({});
    const page = (name: string): string => readFileSync(`docs/rules/${name}.md`, 'utf8').trimEnd();
    expect((await explained(cwd, 'deadlock')).trimEnd()).toBe(page('deadlock'));
    expect((await explained(cwd, 'deadlock', '--locale', 'zh')).trimEnd()).toBe(page('zh/deadlock'));
  });

  it('refuses what it cannot explain in one line', async () => {
    const cwd = folderWith({ 'a.cpp': PROGRAM });
    const refused = async (what: string): Promise<string> => {
      const { status, stdout, stderr } = await aclPerf(['explain', what], { cwd });
      expect([status, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
      return stderr;
    };
    expect(await refused('deadlok')).toContain('did you mean deadlock?');
    expect(await refused('a.cpp:99')).toContain('no line 99: it has 19');
    expect(await refused('a.cpp:0')).toContain('no line 0');
    expect(await refused('b.cpp:1')).toContain('no such file');
  });
});
