/** State machines that poll: a state that asks whether the device is done goes on when it is, and each frame goes through all of them. */
import { expect, it } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { pipelineOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <vector>
uint32_t m; void *h, *oh;
struct Lane { int state = 0; aclrtStream s = nullptr; aclrtEvent e = nullptr; void *d = nullptr, *od = nullptr; aclmdlDataset *in = nullptr, *out = nullptr; };
void open(Lane &l) { aclrtCreateStream(&l.s); aclrtCreateEvent(&l.e); aclrtMalloc(&l.d, 1000, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMalloc(&l.od, 100, ACL_MEM_MALLOC_HUGE_FIRST);
  l.in = aclmdlCreateDataset(); l.out = aclmdlCreateDataset(); }
void up(Lane &l) { aclrtMemcpyAsync(l.d, 1000, h, 1000, ACL_MEMCPY_HOST_TO_DEVICE, l.s); aclrtRecordEvent(l.e, l.s); }
void exec(Lane &l) { aclmdlExecuteAsync(m, l.in, l.out, l.s); aclrtRecordEvent(l.e, l.s); }
void down(Lane &l) { aclrtMemcpyAsync(oh, 100, l.od, 100, ACL_MEMCPY_DEVICE_TO_HOST, l.s); aclrtRecordEvent(l.e, l.s); }
bool recorded(Lane &l) { aclrtEventRecordedStatus s; if (aclrtQueryEventStatus(l.e, &s) != ACL_SUCCESS) return false; return s == ACL_EVENT_RECORDED_STATUS_COMPLETE; }
bool quiet(const Lane &l) { aclrtStreamStatus s; return aclrtStreamQuery(l.s, &s) == ACL_SUCCESS and s == ACL_STREAM_STATUS_COMPLETE; }
bool busy(Lane &l) { aclrtEventStatus s; aclrtQueryEvent(l.e, &s); return s != ACL_EVENT_STATUS_COMPLETE; }
`;

const prepare = 'aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile("m_bs1.om", &m);';
const one = 'forever(copy wait exec wait copy wait)';
const each = (lanes: number) =>
  `forever(${lanes}(copy) ${lanes}(wait exec) ${lanes}(wait copy) ${lanes}(wait))`;

const step = `void step(Lane &l) { switch (l.state) {
  case 0: up(l); l.state = 1; break;
  case 1: if (!recorded(l)) break; exec(l); l.state = 2; break;
  case 2: if (!recorded(l)) break; down(l); l.state = 3; break;
  default: if (recorded(l)) l.state = 0; } }
`;

const machines: Record<string, [course: string, program: string]> = {
  'one that switches': [one, `${step} int main() { ${prepare} Lane l; open(l); for (;;) step(l); }`],
  'one that compares, with constants, and counts its frames': [
    one.replace('forever', '100000'),
    `static const int kUp = 10, kExec = 20, kDown = 30, kDone = 40;
     int main() { ${prepare} Lane l; open(l); l.state = kUp; bool on = true; int frames = 0;
       while (on) {
         if (l.state == kUp) { up(l); l.state = kExec; continue; }
         if (busy(l)) continue;
         if (l.state == kExec) { exec(l); l.state = kDown; continue; }
         if (l.state == kDown) { down(l); l.state = kDone; continue; }
         if (l.state == kDone) { l.state = kUp; if (++frames >= 100000) on = false; } } }`,
  ],
  'a map of handlers that return what comes next': [
    one,
    `enum class S { Up, Exec, Down, Done };
     int main() { ${prepare} Lane l; open(l); S s = S::Up;
       std::map<S, std::function<S(Lane &)>> table{{S::Up, [](Lane &l) { up(l); return S::Exec; }},
         {S::Exec, [](Lane &l) { if (!recorded(l)) return S::Exec; exec(l); return S::Down; }},
         {S::Down, [](Lane &l) { if (!recorded(l)) return S::Down; down(l); return S::Done; }},
         {S::Done, [](Lane &l) { return recorded(l) ? S::Up : S::Done; }}};
       while (true) s = table.at(s)(l); }`,
  ],
  'states that are objects': [
    one,
    `struct State { virtual State *tick(Lane &) = 0; }; extern State *const kUp, *const kExec, *const kDown, *const kDone;
     State *afterUp(); State *afterExec(); State *afterDown(); State *first();
     struct Up : State { State *tick(Lane &l) override { up(l); return afterUp(); } };
     struct Exec : State { State *tick(Lane &l) override { if (busy(l)) return this; exec(l); return afterExec(); } };
     struct Down : State { State *tick(Lane &l) override { if (busy(l)) return this; down(l); return afterDown(); } };
     struct Done : State { State *tick(Lane &l) override { if (busy(l)) return this; return first(); } };
     static Up a; static Exec b; static Down c; static Done d;
     State *first() { return &a; } State *afterUp() { return &b; } State *afterExec() { return &c; } State *afterDown() { return &d; }
     int main() { ${prepare} Lane l; open(l); State *now = first(); while (true) now = now->tick(l); }`,
  ],
  'several lanes': [
    each(4),
    `${step} int main() { ${prepare} std::vector<Lane> lanes(4); for (auto &l : lanes) open(l);
       while (true) for (auto &l : lanes) step(l); }`,
  ],
  'lanes that a loop has put in': [
    each(3),
    `${step} int main() { ${prepare} std::vector<Lane> lanes; for (int i = 0; i < 3; ++i) { Lane l; open(l); lanes.push_back(l); }
       while (true) for (Lane &l : lanes) step(l); }`,
  ],
  'lanes that come one after the other': [
    each(3),
    `${step} int main() { ${prepare} std::array<Lane, 3> lanes; for (int i = 0; i < 3; i++) open(lanes[i]);
       int at = 0; for (;;) { step(lanes[at]); at = (at + 1) % 3; } }`,
  ],
  'lanes behind pointers, which return their next state': [
    each(2),
    `enum class S { Idle, Up, Run, Back };
     S next(Lane &l, S s) { switch (s) { using enum S;
         case Idle: up(l); return Up;
         case Up: if (not quiet(l)) return Up; exec(l); return Run;
         case Run: if (not quiet(l)) return Run; down(l); return Back;
         case Back: return quiet(l) ? Idle : Back; } return s; }
     struct Job { Lane lane; S s = S::Idle; Job() { open(lane); } void poll() { s = next(lane, s); } };
     int main() { ${prepare} std::vector<std::unique_ptr<Job>> jobs; for (int i = 0; i < 2; i++) jobs.push_back(std::make_unique<Job>());
       while (true) for (auto &job : jobs) job->poll(); }`,
  ],
  'arrays by lane, and a table of functions': [
    each(2),
    `static unsigned char st[2]; static Lane lane[2];
     static void a(int c) { up(lane[c]); st[c] = 1; }
     static void b(int c) { if (recorded(lane[c])) { exec(lane[c]); st[c] = 2; } }
     static void c(int c) { if (recorded(lane[c])) { down(lane[c]); st[c] = 3; } }
     static void d(int c) { if (recorded(lane[c])) st[c] = 0; }
     static void (*const table[])(int) = {a, b, c, d};
     int main() { ${prepare} for (int i = 0; i < 2; i++) open(lane[i]); int i;
       do { for (i = 0; i < 2; i++) table[st[i]](i); } while (1); }`,
  ],
};

function words(program: readonly Step[]): string {
  const said = program.flatMap((step): string[] => {
    if (step.kind === 'repeat') return [`${String(step.times)}(${words(step.body)})`];
    if (step.kind === 'branch') return [`branch(${words(step.then)} | ${words(step.otherwise)})`];
    if (step.kind === 'submit') return [step.engine === 'aicore' ? 'exec' : 'copy'];
    return step.kind === 'wait' ? ['wait'] : [];
  });
  return said.join(' ');
}

it.each(Object.entries(machines))('%s', async (_what, [course, program]) => {
  const { threads, unknowns } = await pipelineOf(head + program);
  expect(threads.map((thread) => words(thread.program))).toEqual([course]);
  expect(unknowns).toEqual([]);
});

it('frames of a machine with a count are as many as it counts, on all lanes together', async () => {
  const { threads } = await pipelineOf(
    `${head} int poll(Lane &l) { switch (l.state) { case 0: up(l); l.state = 1; return 0; default: if (!recorded(l)) return 0; exec(l); aclrtSynchronizeStream(l.s); l.state = 0; return 1; } }
     int main() { ${prepare} Lane lanes[4]; for (auto &l : lanes) open(l); int done = 0;
       while (done < 2000) for (auto &l : lanes) done += poll(l); }`,
  );
  expect(threads.map(({ program }) => words(program))).toEqual(['500(4(copy) 4(wait exec wait))']);
});

it('a pass that goes on to other work while the device is busy does not wait for it', async () => {
  const { threads } = await pipelineOf(
    `${head} int main() { ${prepare} Lane l; open(l); int state = 0;
       for (;;) switch (state) { case 0: up(l); state = 1; break;
         case 1: exec(l); state = recorded(l) ? 2 : 0; break;
         case 2: down(l); state = 0; break; } }`,
  );
  expect(words(threads[0]?.program ?? [])).not.toContain('wait');
});

it('a machine that ends when it has counted its frames runs as often', async () => {
  const { threads } = await pipelineOf(
    `${head} enum S { Idle, Infer, Done }; int main() { ${prepare} S s = Idle; int frame = 0;
       while (s != Done) switch (s) { case Idle: frame = 0; s = Infer; break;
         case Infer: aclmdlExecute(m, nullptr, nullptr); if (++frame == 1000) s = Done; break; case Done: break; } }`,
  );
  expect(words(threads[0]?.program ?? [])).not.toContain('forever');
});
