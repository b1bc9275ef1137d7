/** What fixes that take a wait out of a loop, or put it elsewhere, make of whole programs; each must compile. */
import { describe, expect, it, test } from 'vitest';
import { analyse } from '../support/analyse.ts';
import { applyEdits } from '../support/apply.ts';
import { compileErrors } from '../support/compile.ts';

const HEAD = `#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <unistd.h>
`;
const RULE = 'sync-model-execute-in-loop';

interface Program {
  rule?: string;
  before: string;
  after: string;
}

const programs: Record<string, Program> = {
  'a wait before the copy that overwrites the input of the pass before': {
    before: `${HEAD}
int read(void *host);
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, void *dev) {
  while (true) {
    usleep(1000);
    if (aclrtMemcpy(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE) != ACL_SUCCESS) return 1;
    if (aclmdlExecute(id, in, out) != ACL_SUCCESS) return 2;
  }
}
int main() { return run(0, nullptr, nullptr, nullptr, nullptr); }
`,
    after: `${HEAD.replace('#include <unistd.h>\n', '#include <unistd.h>\n#include <memory>\n')}
int read(void *host);
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, void *dev) {
  aclrtStream stream = nullptr;
  if (aclrtCreateStream(&stream) != ACL_SUCCESS) return 2;
  std::unique_ptr<void, decltype(&aclrtDestroyStream)> streamOwner(stream, aclrtDestroyStream);
  while (true) {
    usleep(1000);
    if (aclrtSynchronizeStream(stream) != ACL_SUCCESS) return 2;
    if (aclrtMemcpy(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE) != ACL_SUCCESS) return 1;
    if (aclmdlExecuteAsync(id, in, out, stream) != ACL_SUCCESS) return 2;
  }
  if (aclrtSynchronizeStream(stream) != ACL_SUCCESS) return 2;
  aclrtDestroyStream(streamOwner.release());
}
int main() { return run(0, nullptr, nullptr, nullptr, nullptr); }
`,
  },
  'a stream that is passed down to a method': {
    before: `${HEAD}
#define CHECK(x) do { if ((x) != ACL_SUCCESS) return 1; } while (0)
class Net {
public:
  int Run(int frame);
private:
  uint32_t id_ = 0;
  aclmdlDataset *in_ = nullptr, *out_ = nullptr;
};
int Net::Run(int frame) {
  (void)frame;
  return aclmdlExecute(id_, in_, out_);
}
int main() {
  CHECK(aclrtSetDevice(0));
  Net net;
  for (int i = 0; i < 100; i++) {
    if (net.Run(i) != 0) return 2;
  }
  return 0;
}
`,
    after: `${HEAD.replace('#include <unistd.h>\n', '#include <unistd.h>\n#include <memory>\n')}
#define CHECK(x) do { if ((x) != ACL_SUCCESS) return 1; } while (0)
class Net {
public:
  int Run(aclrtStream stream, int frame);
private:
  uint32_t id_ = 0;
  aclmdlDataset *in_ = nullptr, *out_ = nullptr;
};
int Net::Run(aclrtStream stream, int frame) {
  (void)frame;
  return aclmdlExecuteAsync(id_, in_, out_, stream);
}
int main() {
  CHECK(aclrtSetDevice(0));
  Net net;
  aclrtStream stream = nullptr;
  CHECK(aclrtCreateStream(&stream));
  std::unique_ptr<void, decltype(&aclrtDestroyStream)> streamOwner(stream, aclrtDestroyStream);
  for (int i = 0; i < 100; i++) {
    if (net.Run(stream, i) != 0) return 2;
  }
  CHECK(aclrtSynchronizeStream(stream));
  aclrtDestroyStream(streamOwner.release());
  return 0;
}
`,
  },
  'what stands between asynchronous work of one stream': {
    before: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, void *dev) {
  aclrtStream s;
  aclrtCreateStream(&s);
  for (int i = 0; i < 1000; i++) {
    aclrtMemcpyAsync(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclrtSynchronizeStream(s);
    aclmdlExecute(id, in, out);
  }
}
int main() { run(0, nullptr, nullptr, nullptr, nullptr); }
`,
    after: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, void *dev) {
  aclrtStream s;
  aclrtCreateStream(&s);
  for (int i = 0; i < 1000; i++) {
    aclrtMemcpyAsync(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclrtSynchronizeStream(s);
    aclmdlExecuteAsync(id, in, out, s);
  }
  aclrtSynchronizeStream(s);
}
int main() { run(0, nullptr, nullptr, nullptr, nullptr); }
`,
  },
  'beside memory that nothing but the loop knows': {
    before: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  for (int i = 0; i < 100; i++) {
    void *scratch = nullptr;
    aclrtMalloc(&scratch, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
    aclmdlExecute(id, in, out);
    aclrtFree(scratch);
  }
}
int main() { run(0, nullptr, nullptr); }
`,
    after: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  aclrtStream stream = nullptr;
  aclrtCreateStream(&stream);
  for (int i = 0; i < 100; i++) {
    void *scratch = nullptr;
    aclrtMalloc(&scratch, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
    aclmdlExecuteAsync(id, in, out, stream);
    aclrtFree(scratch);
  }
  aclrtSynchronizeStream(stream);
  aclrtDestroyStream(stream);
}
int main() { run(0, nullptr, nullptr); }
`,
  },
  'a loop whose check means the loop, by the function’s other checks': {
    before: `${HEAD}
#include <cstdio>
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  if (aclrtSetDevice(0) != ACL_SUCCESS) return -1;
  int done = 0;
  for (int i = 0; i < 100; i++) {
    aclError rc = aclmdlExecute(id, in, out);
    if (rc != ACL_SUCCESS) break;
    ++done;
  }
  return done;
}
int main() { return run(0, nullptr, nullptr); }
`,
    after: `${HEAD}
#include <cstdio>
#include <memory>
int run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  if (aclrtSetDevice(0) != ACL_SUCCESS) return -1;
  int done = 0;
  aclrtStream stream = nullptr;
  if (aclrtCreateStream(&stream) != ACL_SUCCESS) return -1;
  std::unique_ptr<void, decltype(&aclrtDestroyStream)> streamOwner(stream, aclrtDestroyStream);
  for (int i = 0; i < 100; i++) {
    aclError rc = aclmdlExecuteAsync(id, in, out, stream);
    if (rc != ACL_SUCCESS) break;
    ++done;
  }
  if (aclrtSynchronizeStream(stream) != ACL_SUCCESS) return -1;
  aclrtDestroyStream(streamOwner.release());
  return done;
}
int main() { return run(0, nullptr, nullptr); }
`,
  },
  'a copy that nothing else in the loop meets': {
    rule: 'memcpy-sync-in-loop',
    before: `${HEAD}
void run(void *dev) {
  void *host = nullptr;
  aclrtMallocHost(&host, 4096);
  for (int i = 0; i < 100; i++) {
    aclrtMemcpy(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);
  }
}
int main() { run(nullptr); }
`,
    after: `${HEAD}
void run(void *dev) {
  void *host = nullptr;
  aclrtMallocHost(&host, 4096);
  aclrtStream stream = nullptr;
  aclrtCreateStream(&stream);
  for (int i = 0; i < 100; i++) {
    aclrtMemcpyAsync(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE, stream);
  }
  aclrtSynchronizeStream(stream);
  aclrtDestroyStream(stream);
}
int main() { run(nullptr); }
`,
  },
  'the wait of a method, to the loop that calls it': {
    rule: 'sync-each-submission',
    before: `${HEAD}
#define RET(x) do { if ((x) != ACL_SUCCESS) return 1; } while (0)
class Net {
public:
  explicit Net(aclrtStream s) : stream_(s) {}
  int Run() {
    RET(aclmdlExecuteAsync(0, nullptr, nullptr, stream_));
    RET(aclrtSynchronizeStream(stream_));
    return 0;
  }
private:
  aclrtStream stream_;
};
int main() {
  aclrtStream s;
  RET(aclrtCreateStream(&s));
  Net net(s);
  for (int i = 0; i < 1000; i++) RET(net.Run());
  return 0;
}
`,
    after: `${HEAD}
#define RET(x) do { if ((x) != ACL_SUCCESS) return 1; } while (0)
class Net {
public:
  explicit Net(aclrtStream s) : stream_(s) {}
  int Run() {
    RET(aclmdlExecuteAsync(0, nullptr, nullptr, stream_));
    return 0;
  }
private:
  aclrtStream stream_;
};
int main() {
  aclrtStream s;
  RET(aclrtCreateStream(&s));
  Net net(s);
  for (int i = 0; i < 1000; i++) {
    RET(net.Run());
    if (i % 64 == 63) {
      RET(aclrtSynchronizeStream(s));
    }
  }
  RET(aclrtSynchronizeStream(s));
  return 0;
}
`,
  },
  'a deep queue, by the wait that the program has for it': {
    rule: 'deep-async-queue',
    before: `${HEAD}
struct Stream {
  aclrtStream s;
  Stream() { aclrtCreateStream(&s); }
  void Run() { aclmdlExecuteAsync(0, nullptr, nullptr, s); }
  void Wait() { aclrtSynchronizeStream(s); }
};
int main() {
  Stream stream;
  for (int i = 0; i < 1000; i++) {
    stream.Run();
  }
  stream.Wait();
}
`,
    after: `${HEAD}
struct Stream {
  aclrtStream s;
  Stream() { aclrtCreateStream(&s); }
  void Run() { aclmdlExecuteAsync(0, nullptr, nullptr, s); }
  void Wait() { aclrtSynchronizeStream(s); }
};
int main() {
  Stream stream;
  for (int i = 0; i < 1000; i++) {
    stream.Run();
    if (i % 64 == 63) {
      stream.Wait();
    }
  }
  stream.Wait();
}
`,
  },
  'the body of a do loop': {
    before: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  unsigned i = 0;
  do {
    aclmdlExecute(id, in, out);
    ++i;
  } while (i < 900);
}
int main() { run(0, nullptr, nullptr); }
`,
    after: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  unsigned i = 0;
  unsigned submitted = 0;
  aclrtStream stream = nullptr;
  aclrtCreateStream(&stream);
  do {
    aclmdlExecuteAsync(id, in, out, stream);
    ++i;
    if (++submitted % 64 == 0) {
      aclrtSynchronizeStream(stream);
    }
  } while (i < 900);
  aclrtSynchronizeStream(stream);
  aclrtDestroyStream(stream);
}
int main() { run(0, nullptr, nullptr); }
`,
  },
};

describe('a fix that lets the host go on', () => {
  test.each(Object.entries(programs))('changes %s', (_, { rule = RULE, before, after }) => {
    const fixes = analyse(before).find((finding) => finding.rule === rule)?.fixes ?? [];
    expect(applyEdits(before, fixes[0]?.edits ?? [])).toBe(after);
    expect(analyse(after).filter((finding) => finding.rule === rule)).toEqual([]);
  });
  it('leaves programs that compile', () => {
    expect(compileErrors(Object.values(programs).flatMap(({ before, after }) => [before, after]))).toBe('');
  });
});
