/** Loops whose passes do what the passes before have decided. */
import { describe, expect, it, test } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { analyzerOf, pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <atomic>
#include <functional>
#include <map>
#include <thread>
uint32_t id; aclmdlDataset *in, *out; aclrtStream st; void *dev, *host;
bool begin_() { aclrtSetDevice(0); aclrtCreateStream(&st); return aclmdlLoadFromFile("m.om", &id) == ACL_SUCCESS; }
void copy_() { aclrtMemcpyAsync(dev, 1000, host, 1000, ACL_MEMCPY_HOST_TO_DEVICE, st); }
void exec_() { aclmdlExecuteAsync(id, in, out, st); }
void wait_() { aclrtSynchronizeStream(st); }
`;

/** The steps of the first thread that has any: `forever(copy exec wait)`. */
function words(program: readonly Step[]): string {
  const said = program.flatMap((step): string[] => {
    if (step.kind === 'repeat') return [`${String(step.times)}(${words(step.body)})`];

    if (step.kind === 'submit') return [step.engine === 'aicore' ? 'exec' : 'copy'];
    return step.kind === 'wait' ? ['wait'] : [];
  });
  return said.join(' ');
}

const machines: [what: string, course: string, program: string][] = [
  [
    'a switch with a count that leads on',
    'forever(16(exec) wait)',
    `enum S { Open, Fill, Flush }; struct M { S s = Open; int n = 0; };
     int main() { M m; for (;;) switch (m.s) {
       case Open: m.s = begin_() ? Fill : Open; break;
       case Fill: exec_(); if (++m.n == 16) m.s = Flush; break;
       case Flush: wait_(); m.n = 0; m.s = Fill; break; } }`,
  ],
  [
    'a method that a loop calls, whose states come to an end',
    '500(exec wait)',
    `enum class S { Init, Run, Done };
     class App { public: int exec() { while (s_ != S::Done) step(); return 0; }
      private: S s_ = S::Init;
       void step() { switch (s_) { case S::Init: begin_(); s_ = S::Run; break;
         case S::Run: for (int i = 0; i < 500; i++) { exec_(); wait_(); } s_ = S::Done; break; case S::Done: break; } } };
     int main() { App app; return app.exec(); }`,
  ],
  [
    'comparisons one after the other, frames counted in one of them',
    '1000(copy exec wait)',
    `enum S { COPY, INFER, WAIT };
     int main() { begin_(); S s = COPY; int frames = 0;
       while (frames < 1000) {
         if (s == COPY) { copy_(); s = INFER; } else if (s == INFER) { exec_(); s = WAIT; }
         else if (s == WAIT) { wait_(); frames++; s = COPY; } } }`,
  ],
  [
    'a pointer to what comes next',
    'forever(8(exec) wait)',
    `struct C; struct C { void (*next)(C &); int n = 0; bool stop = false; };
     void fill(C &c); void drain(C &c);
     void first(C &c) { begin_(); c.next = fill; }
     void fill(C &c) { exec_(); c.n++; if (c.n >= 8) c.next = drain; }
     void drain(C &c) { wait_(); c.n = 0; c.next = fill; }
     int main() { C c; c.next = first; while (!c.stop) c.next(c); }`,
  ],
  [
    'a table of what to do, by state, in a thread',
    'forever(4(copy exec) wait)',
    `enum class P { Up, Exec, Sync };
     class W { public: W() { begin_();
         table[P::Up] = [this] { copy_(); p = P::Exec; };
         table[P::Exec] = [this] { exec_(); p = ++k % 4 ? P::Up : P::Sync; };
         table[P::Sync] = [this] { wait_(); k = 0; p = P::Up; }; }
       void run() { while (!stop) table[p](); }
      private: std::map<P, std::function<void()>> table; P p = P::Up; int k = 0; std::atomic<bool> stop{false}; };
     int main() { W w; std::thread t([&] { w.run(); }); t.join(); }`,
  ],
  [
    'one that goes on as events tell, which keep it busy',
    'forever(exec wait)',
    `enum S { Idle, Busy }; int poll(); int main() { begin_(); S s = Idle;
       for (;;) switch (s) { case Idle: s = poll() ? Busy : Idle; break; case Busy: exec_(); wait_(); s = poll() ? Busy : Idle; break; } }`,
  ],
  [
    'none: a setting that is switched on, and the frames of another count',
    'forever(exec wait)',
    `struct L { int level = 1; void set(int n) { level = n; } void log(int) { switch (level) { case 0: break; default: break; } } };
     int main() { begin_(); L l; l.set(2); int f = 0; while (true) { exec_(); wait_(); f++; l.log(f); } }`,
  ],
];

/** Loads, infers and stores in turn; `ends`: what the first state asks before it works. */
const counted = (ends: string) => `enum class S { Load, Infer, Store, Done };
  bool read_(void *to);
  int main() { begin_(); S s = S::Load; int frames = 0;
    while (s != S::Done) switch (s) {
      case S::Load: ${ends} copy_(); s = S::Infer; break;
      case S::Infer: exec_(); s = S::Store; break;
      case S::Store: wait_(); ++frames; s = S::Load; break;
      case S::Done: break; } }`;

it.each([
  ['leaves', 'if (frames == 1000) return 0;'],
  ['goes to its last state', 'if (frames == 1000) { s = S::Done; break; }'],
  ['asks whether there is another one, too', 'if (frames == 1000 || !read_(host)) { s = S::Done; break; }'],
])('a machine that compares how many frames it has had, and %s', async (_way, ends) => {
  const { threads } = await pipelineOf(head + counted(ends));
  expect(threads.map(({ program }) => words(program))).toEqual(['1000(copy exec wait)']);
});

it.each([
  [
    'a table of functions, and a member that counts',
    `enum S { LOAD, INFER, STORE, DONE };
     class App { public: void run() { while (s_ != DONE) (this->*kTable[s_])(); }
      private: using Fn = void (App::*)(); static const Fn kTable[3];
       S s_ = LOAD; int frames_ = 0;
       void load() { if (frames_ == 1000) { s_ = DONE; return; } copy_(); s_ = INFER; }
       void infer() { exec_(); s_ = STORE; }
       void store() { wait_(); frames_++; s_ = LOAD; } };
     const App::Fn App::kTable[3] = { &App::load, &App::infer, &App::store };
     int main() { begin_(); App app; app.run(); }`,
  ],
  [
    'functions that give the next state',
    `enum class S { Load, Infer, Store, Done }; struct C { int frames = 0; };
     S load(C &c) { if (c.frames == 1000) return S::Done; copy_(); return S::Infer; }
     S infer(C &) { exec_(); return S::Store; }
     S store(C &c) { wait_(); c.frames += 1; return S::Load; }
     int main() { begin_(); C c; S s = S::Load;
       while (s != S::Done) switch (s) {
         case S::Load: s = load(c); break; case S::Infer: s = infer(c); break;
         case S::Store: s = store(c); break; default: break; } }`,
  ],
  [
    'the last state that chooses what comes next',
    `enum class S { Load, Infer, Store, Done };
     struct Machine { S state = S::Load; unsigned done = 0; unsigned limit = 1000;
       void step() { switch (state) {
         case S::Load: copy_(); state = S::Infer; return;
         case S::Infer: exec_(); state = S::Store; return;
         case S::Store: wait_(); state = ++done < limit ? S::Load : S::Done; return;
         case S::Done: return; } } };
     int main() { begin_(); Machine m; while (m.state != S::Done) m.step(); }`,
  ],
  [
    'states that are classes',
    `struct State { virtual ~State() = default; virtual State *next() = 0; };
     struct Ctx { int frames = 0; } ctx; extern State *load, *infer, *store;
     struct Load : State { State *next() override { if (ctx.frames == 1000) return nullptr; copy_(); return infer; } };
     struct Infer : State { State *next() override { exec_(); return store; } };
     struct Store : State { State *next() override { wait_(); ctx.frames++; return load; } };
     State *load = new Load, *infer = new Infer, *store = new Store;
     int main() { begin_(); State *s = load; while (s != nullptr) s = s->next(); }`,
  ],
])('a machine that counts to a large number by %s', async (_way, program) => {
  const { threads } = await pipelineOf(head + program);
  expect(threads.map(({ program }) => words(program))).toEqual(['1000(copy exec wait)']);
});

it('a machine whose states are large numbers counts nothing by them', async () => {
  const program = `enum { LOAD = 1000, INFER = 2000, STORE = 3000 };
    int main() { begin_(); int s = LOAD;
      while (true) {
        if (s == LOAD) { copy_(); s = INFER; }
        else if (s == INFER) { exec_(); s = STORE; }
        else if (s == STORE) { wait_(); s = LOAD; } } }`;
  const { threads } = await pipelineOf(head + program);
  expect(threads.map(({ program }) => words(program))).toEqual(['forever(copy exec wait)']);
});

describe('a state machine', () => {
  it.each(machines)('%s', async (_what, course, program) => {
    const { threads } = await pipelineOf(head + program);
    const said = threads.map((thread) => words(thread.program)).find((text) => text !== '');
    expect(said).toBe(course);
  });
});

it('that does not come round costs no more than a part of what an analysis may', async () => {
  const work = Array.from({ length: 20 }, (_, at) => `if (n > ${at}) { copy_(); exec_(); }`).join(' ');
  const loops = Array.from(
    { length: 6 },
    (_, at) =>
      `while (run()) { switch (kind) { case 1: ${work} break; default: wait_(); } if (n++ % 7 == ${at}) kind = 3 - kind; }`,
  );
  const analyzer = await analyzerOf({
    'main.cpp': `${head}bool run(); int kind = 1; int main() { begin_(); long n = 0; ${loops.join('\n')} }`,
  });
  expect(analyzer.programs()).toHaveLength(1);
  expect(analyzer.notices().map(({ code }) => code)).not.toContain('depth-limit');
  analyzer.dispose();
});

test('passes that differ only in which elements they work on are no states: a named bound is all their passes', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    static const int N = 32; static aclrtStream st; static void *host, *dev[N], *batch[N];
    static bool frames() { for (int i = 0; i < N; ++i) {
        aclError code = aclrtMemcpyAsync(dev[i], 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE, st);
        if (code == ACL_SUCCESS) code = aclrtMemcpyAsync(batch[i], 4096, dev[i], 4096, ACL_MEMCPY_DEVICE_TO_DEVICE, st);
        if (code == ACL_SUCCESS) code = aclrtMemsetAsync(dev[i], 4096, 0, 4096, st);
        if (code != ACL_SUCCESS) return false; }
      return true; }
    int main() { aclrtCreateStream(&st); for (int i = 0; i < N; ++i) { aclrtMalloc(&dev[i], 4096, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMalloc(&batch[i], 4096, ACL_MEM_MALLOC_HUGE_FIRST); }
      for (;;) { if (!frames()) break; if (aclrtSynchronizeStream(st) != ACL_SUCCESS) break; } }`);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual(['forever', 'N']);
  expect(stepsOf(pipeline, 'submit').filter(({ engine }) => engine === 'h2d')).toHaveLength(1);
});

describe('a machine that makes its things first and counts its frames', () => {
  const opened = `#include "acl/acl.h"
enum class Ph { Wake, Run, Done };
struct M { aclrtStream s; uint32_t id; void *d, *h; int left = 1000;
  Ph wake() { aclrtSetDevice(0); aclrtCreateStream(&s); aclmdlLoadFromFile("m.om", &id);
    aclrtMallocHost(&h, 1000); aclrtMalloc(&d, 1000, ACL_MEM_MALLOC_HUGE_FIRST); return Ph::Run; }
  Ph run() { if (left-- == 0) return Ph::Done;
    aclrtMemcpyAsync(d, 1000, h, 1000, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); return Ph::Run; } };
int main() { aclInit(nullptr); M m; Ph ph = Ph::Wake; `;
  const forms: [what: string, loop: string][] = [
    [
      'that each state gives the next',
      `while (ph != Ph::Done) switch (ph) { case Ph::Wake: ph = m.wake(); break;
        case Ph::Run: ph = m.run(); break; case Ph::Done: break; }`,
    ],
    [
      'whose next state is written',
      `while (ph != Ph::Done) switch (ph) { case Ph::Wake: m.wake(); ph = Ph::Run; break;
        case Ph::Run: ph = m.run(); break; case Ph::Done: break; }`,
    ],
    [
      'by comparisons',
      'while (ph != Ph::Done) { if (ph == Ph::Wake) ph = m.wake(); else if (ph == Ph::Run) ph = m.run(); }',
    ],
    [
      'that goes on with the next pass',
      'for (;;) { if (ph == Ph::Wake) { m.wake(); ph = Ph::Run; continue; } if (m.run() == Ph::Done) break; }',
    ],
  ];
  test.each(forms)('%s: they are made once', async (_what, loop) => {
    const analyzer = await analyzerOf({ 'main.cpp': `${opened}${loop} }` });
    const [program] = analyzer.programs();
    expect(words(program?.pipeline.threads[0]?.program ?? [])).toBe('1000(copy wait)');
    expect(program?.pipeline.streams.map(({ source }) => source?.line)).toEqual([4]);
    const rules = analyzer.findings().map(({ rule }) => rule);
    expect(rules.filter((rule) => /in-loop|never-destroyed/.test(rule))).toEqual([]);
    analyzer.dispose();
  });

  it.each([
    ['as it counts', 'if (++n == 1000) s = Flush;', 'n = 0; s = Fill;', 'forever(1000(exec) wait)'],
    ['with a limit', 'if (++n >= 1000) s = Flush;', 'n = 0; s = Fill;', 'forever(1000(exec) wait)'],
    ['once it has counted', 'n++; if (n >= 1000) s = Flush;', 'n = 0; s = Fill;', 'forever(1000(exec) wait)'],
    ['above a limit', 'n++; if (n > 499) { s = Flush; }', 'n = 0; s = Fill;', 'forever(500(exec) wait)'],
    ['that it counts down to', 'if (--n <= 0) s = Flush;', 'n = 2000; s = Fill;', 'forever(2000(exec) wait)'],
    ['that it stays above', 'n++; if (n >= 1000) s = Flush;', 's = Fill;', 'forever(exec wait)'],
  ])('goes to another state at a number that is far away, asked %s', async (_what, fill, flush, course) => {
    const start = course.includes('2000') ? 2000 : 0;
    const { threads } = await pipelineOf(`${head} enum S { Open, Fill, Flush }; int main() { S s = Open;
      int n = ${start}; for (;;) switch (s) { case Open: begin_(); s = Fill; break;
        case Fill: exec_(); ${fill} break; case Flush: wait_(); ${flush} break; } }`);
    expect(threads.map(({ program }) => words(program))).toEqual([course]);
  });
});
