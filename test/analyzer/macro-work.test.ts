/** Work behind macros without arguments, and behind functions that are handed on: what calls it is not idle. */
import { expect, test } from 'vitest';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (before: string, add: string, flush: string): string => `#include "acl/acl.h"
${before}
class Batcher {
  aclrtStream stream_; uint32_t model_; uint32_t count_ = 0; void *to_, *from_;
  bool Flush() { ${flush} }
public:
  Batcher() { aclrtCreateStream(&stream_); aclmdlLoadFromFile("resnet50_bs8.om", &model_); }
  bool Add() { ${add} }
};
int main() { aclrtSetDevice(0); Batcher b; while (b.Add()) {} }`;

const wrapper = 'template <class F, class... A> bool acl(F f, A... a) { return f(a...) == ACL_SUCCESS; }';

const waits: [what: string, before: string, add: string][] = [
  ['a macro that stands bare', '#define DRAIN aclrtSynchronizeStream(stream_)', 'DRAIN; return count_ < 9;'],
  [
    'a macro with empty parentheses',
    '#define DRAIN() do { if (aclrtSynchronizeStream(stream_) != ACL_SUCCESS) return false; } while (0)',
    'DRAIN(); return count_ < 9;',
  ],
  [
    'a macro of macros',
    '#define WAIT(s) aclrtSynchronizeStream(s)\n#define DRAIN() WAIT(stream_)',
    'DRAIN(); return count_ < 9;',
  ],
  ['a function that is handed on', wrapper, 'acl(aclrtSynchronizeStream, stream_); return count_ < 9;'],
  [
    'a function that a macro is given',
    '#define CALL(fn, ...) fn(__VA_ARGS__)',
    'CALL(aclrtSynchronizeStream, stream_); return count_ < 9;',
  ],
];

test.each(waits)('a loop whose condition waits behind %s is none that only asks', async (_, before, add) => {
  const pipeline = await pipelineOf(program(before, add, 'return true;'));
  expect(stepsOf(pipeline, 'wait').map((step) => step.for)).toEqual(['stream']);
});

const copy = 'aclrtMemcpyAsync(to_, 64, from_, 64, ACL_MEMCPY_DEVICE_TO_DEVICE, stream_);';
const work = 'aclmdlExecuteAsync(model_, nullptr, nullptr, stream_); aclrtSynchronizeStream(stream_)';
const full = `${copy} if (++count_ == 8) return Flush(); return true;`;
const open = `${copy} if (++count_ < 8) return true; return Flush();`;

const flushes: [what: string, before: string, flush: string][] = [
  ['a macro of statements that stands bare', `#define RUN ${work}`, 'RUN; count_ = 0; return true;'],
  [
    'a macro with empty parentheses',
    `#define RUN() do { ${work}; } while (0)`,
    'RUN(); count_ = 0; return true;',
  ],
  [
    'functions that are handed on',
    wrapper,
    'if (!acl(aclmdlExecuteAsync, model_, nullptr, nullptr, stream_) || !acl(aclrtSynchronizeStream, stream_)) return false; count_ = 0; return true;',
  ],
  [
    'a macro with a lambda',
    '#define OK(call) [&] { const aclError rc = (call); return rc == ACL_SUCCESS; }()',
    'if (!OK(aclmdlExecuteAsync(model_, nullptr, nullptr, stream_))) return false; if (!OK(aclrtSynchronizeStream(stream_))) return false; count_ = 0; return true;',
  ],
];

test.each(flushes)('a batch is flushed once when it is full, behind %s', async (_, before, flush) => {
  for (const add of [full, open]) {
    const [branch, ...others] = stepsOf(await pipelineOf(program(before, add, flush)), 'branch');
    expect(others).toEqual([]);
    const share = evaluate(branch?.share ?? NaN, {});
    const isThen = JSON.stringify(branch?.then).includes('aclmdlExecute');
    expect(isThen ? share : 1 - share).toBeCloseTo(1 / 8);
    expect(JSON.stringify(branch)).toContain('aclrtSynchronizeStream');
  }
});
