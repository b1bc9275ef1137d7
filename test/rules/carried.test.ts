/** A pass that needs the result of the pass before: there is nothing to overlap or to gather, and no advice to do so. */
import { describe, expect, it } from 'vitest';
import { analyse } from './support/analyse.ts';

const SETUP = `#include <acl/acl.h>
#include <algorithm>
#include <cstring>
#include <vector>
#include <opencv2/opencv.hpp>
const int N = 1000;
aclrtStream s; uint32_t m; aclmdlDataset *in, *out; void *dIn, *dOut; float *hIn, *hOut;
void setup() {
  aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&s);
  aclmdlLoadFromFile("resnet50_bs1.om", &m);
  aclrtMalloc(&dIn, 4 * N, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMalloc(&dOut, 4 * N, ACL_MEM_MALLOC_HUGE_FIRST);
  aclrtMallocHost((void**)&hIn, 4 * N); aclrtMallocHost((void**)&hOut, 4 * N);
  in = aclmdlCreateDataset(); out = aclmdlCreateDataset();
  aclmdlAddDatasetBuffer(in, aclCreateDataBuffer(dIn, 4 * N));
  aclmdlAddDatasetBuffer(out, aclCreateDataBuffer(dOut, 4 * N));
}
void pass() {
  aclrtMemcpyAsync(dIn, 4 * N, hIn, 4 * N, ACL_MEMCPY_HOST_TO_DEVICE, s);
  aclmdlExecuteAsync(m, in, out, s);
  aclrtMemcpyAsync(hOut, 4 * N, dOut, 4 * N, ACL_MEMCPY_DEVICE_TO_HOST, s);
  aclrtSynchronizeStream(s);
}
int argmax(const float* p, int n) { int a = 0; for (int i = 1; i < n; ++i) if (p[i] > p[a]) a = i; return a; }
bool Read(float* p, int n);
void Show(const float* p, int n);
`;

const ADVICE = [
  'batch-one-loop',
  'memcpy-sync-in-loop',
  'single-stream-multi-engine',
  'sync-each-submission',
  'sync-model-execute-in-loop',
  'sync-once-per-frame',
];

function adviceOn(program: string): string[] {
  const found = analyse(SETUP + program).map(({ rule }) => rule);
  return [...new Set(found)].filter((rule) => ADVICE.includes(rule)).sort();
}

const BOTH = ['batch-one-loop', 'sync-once-per-frame'];

const CARRIED: Record<string, string> = {
  'a token that is fed back': `int main() { setup(); int64_t next = 50258;
  while (true) {
    aclrtMemcpyAsync(dIn, 8, &next, 8, ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclmdlExecuteAsync(m, in, out, s);
    aclrtMemcpyAsync(hOut, 4 * N, dOut, 4 * N, ACL_MEMCPY_DEVICE_TO_HOST, s);
    aclrtSynchronizeStream(s);
    next = hOut[0];
  } }`,
  'tokens that are gathered': `int main() { setup(); std::vector<float> tokens{1};
  for (int step = 0; step < 512; ++step) {
    hIn[0] = tokens.back(); pass();
    int next = argmax(hOut, N);
    tokens.push_back(next);
  } }`,
  'a member that the largest result decides': `class Decoder {
  int64_t last = 1;
 public:
  bool Step() {
    std::memcpy(hIn, &last, 8); pass();
    float best = -1; int arg = 0;
    for (int i = 0; i < N; i++) { if (hOut[i] > best) { best = hOut[i]; arg = i; } }
    last = arg;
    return arg != 2;
  }
};
int main() { setup(); Decoder d; while (d.Step()) {} }`,
  'a state of the host': `int main() { setup(); std::vector<float> state(N);
  while (true) { std::memcpy(hIn, state.data(), 4 * N); pass(); std::copy(hOut, hOut + N, state.begin()); } }`,
  'a crop where the last box was': `cv::Rect box(0, 0, 64, 64);
cv::Rect decode(const float* p) { return cv::Rect(p[0], p[1], p[2], p[3]); }
int main() { setup(); cv::VideoCapture cap(0); cv::Mat frame;
  while (true) {
    cap >> frame;
    cv::Mat crop = frame(box), small;
    cv::resize(crop, small, cv::Size(32, 32));
    std::memcpy(hIn, small.data, 4 * N); pass();
    box = decode(hOut);
  } }`,
  'a tracker that says where to look': `struct Tracker { cv::Rect Predict(); void Update(const float* det, int n); };
int main() { setup(); Tracker tracker; cv::VideoCapture cap(0); cv::Mat frame;
  while (cap.read(frame)) {
    cv::Rect r = tracker.Predict();
    cv::Mat crop;
    cv::resize(frame(r), crop, cv::Size(32, 32));
    std::memcpy(hIn, crop.data, 4 * N); pass();
    tracker.Update(hOut, N);
  } }`,
  'a result that is shown before it is fed back': `void Draw(const float *p);
int main() { setup(); float *last; aclrtMallocHost((void **)&last, 8192);
  while (true) {
    Draw(last);
    hIn[0] = last[0]; pass();
    std::memcpy(last, hOut, 4000);
  } }`,
  'calls that wait by themselves': `int Sample(const float* logits, int n);
int main() { setup(); int tok = 1;
  while (tok != 2) {
    int32_t id = tok;
    aclrtMemcpy(dIn, 4, &id, 4, ACL_MEMCPY_HOST_TO_DEVICE);
    aclmdlExecute(m, in, out);
    aclrtMemcpy(hOut, 4 * N, dOut, 4 * N, ACL_MEMCPY_DEVICE_TO_HOST);
    tok = Sample(hOut, N);
  } }`,
};

/** The stream keeps their order, so that a wait may cover several passes; they cannot be one batch. */
const ON_DEVICE: Record<string, string> = {
  'a state in two buffers in turn': `int main() { setup(); void *a, *b;
  aclrtMalloc(&a, 4000, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMalloc(&b, 4000, ACL_MEM_MALLOC_HUGE_FIRST);
  aclDataBuffer *bi = aclCreateDataBuffer(a, 4000), *bo = aclCreateDataBuffer(b, 4000);
  aclmdlAddDatasetBuffer(in, bi); aclmdlAddDatasetBuffer(out, bo);
  while (Read(hIn, N)) {
    pass();
    std::swap(a, b);
    aclUpdateDataBuffer(bi, a, 4000); aclUpdateDataBuffer(bo, b, 4000);
  } }`,
  'a result that is copied into the input': `int main() { setup();
  while (true) {
    aclmdlExecuteAsync(m, in, out, s);
    aclrtMemcpyAsync(dIn, 4 * N, dOut, 4 * N, ACL_MEMCPY_DEVICE_TO_DEVICE, s);
    aclrtMemcpyAsync(hOut, 4 * N, dOut, 4 * N, ACL_MEMCPY_DEVICE_TO_HOST, s);
    aclrtSynchronizeStream(s);
    Show(hOut, N);
  } }`,
};

const APART: Record<string, string> = {
  'results that are shown': `int main() { setup(); while (Read(hIn, N)) { pass(); Show(hOut, N); } }`,
  'results that are counted': `int main() { setup(); int counts[N] = {}; cv::VideoCapture cap(0);
  while (true) {
    cv::Mat f;
    if (!cap.read(f)) break;
    std::memcpy(hIn, f.data, 4 * N); pass();
    counts[argmax(hOut, N)]++;
  } }`,
  'a frame that is drawn upon before the next is read': `cv::Mat frame;
int main() { setup(); cv::VideoCapture cap(0); cap >> frame;
  while (!frame.empty()) {
    std::memcpy(hIn, frame.data, 4 * N); pass();
    cv::rectangle(frame, cv::Rect(hOut[0], hOut[1], 5, 5), cv::Scalar(255));
    cap >> frame;
  } }`,
  'a tracker over whole frames': `struct Tracker { std::vector<cv::Rect> Update(const float* det, int n); };
int main() { setup(); Tracker t; cv::VideoCapture cap(0); cv::Mat frame, resized;
  while (cap.read(frame)) {
    cv::resize(frame, resized, cv::Size(32, 32));
    for (int i = 0; i < N; i++) hIn[i] = resized.data[i] / 255.f;
    pass();
    auto boxes = t.Update(hOut, N);
    for (auto& b : boxes) cv::rectangle(frame, b, cv::Scalar(255));
  } }`,
  'a second model on the crops of the same pass': `float* h2; void* d2; std::vector<cv::Rect> boxes;
int main() { setup(); aclrtMalloc(&d2, 4000, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMallocHost((void**)&h2, 4000);
  cv::VideoCapture cap(0); cv::Mat frame;
  while (cap.read(frame)) {
    std::memcpy(hIn, frame.data, 4 * N); pass();
    boxes.clear();
    for (int i = 0; i < 10; i++) boxes.push_back(cv::Rect(hOut[i], hOut[i + 1], 8, 8));
    cv::Mat crop;
    cv::resize(frame(boxes[0]), crop, cv::Size(9, 9));
    std::memcpy(h2, crop.data, 4000);
    aclrtMemcpyAsync(d2, 4000, h2, 4000, ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclmdlExecuteAsync(m, in, out, s);
    aclrtSynchronizeStream(s);
  } }`,
  'slots that hold input and result': `struct Slot { float* in; float* out; float score; };
int main() { setup(); Slot a[2];
  for (int i = 0; i < 2; i++) { aclrtMallocHost((void**)&a[i].in, 4000); aclrtMallocHost((void**)&a[i].out, 4000); }
  for (int i = 0; Read(a[i % 2].in, N); i++) {
    Slot& x = a[i % 2];
    aclrtMemcpyAsync(dIn, 4000, x.in, 4000, ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclmdlExecuteAsync(m, in, out, s);
    aclrtMemcpyAsync(x.out, 4000, dOut, 4000, ACL_MEMCPY_DEVICE_TO_HOST, s);
    aclrtSynchronizeStream(s);
    x.score = x.out[0];
  } }`,
  'one buffer for both ways': `int main() { setup();
  while (Read(hIn, N)) {
    aclrtMemcpyAsync(dIn, 4 * N, hIn, 4 * N, ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclmdlExecuteAsync(m, in, out, s);
    aclrtMemcpyAsync(hIn, 4 * N, dOut, 4 * N, ACL_MEMCPY_DEVICE_TO_HOST, s);
    aclrtSynchronizeStream(s);
    Show(hIn, N);
  } }`,
};

describe('passes that need the last one’s result', () => {
  it.each(Object.entries(CARRIED))('%s', (_, program) => {
    expect(adviceOn(program)).toEqual([]);
  });

  it.each(Object.entries(ON_DEVICE))('%s', (_, program) => {
    expect(adviceOn(program)).toEqual(['sync-once-per-frame']);
  });
});

/** What looked carried: a handle, what each pass makes anew, what is set again, what a queue gives, whom a result is told. */
const LOOK_CARRIED: Record<string, string> = {
  'a net that a task is given by reference': `struct Net { uint32_t id; void *in, *out; aclmdlDataset *a, *b; };
void infer(Net &net) {
  aclrtMemcpyAsync(net.in, 4 * N, hIn, 4 * N, ACL_MEMCPY_HOST_TO_DEVICE, s);
  aclmdlExecuteAsync(net.id, net.a, net.b, s);
  aclrtMemcpyAsync(hOut, 4 * N, net.out, 4 * N, ACL_MEMCPY_DEVICE_TO_HOST, s);
  aclrtSynchronizeStream(s);
}
int main() { setup(); Net own{m, dIn, dOut, in, out};
  while (Read(hIn, N)) { infer(own); Show(hOut, N); } }`,
  'an object that each pass makes, with a field for the result': `struct Item { int n; float found; };
void work(Item &item) { hIn[0] = item.n; pass(); item.found = hOut[0]; Show(&item.found, 1); }
int main() { setup(); for (int i = 0; i < 1000; i++) { Item item{i, 0}; work(item); } }`,
  'a container that each pass makes': `int main() { setup();
  while (Read(hIn, N)) { std::vector<float> best(4); pass(); best[0] = hOut[0]; Show(best.data(), 4); } }`,
  'a size that is set by what was found before in the same pass': `size_t at = 0;
int main() { setup(); aclmdlDataset *more = aclmdlCreateDataset(), *result = aclmdlCreateDataset();
while (Read(hIn, N)) {
  pass();
  unsigned found = (unsigned)hOut[0];
  aclmdlSetDynamicBatchSize(m, more, at, found < 4 ? 4 : 8);
  aclmdlExecuteAsync(m, more, result, s);
  aclrtSynchronizeStream(s);
} }`,
  'a result that is told to who asked': `#include <functional>
struct Job { float ids[8]; std::function<void(const float *)> done; };
std::vector<Job> Next();
int main() { setup(); for (;;) {
  auto jobs = Next();
  for (size_t i = 0; i < jobs.size(); i++) memcpy(hIn + i * 8, jobs[i].ids, 32);
  pass();
  for (size_t i = 0; i < jobs.size(); i++) jobs[i].done(hOut + i * 8);
} }`,
};

describe('passes that look as if they did', () => {
  it.each(Object.entries(LOOK_CARRIED))('%s', (_, program) => {
    expect(adviceOn(program)).toContain('sync-once-per-frame');
  });
});

describe('passes that do not', () => {
  it.each(Object.entries(APART))('%s', (_, program) => {
    expect(adviceOn(program)).toEqual(BOTH);
  });
});
