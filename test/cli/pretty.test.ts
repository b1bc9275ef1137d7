import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

/** The call stands behind tabs and a comment with wide characters. */
const TABBED = SYNC_LOOP.replace('        aclmdlExecute', '\t/* 推理 */ aclmdlExecute');

describe('check --format pretty', () => {
  it('shows the source line with carets under what the finding is of', async () => {
    const cwd = folderWith({ 'a.cpp': TABBED });
    const { stdout } = await aclPerf(['check', 'a.cpp', '--format', 'pretty'], { cwd });
    const lines = stdout.split('\n');
    const at = lines.findIndex((line) => line.startsWith('warning[sync-model-execute-in-loop]: +'));
    expect(lines[at + 1]).toBe('  --> a.cpp:13:11');
    expect(lines[at + 3]).toBe('13 |     /* 推理 */ aclmdlExecute(model, input, output);');
    expect(lines[at + 4]).toBe(`   | ${' '.repeat(15)}${'^'.repeat(13)}`);
    expect(stdout).toMatch(/ {2}= predicted \d+ → \d+ QPS/);
    expect(stdout).toMatch(/ {2}= fix: /);
    expect(stdout).toMatch(/\nFindings: \d/);
  });

  it('is plain where no terminal shows it, as it was', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    const [piped, text] = await Promise.all([
      aclPerf(['check', 'a.cpp'], { cwd }),
      aclPerf(['check', 'a.cpp', '--format', 'text'], { cwd }),
    ]);
    expect(piped.stdout).toBe(text.stdout);
    expect(piped.stdout).not.toContain('-->');
    expect(piped.stderr).not.toContain('\r');
  });
});

describe('predict of several programs', () => {
  it('is a table with a line each, and the details of the one that is named', async () => {
    const cwd = folderWith({
      'a.cpp': SYNC_LOOP,
      'b.cpp': SYNC_LOOP.replace('bs2', 'bs8'),
      'c.cpp': 'int main() {}\n',
    });
    const { stdout } = await aclPerf(['predict', '.'], { cwd });
    expect(stdout).toMatch(/^Program +QPS +low +high +latency +bottleneck +followed +next step$/im);
    expect(stdout).toMatch(/^a(?:\.cpp)? .*\d+ ms +AI Core \d+ % +\d+\/\d+ +\+[\d.]+ % [a-z-]+$/m);
    expect(stdout.split('\n').filter((line) => line.includes('AI Core'))).toHaveLength(2);
    const one = await aclPerf(['predict', '.', '--program', 'b'], { cwd });
    expect(one.stdout).toMatch(/^Predicted .* QPS \(range/m);
    const chinese = await aclPerf(['predict', '.', '--locale', 'zh-cn'], { cwd });
    expect(chinese.stdout).toMatch(/^程序 .*已跟踪 +下一步$/m);
  });
});
