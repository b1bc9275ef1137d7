/** Functions whose last act is to call themselves are loops; other recursions are followed turn by turn, each a frame's. */
import { describe, expect, test } from 'vitest';
import type { Pipeline, Step } from '../../src/pipeline/pipeline.ts';
import { framesAPass } from '../support/frames.ts';
import { pipelineOf } from '../support/analyzer.ts';

const RUN = 'aclmdlExecuteAsync(model, in, out, stream);';
const WAIT = 'aclrtSynchronizeStream(stream);';

const program = (functions: string, round: string, start = ''): string => `#include <functional>
#include <iterator>
#include <list>
#include <vector>
#include "acl/acl.h"
aclrtStream stream; uint32_t model; aclmdlDataset *in, *out;
std::vector<aclmdlDataset *> frames;
${functions}
int main() {
  aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&stream);
  aclmdlLoadFromFile("resnet50_bs1.om", &model);
  for (int i = 0; i < 32; ++i) frames.push_back(aclmdlCreateDataset());
  ${start}
  ${round}
}`;

const forever = (round: string): string => `for (;;) { ${round} }`;

/** `forever(32(X) W)`: loops with what they do. */
const shapeOf = ({ threads }: Pipeline): string => threads.map((thread) => shape(thread.program)).join(' | ');

const shape = (steps: readonly Step[]): string =>
  steps
    .map((step) => {
      if (step.kind === 'repeat')
        return `${JSON.stringify(step.times).replaceAll('"', '')}(${shape(step.body)})`;
      return { submit: 'X', wait: 'W' }[step.kind as string] ?? step.kind;
    })
    .join(' ');

const node = 'struct Node { aclmdlDataset *in; Node *next; }; Node *head;';
const nodes = 'for (int i = 0; i < 32; ++i) head = new Node{aclmdlCreateDataset(), head};';

describe('a function that ends by calling itself is a loop', () => {
  test.each([
    [
      'a guard first',
      `void run(int left) { if (left == 0) return; ${RUN} run(left - 1); }`,
      `run(32); ${WAIT}`,
    ],
    [
      'a guard last',
      `void run(int at, int n) { ${RUN} if (at + 1 < n) run(at + 1, n); }`,
      `run(0, 32); ${WAIT}`,
    ],
    ['within a choice', `void run(int left) { if (left > 0) { ${RUN} run(left - 1); } }`, `run(32); ${WAIT}`],
    [
      'in the other side',
      `void run(int left) { if (!left) return; else { ${RUN} run(left - 1); } }`,
      `run(32); ${WAIT}`,
    ],
    [
      'counted before',
      `void run(int left) { if (left-- <= 0) return; ${RUN} run(left); }`,
      `run(32); ${WAIT}`,
    ],
    [
      'counted by another',
      `void run(int left, int by) { ${RUN} left -= by; if (left > 0) run(left, by); }`,
      `run(32, 1); ${WAIT}`,
    ],
    [
      'the wait at its end',
      `void run(size_t at) { if (at < frames.size()) { ${RUN} run(at + 1); } else { ${WAIT} } }`,
      'run(0);',
    ],
    [
      'a status',
      `aclError run(size_t at) { if (at == frames.size()) return ${WAIT} aclError e = ${RUN} if (e != ACL_SUCCESS) return e; return run(at + 1); }`,
      'if (run(0) != ACL_SUCCESS) return 1;',
    ],
    [
      'a method',
      `struct Lane { int n = 32; void run(int at) { if (at >= n) { ${WAIT} return; } ${RUN} this->run(at + 1); } };`,
      'Lane lane; lane.run(0);',
    ],
    [
      'a function object',
      '',
      `std::function<void(int)> run = [&](int left) { if (left <= 0) return; ${RUN} run(left - 1); }; run(32); ${WAIT}`,
    ],
    [
      'a lambda that is given itself',
      '',
      `auto run = [&](auto &&self, int left) -> void { if (left > 0) { ${RUN} self(self, left - 1); } }; run(run, 32); ${WAIT}`,
    ],
    [
      'over a container',
      `using At = std::vector<aclmdlDataset *>::iterator; void run(At at, At end) { if (at == end) return; aclmdlExecuteAsync(model, *at, out, stream); run(std::next(at), end); }`,
      `run(frames.begin(), frames.end()); ${WAIT}`,
    ],
  ])('%s', async (_what, functions, round) => {
    const pipeline = await pipelineOf(program(functions, forever(round)));
    expect(shapeOf(pipeline)).toBe('forever(32(X) W)');
    expect(pipeline.unknowns).toEqual([]);
  });

  test('along a linked list', async () => {
    const run = `${node} void run(Node *n) { if (!n) return; aclmdlExecuteAsync(model, n->in, out, stream); run(n->next); }`;
    expect(shapeOf(await pipelineOf(program(run, forever(`run(head); ${WAIT}`), nodes)))).toBe(
      'forever(32(X) W)',
    );
  });

  test('without end', async () => {
    const serve = `void serve(int round) { for (int i = 0; i < 32; ++i) ${RUN} ${WAIT} serve(round + 1); }`;
    expect(shapeOf(await pipelineOf(program(serve, 'serve(0);')))).toBe('forever(32(X) W)');
  });

  test('what tries again has passed once', async () => {
    const tries = `bool run(int n) { aclError e = ${RUN} if (e != ACL_SUCCESS && n < 3) return run(n + 1); return e == ACL_SUCCESS; }`;
    expect(
      shapeOf(await pipelineOf(program(tries, forever(`for (int i = 0; i < 32; ++i) run(0); ${WAIT}`)))),
    ).toBe('forever(32(X) W)');
  });
});

describe('each turn of another recursion is of a frame', () => {
  test.each([
    ['the work behind the call', `void run(int left) { if (left > 1) run(left - 1); ${RUN} }`, 'run(32);'],
    [
      'halves',
      `void run(int lo, int hi) { if (hi - lo == 1) { ${RUN} return; } int mid = (lo + hi) / 2; run(lo, mid); run(mid, hi); }`,
      'run(0, 32);',
    ],
    [
      'in turns',
      `void even(int n); void odd(int n) { if (n == 0) return; ${RUN} even(n - 1); } void even(int n) { if (n == 0) return; ${RUN} odd(n - 1); }`,
      'even(32);',
    ],
    [
      'a result that adds up',
      `int run(int left) { if (left == 0) return 0; ${RUN} return 1 + run(left - 1); }`,
      'run(32);',
    ],
    [
      'of a template',
      `template <int N> void run() { if constexpr (N > 0) { ${RUN} run<N - 1>(); } }`,
      'run<32>();',
    ],
  ])('%s', async (_what, functions, round) => {
    expect(await framesAPass(program(functions, forever(round + WAIT)))).toBe(32);
  });

  test('that comes to no end is said to be open', async () => {
    const wide = `void run(int n) { if (n < 2) return; ${RUN} run(n - 1); run(n - 2); }`;
    const { unknowns } = await pipelineOf(program(wide, forever(`run(90); ${WAIT}`)));
    expect(unknowns.map(({ code, detail }) => `${code} ${detail}`)).toEqual(['recursion run()']);
  });
});
