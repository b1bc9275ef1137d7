import { describe, expect, it } from 'vitest';
import { SYNC_LOOP, aclPerf, folderWith } from '../support/acl-perf.ts';

const lines = (text: string): string[] => text.split('\n').filter(Boolean);
const notes = async (files: Record<string, string>, ...more: string[]): Promise<string[]> =>
  lines((await aclPerf(['check', '.', '--no-gain', ...more], { cwd: folderWith(files) })).stderr);

/** `const (` is no C++: a place that cannot be read. */
const BROKEN = 'int broken( { const ( ;\n';

const CHOICES = `#include "acl/acl.h"
#ifdef USE_DVPP
void decode() { acldvppJpegDecodeAsync(c, d, n, o, s); acldvppVpcResizeAsync(c, o, r, k, s); }
#endif
#if STAGES >= 3
void third() { aclrtMemcpyAsync(d, n, h, n, ACL_MEMCPY_HOST_TO_DEVICE, s); }
#endif
#if 0
void aside() { aclrtMemset(d, n, 0, n); }
#endif
#ifdef NDEBUG
void log() {}
#endif
`;

describe('notices of check', () => {
  it('name the condition, the calls and the option of a side that is left out, in one line for a file', async () => {
    const said = await notes({ 'main.cpp': CHOICES + SYNC_LOOP });
    expect(said).toEqual([
      'acl-perf: main.cpp:2: partial: AscendCL calls not read under #ifdef USE_DVPP: 2 ' +
        '(acldvppJpegDecodeAsync, acldvppVpcResizeAsync); --define USE_DVPP reads them; ' +
        'AscendCL calls not read under #if STAGES >= 3: 1 (aclrtMemcpyAsync); --define STAGES=3 reads them',
    ]);
    const chosen = await notes(
      { 'main.cpp': CHOICES + SYNC_LOOP },
      '--define',
      'USE_DVPP',
      '--define',
      'STAGES=3',
    );
    expect(chosen).toEqual([]);
  });

  it('say which definition keeps a side out', async () => {
    const source = `#define HOST_ONLY\n#ifndef HOST_ONLY\nvoid f() { aclrtMemcpy(d, n, h, n, k); }\n#endif\n`;
    const [said] = await notes({ 'main.cpp': source + SYNC_LOOP }, '--locale', 'zh-cn');
    expect(said).toContain(
      '由于定义了 HOST_ONLY，#ifndef HOST_ONLY 之下有 1 处 AscendCL 调用未读取（aclrtMemcpy）',
    );
  });

  it('quote what stands at an error, and never nothing', async () => {
    const said = await notes({ 'main.cpp': SYNC_LOOP.replace('output);', 'output)') });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/main\.cpp:\d+: partial: cannot parse "aclmdlExecute\(model, input, output\)"$/);
  });

  it('do not come of headers that hold no call of the runtime, unless asked for', async () => {
    const files = {
      'main.cpp': `#include "json.h"\n${SYNC_LOOP}`,
      'json.h': `${BROKEN}int fine();\n`.repeat(2),
    };
    expect(await notes(files)).toEqual([]);
    const all = await notes(files, '--verbose');
    expect(all).not.toEqual([]);
    expect(all.every((line) => line.startsWith('acl-perf: json.h:'))).toBe(true);
  });

  it('are few for a library of many files, whose findings stand in the three that use a device', async () => {
    const plain = Array.from({ length: 697 }, (_, i) => [`lib/part${i}/a${i}.cpp`, BROKEN]);
    const device = ['copy', 'infer', 'pool'].map((name) => [
      `lib/ascend/${name}.cpp`,
      `${BROKEN}${SYNC_LOOP.replace('int main()', `int ${name}Run()`)}`,
    ]);
    const cwd = folderWith(Object.fromEntries([...plain, ...device]) as Record<string, string>);
    const run = await aclPerf(['check', '.', '--no-gain', '--format', 'text'], { cwd });
    expect(lines(run.stderr).length).toBeLessThanOrEqual(10);
    const named = lines(run.stdout).filter((line) => line.endsWith('.cpp'));
    expect(named).toEqual(['copy', 'infer', 'pool'].map((name) => `lib/ascend/${name}.cpp`));
  });
});

describe('check --summary', () => {
  it('does not call what it has not looked at free of findings', async () => {
    const cwd = folderWith({
      'main.cpp':
        '#ifdef X\nstruct Net { void run() { aclmdlExecute(m, i, o); } };\n#endif\nint main() { return 0; }\n',
    });
    const { stdout } = await aclPerf(['check', '.', '--summary'], { cwd });
    expect(stdout).toMatch(/sync-model-execute-in-loop +skipped: nothing reached/);
    expect(stdout).toMatch(/suppression-comment +none found/);
  });
});
