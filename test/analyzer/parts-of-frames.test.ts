/** What a frame is where a pass holds a loop of copies or models: its passes are parts of one frame, or a frame each. */
import { describe, expect, it, test } from 'vitest';
import { analyse } from '../rules/support/analyse.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';
import { framesAPass } from '../support/frames.ts';

const head = `#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <condition_variable>
#include <mutex>
#include <opencv2/opencv.hpp>
#include <queue>
#include <thread>
struct Pic { int width, height, stride; }; Pic *next(); void show(uint8_t *); std::vector<int> boxes();
uint32_t m, det, cls; aclmdlDataset *in, *out; aclrtContext c; aclrtStream s; uint8_t *dst, *src, *pic; size_t n; FILE *f;
acldvppChannelDesc *ch; acldvppPicDesc *pa, *pb; acldvppRoiConfig *roi; aclvdecChannelDesc *vch; acldvppStreamDesc *sd;
struct Layer { aclopAttr *attr = aclopCreateAttr(); void run() { aclopExecuteV2("Conv2D", 1, nullptr, nullptr, 1, nullptr, nullptr, attr, s); } };
std::vector<Layer> layers(12);
struct Q { std::mutex mu; std::condition_variable cv; std::queue<Pic *> q;
  void put(Pic *x) { std::lock_guard<std::mutex> g(mu); q.push(x); cv.notify_one(); }
  Pic *get() { std::unique_lock<std::mutex> g(mu); cv.wait(g, [&] { return !q.empty(); }); Pic *x = q.front(); q.pop(); return x; } } q;
`;
const begin = `aclInit(0); aclrtSetDevice(0); aclrtCreateContext(&c, 0); aclrtCreateStream(&s);
  aclrtMalloc((void **)&src, 3110400, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMallocHost((void **)&dst, 3110400);`;
const load = `aclmdlLoadFromFile("resnet50_bs1.om", &m); aclmdlLoadFromFile("yolov3_bs1.om", &det);
  aclmdlLoadFromFile("resnet18_bs1.om", &cls);`;
const main = (body: string): string => `${head}int main() { ${begin} ${load} ${body} }`;

const read = 'fread(pic, 1, 3110400, f);';
const decode = 'acldvppJpegDecodeAsync(ch, pic, n, pa, s); aclrtSynchronizeStream(s);';
const row = 'aclrtMemcpy(dst + y * 1920, 1920, src + y * 2048, 1920, ACL_MEMCPY_DEVICE_TO_HOST);';
const rows = `for (int y = 0; y < 1080; ++y) ${row}`;
const toDevice = (to: string, from: string, bytes: string): string =>
  `aclrtMemcpy(${to}, ${bytes}, ${from}, ${bytes}, ACL_MEMCPY_HOST_TO_DEVICE);`;

const up = 'aclrtMemcpyAsync(src, 150528, pic, 150528, ACL_MEMCPY_HOST_TO_DEVICE, s);';
const down =
  'aclrtMemcpyAsync(dst, 4000, src, 4000, ACL_MEMCPY_DEVICE_TO_HOST, s); aclrtSynchronizeStream(s);';
const operator = 'aclopExecuteV2("Conv2D", 1, nullptr, nullptr, 1, nullptr, nullptr, nullptr, s);';

const parts: Record<string, string> = {
  'rows of what is read': `${read} for (int r = 0; r < 1080; ++r) ${toDevice('src + r * 2048', 'pic + r * 1920', '1920')}`,
  'rows of what is decoded': `${decode} ${rows} fwrite(dst, 1, n, f);`,
  'rows of what is written': `${rows} fwrite(dst, 1, n, f);`,
  'rows of what is resized': `acldvppVpcResizeAsync(ch, pa, pb, nullptr, s); aclrtSynchronizeStream(s); ${rows}`,
  'rows of planes': `${decode} ${rows} for (int y = 0; y < 540; ++y) ${row} show(dst);`,
  'rows of an open number': `Pic *x = next(); ${decode} for (int y = 0; y < x->height; ++y) ${row} show(dst);`,
  'rows before a model': `${read} for (int r = 0; r < 1080; ++r) ${toDevice('src + r * 2048', 'pic + r * 1920', '1920')} aclmdlExecute(m, in, out);`,
  planes: `${decode} for (int p = 0; p < 2; ++p) aclrtMemcpy(dst + p * 1555200, 1555200, src + p * 1555200, 1555200, ACL_MEMCPY_DEVICE_TO_HOST);`,
  'chunks of a file': `${read} for (size_t o = 0; o < 3110400; o += 65536) ${toDevice('src + o', 'pic + o', '65536')}`,
  'tiles by a model': `${read} for (int t = 0; t < 4; ++t) { ${toDevice('src', 'pic + t * 777600', '777600')} aclmdlExecute(m, in, out); }`,
  'crops of what is decoded': `${decode} for (int t = 0; t < 4; ++t) acldvppVpcCropAsync(ch, pa, pb, roi, s); aclrtSynchronizeStream(s);`,
  'tiles in rows': `${decode} for (int y = 0; y < 2; ++y) for (int t = 0; t < 3; ++t) acldvppVpcCropAsync(ch, pa, pb, roi, s); aclrtSynchronizeStream(s);`,
  'boxes that a model found': `${read} aclmdlExecute(det, in, out); for (auto &b : boxes()) { acldvppVpcCropAsync(ch, pa, pb, roi, s); aclmdlExecute(cls, in, out); }`,
  'outputs of a model': `${read} aclmdlExecute(m, in, out); for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(out); ++i) aclrtMemcpy(dst, 1000, aclGetDataBufferAddr(aclmdlGetDatasetBuffer(out, i)), 1000, ACL_MEMCPY_DEVICE_TO_HOST);`,
  'layers of operators': `${up} for (int l = 0; l < 12; ++l) { ${operator} aclrtSynchronizeStream(s); } ${down}`,
  'layers that are objects': `${up} for (auto &layer : layers) { layer.run(); aclrtSynchronizeStream(s); } ${down}`,
  'blocks of layers': `${up} for (int b = 0; b < 4; ++b) for (int l = 0; l < 3; ++l) { ${operator} aclrtSynchronizeStream(s); } ${down}`,
  'layers of what is taken and handed on': `${read} for (int l = 0; l < 12; ++l) { ${operator} aclrtSynchronizeStream(s); } fwrite(dst, 1, n, f);`,
  'models one after the other': `${up} uint32_t ids[2] = {det, cls}; for (uint32_t id : ids) { aclmdlExecuteAsync(id, in, out, s); aclrtSynchronizeStream(s); } ${down}`,
  retries: `${read} for (int i = 0; i < 3; ++i) { if (${toDevice('src', 'pic', '3110400').slice(0, -1)} == ACL_SUCCESS) break; usleep(100); }`,
};

it.each(Object.entries(parts))('a pass with %s is one frame', async (_what, pass) => {
  expect(await framesAPass(main(`while (true) { ${pass} }`))).toBeCloseTo(1);
});

const items: Record<string, [pass: string, frames: number]> = {
  'copies into an array of buffers': [
    'uint8_t *d[64], *h[64]; while (true) { for (int i = 0; i < 64; ++i) aclrtMemcpyAsync(d[i], 75825, h[i], 75825, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); }',
    64,
  ],
  'copies of what each of them reads': [
    `while (true) { for (int i = 0; i < 16; ++i) { ${read} ${toDevice('src + i * 75825', 'pic', '75825')} } aclrtSynchronizeStream(s); }`,
    16,
  ],
  'images of an epoch': [
    `for (int e = 0; e < 10; ++e) for (int i = 0; i < 100; ++i) ${toDevice('src', 'pic', '75825')}`,
    100,
  ],
  'images of an epoch by a model': [
    `for (int e = 0; e < 10; ++e) { for (int i = 0; i < 100; ++i) { ${toDevice('src', 'pic + i * 75825', '75825')} aclmdlExecute(m, in, out); } }`,
    100,
  ],
  'runs of a model at what is read once': [
    `while (true) { ${read} for (int i = 0; i < 20; ++i) aclmdlExecute(m, in, out); }`,
    20,
  ],
  'runs of one model between a copy and another': [
    `while (true) { ${up} for (int i = 0; i < 20; ++i) aclmdlExecuteAsync(m, in, out, s); ${down} }`,
    20,
  ],
  'images of an epoch by operators': [
    `for (int e = 0; e < 10; ++e) { ${up} for (int i = 0; i < 100; ++i) { ${up} ${operator} ${down} } ${down} }`,
    100,
  ],
  'batches of a set of data': [
    `for (int b = 0; b < 100; ++b) { ${toDevice('src', 'pic + b * 75825', '75825')} aclmdlExecute(m, in, out); }`,
    1,
  ],
};

it.each(Object.entries(items))('%s are frames', async (_what, [program, frames]) => {
  expect(await framesAPass(main(program))).toBeCloseTo(frames);
});

describe('a count that a member keeps, of which a frame copies so many', () => {
  const net = (field: string, set: string, bound: string): string => `${head}class Net { ${field}
    void *from_[8], *to_[8];
    size_t count() const { return num_; }
  public:
    void open(aclmdlDesc *desc, int argc) { ${set} }
    void detect() { ${up} aclmdlExecuteAsync(m, in, out, s);
      for (size_t i = 0; i < ${bound}; ++i) aclrtMemcpyAsync(to_[i], 4000, from_[i], 4000, ACL_MEMCPY_DEVICE_TO_HOST, s);
      aclrtSynchronizeStream(s); } };
  int main(int argc, char **argv) { ${begin} ${load} Net net; net.open(aclmdlCreateDesc(), argc); while (true) net.detect(); }`;

  const waitsOnce = (text: string): boolean =>
    analyse(text).some(({ rule }) => rule === 'sync-once-per-frame');

  it.each([
    ['from 0', 'size_t num_ = 0;', 'num_ = aclmdlGetNumOutputs(desc);', 'num_'],
    ['from a usual number', 'size_t num_ = 3;', 'num_ = aclmdlGetNumOutputs(desc);', 'num_'],
    ['by a local', 'size_t num_ = 0;', 'size_t n = aclmdlGetNumOutputs(desc); num_ = n;', 'num_'],
    ['given by a method', 'size_t num_ = 0;', 'num_ = aclmdlGetNumOutputs(desc);', 'count()'],
    [
      'of a container',
      'size_t num_ = 0; std::vector<int> all_;',
      'num_ = aclmdlGetNumOutputs(desc); all_.resize(num_);',
      'all_.size()',
    ],
  ])("is of parts where it counts a model's outputs: %s", (_how, field, set, bound) => {
    expect(waitsOnce(net(field, set, bound))).toBe(true);
  });

  it('is of frames where it counts other things', () => {
    expect(waitsOnce(net('size_t num_ = 4;', 'num_ = argc;', 'num_'))).toBe(false);
  });
});

test('a thread or a callback that copies rows of what it is given counts what it is given', async () => {
  const taken = `${head}void a() { aclrtSetCurrentContext(c); while (true) { ${decode} q.put(new Pic()); } }
    void b() { aclrtSetCurrentContext(c); while (true) { Pic *x = q.get(); ${rows} show(dst); } }
    int main() { ${begin} std::thread t(a), u(b); t.join(); u.join(); }`;
  expect(await framesAPass(taken)).toBeCloseTo(1);
  const called = `${head}void *run(void *) { while (true) aclrtProcessReport(100); }
    void done(acldvppStreamDesc *, acldvppPicDesc *o, void *) { int h = acldvppGetPicDescHeight(o); for (int y = 0; y < h; ++y) ${row} show(dst); }
    int main() { ${begin} pthread_t t; pthread_create(&t, nullptr, run, nullptr); vch = aclvdecCreateChannelDesc();
      aclvdecSetChannelDescThreadId(vch, t); aclvdecSetChannelDescCallback(vch, done); aclvdecCreateChannel(vch);
      while (true) { ${read} aclvdecSendFrame(vch, sd, pa, nullptr, nullptr); } }`;
  expect(await framesAPass(called)).toBeCloseTo(1);
});

test('a copy of a row is as long as its count says, and open where that is', async () => {
  const copied = async (count: string) => {
    const copy = `aclrtMemcpy(dst + y * x->width, ${count}, src + y * x->stride, ${count}, ACL_MEMCPY_DEVICE_TO_HOST);`;
    const pipeline = await pipelineOf(
      main(`while (true) { Pic *x = next(); ${decode} for (int y = 0; y < x->height; ++y) ${copy} }`),
    );
    const [bytes] = stepsOf(pipeline, 'submit').flatMap(({ engine, work }) =>
      engine === 'd2h' ? [work.bytes] : [],
    );
    const parameter = pipeline.parameters.find(({ name }) => name === bytes);
    const isSaid = pipeline.unknowns.some((one) => one.code === 'copy-size' && one.parameter === bytes);
    return { bytes: parameter?.value ?? bytes, isOpen: parameter?.kind === 'open', isSaid };
  };
  const open = { bytes: 1920, isOpen: true, isSaid: true };
  expect(await copied('x->width')).toEqual(open);
  expect(await copied('x->stride')).toEqual(open);
  expect(await copied('1280')).toEqual({ bytes: 1280, isOpen: false, isSaid: false });
});
