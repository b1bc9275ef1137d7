/** Functions that are stored, and which of them anybody calls. */
import { expect, test } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const HEAD = `#include "acl/acl.h"
#include <functional>
#include <map>
#include <vector>
static void rare() { aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
`;
const WORK = 'for (int i = 0; i < 9; i++) aclmdlExecute(1, in, out);';

const unread: Record<string, string> = {
  'a lambda in a member': `struct Runner {
  void onSlow(std::function<void()> f) { slow_ = std::move(f); }
  std::function<void()> slow_;
};
int main() { Runner r; r.onSlow([&] { rare(); }); ${WORK} }`,
  'a member set by the constructor': `struct Runner {
  explicit Runner(std::function<void()> f) : slow_(std::move(f)) {}
  std::function<void()> slow_;
};
int main() { Runner r(rare); ${WORK} }`,
  'a map that a static initialiser fills': `struct Registry {
  static Registry &get() { static Registry one; return one; }
  bool add(const std::string &name, std::function<void()> f) { all_[name] = f; return true; }
  std::map<std::string, std::function<void()>> all_;
};
static const bool known = Registry::get().add("rare", rare);
int main() { ${WORK} }`,
  'a list whose walk nobody calls': `struct Registry {
  static std::vector<std::function<void()>> &all() { static std::vector<std::function<void()>> v; return v; }
  static bool add(std::function<void()> f) { all().push_back(std::move(f)); return true; }
  static void run() { for (auto &f : all()) f(); }
};
static bool known = Registry::add(rare);
int main() { ${WORK} }`,
  'what one function hands to another to store': `struct Table {
  void put(std::function<void()> f) { rows_.emplace_back(f); }
  void add(std::function<void()> f) { put(std::move(f)); }
  std::vector<std::function<void()>> rows_;
};
int main() { Table t; t.add(rare); ${WORK} }`,
};

for (const [name, text] of Object.entries(unread)) {
  test(`${name} that nothing reads is not called, and is said`, async () => {
    const pipeline = await pipelineOf(HEAD + text);
    expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
    expect(pipeline.threads).toHaveLength(1);
    expect(pipeline.coverage?.unread).toHaveLength(1);
  });
}

const read: Record<string, string> = {
  'a member that a method calls': `struct Runner {
  void onSlow(std::function<void()> f) { slow_ = std::move(f); }
  void run() { ${WORK} slow_(); }
  std::function<void()> slow_;
};
int main() { Runner r; r.onSlow(rare); r.run(); }`,
  'a table that is read by a name of the command line': `struct Registry {
  static Registry &get() { static Registry one; return one; }
  bool add(const std::string &name, std::function<void()> f) { all_[name] = f; return true; }
  void run(const std::string &name) { all_.at(name)(); }
  std::map<std::string, std::function<void()>> all_;
};
static const bool known = Registry::get().add("rare", rare);
int main(int argc, char **argv) { ${WORK} Registry::get().run(argv[1]); }`,
  'a server that is not at hand': `int main() { ${WORK} http::Server s; s.post("/infer", rare); s.listen(); }`,
};

for (const [name, text] of Object.entries(read)) {
  test(`${name} is called`, async () => {
    expect(callsIn(await pipelineOf(HEAD + text))).toEqual(expect.arrayContaining(['aclrtMemcpy']));
  });
}
