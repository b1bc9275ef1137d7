import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const BEFORE = `#include "acl/acl.h"
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host) {
  for (int i = 0; i < 1000; i++) {
    void *first = nullptr;
    aclError ret = aclrtMalloc(&first, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
    if (ret != ACL_SUCCESS) {
      return 1;
    }
    void *second = nullptr;
    ret = aclrtMalloc(&second, 8192, ACL_MEM_MALLOC_HUGE_FIRST);
    if (ret != ACL_SUCCESS) {
      aclrtFree(first);
      return 1;
    }
    ret = aclrtMemcpy(first, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);
    ret = aclmdlExecute(id, in, out);
    aclrtFree(first);
    aclrtFree(second);
  }
  return 0;
}
int main() { return run(0, nullptr, nullptr, nullptr); }
`;

/** The second can only be moved once the first, whose result it sets, has been. */
const AFTER = `#include "acl/acl.h"
#include <memory>
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host) {
  void *first = nullptr;
  aclError ret = aclrtMalloc(&first, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
  if (ret != ACL_SUCCESS) {
    return 1;
  }
  std::unique_ptr<void, decltype(&aclrtFree)> firstOwner(first, aclrtFree);
  void *second = nullptr;
  ret = aclrtMalloc(&second, 8192, ACL_MEM_MALLOC_HUGE_FIRST);
  if (ret != ACL_SUCCESS) {
    return 1;
  }
  std::unique_ptr<void, decltype(&aclrtFree)> secondOwner(second, aclrtFree);
  for (int i = 0; i < 1000; i++) {
    ret = aclrtMemcpy(first, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);
    ret = aclmdlExecute(id, in, out);
  }
  aclrtFree(secondOwner.release());
  aclrtFree(firstOwner.release());
  return 0;
}
int main() { return run(0, nullptr, nullptr, nullptr); }
`;

describe('acl-perf check --fix', () => {
  it('makes all fixes that need no thought, until nothing changes, and reports what is left', async () => {
    const cwd = folderWith({ 'a.cpp': BEFORE });
    const run = await aclPerf(['check', 'a.cpp', '--fix', '--format', 'json', '--no-gain'], { cwd });
    expect(readFileSync(path.join(cwd, 'a.cpp'), 'utf8')).toBe(AFTER);
    expect(run.stderr).toContain('fixed in 1 files: alloc-in-loop 2');
    const { findings } = JSON.parse(run.stdout) as { findings: { rule: string; notFixed?: string }[] };
    expect(findings.map(({ rule }) => rule)).not.toContain('alloc-in-loop');
    expect(findings.find(({ rule }) => rule === 'sync-model-execute-in-loop')?.notFixed).toBeTruthy();
  });

  it('shows them as a diff and writes nothing', async () => {
    const cwd = folderWith({ 'a.cpp': BEFORE });
    const run = await aclPerf(['check', 'a.cpp', '--fix', '--dry-run'], { cwd });
    expect(readFileSync(path.join(cwd, 'a.cpp'), 'utf8')).toBe(BEFORE);
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^--- a\/a\.cpp\n\+\+\+ b\/a\.cpp\n@@ -1,\d+ \+1,\d+ @@\n/);
    const side = (sign: string): string[] =>
      run.stdout.split('\n').flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : []));
    expect(
      side('-')
        .slice(1)
        .every((line) => BEFORE.includes(line)),
    ).toBe(true);
    expect(
      side('+')
        .slice(1)
        .every((line) => AFTER.includes(line)),
    ).toBe(true);
  });

  it('keeps to the rules that are named', async () => {
    const cwd = folderWith({ 'a.cpp': BEFORE });
    const args = ['check', 'a.cpp', '--fix', '--no-gain', '--rule', 'memcpy-sync-in-loop'];
    const run = await aclPerf(args, { cwd });
    expect(readFileSync(path.join(cwd, 'a.cpp'), 'utf8')).toBe(BEFORE);
    expect(run.stderr).toContain('nothing to fix');
    expect(run.stdout).not.toContain('alloc-in-loop');
    const wrong = await aclPerf(['check', 'a.cpp', '--rule', 'alloc-in-lop'], { cwd });
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('did you mean alloc-in-loop?');
    expect((await aclPerf(['check', 'a.cpp', '--dry-run'], { cwd })).status).toBe(2);
  });
});
