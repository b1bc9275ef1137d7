/** Passes that take streams, buffers or contexts in turn: each is told apart, and two frames in flight overlap. */
import { describe, expect, test } from 'vitest';
import type { Pipeline, Reference, Step } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { analyzerOf, pipelineOf } from '../support/analyzer.ts';

const BYTES = 150_528;
const head = `#include <acl/acl.h>
#include <array>
#include <memory>
#include <utility>
#include <vector>
constexpr int N = 3;
static uint32_t model; static aclmdlDataset *in, *out; static void *dev, *host;
static void work(aclrtStream s) {
  aclrtMemcpyAsync(dev, ${BYTES}, host, ${BYTES}, ACL_MEMCPY_HOST_TO_DEVICE, s);
  aclmdlExecuteAsync(model, in, out, s);
}
static void start() {
  aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile("resnet50_bs1.om", &model);
  in = aclmdlCreateDataset(); out = aclmdlCreateDataset();
  aclrtMalloc(&dev, ${BYTES}, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMallocHost(&host, ${BYTES});
}
struct Slot { aclrtStream s = nullptr; bool busy = false; };
`;
const loop = 'for (int f = 0; f < 999; f++)';
const make = (n: number | string): string =>
  `aclrtStream st[${n}]; for (int i = 0; i < ${n}; i++) aclrtCreateStream(&st[i]);`;
const two = 'aclrtStream a, b; aclrtCreateStream(&a); aclrtCreateStream(&b);';

const lanes = `struct Lane { aclrtStream s; void *in; };
static bool open(Lane *l) { if (aclrtCreateStream(&l->s) != ACL_SUCCESS) return false; return aclrtMalloc(&l->in, 64, ACL_MEM_MALLOC_HUGE_FIRST) == ACL_SUCCESS; }`;

/** Declarations and the body of `main`, by the number of streams that take turns. */
const programs: [what: string, turns: number, main: string, before?: string][] = [
  [
    'a counter, divided',
    2,
    `${make(2)} ${loop} { int k = f % 2; aclrtSynchronizeStream(st[k]); work(st[k]); }`,
  ],
  ['its last bit', 2, `${make(2)} ${loop} { aclrtSynchronizeStream(st[f & 1]); work(st[f & 1]); }`],
  [
    'an index that is turned over',
    2,
    `${make(2)} int cur = 0; ${loop} { aclrtSynchronizeStream(st[cur]); work(st[cur]); cur ^= 1; }`,
  ],
  [
    'an index that is taken from 1',
    2,
    `${make(2)} int cur = 1; ${loop} { aclrtSynchronizeStream(st[cur]); work(st[cur]); cur = 1 - cur; }`,
  ],
  [
    'an index that wraps',
    3,
    `${make('N')} int k = 0; ${loop} { aclrtSynchronizeStream(st[k]); work(st[k]); k = (k + 1) % N; }`,
  ],
  [
    'an index that is set back',
    3,
    `${make('N')} int k = 0; ${loop} { aclrtSynchronizeStream(st[k]); work(st[k]); if (++k == N) k = 0; }`,
  ],
  ['handles that are swapped', 2, `${two} ${loop} { work(a); aclrtSynchronizeStream(b); std::swap(a, b); }`],
  [
    'handles that are swapped by hand',
    2,
    `${two} ${loop} { work(a); aclrtSynchronizeStream(b); aclrtStream t = a; a = b; b = t; }`,
  ],
  [
    'pointers to elements',
    2,
    `std::array<Slot, 2> slots; for (auto &x : slots) aclrtCreateStream(&x.s); Slot *now = &slots[0], *last = &slots[1];
     ${loop} { work(now->s); if (f > 0) aclrtSynchronizeStream(last->s); std::swap(now, last); }`,
  ],
  [
    'a pointer that is moved on',
    2,
    `Slot slots[2]; for (auto &x : slots) aclrtCreateStream(&x.s); ${loop} { Slot *p = slots + f % 2; aclrtSynchronizeStream(p->s); work(p->s); }`,
  ],
  ['a choice', 2, `${two} ${loop} { aclrtStream s = f % 2 ? a : b; aclrtSynchronizeStream(s); work(s); }`],
  [
    'a pair',
    2,
    `std::pair<aclrtStream, aclrtStream> p; aclrtCreateStream(&p.first); aclrtCreateStream(&p.second); bool flip = false;
     ${loop} { aclrtStream s = flip ? p.second : p.first; flip = !flip; aclrtSynchronizeStream(s); work(s); }`,
  ],
  [
    'elements that are opened one by one, by address',
    2,
    `Lane lane[2]; open(&lane[0]); open(lane + 1); int cur = 0; ${loop} { aclrtSynchronizeStream(lane[cur].s); work(lane[cur].s); cur ^= 1; }`,
    lanes,
  ],
  [
    'elements that are opened one by one, by reference, of an array of all',
    2,
    `if (!ready(lane[0]) || !ready(lane[1])) return 1; int cur = 0;
     ${loop} { Lane &l = lane[cur]; work(l.s); cur = 1 - cur; if (f > 0) aclrtSynchronizeStream(lane[cur].s); }`,
    `${lanes} static bool ready(Lane &l) { return open(&l); } static Lane lane[2];`,
  ],
  [
    'elements that open themselves',
    2,
    `std::vector<Lane> all(2); all[0].open(); all.at(1).open(); unsigned cur = 0;
     ${loop} { Lane *l = &all[cur]; aclrtSynchronizeStream(l->s); work(l->s); cur = (cur + 1) & 1; }`,
    'struct Lane { aclrtStream s = nullptr; void *in = nullptr; void open() { aclrtCreateStream(&s); aclrtMalloc(&in, 64, ACL_MEM_MALLOC_HUGE_FIRST); } };',
  ],
  [
    'slots that are busy from the second round on',
    3,
    'Ring ring; for (int f = 0; f < 999; f++) ring.push();',
    `class Ring { public: Ring() : slots_(N) { for (auto &x : slots_) aclrtCreateStream(&x.s); }
       void push() { Slot &x = slots_[next_]; if (x.busy) aclrtSynchronizeStream(x.s); work(x.s); x.busy = true; next_ = (next_ + 1) % slots_.size(); }
     private: std::vector<Slot> slots_; size_t next_ = 0; };`,
  ],
  [
    'objects that a pool gives out',
    4,
    `Pool pool(4); ${loop} { Stream &s = pool.next(); s.wait(); work(s.get()); }`,
    `class Stream { public: Stream() { aclrtCreateStream(&h_); } aclrtStream get() const { return h_; } void wait() { aclrtSynchronizeStream(h_); } private: aclrtStream h_; };
     class Pool { public: explicit Pool(size_t n) : all_(n) {} Stream &next() { Stream &s = all_[at_]; at_ = (at_ + 1) % all_.size(); return s; } private: std::vector<Stream> all_; size_t at_ = 0; };`,
  ],
  [
    'elements one after the other',
    2,
    `${make(2)} ${loop} { for (int i = 0; i < 2; i++) work(st[i]); for (int i = 0; i < 2; i++) aclrtSynchronizeStream(st[i]); }`,
  ],
];

const textOf = (main: string, before = ''): string => `${head}${before}\nint main() { start(); ${main} }`;
const rateOf = (pipeline: Pipeline): number => simulate(pipeline, loadProfile('ascend310')).qps;
const steps = ({ threads }: Pipeline): Step[] => threads.flatMap(({ program }) => [...walk(program)]);

function submitted(pipeline: Pipeline): Reference[] {
  return steps(pipeline).flatMap((step) =>
    step.kind === 'submit' && step.engine === 'aicore' && step.stream ? [step.stream] : [],
  );
}

async function rulesIn(main: string): Promise<string[]> {
  const analyzer = await analyzerOf({ 'main.cpp': textOf(main) });
  const found = analyzer.findings('main.cpp').map(({ rule }) => rule);
  analyzer.dispose();
  return found;
}

describe('streams in turn by', () => {
  test.each(programs)('%s', async (_what, turns, main, before) => {
    const pipeline = await pipelineOf(textOf(main, before));
    const [stream, ...others] = submitted(pipeline);
    expect(others).toEqual([]);
    const named = (stream?.turns ?? []).map(({ id, index = 0 }) => `${id}[${index}]`);
    expect(new Set(named).size).toBe(turns);
    expect(steps(pipeline).some((step) => step.kind === 'repeat' && step.times === 999)).toBe(true);
    expect(rateOf(pipeline)).toBeGreaterThan(335);
  });
});

test('one stream for every frame is one', async () => {
  const pipeline = await pipelineOf(
    textOf(`${make(2)} ${loop} { aclrtSynchronizeStream(st[0]); work(st[0]); if (f % 100 == 0) puts("."); }`),
  );
  expect(submitted(pipeline)).toHaveLength(1);
  expect(rateOf(pipeline)).toBeLessThan(330);
});

const twoLanes = `${loop} { work(st[0]); work(st[1]); aclrtSynchronizeStream(st[0]); aclrtSynchronizeStream(st[1]); }`;
const spelledOut: Record<string, string> = {
  'of the program’s own course': `${make(2)} ${twoLanes}`,
  'of a thread': `std::thread t([] { ${make(2)} ${twoLanes} }); t.join();`,
  'of each of three threads': `std::vector<std::thread> all; for (int k = 0; k < 3; k++) all.emplace_back([] { ${make(2)} ${twoLanes} }); for (auto &t : all) t.join();`,
};

test.each(Object.entries(spelledOut))(
  'streams that a pass names by place are two, %s',
  async (_what, main) => {
    const pipeline = await pipelineOf(textOf(main));
    expect(new Set(submitted(pipeline).map(({ id }) => id)).size).toBe(2);
    const one = await pipelineOf(textOf(main.replaceAll('[1]', '[0]')));
    expect(new Set(submitted(one).map(({ id }) => id)).size).toBe(1);
    // Three threads keep the AI Core busy by themselves.
    const least = pipeline.threads.some(({ replicas }) => replicas === 3) ? 0.98 : 1.02;
    expect(rateOf(pipeline)).toBeGreaterThan(least * rateOf(one));
  },
);

test('containers that each pass makes for itself tell no passes apart', async () => {
  const pipeline = await pipelineOf(
    textOf(
      `${make(2)} ${loop} { std::queue<int> mine; mine.push(f); aclrtSynchronizeStream(st[f % 2]); work(st[f % 2]); mine.pop(); }`,
    ),
  );
  expect(submitted(pipeline)).toHaveLength(1);
  expect(submitted(pipeline)[0]?.turns).toHaveLength(2);
});

test('models of their own are in turn with their streams', async () => {
  const main = `uint32_t ids[2]; ${make(2)} for (int i = 0; i < 2; i++) aclmdlLoadFromFile("resnet50_bs1.om", &ids[i]);
    ${loop} { int k = f % 2; aclrtSynchronizeStream(st[k]); aclmdlExecuteAsync(ids[k], in, out, st[k]); }`;
  const executed = steps(await pipelineOf(textOf(main))).flatMap((step) =>
    step.kind === 'submit' ? [step.work.models] : [],
  );
  expect(executed).toEqual([['ids', 'ids_2']]);
  expect(await rulesIn(main)).not.toContain('same-model-id-multi-stream');
});

test('passes that go different ways stand one after the other', async () => {
  const main = `${two} ${loop} { if (f % 2 == 0) { aclrtSynchronizeStream(a); work(a); } else { aclrtSynchronizeStream(b); aclmdlExecuteAsync(model, in, out, b); } }`;
  const pipeline = await pipelineOf(textOf(main));
  expect(steps(pipeline).filter((step) => step.kind === 'repeat' && step.turn)).toHaveLength(2);
  expect(steps(pipeline).filter((step) => step.kind === 'branch')).toEqual([]);
  expect(rateOf(pipeline)).toBeGreaterThan(335);
});

test('events in turn are found by the first round', async () => {
  const ring = `${two} aclrtEvent done[2]; for (int i = 0; i < 2; i++) { aclrtCreateEvent(&done[i]); aclrtRecordEvent(done[i], a); }
    ${loop} { int k = f % 2; aclrtStreamWaitEvent(b, done[k]); work(b); aclrtRecordEvent(done[k], b); }`;
  expect(rateOf(await pipelineOf(textOf(ring)))).toBeGreaterThan(300);
  const skipped = `${two} aclrtEvent done[2]; for (int i = 0; i < 2; i++) aclrtCreateEvent(&done[i]);
    ${loop} { int k = f % 2; if (f >= 2) aclrtSynchronizeEvent(done[k]); work(b); aclrtRecordEvent(done[k], b); }`;
  expect(rateOf(await pipelineOf(textOf(skipped)))).toBeGreaterThan(300);
});

describe('memory of frames in turn', () => {
  const copies = (
    wait: string,
  ): string => `${make(2)} void *d[2]; for (int i = 0; i < 2; i++) aclrtMalloc(&d[i], 64, ACL_MEM_MALLOC_HUGE_FIRST);
${loop} { int k = f % 2; aclrtMemcpyAsync(d[k], 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, st[k]); ${wait} }`;
  test('is not free before its own stream was waited for', async () => {
    const main = `${copies('aclrtSynchronizeStream(st[1 - k]);')} aclrtFree(d[1]);`;
    expect(await rulesIn(main)).toContain('free-before-sync');
  });

  test('is free once it was', async () => {
    const main = `${copies('aclrtSynchronizeStream(st[1 - k]);')} for (int i = 0; i < 2; i++) aclrtSynchronizeStream(st[i]); aclrtFree(d[0]); aclrtFree(d[1]);`;
    expect(await rulesIn(main)).not.toContain('free-before-sync');
  });

  test('that one pass takes is given back by another', async () => {
    const main = `${make(2)} void *d[2] = {nullptr, nullptr};
${loop} { int k = f % 2; if (f > 1) { aclrtSynchronizeStream(st[k]); aclrtFree(d[k]); }
  aclrtMalloc(&d[k], 64, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMemcpyAsync(d[k], 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, st[k]); }`;
    const rules = await rulesIn(main);
    expect(rules).toContain('alloc-in-loop');
    expect(rules).not.toContain('never-destroyed');
    expect(rules).not.toContain('free-before-sync');
  });

  test('lets a frame be in flight while another is waited for', async () => {
    const main = `${two} ${loop} { work(a); aclrtSynchronizeStream(b); std::swap(a, b); }`;
    expect(await rulesIn(main)).not.toContain('sync-once-per-frame');
  });
});
