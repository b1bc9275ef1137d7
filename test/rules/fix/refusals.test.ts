/** Where no fix takes a wait out of a loop, or puts it elsewhere. */
import { describe, expect, test } from 'vitest';
import { analyse } from '../support/analyse.ts';

const HEAD = `#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <unistd.h>
`;
const RULE = 'sync-model-execute-in-loop';

/** Programs in which the same would change what comes out, and why none is offered. */
const refused: Record<string, { rule?: string; code: string; why: string }> = {
  'the result is read next': {
    why: 'resultReadNext',
    code: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, void *dev) {
  while (true) {
    usleep(1000);
    aclmdlExecute(id, in, out);
    aclrtMemcpy(host, 4096, dev, 4096, ACL_MEMCPY_DEVICE_TO_HOST);
  }
}
int main() { run(0, nullptr, nullptr, nullptr, nullptr); }
`,
  },
  'nothing goes on beside the device': {
    why: 'otherWork',
    code: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out, void *host, void *dev) {
  while (true) {
    aclrtMemcpy(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);
    aclmdlExecute(id, in, out);
  }
}
int main() { run(0, nullptr, nullptr, nullptr, nullptr); }
`,
  },
  'the memory is the model’s input': {
    why: 'resultReadNext',
    code: `${HEAD}
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  for (int i = 0; i < 100; i++) {
    void *input = nullptr;
    aclrtMalloc(&input, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
    aclDataBuffer *buffer = aclCreateDataBuffer(input, 4096);
    aclmdlAddDatasetBuffer(in, buffer);
    aclmdlExecute(id, in, out);
    aclrtFree(input);
  }
}
int main() { run(0, nullptr, nullptr); }
`,
  },
  'the memory goes to a function that is not at hand': {
    why: 'resultReadNext',
    code: `${HEAD}
void keep(void *memory);
void run(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) {
  for (int i = 0; i < 100; i++) {
    void *scratch = nullptr;
    aclrtMalloc(&scratch, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
    keep(scratch);
    aclmdlExecute(id, in, out);
    aclrtFree(scratch);
  }
}
int main() { run(0, nullptr, nullptr); }
`,
  },
  'what is taken from a queue is the input': {
    why: 'otherWork',
    code: `${HEAD}
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
struct Queue {
  std::mutex m; std::condition_variable c; std::queue<aclmdlDataset *> q;
  void push(aclmdlDataset *v) { { std::lock_guard<std::mutex> g(m); q.push(v); } c.notify_one(); }
  aclmdlDataset *pop() { std::unique_lock<std::mutex> l(m); c.wait(l, [this] { return !q.empty(); }); aclmdlDataset *v = q.front(); q.pop(); return v; }
};
Queue q;
aclmdlDataset *sets[4], *out;
void infer() {
  while (true) {
    aclmdlDataset *in = q.pop();
    aclmdlExecute(0, in, out);
  }
}
int main() {
  std::thread t(infer);
  for (int i = 0; i < 1000; i++) q.push(sets[i % 4]);
  t.join();
}
`,
  },
  'another thread sets what is executed': {
    why: 'otherWork',
    code: `${HEAD}
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
struct Queue {
  std::mutex m; std::condition_variable c; std::queue<int> q;
  void push(int v) { { std::lock_guard<std::mutex> g(m); q.push(v); } c.notify_one(); }
  int pop() { std::unique_lock<std::mutex> l(m); c.wait(l, [this] { return !q.empty(); }); int v = q.front(); q.pop(); return v; }
};
Queue q;
aclmdlDataset *sets[4], *next, *out;
void infer() {
  while (true) {
    q.pop();
    aclmdlExecute(0, next, out);
  }
}
int main() {
  std::thread t(infer);
  for (int i = 0; i < 1000; i++) { next = sets[i % 4]; q.push(i); }
  t.join();
}
`,
  },
  'a method whose class is not at hand': {
    why: 'indirect',
    code: `${HEAD}
#include "net.hpp"
void Net::Run() { aclmdlExecute(id_, in_, out_); }
int main() {
  Net net;
  for (int i = 0; i < 100; i++) net.Run();
}
`,
  },
  'the function is called from elsewhere': {
    why: 'calledElsewhere',
    code: `${HEAD}
void infer(uint32_t id) { aclmdlExecute(id, nullptr, nullptr); }
int main() {
  infer(0);
  for (int i = 0; i < 100; i++) infer(0);
}
`,
  },
  'the loop binds several contexts': {
    why: 'severalBound',
    rule: 'sync-each-submission',
    code: `${HEAD}
void run(aclrtContext a, aclrtContext b, aclrtStream s, void *host, void *dev) {
  while (true) {
    aclrtSetCurrentContext(a);
    usleep(1000);
    aclrtMemcpy(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);
    aclrtSetCurrentContext(b);
    aclmdlExecuteAsync(0, nullptr, nullptr, s);
    aclrtSynchronizeStream(s);
  }
}
int main() { aclrtStream s; aclrtCreateStream(&s); run(nullptr, nullptr, s, nullptr, nullptr); }
`,
  },
  'the host side of the copy is named elsewhere': {
    why: 'otherWork',
    rule: 'memcpy-sync-in-loop',
    code: `${HEAD}
void fill(void *memory);
void run(void *dev) {
  void *host = nullptr;
  aclrtMallocHost(&host, 4096);
  for (int i = 0; i < 100; i++) {
    fill(host);
    aclrtMemcpy(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);
  }
}
int main() { run(nullptr); }
`,
  },
};

describe('a fix that lets the host go on', () => {
  test.each(Object.entries(refused))('is not offered where %s', (_, { rule = RULE, code, why }) => {
    const finding = analyse(code).find((one) => one.rule === rule);
    expect(finding).toMatchObject({ fixes: [], notFixed: why });
  });
});
