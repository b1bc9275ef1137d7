/** How many threads there are, where only run time says, is told and asked for. */
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const CREW = `#include <thread>
#include <vector>
#include "acl/acl.h"
void watch() { uint32_t id = 1; aclmdlDataset *in = nullptr, *out = nullptr; for (;;) aclmdlExecute(id, in, out); }
int main(int argc, char **argv) {
  std::vector<std::thread> crew;
  for (int k = 1; k < argc; ++k) crew.emplace_back(watch);
  for (auto &t : crew) t.join();
}
`;

describe('predict of a program that starts as many threads as it has arguments', () => {
  it('says that the source does not tell how many, and how to', async () => {
    const cwd = folderWith({ 'main.cpp': CREW });
    const { stdout } = await aclPerf(['predict', 'main.cpp'], { cwd });
    expect(stdout).toContain('How many threads there are is known at run time only: argc');
    const json = await aclPerf(['predict', 'main.cpp', '--format', 'json'], { cwd });
    expect(json.stdout).toContain('"open-threads"');
  });
});
