/** Counters that a loop tests and that only what it calls moves. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const head = `
#include "acl/acl.h"
#include <atomic>
uint32_t model; aclmdlDataset *in, *out; aclrtStream stream;
#define RUN aclmdlExecute(model, in, out)
struct Engine { unsigned long done = 0; long left = 1200; unsigned other; };
`;

async function passesOf(before: string, body: string): Promise<unknown> {
  const { threads, unknowns } = await pipelineOf(
    `${head}${before} int main() { aclmdlLoadFromFile("resnet50_bs1.om", &model); ${body} }`,
  );
  const steps = threads[0]?.program.map((step) => ('times' in step ? step.times : step.kind));
  return { steps, unknowns: unknowns.map(({ code }) => code) };
}

const programs: [what: string, before: string, body: string, times?: number][] = [
  [
    'through a pointer',
    'void step(Engine *e) { RUN; e->done++; }',
    'Engine e; while (e.done < 1200) step(&e);',
  ],
  [
    'through a reference',
    'void step(Engine &e) { RUN; e.done++; }',
    'Engine e; while (e.done < 1200) step(e);',
  ],
  [
    'of a number by address',
    'void step(int *n) { RUN; (*n)++; }',
    'int done = 0; while (done < 1200) step(&done);',
  ],
  [
    'in a method',
    'struct R { unsigned done_ = 0; void Step() { RUN; ++done_; } void Run() { while (done_ < 1200) Step(); } };',
    'R r; r.Run();',
  ],
  [
    'in a method, asked by another',
    'struct R { unsigned done_ = 0; void Step() { RUN; ++done_; } unsigned Done() const { return done_; } };',
    'R r; while (r.Done() < 1200) r.Step();',
  ],
  [
    'by more than one',
    'struct R { unsigned done_ = 0; void Step() { RUN; done_ += 8; } void Run() { while (done_ != 1200) Step(); } };',
    'R r; r.Run();',
    150,
  ],
  ['downwards', 'void step(Engine &e) { RUN; --e.left; }', 'Engine e; while (e.left > 0) step(e);'],
  [
    'of what a test inside asks',
    'void step(Engine &e) { RUN; e.done++; }',
    'Engine e; for (;;) { step(e); if (e.done >= 1200) break; }',
  ],
  [
    'of what a test asks before',
    'void step(Engine &e) { RUN; e.done++; }',
    'Engine e; while (true) { if (e.done == 1200) break; step(e); }',
  ],
  [
    'tested after each pass',
    'void step(Engine &e) { RUN; e.done++; }',
    'Engine e; do { step(e); } while (e.done < 1200);',
  ],
  [
    'in a table of functions',
    'struct Ops { void (*run)(Engine *); }; void step(Engine *e) { RUN; e->done++; } static const Ops ops = { .run = step };',
    'Engine e; while (e.done < 1200) ops.run(&e);',
  ],
  [
    'two calls deep, of a global atomic',
    'std::atomic<unsigned> total{0}; void note() { total.fetch_add(1); } void step() { RUN; note(); }',
    'while (total.load() < 1200) step();',
  ],
  ['in a lambda', '', 'int done = 0; auto step = [&] { RUN; ++done; }; while (done < 1200) step();'],
  [
    'beside a flag',
    'bool running = true; void step(Engine &e) { RUN; e.done++; }',
    'Engine e; while (running && e.done < 1200) step(e);',
  ],
];

it.each(programs)('a counter that is moved %s is counted', async (_what, before, body, times = 1200) => {
  expect(await passesOf(before, body)).toEqual({ steps: [times], unknowns: [] });
});

test('a counter that a call moves by what only run time says is counted by that', async () => {
  const before = 'void step(Engine &e, int n) { RUN; e.done += n; }';
  const body = 'Engine e; while (e.done < 1200) step(e, rand());';
  expect(await passesOf(before, body)).toMatchObject({ steps: ['ceil(1200 / rand)'] });
});

test('what a call moves elsewhere counts nothing', async () => {
  const before = 'void step(Engine &e) { RUN; e.done++; }';
  const body = 'Engine e, f; f.done = 0; while (f.done < 1200) step(e);';
  expect(await passesOf(before, body)).toMatchObject({ steps: ['forever'] });
});
