/** `std::call_once` with the flag of an object: who does it, and what the others lack. */
import { expect, test } from 'vitest';
import { analyzerOf } from '../support/analyzer.ts';

const program = (open: string, frame: string, threads: string) => `#include "acl/acl.h"
#include <mutex>
#include <thread>
#include <vector>
class Session {
public:
  void frame() { std::call_once(once_, [this] { open(); }); ${frame} aclmdlExecute(id_, in_, out_); }
private:
  void open() { ${open} aclmdlLoadFromFile("m.om", &id_); }
  std::once_flag once_; aclrtContext context_; uint32_t id_; aclmdlDataset *in_, *out_;
};
int main() {
  Session s; std::vector<std::thread> all;
  auto work = [&s] { for (int i = 0; i < 9; i++) s.frame(); };
  ${threads}
  for (auto &t : all) t.join();
}`;

async function found(text: string) {
  const analyzer = await analyzerOf({ 'main.cpp': text });
  const rules = analyzer.findings().filter(({ rule }) => rule === 'missing-set-current-context');
  const loads = analyzer
    .programs()
    .map(({ pipeline }) => pipeline.models.length)
    .join();
  analyzer.dispose();
  return { lacking: rules.length > 0, loads };
}

test('all but the first of several threads lack the context that it sets', async () => {
  const several = 'for (int i = 0; i < 4; i++) all.emplace_back(work);';
  expect(await found(program('aclrtSetDevice(0);', '', several))).toEqual({ lacking: true, loads: '1' });
});

test('a thread that does it itself lacks nothing', async () => {
  expect((await found(program('aclrtSetDevice(0);', '', 'all.emplace_back(work);'))).lacking).toBe(false);
});

test('threads that bind the context that is made once lack nothing', async () => {
  const several = 'for (int i = 0; i < 4; i++) all.emplace_back(work);';
  const text = program('aclrtCreateContext(&context_, 0);', 'aclrtSetCurrentContext(context_);', several);
  expect((await found(text)).lacking).toBe(false);
});
