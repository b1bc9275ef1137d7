/** The other tests have many runs done by one process: each must say what it says in a process of its own, and end there. */
import { describe, expect, it } from 'vitest';
import { aclPerf, aclPerfAlone, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

const FASTER = SYNC_LOOP.replace('resnet50_bs2', 'resnet50_bs16');
const FILES = {
  'a.cpp': SYNC_LOOP,
  'old/main.cpp': FASTER,
  'new/main.cpp': SYNC_LOOP,
  'runs.csv': 'LOOPS,QPS\n100,150\n800,160\n',
  'pipeline.json': JSON.stringify({
    version: 1,
    threads: [{ id: 'a', program: [{ kind: 'host', what: 'decode', milliseconds: 2 }] }],
  }),
};

/** Arguments in a folder of these files, and the status. */
const RUNS: [number, string[]][] = [
  [0, ['--version']],
  [0, ['--help']],
  [2, ['check', 'missing.cpp']],
  [1, ['check', 'a.cpp']],
  [0, ['pipeline', 'a.cpp']],
  [0, ['predict', 'a.cpp', '--report', 'report.html']],
  [0, ['simulate', 'pipeline.json']],
  [0, ['sweep', 'a.cpp', '--vary', 'LOOPS=1..3']],
  [0, ['calibrate', 'runs.csv', '--program', 'a.cpp']],
  [0, ['bench-kit', 'a.cpp']],
  [0, ['compare', 'a.cpp', '--measured', 'runs.csv']],
  [1, ['diff', 'old', 'new']],
  [0, ['explain', 'a.cpp:13']],
  [0, ['plan', 'resnet50', '--rate', '100']],
];

describe('a process of its own', () => {
  it.each(RUNS)('ends with status %i for %j, and says the same', async (status, args) => {
    const alone = await aclPerfAlone(args, { cwd: folderWith(FILES) });
    expect(alone.status, alone.stderr).toBe(status);
    expect(await aclPerf(args, { cwd: folderWith(FILES) })).toEqual(alone);
  });
});
