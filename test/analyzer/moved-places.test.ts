/** What a program moves from pass to pass is a share of the passes; what nothing moves is a mode of the run. */
import { describe, expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const head = `#include <acl/acl.h>
#include <thread>
#include <vector>
uint32_t a, b; aclmdlDataset *in, *out; void *h, *d; bool same(const void *);
`;
const sides = '{ aclmdlExecute(a, in, out); } else { aclmdlExecute(b, in, out); aclmdlExecute(b, out, in); }';

/** The choices that are left open: by name, and of a mode its default. */
async function openIn(text: string): Promise<string[]> {
  const { parameters } = await pipelineOf(head + text);
  return parameters.flatMap(({ name, unit, choices, value }) => {
    if (choices) return [`mode ${name.replace(/_\d+$/, '')}=${choices[value] ?? ''}`];
    return unit === 'share' ? [`share ${name.replace(/^share_|_\d+$/g, '')}`] : [];
  });
}

const method = (field: string, body: string, more = '') => `class Step { public: ${more}
  void frame(const void *p, size_t n) { aclrtMemcpy(d, n, p, n, ACL_MEMCPY_HOST_TO_DEVICE); ${body} }
  private: ${field} };`;

/** Moved by a pass, by what it calls, or by what runs beside it. */
const moved: Record<string, [string, string]> = {
  'a counter that is reset, in a method that sets itself up': [
    method(
      'bool ready_ = false; int still_ = 0;',
      `if (!ready_) { aclmdlLoadFromFile("a.om", &a); ready_ = true; } if (same(p)) still_++; else still_ = 0; if (still_ > 25) ${sides}`,
    ),
    'share still_',
  ],
  'a counter that a helper moves through a reference': [
    method(
      'struct Lost { int n; } lost_; void judge(Lost &l, const void *p) { if (same(p)) ++l.n; else l.n = 0; }',
      `if (lost_.n >= 5) ${sides} judge(lost_, p);`,
    ),
    'share n',
  ],
  'a number that a helper is given by reference': [
    method('int age_; void bump(int &count) { count += 2; }', `if (age_ >= 5) ${sides} bump(age_);`),
    'share age_',
  ],
  'a state that a callback goes through': [
    `enum Phase { Search, Follow }; Phase phase = Search; extern void camera(void (*)(const void *));
     void arrived(const void *p) { if (phase == Search) ${sides} phase = same(p) ? Follow : Search; }
     int main() { camera(arrived); }`,
    'share Search',
  ],
  'what the results of the pass are put into': [
    method(
      'std::vector<int> found_;',
      `found_.clear(); found_.push_back(same(p)); if (found_.size() > 8) ${sides}`,
    ),
    'share size',
  ],
  'what each call of a callback is given': [
    `#include <acl/ops/acl_dvpp.h>
     void done(acldvppStreamDesc *, acldvppPicDesc *p, void *) { if (acldvppGetPicDescWidth(p) > 4000) ${sides} }
     int main() { auto c = aclvdecCreateChannelDesc(); aclvdecSetChannelDescCallback(c, done); aclvdecCreateChannel(c);
     for (int i = 0; i < 100; i++) aclvdecSendFrame(c, nullptr, nullptr, nullptr, nullptr); }`,
    'share p',
  ],
  'what each call is given': [
    `extern "C" void serve(int kind, const void *) { if (kind == 2) ${sides} }`,
    'share kind',
  ],
  'a member of what each call is given': [
    `struct Request { int kind; }; extern "C" void serve(const Request *r) { if (r->kind == 2) ${sides} }`,
    'share kind',
  ],
  'a member of what each pass takes': [
    `struct Item { int kind; }; Item *next(); int main() { while (true) { Item *one = next(); if (one->kind == 1) ${sides} } }`,
    'share kind',
  ],
};

test('a state that its own loop asks is no mode, though what the loop does is held in a table', async () => {
  const machine = `#include <functional>
    std::function<int()> steps[] = {[] { return aclmdlExecute(a, in, out); }};
    enum class At { Begin, Work, End };
    int main() { At at = At::Begin; int n = 0; while (at != At::End) { switch (at) {
      case At::Begin: at = At::Work; break;
      case At::Work: steps[0](); if (++n == 50) at = At::End; break;
      case At::End: break; } } }`;
  expect(await openIn(machine)).toEqual([]);
  expect((await pipelineOf(head + machine)).models).toHaveLength(1);
});

describe('a place that is moved opens no mode', () => {
  test.each(Object.entries(moved))('%s', async (_, [text, share]) => {
    expect(await openIn(text)).toEqual([share]);
  });
});

const fixed: Record<string, [string, string]> = {
  'set by the constructor alone': [
    method('bool half_;', `if (half_) ${sides}`, 'explicit Step(bool half) : half_(half) {}'),
    'mode half_=true',
  ],
  'set up once, from what it is given': [
    method(
      'bool fit_;',
      `if (fit_) ${sides}`,
      'struct Options { bool fit; }; int init(const Options &o) { fit_ = o.fit; return aclmdlLoadFromFile("a.om", &a); }',
    ),
    'mode fit_=true',
  ],
  'handed on by value to what the loop calls': [
    `bool wanted(); void one(bool fast) { if (fast) ${sides} }
     int main() { bool fast = wanted(); for (int i = 0; i < 100; i++) one(fast); }`,
    'mode fast=true',
  ],
  'copied in the loop': [
    `struct Config { bool fast; }; Config *load(); int main() { Config *c = load();
     while (true) { const bool fast = c->fast; if (fast) ${sides} } }`,
    'mode fast=true',
  ],
};

describe('a place that nothing moves is one of two ways for the whole run', () => {
  test.each(Object.entries(fixed))('%s', async (_, [text, mode]) => {
    expect(await openIn(text)).toEqual([mode]);
  });
});
