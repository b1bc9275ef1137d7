/** Parts of a parallel region that one thread of the team does: sections, `single`, `master`, tasks. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (body: string) => `#include "acl/acl.h"
static uint32_t finds, sorts; static aclrtContext context;
static void find() { aclmdlExecute(finds, nullptr, nullptr); }
static void drive(uint32_t model) {
  aclrtStream stream; aclrtSetCurrentContext(context); aclrtCreateStream(&stream);
  for (;;) { for (int i = 0; i < 8; ++i) aclmdlExecuteAsync(model, nullptr, nullptr, stream); aclrtSynchronizeStream(stream); }
}
int main() {
  aclInit(nullptr); aclrtSetDevice(0); aclrtCreateContext(&context, 0);
  aclmdlLoadFromFile("yolov3_bs1.om", &finds); aclmdlLoadFromFile("resnet50_bs1.om", &sorts);
${body}
}
`;

const lane = '1 × forever(8(aclmdlExecuteAsync), wait)';
const fork = 'forever(enqueue, aclmdlExecute, dequeue)';

/** By what it shows: what `main` does, and its threads. */
const regions: Record<string, [body: string, shape: string]> = {
  'sections, each of one thread': [
    `#pragma omp parallel sections num_threads(2)
  {
#pragma omp section
    drive(finds);
#pragma omp section
    drive(sorts);
  }`,
    `${lane} | ${lane}; 2 streams`,
  ],
  'a first section without its pragma, and no number of threads': [
    `#pragma omp parallel sections default(shared)
  {
    drive(finds);
#pragma omp section
    { drive(sorts); }
#pragma omp section
    drive(sorts);
  }`,
    `${lane} | ${lane} | ${lane}; 3 streams`,
  ],
  'sections within a region of more threads': [
    `#pragma omp parallel num_threads(3)
  {
    aclrtSetCurrentContext(context);
#pragma omp sections nowait
    {
#pragma omp section
      drive(finds);
#pragma omp section
      drive(sorts);
    }
  }`,
    `${lane} | ${lane}; 2 streams`,
  ],
  'more sections than threads': [
    `#pragma omp parallel sections num_threads(2)
  {
#pragma omp section
    for (int f = 0; f < 10; ++f) find();
#pragma omp section
    for (int f = 0; f < 20; ++f) find();
#pragma omp section
    for (int f = 0; f < 30; ++f) find();
  }`,
    '1 × 10(aclmdlExecute), 30(aclmdlExecute) | 1 × 20(aclmdlExecute); 0 streams',
  ],
  'sections in each frame': [
    `  for (;;) {
#pragma omp parallel sections
    {
#pragma omp section
      find();
#pragma omp section
      aclmdlExecute(sorts, nullptr, nullptr);
    }
  }`,
    `1 × ${fork} | 1 × forever(dequeue, aclmdlExecute, enqueue); 0 streams`,
  ],
  'what the master alone does': [
    `#pragma omp parallel num_threads(4)
  {
#pragma omp master
    drive(finds);
  }`,
    `${lane}; 1 streams`,
  ],
  'what is masked, and what all do': [
    `#pragma omp parallel num_threads(4)
  {
    aclrtStream stream; aclrtCreateStream(&stream);
#pragma omp masked
    aclrtMemset(nullptr, 1, 0, 1);
    for (int f = 0; f < 100; ++f) { aclmdlExecuteAsync(finds, nullptr, nullptr, stream); aclrtSynchronizeStream(stream); }
  }`,
    '1 × 100(aclmdlExecuteAsync, wait) | 3 × 100(aclmdlExecuteAsync, wait); 4 streams',
  ],
  'what two are single in, without a wait': [
    `#pragma omp parallel num_threads(2)
  {
#pragma omp single nowait
    drive(finds);
#pragma omp single nowait
    drive(sorts);
  }`,
    `${lane} | ${lane}; 2 streams`,
  ],
  'tasks, as many as threads': [
    `#pragma omp parallel num_threads(4)
#pragma omp single
  for (int i = 0; i < 4; ++i) {
#pragma omp task firstprivate(i) shared(finds)
    drive(finds);
  }`,
    '4 × forever(8(aclmdlExecuteAsync), wait); 4 streams',
  ],
  'more tasks than threads': [
    `#pragma omp parallel num_threads(4)
#pragma omp single nowait
  for (int f = 0; f < 1000; ++f) {
#pragma omp task
    find();
  }`,
    '4 × 250(aclmdlExecute); 0 streams',
  ],
  'tasks of each frame': [
    `#pragma omp parallel
  {
#pragma omp single
    for (;;) {
#pragma omp task
      find();
#pragma omp task
      aclmdlExecute(sorts, nullptr, nullptr);
#pragma omp taskwait
      aclrtMemcpy(nullptr, 64, nullptr, 64, ACL_MEMCPY_DEVICE_TO_HOST);
    }
  }`,
    '1 × forever(enqueue, enqueue, dequeue, dequeue, aclrtMemcpy) | 1 × forever(dequeue, aclmdlExecute, enqueue) | 1 × forever(dequeue, aclmdlExecute, enqueue); 0 streams',
  ],
};

for (const [name, [body, shape]] of Object.entries(regions)) {
  test(`OpenMP: ${name}`, async () => {
    expect(shapeOf(await pipelineOf(program(body)))).toBe(shape);
  });
}
