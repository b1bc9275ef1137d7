/** Launches of a program's own kernels: steps of their stream on the AI Core, of a time that the source does not tell. */
import { expect, it, test } from 'vitest';
import type { SubmitStep } from '../../src/pipeline/pipeline.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (before: string, launch: string) => `#include "acl/acl.h"
  ${before}
  int main() {
    aclrtStream stream; aclrtCreateStream(&stream);
    uint8_t *x, *y, *h;
    aclrtMalloc((void **)&x, 4096, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMalloc((void **)&y, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost((void **)&h, 4096);
    while (true) {
      aclrtMemcpyAsync(x, 4096, h, 4096, ACL_MEMCPY_HOST_TO_DEVICE, stream);
      ${launch}
      aclrtMemcpyAsync(h, 4096, y, 4096, ACL_MEMCPY_DEVICE_TO_HOST, stream);
      aclrtSynchronizeStream(stream);
    }
  }`;

/** Time, mode and stream of what the AI Core is given. */
const kernelsOf = (steps: SubmitStep[]) =>
  steps
    .filter(({ engine }) => engine === 'aicore')
    .map(({ work, mode, stream }) => [work.milliseconds, mode, stream]);

const STREAM = { id: 'stream' };

const launches: [what: string, before: string, launch: string, kernels: string[]][] = [
  [
    'a launch',
    'extern "C" __global__ __aicore__ void window(GM_ADDR in, GM_ADDR out, uint32_t n);',
    'window<<<8, nullptr, stream>>>(x, y, 512);',
    ['window'],
  ],
  [
    'launches of templates and of what a namespace holds',
    'template <typename T, int N> __global__ __aicore__ void scale(__gm__ uint8_t *x) { KernelScale<T> op; op.Process(); }',
    'scale<half, 2><<<(4096 + 255) / 256, nullptr, stream>>>(x); radar::fft\n<<<8,\n nullptr, stream>>>(x, y);',
    ['scale', 'fft'],
  ],
  [
    "a launch in a launcher's body",
    `void add(uint8_t *x); void sub(uint8_t *x);
     template <typename K, typename... A> void launch(K kernel, void *s, A... a) { kernel<<<8, nullptr, s>>>(a...); }`,
    'launch(add, stream, x); launch(sub, stream, x);',
    ['add', 'sub'],
  ],
  [
    'a launch in a macro',
    '#define RUN(k, s, ...) k<<<kBlocks, nullptr, s>>>(__VA_ARGS__)\nvoid add(uint8_t *x);',
    'RUN(add, stream, x);',
    ['add'],
  ],
  [
    "the toolkit's macro and what it makes",
    '#include "aclrtlaunch_fft.h"',
    'ACLRT_LAUNCH_KERNEL(fft)(8, stream, x, y); if (aclrtlaunch_window(8, stream, x, y) != 0) return 1;',
    ['fft', 'window'],
  ],
  [
    'a function that a file elsewhere defines',
    'extern "C" void fft_do(uint32_t blocks, void *l2, void *stream, uint8_t *x, uint8_t *y);',
    'fft_do(8, nullptr, stream, x, y);',
    ['fft_do'],
  ],
  [
    'one that nothing at hand declares, and the default stream of one that is declared',
    'void blur(aclrtStream s, uint8_t *x);',
    'sharpen(8, stream, x); blur(nullptr, x);',
    ['sharpen', 'blur'],
  ],
  [
    'handles of kernels',
    'aclrtFuncHandle window, fft; aclrtArgsHandle args;',
    'aclrtLaunchKernelWithConfig(window, 8, stream, nullptr, args, nullptr); aclrtLaunchKernel(fft, 8, &x, 8, stream);',
    ['window', 'fft'],
  ],
];

it.each(launches)('%s', async (_what, before, launch, kernels) => {
  const pipeline = await pipelineOf(program(before, launch));
  const found = kernelsOf(stepsOf(pipeline, 'submit'));
  expect(found.map(([time, mode]) => [time, mode])).toEqual(kernels.map((name) => [`${name}_ms`, 'async']));
  expect(found[0]?.[2]).toEqual(STREAM);
  // Each is said, once, and its time may be anything within 30 times of the guess.
  const told = pipeline.unknowns.filter(({ code }) => code === 'operator-cost');
  expect(told.map(({ detail }) => detail)).toEqual(kernels);
  expect(pipeline.parameters).toMatchObject(
    kernels.map((name) => ({ name: `${name}_ms`, kind: 'open', spread: 30 })),
  );
  expect(pipeline.coverage?.verdict).toBe('complete');
});

test('a wrapper in a file of the device is followed, and the kernel that it launches is not', async () => {
  const pipeline = await pipelineOf({
    'main.cpp': program('void blur_do(void *stream, uint8_t *x);', 'blur_do(stream, x);'),
    'kernels/blur.cpp': `#include "kernel_operator.h"
      extern "C" __global__ __aicore__ void blur(GM_ADDR x) { while (true) { Blur op; op.Process(); } }
      void blur_do(void *stream, uint8_t *x) { for (int i = 0; i < 4; i++) blur<<<8, nullptr, stream>>>(x); }`,
  });
  expect(kernelsOf(stepsOf(pipeline, 'submit'))).toEqual([['blur_ms', 'async', STREAM]]);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 'forever' }, { times: 4, part: true }]);
});

test('what logs, or is given memory without a stream, launches nothing', async () => {
  const pipeline = await pipelineOf(
    program(
      'void trace(const char *, ...); void keep(uint8_t *x);',
      'trace("%p %p", stream, x); keep(x); std::tie(stream, x);',
    ),
  );
  expect(kernelsOf(stepsOf(pipeline, 'submit'))).toEqual([]);
});

test('a launch that nothing comes to, or that cannot be parsed, is in the list of what is not followed', async () => {
  const unused = 'void extra(void *s, uint8_t *x) { fft<<<8, nullptr, s>>>(x); }';
  const broken = 'int g( { @@ ) fft<<<8, nullptr, s>>>(x) ]]; ';
  const pipeline = await pipelineOf(`${program(unused, '')}\n${broken}`);
  expect(pipeline.coverage?.unread).toMatchObject([
    { calls: 1, work: 1, reason: 'unused' },
    { calls: 1, work: 1, reason: 'unparsed' },
  ]);
});
