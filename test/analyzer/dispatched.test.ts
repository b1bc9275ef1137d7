/** Steps that are listed as data and dispatched one by one, however the list is walked: each pass is another step. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (list: string, walk: string): string => `
#include "acl/acl.h"
#include <algorithm>
#include <array>
#include <vector>
enum class Op { Up, Run };
enum { STEP_UP, STEP_RUN };
struct Stage { const char *name; Op op; };
struct Work { aclrtStream stream; uint32_t model; void *device, *host; aclmdlDataset *in, *out; };
${list}
aclError dispatch(Op op, Work &w) {
  switch (op) {
  case Op::Up: return aclrtMemcpyAsync(w.device, 100, w.host, 100, ACL_MEMCPY_HOST_TO_DEVICE, w.stream);
  case Op::Run: return aclmdlExecuteAsync(w.model, w.in, w.out, w.stream);
  }
  return ACL_ERROR_INVALID_PARAM;
}
int main() {
  Work w; aclrtCreateStream(&w.stream); aclmdlLoadFromFile("resnet50_bs1.om", &w.model);
  for (;;) { ${walk} aclrtSynchronizeStream(w.stream); }
}`;

const plain = 'static constexpr Op order[] = {Op::Up, Op::Run};';
const array = 'static const std::array<Op, 2> order = {Op::Up, Op::Run};';
const vector = 'static const std::vector<Op> order{Op::Up, Op::Run};';

test.each([
  [
    'a range loop',
    plain,
    'for (Op op : order) { aclError rc = dispatch(op, w); if (rc != ACL_SUCCESS) return 1; }',
  ],
  ['a range loop over a vector', vector, 'for (auto op : order) if (dispatch(op, w)) return 1;'],
  [
    'a range loop over a list that stands there',
    '',
    'for (auto op : {Op::Up, Op::Run}) if (dispatch(op, w)) return 1;',
  ],
  ['an index', plain, 'for (size_t i = 0; i < 2; ++i) if (dispatch(order[i], w) != ACL_SUCCESS) return 1;'],
  [
    'an index to the number of elements',
    plain,
    'for (unsigned i = 0; i < sizeof(order) / sizeof(order[0]); i++) { Op op = order[i]; if (dispatch(op, w)) return 1; }',
  ],
  ['a number that is cast', '', 'for (int k = 0; k < 2; ++k) if (dispatch(static_cast<Op>(k), w)) return 1;'],
  [
    'an iterator',
    array,
    'for (auto it = order.begin(); it != order.end(); ++it) if (dispatch(*it, w)) return 1;',
  ],
  [
    'an iterator with its end beside it',
    vector,
    'for (auto it = std::begin(order), last = std::end(order); it != last; it++) dispatch(*it, w);',
  ],
  ['a pointer', plain, 'for (const Op *p = order; p < order + 2; ++p) if (dispatch(*p, w)) return 1;'],
  ['for_each', array, 'std::for_each(order.begin(), order.end(), [&](Op op) { dispatch(op, w); });'],
  ['ranges::for_each', vector, 'std::ranges::for_each(order, [&](Op op) { dispatch(op, w); });'],
  [
    'structs',
    'static const Stage order[] = {{"up", Op::Up}, {"run", Op::Run}};',
    'for (auto &s : order) if (dispatch(s.op, w)) return 1;',
  ],
  [
    'structs and an iterator',
    'static const std::vector<Stage> order = {{"up", Op::Up}, {"run", Op::Run}};',
    'for (auto it = order.cbegin(); it != order.cend(); ++it) if (dispatch(it->op, w)) return 1;',
  ],
  [
    'plain enumerators and conditions',
    'static const int order[] = {STEP_UP, STEP_RUN};',
    'for (int k : order) { if (k == STEP_UP) dispatch(Op::Up, w); else if (k == STEP_RUN) dispatch(Op::Run, w); }',
  ],
])('steps that are walked over by %s', async (_what, list, walk) => {
  const pipeline = await pipelineOf(program(list, walk));
  expect(stepsOf(pipeline, 'submit').map(({ engine }) => engine)).toEqual(['h2d', 'aicore']);
  expect(stepsOf(pipeline, 'branch')).toEqual([]);
  expect(pipeline.unknowns ?? []).toEqual([]);
});

test('steps that are put into a list one by one', async () => {
  const text = program('static std::vector<Op> order;', 'for (Op op : order) dispatch(op, w);');
  const filled = text.replace('Work w;', 'Work w; order.push_back(Op::Up); order.push_back(Op::Run);');
  const pipeline = await pipelineOf(filled);
  expect(stepsOf(pipeline, 'submit').map(({ engine }) => engine)).toEqual(['h2d', 'aicore']);
});

test('an iterator that moves about by itself is no walk over all', async () => {
  const walk =
    'for (auto it = order.begin(); it != order.end(); ++it) { dispatch(*it, w); if (*it == Op::Up) ++it; }';
  const pipeline = await pipelineOf(program(vector, walk));
  expect(stepsOf(pipeline, 'submit').length).toBeLessThan(3);
});

const members = (table: string, call: string): string => `
#include "acl/acl.h"
#include <array>
#include <vector>
void *device, *host;
struct Worker {
  aclrtStream stream; uint32_t model; aclmdlDataset *in, *out;
  int Up() { return aclrtMemcpyAsync(device, 100, host, 100, ACL_MEMCPY_HOST_TO_DEVICE, stream); }
  int Run() { return aclmdlExecuteAsync(model, in, out, stream); }
  typedef int (Worker::*Step)();
  struct Stage { const char *name; Step step; };
  static const Stage kStages[2];
  void Loop();
};
${table}
void Worker::Loop() {
  aclrtCreateStream(&stream); aclmdlLoadFromFile("resnet50_bs1.om", &model);
  for (;;) { ${call} aclrtSynchronizeStream(stream); }
}
int main() { Worker w; w.Loop(); }`;
const ofClass = 'const Worker::Stage Worker::kStages[2] = {{"up", &Worker::Up}, {"run", &Worker::Run}};';
const ofFile =
  'static const std::vector<Worker::Stage> stages = {{"up", &Worker::Up}, {"run", &Worker::Run}};';

test.each([
  ['of a class', ofClass, 'for (const Stage &one : kStages) if ((this->*one.step)() != 0) return;'],
  ['of a class, by index', ofClass, 'for (int i = 0; i < 2; ++i) (this->*kStages[i].step)();'],
  ['of a file', ofFile, 'for (auto &one : stages) { int rc = (this->*one.step)(); if (rc) break; }'],
  [
    'of a file, through an iterator',
    ofFile,
    'for (auto it = stages.begin(); it != stages.end(); ++it) (this->*it->step)();',
  ],
  ['of a file, of an object', ofFile, 'Worker &self = *this; for (auto &one : stages) (self.*one.step)();'],
  [
    'that is asked for an element',
    ofFile,
    'for (size_t i = 0; i < stages.size(); ++i) (this->*stages.at(i).step)();',
  ],
])('members that a table %s names are called', async (_what, table, call) => {
  const pipeline = await pipelineOf(members(table, call));
  expect(stepsOf(pipeline, 'submit').map(({ engine }) => engine)).toEqual(['h2d', 'aicore']);
  expect(pipeline.unknowns ?? []).toEqual([]);
});
