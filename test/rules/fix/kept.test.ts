/** What the fix that keeps things over the passes of a caller's loop makes of whole programs; each must compile. */
import { describe, expect, it, test } from 'vitest';
import { analyse } from '../support/analyse.ts';
import { applyEdits } from '../support/apply.ts';
import { compileErrors } from '../support/compile.ts';

interface Program {
  rule: string;
  before: string;
  after: string;
}

const HEAD = `#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
`;
const OWNED = `${HEAD}#include <memory>
`;

const programs: Record<string, Program> = {
  'a buffer that a function two calls away takes, with a macro': {
    rule: 'alloc-in-loop',
    before: `${HEAD}
#define CHECK(x) do { if ((x) != ACL_SUCCESS) return false; } while (0)
static bool upload(const void *host, uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  void *device = nullptr;
  CHECK(aclrtMalloc(&device, 1024 * 768, ACL_MEM_MALLOC_HUGE_FIRST));
  CHECK(aclrtMemcpy(device, 1024 * 768, host, 1024 * 768, ACL_MEMCPY_HOST_TO_DEVICE));
  CHECK(aclmdlExecute(id, in, out));
  CHECK(aclrtFree(device));
  return true;
}
static bool step(const void *host, uint32_t id) {
  return upload(host, id, nullptr, nullptr);
}
int main() {
  void *host = nullptr;
  aclrtMallocHost(&host, 1024 * 768);
  for (int i = 0; i < 500; i++) {
    if (!step(host, 0)) break;
  }
  aclrtFreeHost(host);
}
`,
    after: `${OWNED}
#define CHECK(x) do { if ((x) != ACL_SUCCESS) return false; } while (0)
static bool upload(std::shared_ptr<void> &deviceOwner, const void *host, uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  void *device = deviceOwner.get();
  if (device == nullptr) {
    CHECK(aclrtMalloc(&device, 1024 * 768, ACL_MEM_MALLOC_HUGE_FIRST));
    deviceOwner.reset(device, aclrtFree);
  }
  CHECK(aclrtMemcpy(device, 1024 * 768, host, 1024 * 768, ACL_MEMCPY_HOST_TO_DEVICE));
  CHECK(aclmdlExecute(id, in, out));
  return true;
}
static bool step(std::shared_ptr<void> &deviceOwner, const void *host, uint32_t id) {
  return upload(deviceOwner, host, id, nullptr, nullptr);
}
int main() {
  void *host = nullptr;
  aclrtMallocHost(&host, 1024 * 768);
  std::shared_ptr<void> deviceOwner;
  for (int i = 0; i < 500; i++) {
    if (!step(deviceOwner, host, 0)) break;
  }
  deviceOwner.reset();
  aclrtFreeHost(host);
}
`,
  },
  'host memory of a size that each frame has, taken by a method': {
    rule: 'alloc-in-loop',
    before: `${HEAD}
class Reader {
 public:
  bool Fetch(void *device, uint32_t bytes);
 private:
  void *host_ = nullptr;
};
bool Reader::Fetch(void *device, uint32_t bytes) {
  auto ret = aclrtMallocHost(&host_, bytes);
  if (ret != ACL_SUCCESS) {
    return false;
  }
  ret = aclrtMemcpy(host_, bytes, device, bytes, ACL_MEMCPY_DEVICE_TO_HOST);
  if (ret != ACL_SUCCESS) {
    aclrtFreeHost(host_);
    host_ = nullptr;
    return false;
  }
  aclrtFreeHost(host_);
  host_ = nullptr;
  return true;
}
uint32_t next();
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *device) {
  Reader reader;
  while (true) {
    if (aclmdlExecute(id, in, out) != ACL_SUCCESS) return;
    reader.Fetch(device, next());
  }
}
int main() { run(0, nullptr, nullptr, nullptr); }
`,
    after: `${OWNED}
class Reader {
 public:
  bool Fetch(std::shared_ptr<void> &hostOwner, size_t &hostBytes, void *device, uint32_t bytes);
 private:
  void *host_ = nullptr;
};
bool Reader::Fetch(std::shared_ptr<void> &hostOwner, size_t &hostBytes, void *device, uint32_t bytes) {
  host_ = static_cast<decltype(host_)>(hostOwner.get());
  aclError ret = ACL_SUCCESS;
  if (host_ == nullptr || hostBytes < static_cast<size_t>(bytes)) {
    hostOwner.reset();
    ret = aclrtMallocHost(&host_, bytes);
    if (ret != ACL_SUCCESS) {
      return false;
    }
    hostOwner.reset(host_, aclrtFreeHost);
    hostBytes = static_cast<size_t>(bytes);
  }
  ret = aclrtMemcpy(host_, bytes, device, bytes, ACL_MEMCPY_DEVICE_TO_HOST);
  if (ret != ACL_SUCCESS) {
    return false;
  }
  return true;
}
uint32_t next();
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *device) {
  Reader reader;
  std::shared_ptr<void> hostOwner;
  size_t hostBytes = 0;
  while (true) {
    if (aclmdlExecute(id, in, out) != ACL_SUCCESS) return;
    reader.Fetch(hostOwner, hostBytes, device, next());
  }
  hostOwner.reset();
}
int main() { run(0, nullptr, nullptr, nullptr); }
`,
  },
  'a description, checked by what throws': {
    rule: 'create-destroy-in-loop',
    before: `${HEAD}
void resize(acldvppChannelDesc *channel, acldvppPicDesc *to, acldvppResizeConfig *config, void *picture, aclrtStream stream) {
  acldvppPicDesc *from = acldvppCreatePicDesc();
  if (from == nullptr) throw 1;
  acldvppSetPicDescData(from, picture);
  acldvppVpcResizeAsync(channel, from, to, config, stream);
  aclrtSynchronizeStream(stream);
  acldvppDestroyPicDesc(from);
}
int main() {
  aclrtStream stream = nullptr;
  aclrtCreateStream(&stream);
  for (int i = 0; i < 500; i++) { resize(nullptr, nullptr, nullptr, nullptr, stream); }
  aclrtDestroyStream(stream);
}
`,
    after: `${OWNED}
void resize(std::shared_ptr<void> &fromOwner, acldvppChannelDesc *channel, acldvppPicDesc *to, acldvppResizeConfig *config, void *picture, aclrtStream stream) {
  acldvppPicDesc *from = static_cast<acldvppPicDesc *>(fromOwner.get());
  if (from == nullptr) {
    from = acldvppCreatePicDesc();
    if (from == nullptr) throw 1;
    fromOwner.reset(from, acldvppDestroyPicDesc);
  }
  acldvppSetPicDescData(from, picture);
  acldvppVpcResizeAsync(channel, from, to, config, stream);
  aclrtSynchronizeStream(stream);
}
int main() {
  aclrtStream stream = nullptr;
  aclrtCreateStream(&stream);
  std::shared_ptr<void> fromOwner;
  for (int i = 0; i < 500; i++) { resize(fromOwner, nullptr, nullptr, nullptr, nullptr, stream); }
  fromOwner.reset();
  aclrtDestroyStream(stream);
}
`,
  },
};

const inLoop = (body: string, call: string, more = ''): string => `${HEAD}
uint32_t id; aclmdlDataset *in, *out; aclvencChannelDesc *encoder; acldvppPicDesc *picture; bool bad();
${body}
int main() {
  for (int i = 0; i < 500; i++) {
    ${call}
    aclmdlExecute(id, in, out);
  }
  ${more}
}
`;
const TAKE = `void take() {
  void *p = nullptr;
  acldvppMalloc(&p, 4096);
  aclmdlExecute(id, in, out);
  acldvppFree(p);
}`;

const refused: Record<string, [text: string, why: string]> = {
  'the function is called behind the loop as well': [inLoop(TAKE, 'take();', 'take();'), 'calledElsewhere'],
  'the function is handed on': [inLoop(`${TAKE}\nvoid (*table[])() = {take};`, 'take();'), 'calledElsewhere'],
  'the function is virtual': [
    inLoop(TAKE.replace('void take', 'struct A { virtual void take').concat(' };'), 'A a; a.take();'),
    'indirect',
  ],
  'the memory is given back and freed only where all failed': [
    inLoop(
      `void *take() {
  void *p = nullptr;
  acldvppMalloc(&p, 4096);
  if (aclrtMemset(p, 4096, 0, 4096) != ACL_SUCCESS) { acldvppFree(p); return nullptr; }
  return p;
}`,
      'void *p = take(); acldvppFree(p);',
    ),
    'freedElsewhere',
  ],
  'a callback says when it is done': [
    inLoop(
      `void take() {
  void *p = nullptr;
  acldvppMalloc(&p, 4096);
  acldvppSetPicDescData(picture, p);
  aclvencSendFrame(encoder, picture, nullptr, nullptr, nullptr);
  acldvppFree(p);
}`,
      'take();',
    ),
    'freedElsewhere',
  ],
  'a way jumps over it': [
    inLoop(
      TAKE.replace('  aclmdl', '  if (bad()) goto end;\n  aclmdl').replace(
        '  acldvppFree',
        'end:\n  acldvppFree',
      ),
      'take();',
    ),
    'jumps',
  ],
};

describe('a fix that keeps things over the passes of a caller’s loop', () => {
  test.each(Object.entries(programs))('keeps %s', (_, { rule, before, after }) => {
    const [fix] = analyse(before).find((finding) => finding.rule === rule)?.fixes ?? [];
    expect(applyEdits(before, fix?.edits ?? [])).toBe(after);
    expect(fix?.preferred).toBe(true);
    expect(analyse(after).filter((finding) => finding.rule === rule)).toEqual([]);
  });
  it('leaves programs that compile', () => {
    expect(compileErrors(Object.values(programs).flatMap(({ before, after }) => [before, after]))).toBe('');
  });
  test.each(Object.entries(refused))('is not offered where %s', (_, [text, why]) => {
    const found = analyse(text).filter(({ rule, range }) => rule === 'alloc-in-loop' && range.line < 20);
    expect(found.map(({ fixes, notFixed }) => [fixes.length, notFixed])).toEqual([[0, why]]);
  });
});
