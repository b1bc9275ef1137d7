/** Objects that a constructor makes of another object or of a number, without being named. */
import { expect, test } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { pipelineOf } from '../support/analyzer.ts';

const RUN = 'for (int i = 0; i < 32; ++i) aclmdlExecuteAsync(model, in, out, stream);';
const WAIT = 'aclrtSynchronizeStream(stream);';

const shape = (steps: readonly Step[]): string =>
  steps
    .map((step) => (step.kind === 'repeat' ? `${String(step.times)}(${shape(step.body)})` : step.kind))
    .join(' ');

const shapeOf = async (declarations: string, round: string): Promise<string> => {
  const { threads } = await pipelineOf(`#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>
#include "acl/acl.h"
aclrtStream stream; uint32_t model; aclmdlDataset *in, *out;
${declarations}
int main() {
  aclrtCreateStream(&stream); aclmdlLoadFromFile("resnet50_bs1.om", &model);
  for (;;) { ${round} }
}`);
  return threads.map((thread) => shape(thread.program)).join(' | ');
};

test.each([
  [
    'what returns an outcome of its own',
    `struct Done {}; struct Fault { aclError code; };
template <class T> class Outcome { std::optional<T> value_; Fault fault_{}; public: Outcome(T v) : value_(v) {} Outcome(Fault f) : fault_(f) {} explicit operator bool() const { return value_.has_value(); }
  template <class F> auto and_then(F &&f) && -> decltype(f(*value_)) { if (value_) return f(*value_); return fault_; } };
Outcome<Done> outcome(aclError e) { if (e != ACL_SUCCESS) return Fault{e}; return Done{}; }
Outcome<Done> infer() { ${RUN} return outcome(0); }`,
    `infer().and_then([](Done) { return outcome(aclrtSynchronizeStream(stream)); });`,
  ],
  [
    'a status from a number',
    `class Status { int code_; public: Status(int c) : code_(c) {} bool ok() const { return code_ == 0; } template <class F> Status then(F f) { if (!ok()) return *this; return f(); } };
Status run() { ${RUN} return 0; }
Status wait() { return ${WAIT} }`,
    `run().then([] { return wait(); });`,
  ],
  [
    'a parameter',
    `struct Lane { aclrtStream stream; }; struct View { aclrtStream own; View(const Lane &l) : own(l.stream) {} void sync() { aclrtSynchronizeStream(own); } };
void work(View v) { ${RUN} v.sync(); }`,
    `static Lane lane{stream}; work(lane);`,
  ],
  [
    'a variable',
    `struct Lane { aclrtStream stream; }; struct View { aclrtStream own; View(const Lane &l) : own(l.stream) {} void sync() { aclrtSynchronizeStream(own); } };`,
    `static Lane lane{stream}; View v = lane; ${RUN} v.sync();`,
  ],
  [
    'a constant reference',
    `struct Lane { aclrtStream stream; }; struct View { aclrtStream own; View(const Lane &l) : own(l.stream) {} void sync() const { aclrtSynchronizeStream(own); } };
void work(const View &v) { ${RUN} v.sync(); }`,
    `static Lane lane{stream}; work(lane);`,
  ],
  [
    'one of two kinds',
    `struct Err { int code; }; struct Frame { aclrtStream stream; }; struct Expected { std::variant<Frame, Err> v; Expected(Frame f) : v(f) {} Expected(Err e) : v(e) {} bool good() const { return v.index() == 0; } Frame &value() { return std::get<0>(v); } };
Expected fetch() { if (!stream) return Err{1}; return Frame{stream}; }`,
    `auto f = fetch(); if (!f.good()) return 1; ${RUN} aclrtSynchronizeStream(f.value().stream);`,
  ],
])('%s', async (_what, declarations, round) => {
  expect(await shapeOf(declarations, round)).toBe('forever(32(submit) wait)');
});
