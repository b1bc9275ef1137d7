import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, SYNC_LOOP, aclPerf, folderWith } from '../support/acl-perf.ts';

interface Finding {
  rule: string;
  severity: string;
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  gain: { qpsBefore: number; qpsAfter: number } | null;
}

const findingsOf = (stdout: string): Finding[] => (JSON.parse(stdout) as { findings: Finding[] }).findings;

describe('acl-perf check', () => {
  it('gives the contract’s JSON, with the gain by simulation, and status 1', async () => {
    const run = await aclPerf(['check', 'examples/sync-infer/main.cpp', '--format', 'json']);
    expect(run.status).toBe(1);
    const found = findingsOf(run.stdout).filter(({ rule }) => rule === 'sync-model-execute-in-loop');
    expect(found).toHaveLength(1);
    const [finding] = found;
    const source = readFileSync(path.join(ROOT, 'examples/sync-infer/main.cpp'), 'utf8').split('\n');
    const line = source.findIndex((text) => text.includes('aclmdlExecute('));
    const column = source[line]!.indexOf('aclmdlExecute') + 1;
    expect(finding).toMatchObject({
      rule: 'sync-model-execute-in-loop',
      severity: 'warning',
      file: 'examples/sync-infer/main.cpp',
      line: line + 1,
      column,
      endLine: line + 1,
      endColumn: column + 'aclmdlExecute'.length,
    });
    expect(finding!.gain!.qpsBefore).toBeGreaterThan(330);
    expect(finding!.gain!.qpsAfter).toBeGreaterThan(finding!.gain!.qpsBefore * 1.1);
    expect(finding!.message).toMatch(
      /Predicted \d+ → \d+ QPS \(\+\d+ %, ±[\d.]+ QPS(?:, latency [^)]+)?\)\.$/,
    );
  });

  it('names files as given or relative to the working folder', async () => {
    const cwd = folderWith({ 'src/a.cpp': SYNC_LOOP });
    const files = async (argument: string, folder = cwd) =>
      findingsOf((await aclPerf(['check', argument, '--format', 'json'], { cwd: folder })).stdout).map(
        (f) => f.file,
      );
    expect(await files('src/a.cpp')).toEqual(['src/a.cpp']);
    expect(await files('./src')).toEqual(['src/a.cpp']);
    expect(await files('**/*.cpp')).toEqual(['src/a.cpp']);
    expect(await files(path.join(cwd, 'src/a.cpp'))).toEqual(['src/a.cpp']);
    expect(await files(path.join(cwd, 'src/a.cpp'), ROOT)).toEqual([path.join(cwd, 'src/a.cpp')]);
  });

  it('lets findings pass up to --max-warnings, and none through --min-severity that are below', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    expect((await aclPerf(['check', 'a.cpp', '--max-warnings', '1'], { cwd })).status).toBe(0);
    expect((await aclPerf(['check', 'a.cpp', '--max-warnings', '0'], { cwd })).status).toBe(1);
    const run = await aclPerf(['check', 'a.cpp', '--min-severity', 'error', '--format', 'json'], { cwd });
    expect([run.status, findingsOf(run.stdout)]).toEqual([0, []]);
  });

  it('skips node_modules, build and .git in a folder', async () => {
    const hidden = ['node_modules/x/a.cpp', 'build/a.cpp', '.git/a.cpp'];
    const cwd = folderWith({
      'b.cpp': SYNC_LOOP,
      ...Object.fromEntries(hidden.map((name) => [name, SYNC_LOOP])),
    });
    const { stdout } = await aclPerf(['check', '.', '--format', 'json'], { cwd });
    expect(findingsOf(stdout).map(({ file }) => file)).toEqual(['b.cpp']);
  });

  it('sees a loop in a file whose call stands in another that is included', async () => {
    const cwd = folderWith({
      'main.cpp': '#include "step.h"\nint main() {\n    while (true) {\n        Step();\n    }\n}\n',
      'step.h': 'void Step();\n',
      'step.cpp':
        '#include "step.h"\n#include "acl/acl.h"\nuint32_t m;\naclmdlDataset *a, *b;\nvoid Step() { aclmdlExecute(m, a, b); }\n',
    });
    const whole = findingsOf((await aclPerf(['check', '.', '--format', 'json'], { cwd })).stdout);
    expect(whole.map(({ rule, file, line }) => [rule, file, line])).toContainEqual([
      'sync-model-execute-in-loop',
      'step.cpp',
      5,
    ]);
    // Asked about one file only, it reports that file only.
    const one = findingsOf((await aclPerf(['check', 'main.cpp', '--format', 'json'], { cwd })).stdout);
    expect(one.every(({ file }) => file === 'main.cpp')).toBe(true);
  });

  it('keeps quiet about what a baseline holds, also when lines move', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    const written = await aclPerf(['check', 'a.cpp', '--write-baseline', 'old.json'], { cwd });
    expect([written.status, written.stdout]).toEqual([0, '']);
    expect((await aclPerf(['check', 'a.cpp', '--baseline', 'old.json'], { cwd })).status).toBe(0);
    const moved = `// moved\n\n${SYNC_LOOP}`.replace(
      'int main',
      'static int main2() { return 0; }\nint main',
    );
    const other = folderWith({ 'a.cpp': moved, 'old.json': readFileSync(path.join(cwd, 'old.json')) });
    const run = await aclPerf(['check', 'a.cpp', '--baseline', 'old.json', '--format', 'json'], {
      cwd: other,
    });
    expect([run.status, findingsOf(run.stdout)]).toEqual([0, []]);
  });

  it('obeys .acl-perf.json above the files, and a suppression with its reason', async () => {
    const config = JSON.stringify({ rules: { 'sync-model-execute-in-loop': 'error' } });
    const cwd = folderWith({ '.acl-perf.json': config, 'src/a.cpp': SYNC_LOOP });
    const severity = async (...more: string[]) =>
      findingsOf((await aclPerf(['check', 'src', '--format', 'json', ...more], { cwd })).stdout)[0]?.severity;
    expect(await severity()).toBe('error');
    expect(await severity('--no-config')).toBe('warning');
    const quiet = SYNC_LOOP.replace(
      'output);',
      'output); // acl-perf: ignore sync-model-execute-in-loop — latency first',
    );
    const suppressed = folderWith({ 'a.cpp': quiet });
    expect((await aclPerf(['check', 'a.cpp'], { cwd: suppressed })).status).toBe(0);
  });

  it('speaks Chinese where asked to', async () => {
    const { stdout } = await aclPerf(['check', 'examples/sync-infer/main.cpp', '--locale', 'zh-cn']);
    expect(stdout).toMatch(/预测 \d+ → \d+ QPS/);
    const byEnvironment = await aclPerf(['check', 'examples/sync-infer/main.cpp'], {
      env: { LC_ALL: 'zh_CN.UTF-8' },
    });
    expect(byEnvironment.stdout).toBe(stdout);
  });

  it('says of each rule what it came to, and where the time went', async () => {
    const run = await aclPerf(['check', 'examples/sync-infer/main.cpp', '--summary', '--timing']);
    expect(run.stdout).toMatch(/sync-model-execute-in-loop +1 found/);
    expect(run.stdout).toMatch(/memcpy-alignment-64 +(none found|skipped)/);
    expect(run.stderr).toMatch(/all rules +[\d.]+ ms/);
  });

  it('uses no colour when its output is no terminal', async () => {
    const { stdout } = await aclPerf(['check', 'examples/sync-infer/main.cpp']);
    expect(stdout).not.toContain(String.fromCharCode(27));
  });
});
