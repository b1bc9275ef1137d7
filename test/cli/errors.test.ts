import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { englishIn, hasChinese } from '../support/english.ts';
import { ACL_PERF, ROOT, RUN_MODE, SYNC_LOOP, aclPerf, folderWith } from '../support/acl-perf.ts';

const negative = { threads: [{ id: 'a', program: [{ kind: 'host', what: 'x', milliseconds: -3 }] }] };

/** Arguments, and what the one line on stderr must say. Run in a folder of the files below. */
const wrong: [string[], RegExp][] = [
  [[], /no command given/],
  [['chek', 'a.cpp'], /chek|too many/],
  [['check'], /missing required argument/],
  [['check', 'a.cpp', '--formt', 'json'], /unknown option '--formt'.*--format/],
  [['check', 'a.cpp', '--format', 'xml'], /text, pretty, json, sarif/],
  [['check', 'a.cpp', '--max-warnings', '-1'], /--max-warnings.*at least 0/],
  [['check', 'missing.cpp'], /missing\.cpp: no such file/],
  [['check', 'no/*.cpp'], /no\/\*\.cpp: no C\+\+ file matches/],
  [['check', 'empty-folder'], /empty-folder.*no C\+\+ file/],
  [['check', 'binary.cpp'], /binary\.cpp: a binary file/],
  [['check', 'script.py'], /script\.py: not a C\+\+ file/],
  [['check', 'huge.cpp'], /huge\.cpp: .*larger than/],
  [['check', 'a.cpp', '--baseline', 'missing.json'], /missing\.json: no such file/],
  [['check', 'a.cpp', '--baseline', 'broken.json'], /broken\.json/],
  [['check', 'a.cpp', '--config', 'broken.json'], /broken\.json/],
  [['predict', 'a.cpp', '--device', 'ascend311'], /unknown device "ascend311"; known: ascend310, /],
  [['predict', 'a.cpp', '--rate', '0'], /--rate: "0" is not above 0/],
  [['predict', 'a.cpp', '--profile', 'negative.json'], /negative\.json: profile/],
  [['predict', 'a.cpp', '--set', 'LOOPS'], /--set LOOPS: expected NAME=VALUE/],
  [['predict', 'a.cpp', '--set', 'LOOPS=many'], /"many" is not a number/],
  [
    ['predict', 'mode.cpp', '--set', 'run_mode=x'],
    /"x" is neither a number nor one of ACL_HOST.* ACL_DEVICE/,
  ],
  [['predict', 'a.cpp', '--set', 'LOOP=1'], /unknown parameter "LOOP"; did you mean LOOPS\?/],
  [['simulate', 'missing.json'], /missing\.json: no such file/],
  [['simulate', 'broken.json'], /broken\.json:3:5: not JSON: unexpected "\}"/],
  [['simulate', 'empty.json'], /empty\.json: not JSON: the file is empty/],
  [['simulate', 'negative.json'], /negative\.json|milliseconds|-3/],
  [['simulate', 'binary.cpp'], /binary/],
  [['sweep', 'a.cpp'], /--vary/],
  [['sweep', 'a.cpp', '--vary', 'LOOPS=8..1'], /holds no value/],
  [['sweep', 'a.cpp', '--vary', 'LOPS=1..2'], /did you mean LOOPS/],
  [['sweep', 'empty.cpp', '--vary', 'LOOPS=1..2'], /no AscendCL program/],
  [['calibrate', 'missing.csv'], /missing\.csv: no such file/],
  [['calibrate', 'a.cpp'], /no measurement found/],
  [['serve'], /--stdio/],
];

describe('a usage or input error', () => {
  it.each(wrong)('%j ends with status 2 and one line', async (args, line) => {
    const cwd = folderWith({
      'a.cpp': SYNC_LOOP,
      'mode.cpp': RUN_MODE,
      'empty.cpp': '',
      'empty-folder/readme.txt': 'x',
      'binary.cpp': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0]),
      'script.py': 'print(1)\n',
      'huge.cpp': Buffer.alloc(9 * 1024 * 1024, 'x'),
      'broken.json': '{\n  "threads": [\n    }\n',
      'empty.json': '',
      'negative.json': JSON.stringify(negative),
    });
    const run = await aclPerf(args, { cwd });
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(/^acl-perf: /);
    expect(run.stderr).toMatch(line);
    expect(run.stderr).not.toMatch(/\bat .*:\d+:\d+|internal error/);
    const chinese = await aclPerf(args, { cwd, env: { LC_ALL: 'zh_CN.UTF-8' } });
    expect(chinese.status).toBe(2);
    expect(hasChinese(chinese.stderr), chinese.stderr).toBe(true);
    expect(englishIn(chinese.stderr.replace(args.join(' '), '')), chinese.stderr).toEqual([]);
  });
});

describe('input that is odd but no error', () => {
  it('an empty file has no findings, no pipeline and no rate, and that is said', async () => {
    const cwd = folderWith({ 'empty.cpp': '' });
    const check = await aclPerf(['check', 'empty.cpp', '--format', 'json'], { cwd });
    expect(check.status).toBe(0);
    expect(JSON.parse(check.stdout)).toMatchObject({ findings: [], notices: [], coverage: { calls: 0 } });
    expect(check.stderr).toContain('empty.cpp: empty');
    const predict = await aclPerf(['predict', 'empty.cpp', '--format', 'json'], { cwd });
    expect(predict.status).toBe(0);
    expect(JSON.parse(predict.stdout)).toMatchObject({
      qps: null,
      problem: { code: 'no-program' },
      advice: [],
      unknowns: [{ code: 'no-program' }],
    });
    const pipeline = await aclPerf(['pipeline', 'empty.cpp'], { cwd });
    expect(pipeline.status).toBe(0);
    expect(JSON.parse(pipeline.stdout)).toMatchObject({ version: 1, threads: [] });
  });

  it('a file cut in the middle gives what is there, and says that it is partial', async () => {
    const cut = SYNC_LOOP.slice(0, SYNC_LOOP.indexOf('output);') + 8);
    const cwd = folderWith({ 'cut.cpp': cut });
    const run = await aclPerf(['pipeline', 'cut.cpp'], { cwd });
    expect(run.status).toBe(0);
    expect(JSON.stringify(JSON.parse(run.stdout))).toContain('"call":"aclmdlExecute"');
    expect(run.stderr).toMatch(/cut\.cpp:\d+: partial/);
  });

  it('a file of 5 MB is analysed', async () => {
    const filler = Array.from(
      { length: 90_000 },
      (_, i) => `static int value_${i} = ${i}; // filler of this file\n`,
    );
    const cwd = folderWith({ 'big.cpp': filler.join('') + SYNC_LOOP });
    const run = await aclPerf(['check', 'big.cpp', '--format', 'json'], { cwd });
    expect([0, 1]).toContain(run.status);
    const { findings, notices } = JSON.parse(run.stdout) as { findings: unknown[]; notices: unknown[] };
    // Found, or cut off by the time limit and said.
    expect(findings.length + notices.length).toBeGreaterThan(0);
  });

  it('a reader that goes away before the end is said, and the status tells it from a whole result', async () => {
    const command = `"${process.execPath}" "${ACL_PERF}" pipeline examples | head -c 10; exit "\${PIPESTATUS[0]}"`;
    const child = spawn('bash', ['-c', command], { cwd: path.join(ROOT) });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(2);
    expect(stderr).toBe('acl-perf: stdout: closed before all was written\n');
  });
});
