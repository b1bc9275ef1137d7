/** Threads that hand frames over by spinning on atomics and flags: each waits for the other, and as many are under way as fit. */
import { expect, it, test } from 'vitest';
import type { Pipeline, Step } from '../../src/pipeline/pipeline.ts';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { pipelineOf } from '../support/analyzer.ts';

const program = (shared: string, producer: string, consumer: string, main = '') => `#include "acl/acl.h"
  #include <atomic>
  #include <thread>
  struct Frame { void *host; void *dev; };
  uint32_t model;
  void load(Frame &f, aclrtStream s) { aclrtMemcpyAsync(f.dev, 4096, f.host, 4096, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); }
  void infer(Frame &f, aclrtStream s) { aclmdlExecuteAsync(model, nullptr, nullptr, s); aclrtSynchronizeStream(s); }
  ${shared}
  void feed() { aclrtStream s; aclrtCreateStream(&s); ${producer} }
  void eat() { aclrtStream s; aclrtCreateStream(&s); ${consumer} }
  int main() { aclmdlLoadFromFile("m.om", &model); ${main} std::thread a(feed), b(eat); a.join(); b.join(); }`;

/** Moves of queues and the work between them, those of a round once. */
function movesOf(steps: readonly Step[]): string[] {
  const moves = steps.flatMap((step): string[] => {
    if (step.kind === 'repeat') return movesOf(step.body);
    if (step.kind === 'enqueue' || step.kind === 'dequeue') return [step.kind];
    return step.kind === 'submit' ? ['work'] : [];
  });
  const one = moves.slice(0, moves.lastIndexOf('work', moves.indexOf('work')) + 1);
  return moves.length > 3 && one.length ? moves.slice(0, 3) : moves;
}

const value = (quantity: unknown, { parameters }: Pipeline): number =>
  typeof quantity === 'number'
    ? quantity
    : evaluate(String(quantity), Object.fromEntries(parameters.map((one) => [one.name, one.value])));

/** How many frames may be handed over and not yet done with. */
const roomOf = (pipeline: Pipeline): number =>
  Math.max(
    pipeline.queues.reduce((sum, { initial = 0 }) => sum + value(initial, pipeline), 0),
    pipeline.queues.length === 1 ? value(pipeline.queues[0]?.capacity ?? 0, pipeline) : 0,
  );

const INSIDE = [
  ['dequeue', 'work', 'enqueue'],
  ['dequeue', 'work', 'enqueue'],
];

const handshakes: [what: string, room: number, text: string, moves: string[][]][] = [
  [
    'a mailbox for a pointer',
    1,
    program(
      'std::atomic<Frame *> slot{nullptr}; Frame frames[3];',
      'for (int i = 0;; ++i) { Frame *f = &frames[i % 3]; load(*f, s); while (slot.load() != nullptr) std::this_thread::yield(); slot.store(f); }',
      'for (;;) { Frame *f; while ((f = slot.load()) == nullptr) std::this_thread::yield(); infer(*f, s); slot.store(nullptr); }',
    ),
    [
      ['work', 'dequeue', 'enqueue'],
      ['dequeue', 'work', 'enqueue'],
    ],
  ],
  [
    'one that is swapped',
    1,
    program(
      'std::atomic<Frame *> box{nullptr}; Frame frames[3];',
      'for (int i = 0;; ++i) { Frame *f = &frames[i % 3]; load(*f, s); Frame *e = nullptr; while (!box.compare_exchange_weak(e, f)) { e = nullptr; std::this_thread::yield(); } }',
      'while (true) { Frame *f; while (!(f = box.exchange(nullptr))) std::this_thread::yield(); infer(*f, s); }',
    ),
    [
      ['work', 'dequeue', 'enqueue'],
      ['dequeue', 'enqueue', 'work'],
    ],
  ],
  [
    'one for an index',
    1,
    program(
      'std::atomic<int> box{-1}; Frame frames[2];',
      'for (int i = 0;; i ^= 1) { load(frames[i], s); while (box.load() != -1) {} box.store(i); }',
      'for (;;) { int at; while ((at = box.load()) < 0) {} infer(frames[at], s); box.store(-1); }',
    ),
    [
      ['work', 'dequeue', 'enqueue'],
      ['dequeue', 'work', 'enqueue'],
    ],
  ],
  [
    'a flag a slot',
    4,
    program(
      'struct Slot { Frame frame; std::atomic<bool> full{false}; }; Slot slots[4];',
      'for (int i = 0;; i = (i + 1) % 4) { Slot &o = slots[i]; while (o.full.load()) std::this_thread::yield(); load(o.frame, s); o.full.store(true); }',
      'for (int i = 0;; i = (i + 1) % 4) { Slot &o = slots[i]; while (!o.full.load()) std::this_thread::yield(); infer(o.frame, s); o.full.store(false); }',
    ),
    INSIDE,
  ],
  [
    'slots that are asked again in the next pass',
    2,
    program(
      'enum class St { Free, Ready }; struct Slot { Frame frame; std::atomic<St> st{St::Free}; }; Slot slots[2];',
      'int i = 0; while (true) { Slot &o = slots[i]; if (o.st.load() != St::Free) { std::this_thread::yield(); continue; } load(o.frame, s); o.st.store(St::Ready); i = (i + 1) % 2; }',
      'int i = 0; while (true) { Slot &o = slots[i]; if (o.st.load() == St::Ready) { infer(o.frame, s); o.st.store(St::Free); i = (i + 1) % 2; } else std::this_thread::yield(); }',
    ),
    INSIDE,
  ],
  [
    'a state',
    1,
    program(
      'enum { kEmpty, kFull }; std::atomic<int> state{kEmpty}; Frame frame;',
      'for (;;) { while (state.load() != kEmpty) std::this_thread::yield(); load(frame, s); state.store(kFull); }',
      'for (;;) { while (state.load() != kFull) std::this_thread::yield(); infer(frame, s); state.store(kEmpty); }',
    ),
    INSIDE,
  ],
  [
    'a state behind methods',
    1,
    program(
      'class Gate { std::atomic<uint32_t> s_{0}; public: void await(uint32_t k) { while (s_.load() != k) std::this_thread::yield(); } void set(uint32_t k) { s_.store(k); } }; Gate gate; Frame frame;',
      'for (;;) { gate.await(0); load(frame, s); gate.set(1); }',
      'for (;;) { gate.await(1); infer(frame, s); gate.set(0); }',
    ),
    INSIDE,
  ],
  [
    "C's flag",
    1,
    program(
      'volatile int ready = 0; Frame frame;',
      'while (1) { while (ready) usleep(10); load(frame, s); ready = 1; }',
      'while (1) { while (!ready) usleep(10); infer(frame, s); ready = 0; }',
    ),
    INSIDE,
  ],
  [
    "an atomic's own wait",
    1,
    program(
      'std::atomic<bool> full{false}; Frame frame;',
      'for (;;) { full.wait(true); load(frame, s); full.store(true); full.notify_one(); }',
      'for (;;) { full.wait(false); infer(frame, s); full.store(false); full.notify_one(); }',
    ),
    INSIDE,
  ],
  [
    'a number a slot that counts on with the rounds',
    4,
    program(
      'constexpr size_t kN = 4; struct Cell { std::atomic<size_t> seq; Frame frame; }; Cell cells[kN];',
      'for (size_t pos = 0;; ++pos) { Cell &c = cells[pos & (kN - 1)]; while (c.seq.load() != pos) std::this_thread::yield(); load(c.frame, s); c.seq.store(pos + 1); }',
      'for (size_t pos = 0;; ++pos) { Cell &c = cells[pos & (kN - 1)]; while (c.seq.load() != pos + 1) std::this_thread::yield(); infer(c.frame, s); c.seq.store(pos + kN); }',
      'for (size_t i = 0; i < kN; ++i) cells[i].seq.store(i);',
    ),
    INSIDE,
  ],
  [
    'two counters, filled in place',
    4,
    program(
      'constexpr long kN = 4; std::atomic<long> made{0}, done{0}; Frame frames[kN];',
      'for (;;) { while (made.load() - done.load() >= kN) std::this_thread::yield(); load(frames[made % kN], s); ++made; }',
      'for (;;) { while (done.load() >= made.load()) std::this_thread::yield(); infer(frames[done % kN], s); ++done; }',
    ),
    INSIDE,
  ],
  [
    'counters of their own that are published',
    2,
    program(
      'static inline void relax() { __asm__ volatile("pause"); } std::atomic<uint64_t> made{0}, done{0}; Frame frames[2];',
      'uint64_t n = 0; for (;;) { while (n >= done.load() + 2) relax(); load(frames[n & 1], s); made.store(++n); }',
      'uint64_t n = 0; for (;;) { while (made.load() <= n) {} infer(frames[n & 1], s); ++n; done.store(n); }',
    ),
    INSIDE,
  ],
  [
    'a ring with copies of its ends',
    8,
    program(
      'constexpr size_t kN = 8; struct Ring { std::atomic<size_t> head{0}, tail{0}; Frame *items[kN]; } ring; Frame frames[16];',
      'for (int i = 0;; ++i) { Frame *f = &frames[i % 16]; load(*f, s); const size_t h = ring.head.load(); while (h - ring.tail.load() == kN) std::this_thread::yield(); ring.items[h & (kN - 1)] = f; ring.head.store(h + 1); }',
      'for (;;) { const size_t t = ring.tail.load(); while (ring.head.load() == t) std::this_thread::yield(); Frame *f = ring.items[t & (kN - 1)]; ring.tail.store(t + 1); infer(*f, s); }',
    ),
    [
      ['work', 'enqueue'],
      ['dequeue', 'work'],
    ],
  ],
];

it.each(handshakes)('%s', async (_what, room, text, moves) => {
  const pipeline = await pipelineOf(text);
  const threads = pipeline.threads.filter(({ kind }) => kind === 'thread');
  expect(threads.map(({ program: steps }) => movesOf(steps))).toEqual(moves);
  expect(roomOf(pipeline)).toBe(room);
  expect(pipeline.unknowns.filter(({ code }) => code === 'handshake')).toEqual([]);
});

test('stands where it is asked', async () => {
  const text = program(
    'std::atomic<bool> full{false}; Frame frame;',
    '\nwhile (true) {\n while (full.load())\n std::this_thread::yield();\n load(frame, s); full.store(true);\n}',
    '\nwhile (true) {\n while (!full.load())\n std::this_thread::yield();\n infer(frame, s); full.store(false);\n}',
  );
  const pipeline = await pipelineOf(text);
  const lines = text.split('\n');
  const steps = pipeline.threads.flatMap((thread) => [...walk<Step>(thread.program)]);
  const waits = steps.filter(({ kind }) => kind === 'dequeue');
  expect(waits.map(({ source }) => lines[(source?.line ?? 0) - 1]?.trim())).toEqual([
    'while (full.load())',
    'while (!full.load())',
  ]);
});

test('three threads that take one state after the other go round', async () => {
  const stage = (name: string, from: number, to: number, work: string) =>
    `void ${name}() { aclrtStream s; aclrtCreateStream(&s); for (;;) { while (phase.load() != ${from}) usleep(5); ${work} phase.store(${to}); } }`;
  const { queues } = await pipelineOf(`#include "acl/acl.h"
    #include <atomic>
    #include <thread>
    std::atomic<int> phase{0}; uint32_t model; void *d, *h;
    ${stage('a', 0, 1, 'aclrtMemcpyAsync(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s);')}
    ${stage('b', 1, 2, 'aclmdlExecuteAsync(model, nullptr, nullptr, s); aclrtSynchronizeStream(s);')}
    ${stage('c', 2, 0, 'aclrtMemcpyAsync(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST, s); aclrtSynchronizeStream(s);')}
    int main() { aclmdlLoadFromFile("m.om", &model); std::thread x(a), y(b), z(c); x.join(); y.join(); z.join(); }`);
  expect(queues.map(({ initial, capacity }) => [initial, capacity])).toEqual([
    [1, undefined],
    [undefined, 1],
    [undefined, 1],
  ]);
});

const worker = (shared: string, loop: string, main: string) => `#include "acl/acl.h"
  #include <atomic>
  #include <thread>
  uint32_t model; ${shared}
  void work() { aclrtStream s; aclrtCreateStream(&s); for (;;) { ${loop} aclmdlExecuteAsync(model, nullptr, nullptr, s); aclrtSynchronizeStream(s); } }
  int main() { aclmdlLoadFromFile("m.om", &model); std::thread a(work); ${main} a.join(); }`;

test('a flag that only a user sets makes nobody wait, and nothing is said of it', async () => {
  const pipeline = await pipelineOf(
    worker(
      'std::atomic<bool> paused{false}, quit{false};',
      'while (paused.load() && !quit) std::this_thread::yield();',
      "char c; while ((c = getchar()) != 'q') paused = c == 'p'; quit = true;",
    ),
  );
  expect(pipeline.queues).toEqual([]);
  expect(pipeline.unknowns.filter(({ code }) => code === 'handshake')).toEqual([]);
});

test('what lets a thread go on is said to be unknown where nothing at hand does', async () => {
  const pipeline = await pipelineOf(
    worker(
      'volatile int *doorbell; void attach(volatile int **);',
      'while (*doorbell == 0) {}',
      'attach(&doorbell);',
    ),
  );
  expect(pipeline.unknowns.filter(({ code }) => code === 'handshake')).toMatchObject([
    { detail: 'doorbell' },
  ]);
});

test('a status that passes come again on is no handshake: what a pass does is done once', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    aclError ret; uint32_t model; void *host, *device; bool wide, tall;
    aclError fill(int i) {
      if (wide) { ret = aclrtMemcpy(device, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE); }
      if (tall && i > 3) { ret = ACL_ERROR_INVALID_PARAM; return ret; }
      if (wide || tall) { ret = 0; }
      return ret;
    }
    int main() {
      for (int i = 0; i < 100; i++) {
        ret = fill(i);
        if (ret != 0) continue;
        ret = aclmdlExecute(model, nullptr, nullptr);
      }
    }`);
  const calls = [...walk(pipeline.threads[0]?.program ?? [])].flatMap((step) =>
    step.kind === 'submit' ? [step.call] : [],
  );
  expect(calls).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
});

test('what a function that a loop asks keeps for itself is no handshake', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <thread>
    bool running = true, more = true;
    int read(void *); void push(void *);
    bool receive() { char packet[64]; int ret = read(packet); if (ret < 0) return false; push(packet); return true; }
    void reports() { int ret = 0; while (more) { ret = aclrtProcessReport(1000); } }
    void done(void *) {}
    int main() {
      std::thread reporter(reports);
      aclrtStream s; aclrtCreateStream(&s); aclrtSubscribeReport(reporter.native_handle(), s);
      std::thread reader([] { while (running && receive()) ; });
      for (int i = 0; i < 100; i++) { aclmdlExecuteAsync(0, nullptr, nullptr, s); aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_BLOCK, s); aclrtSynchronizeStream(s); }
    }`);
  const reports = pipeline.threads.flatMap(({ program: steps }) =>
    [...walk(steps)].filter((step) => step.kind === 'wait' && step.for === 'report'),
  );
  expect(reports).toHaveLength(1);
});
