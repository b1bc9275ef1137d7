/** Classes that functions declare in their bodies: each function has its own, whatever others are called. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const head = `#include <acl/acl.h>
#include <memory>
#include <thread>
uint32_t model; void *d, *h; aclrtStream stream;
#define COPY aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE)
#define RUN aclmdlExecute(model, nullptr, nullptr)
`;
const begin = 'aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile("resnet50_bs1.om", &model);';

const programs: [what: string, functions: string, main: string, shape: string][] = [
  [
    'of two functions',
    `void Upload() { struct Lane { void step() { COPY; } }; Lane lane; for (int i = 0; i < 5; i++) lane.step(); }
     void Infer() { struct Lane { int n = 6; ~Lane() { aclrtSynchronizeDevice(); } void step() { RUN; } }; Lane lane; for (int i = 0; i < lane.n; i++) lane.step(); }`,
    'std::thread a(Upload), b(Infer); a.join(); b.join();',
    '1 × 5(aclrtMemcpy) | 1 × 6(aclmdlExecute), wait; 0 streams',
  ],
  [
    'one with a constructor, one without',
    `void Upload() { struct Lane { int n; void step() { COPY; } }; Lane lane{5}; for (int i = 0; i < lane.n; i++) lane.step(); }
     void Infer() { struct Lane { int n; explicit Lane(int k) : n(k) {} void step() { RUN; } }; Lane lane(6); for (int i = 0; i < lane.n; i++) lane.step(); }`,
    'std::thread a(Upload), b(Infer); a.join(); b.join();',
    '1 × 5(aclrtMemcpy) | 1 × 6(aclmdlExecute); 0 streams',
  ],
  [
    'and of a namespace',
    `namespace media { struct Runner { void go() { COPY; RUN; } };
     void Run() { class Runner { public: explicit Runner(uint32_t id) : id_(id) {} void go() { aclmdlExecute(id_, nullptr, nullptr); } private: uint32_t id_; };
       auto runner = std::make_unique<Runner>(model); for (int i = 0; i < 7; i++) runner->go(); } }`,
    'media::Runner copies; for (int i = 0; i < 3; i++) copies.go(); media::Run();',
    '1 × 3(aclrtMemcpy, aclmdlExecute), 7(aclmdlExecute); 0 streams',
  ],
  [
    'of main',
    'struct Step { static void run() { COPY; } }; void Once() { Step::run(); }',
    'struct Step { static void run() { RUN; } }; for (int i = 0; i < 4; i++) { Once(); Step::run(); }',
    '1 × 4(aclrtMemcpy, aclmdlExecute); 0 streams',
  ],
  [
    'derived from one of the same name',
    `struct Base { virtual ~Base() = default; virtual void run() = 0; };
     void First() { struct Impl : Base { void run() override { COPY; RUN; } }; std::unique_ptr<Base> one(new Impl); for (int i = 0; i < 2; i++) one->run(); }
     void Second() { struct Impl : Base { void run() override { RUN; } }; std::unique_ptr<Base> one(new Impl); for (int i = 0; i < 3; i++) one->run(); }`,
    'First(); Second();',
    '1 × 2(aclrtMemcpy, aclmdlExecute), 3(aclmdlExecute); 0 streams',
  ],
];

it.each(programs)('%s', async (_what, functions, main, shape) => {
  const pipeline = await pipelineOf(`${head}${functions}\nint main() { ${begin} ${main} }`);
  expect(shapeOf(pipeline)).toBe(shape);
  expect(pipeline.coverage?.unread).toEqual([]);
});
