/** What the fix that moves things out of a loop makes of whole programs; each must compile, before and after. */
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
const OWNED = `#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <memory>
`;

const programs: Record<string, Program> = {
  'a buffer, freed at the end of a pass': {
    rule: 'alloc-in-loop',
    before: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, size_t bytes) {
  for (int i = 0; i < 1000; i++) {
    void *device = nullptr;
    aclrtMalloc(&device, bytes, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(device, bytes, host, bytes, ACL_MEMCPY_HOST_TO_DEVICE);
    aclmdlExecute(id, in, out);
    aclrtFree(device);
  }
}
int main() { run(0, nullptr, nullptr, nullptr, 4096); }
`,
    after: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, size_t bytes) {
  void *device = nullptr;
  aclrtMalloc(&device, bytes, ACL_MEM_MALLOC_HUGE_FIRST);
  for (int i = 0; i < 1000; i++) {
    aclrtMemcpy(device, bytes, host, bytes, ACL_MEMCPY_HOST_TO_DEVICE);
    aclmdlExecute(id, in, out);
  }
  aclrtFree(device);
}
int main() { run(0, nullptr, nullptr, nullptr, 4096); }
`,
  },
  'a checked buffer of a loop that returns on errors': {
    rule: 'alloc-in-loop',
    before: `${HEAD}
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host) {
  const size_t bytes = 640 * 640 * 3;
  for (int i = 0; i < 1000; i++) {
    void *device = nullptr;
    aclError ret = aclrtMalloc(&device, bytes, ACL_MEM_MALLOC_HUGE_FIRST);
    if (ret != ACL_SUCCESS) {
      return 1;
    }
    ret = aclrtMemcpy(device, bytes, host, bytes, ACL_MEMCPY_HOST_TO_DEVICE);
    if (ret != ACL_SUCCESS) {
      aclrtFree(device);
      return 1;
    }
    ret = aclmdlExecute(id, in, out);
    aclrtFree(device);
    device = nullptr;
  }
  return 0;
}
int main() { return run(0, nullptr, nullptr, nullptr); }
`,
    after: `${OWNED}
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host) {
  const size_t bytes = 640 * 640 * 3;
  void *device = nullptr;
  aclError ret = aclrtMalloc(&device, bytes, ACL_MEM_MALLOC_HUGE_FIRST);
  if (ret != ACL_SUCCESS) {
    return 1;
  }
  std::unique_ptr<void, decltype(&aclrtFree)> deviceOwner(device, aclrtFree);
  for (int i = 0; i < 1000; i++) {
    ret = aclrtMemcpy(device, bytes, host, bytes, ACL_MEMCPY_HOST_TO_DEVICE);
    if (ret != ACL_SUCCESS) {
      return 1;
    }
    ret = aclmdlExecute(id, in, out);
  }
  aclrtFree(deviceOwner.release());
  return 0;
}
int main() { return run(0, nullptr, nullptr, nullptr); }
`,
  },
  'a description that a macro checks, with the size computed in the loop': {
    rule: 'create-destroy-in-loop',
    before: `${HEAD}
#define CHECK(x) do { if ((x) != ACL_SUCCESS) return 1; } while (0)
int run(acldvppChannelDesc *channel, acldvppPicDesc *to, void *picture, aclrtStream stream, acldvppResizeConfig *config) {
  int frames = 0;
  while (frames < 500) {
    acldvppPicDesc *from = acldvppCreatePicDesc();
    if (from == nullptr) {
      return 2;
    }
    CHECK(acldvppSetPicDescData(from, picture));
    CHECK(acldvppVpcResizeAsync(channel, from, to, config, stream));
    CHECK(aclrtSynchronizeStream(stream));
    CHECK(acldvppDestroyPicDesc(from));
    frames++;
  }
  return 0;
}
int main() { return run(nullptr, nullptr, nullptr, nullptr, nullptr); }
`,
    after: `${OWNED}
#define CHECK(x) do { if ((x) != ACL_SUCCESS) return 1; } while (0)
int run(acldvppChannelDesc *channel, acldvppPicDesc *to, void *picture, aclrtStream stream, acldvppResizeConfig *config) {
  int frames = 0;
  acldvppPicDesc *from = acldvppCreatePicDesc();
  if (from == nullptr) {
    return 2;
  }
  std::unique_ptr<acldvppPicDesc, decltype(&acldvppDestroyPicDesc)> fromOwner(from, acldvppDestroyPicDesc);
  while (frames < 500) {
    CHECK(acldvppSetPicDescData(from, picture));
    CHECK(acldvppVpcResizeAsync(channel, from, to, config, stream));
    CHECK(aclrtSynchronizeStream(stream));
    frames++;
  }
  CHECK(acldvppDestroyPicDesc(fromOwner.release()));
  return 0;
}
int main() { return run(nullptr, nullptr, nullptr, nullptr, nullptr); }
`,
  },
  'a stream of every request, whose size of work is declared in the loop': {
    rule: 'create-destroy-in-loop',
    before: `${HEAD}
void serve(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  while (true) {
    aclrtStream stream;
    if (aclrtCreateStream(&stream) != ACL_SUCCESS) {
      return;
    }
    aclmdlExecuteAsync(id, in, out, stream);
    aclrtSynchronizeStream(stream);
    aclrtDestroyStream(stream);
  }
}
int main() { serve(0, nullptr, nullptr); }
`,
    after: `${OWNED}
void serve(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  aclrtStream stream;
  if (aclrtCreateStream(&stream) != ACL_SUCCESS) {
    return;
  }
  std::unique_ptr<void, decltype(&aclrtDestroyStream)> streamOwner(stream, aclrtDestroyStream);
  while (true) {
    aclmdlExecuteAsync(id, in, out, stream);
    aclrtSynchronizeStream(stream);
  }
  aclrtDestroyStream(streamOwner.release());
}
int main() { serve(0, nullptr, nullptr); }
`,
  },
  'host memory with a size that an own declaration in the loop computes': {
    rule: 'alloc-in-loop',
    before: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *device, int width, int height) {
  for (int n = 0; n < 200; ++n) {
    aclmdlExecute(id, in, out);
    size_t bytes = width * height * 3 / 2;
    void *host = nullptr;
    aclrtMallocHost(&host, bytes);
    aclrtMemcpy(host, bytes, device, bytes, ACL_MEMCPY_DEVICE_TO_HOST);
    aclrtFreeHost(host);
  }
}
int main() { run(0, nullptr, nullptr, nullptr, 640, 480); }
`,
    after: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *device, int width, int height) {
  size_t bytes = width * height * 3 / 2;
  void *host = nullptr;
  aclrtMallocHost(&host, bytes);
  for (int n = 0; n < 200; ++n) {
    aclmdlExecute(id, in, out);
    aclrtMemcpy(host, bytes, device, bytes, ACL_MEMCPY_DEVICE_TO_HOST);
  }
  aclrtFreeHost(host);
}
int main() { run(0, nullptr, nullptr, nullptr, 640, 480); }
`,
  },
  'memory of a loop that calls what throws': {
    rule: 'alloc-in-loop',
    before: `${HEAD}
void require(aclError code) { if (code != ACL_SUCCESS) throw code; }
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  for (int i = 0; i < 1000; i++) {
    void *device = nullptr;
    require(aclrtMalloc(&device, 4096, ACL_MEM_MALLOC_HUGE_FIRST));
    require(aclmdlExecute(id, in, out));
    require(aclrtFree(device));
  }
}
int main() { run(0, nullptr, nullptr); }
`,
    after: `${OWNED}
void require(aclError code) { if (code != ACL_SUCCESS) throw code; }
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  void *device = nullptr;
  require(aclrtMalloc(&device, 4096, ACL_MEM_MALLOC_HUGE_FIRST));
  std::unique_ptr<void, decltype(&aclrtFree)> deviceOwner(device, aclrtFree);
  for (int i = 0; i < 1000; i++) {
    require(aclmdlExecute(id, in, out));
  }
  require(aclrtFree(deviceOwner.release()));
}
int main() { run(0, nullptr, nullptr); }
`,
  },
  'a question whose answer never changes': {
    rule: 'runtime-query-in-loop',
    before: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  for (int i = 0; i < 1000; i++) {
    aclrtRunMode mode;
    aclrtGetRunMode(&mode);
    if (mode == ACL_HOST) aclmdlExecute(id, in, out);
  }
}
int main() { run(0, nullptr, nullptr); }
`,
    after: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  aclrtRunMode mode;
  aclrtGetRunMode(&mode);
  for (int i = 0; i < 1000; i++) {
    if (mode == ACL_HOST) aclmdlExecute(id, in, out);
  }
}
int main() { run(0, nullptr, nullptr); }
`,
  },
};

describe('a fix that moves things out of a loop', () => {
  test.each(Object.entries(programs))('moves %s', (_, { rule, before, after }) => {
    const [fix] = analyse(before).find((finding) => finding.rule === rule)?.fixes ?? [];
    expect(applyEdits(before, fix?.edits ?? [])).toBe(after);
    expect(fix?.preferred).toBe(true);
    expect(analyse(after).filter((finding) => finding.rule === rule)).toEqual([]);
  });
  it('leaves programs that compile', () => {
    expect(compileErrors(Object.values(programs).flatMap(({ before, after }) => [before, after]))).toBe('');
  });
});
