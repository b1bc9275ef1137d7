import { describe, expect, it } from 'vitest';
import { SYNC_LOOP, aclPerf, folderWith } from '../support/acl-perf.ts';

/** A backup beside its sources, in no target. */
const PROJECT = {
  'CMakeLists.txt':
    'cmake_minimum_required(VERSION 3.10)\nproject(app)\nadd_executable(main main.cpp process.cpp)\n',
  'process.h':
    '#pragma once\n#include "acl/acl.h"\nclass Process { public: void run(int n); uint32_t id; aclmdlDataset *in, *out; void *d, *h; };\n',
  'process.cpp':
    '#include "process.h"\nvoid Process::run(int n) { for (int i = 0; i < n; i++) aclmdlExecute(id, in, out); }\n',
  'process_old.cpp':
    '#include "process.h"\nvoid Process::run(int n) { for (int i = 0; i < n; i++) { aclrtMemcpy(d, 4, h, 4, ACL_MEMCPY_HOST_TO_DEVICE); aclmdlExecute(id, in, out); } }\n',
  'main.cpp':
    '#include "process.h"\nint main() { aclInit(nullptr); aclrtSetDevice(0); Process p; aclmdlLoadFromFile("m.om", &p.id); p.run(100); }\n',
  'CMakeFiles/3.22/CompilerIdCXX/CMakeCXXCompilerId.cpp': SYNC_LOOP,
};

describe('check on a CMake project with a backup beside its sources', () => {
  const check = async (...args: string[]) => {
    const run = await aclPerf(['check', '--no-gain', '--format', 'json', ...args], {
      cwd: folderWith(PROJECT),
    });
    const { findings } = JSON.parse(run.stdout) as { findings: { file: string }[] };
    return { files: [...new Set(findings.map(({ file }) => file))], stderr: run.stderr };
  };

  it('reports what the targets build, and says that there is more', async () => {
    const { files, stderr } = await check('.');
    expect(files).toEqual(['process.cpp']);
    expect(stderr).toMatch(/findings in files that no target builds: \d+; --all-files reports them/);
  });

  it('reports all with --all-files, and a file that is named itself', async () => {
    const all = await check('.', '--all-files');
    expect([all.files, all.stderr]).toEqual([['process.cpp', 'process_old.cpp'], '']);
    const named = await check('.', 'process_old.cpp');
    expect([named.files, named.stderr]).toEqual([['process.cpp', 'process_old.cpp'], '']);
  });
});
