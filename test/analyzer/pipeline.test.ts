import { expect, test } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import { queued, worker } from './fixtures.ts';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

test('threads indexed by their number: each has its own stream and model', async () => {
  const pipeline = await pipelineOf(worker);
  expect(pipeline.threads.map(({ entry, replicas, kind }) => ({ entry, replicas, kind }))).toEqual([
    { entry: 'work', replicas: 'THREAD_COUNT', kind: 'thread' },
  ]);
  expect(pipeline.streams).toMatchObject([{ id: 'stream', scope: 'thread' }]);
  expect(pipeline.models).toMatchObject([
    { catalogueName: 'resnet50', batch: 'batch', scope: 'thread', path: 'model/resnet50_aipp_bs1.om' },
  ]);
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpyAsync', 'aclmdlExecuteAsync']);
});

test('constants of the source are parameters that can be varied', async () => {
  const pipeline = await pipelineOf(worker);
  const values = Object.fromEntries(
    pipeline.parameters.map(({ name, value, kind }) => [name, `${value} ${kind}`]),
  );
  expect(values).toMatchObject({
    COUNT_TIME: '64 constant',
    THREAD_COUNT: '6 constant',
    BYTES: '75825 constant',
  });
  expect(resolve(pipeline, { THREAD_COUNT: 3 }).threads[0]?.replicas).toBe(3);
});

test('the frame loop, the depth before the wait, and no branch for error returns', async () => {
  const pipeline = await pipelineOf(worker);
  const [outer, ...inner] = stepsOf(pipeline, 'repeat');
  expect(outer).toMatchObject({ times: 'forever', frameLoop: true });
  expect(inner.map((step) => step.times)).toEqual(['COUNT_TIME', 'COUNT_TIME']);
  expect(stepsOf(pipeline, 'branch')).toEqual([]);
  expect(stepsOf(pipeline, 'wait')).toMatchObject([{ for: 'stream', target: { id: 'stream' } }]);
});

test('memory that is held: so many buffers for each thread', async () => {
  const { buffers } = await pipelineOf(worker);
  expect(buffers).toMatchObject([
    { id: 'host', pool: 'pinned', bytes: 'BYTES', scope: 'program' },
    { id: 'input', pool: 'device', bytes: 'BYTES', count: 'COUNT_TIME', scope: 'thread' },
  ]);
});

test('a step stands on the name of the called function', async () => {
  const pipeline = await pipelineOf(worker);
  const [copy] = stepsOf(pipeline, 'submit');
  const line = worker.split('\n').findIndex((text) => text.includes('aclrtMemcpyAsync')) + 1;
  expect(copy?.source).toEqual({ file: 'main.cpp', line, column: 24, endLine: line, endColumn: 40 });
});

test('a queue between threads is known by what it does: capacity and blocking', async () => {
  const pipeline = await pipelineOf(queued);
  expect(pipeline.queues).toMatchObject([{ id: 'items_', capacity: 8 }]);
  expect(pipeline.threads.map((thread) => thread.entry)).toEqual(['Server::Read', 'Server::Infer']);
  expect(stepsOf(pipeline, 'enqueue')).toMatchObject([{ queue: 'items_', blocking: true }]);
  expect(stepsOf(pipeline, 'dequeue')).toMatchObject([{ queue: 'items_', blocking: true }]);
  expect(pipeline.models).toMatchObject([{ catalogueName: 'yolov3', path: 'yolov3_bs4.om' }]);
  expect(pipeline.parameters.find(({ name }) => name === 'batch')?.value).toBe(4);
});

test('what a comment says takes the place of a guess', async () => {
  const source = `
int main(int argc, char **argv) {
    uint32_t id; aclmdlDataset *in, *out;
    // acl-perf: model=resnet50 batch=16
    aclmdlLoadFromFile(argv[1], &id);
    // acl-perf: times=64
    for (int i = 0; i < count(); i++) {
        cv::resize(a, b, s); // acl-perf: cost=3.2ms
        aclmdlExecute(id, in, out);
    }
}`;
  const pipeline = await pipelineOf(source);
  expect(pipeline.models).toMatchObject([{ catalogueName: 'resnet50', batch: 'batch' }]);
  expect(pipeline.parameters).toMatchObject([{ name: 'batch', value: 16, origin: { kind: 'comment' } }]);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 64 }]);
  expect(stepsOf(pipeline, 'host')).toMatchObject([{ what: 'cv::resize', milliseconds: 3.2 }]);
  expect(pipeline.unknowns).toEqual([]);
});

test('what run time decides is an open parameter and said, with what to write', async () => {
  const source = `
size_t g_times = 100;
int main(int argc, char **argv) {
    if (argc > 1) { g_times = atoi(argv[1]); }
    uint32_t id; aclmdlDataset *in, *out;
    aclmdlLoadFromFile(argv[2], &id);
    for (size_t i = 0; i < g_times; i++) aclmdlExecute(id, in, out);
}`;
  const pipeline = await pipelineOf(source);
  const times = pipeline.parameters.find(({ name }) => name === 'g_times');
  expect(times).toMatchObject({ value: 100, kind: 'open' });
  expect(pipeline.unknowns.map(({ code }) => code).sort()).toEqual(['batch', 'loop-count', 'model-identity']);
  for (const unknown of pipeline.unknowns) expect(unknown.settle).not.toBe('');
});

test('the files of two programs are kept apart, and what belongs to none is still read', async () => {
  const analyzer = await analyzerOf({
    'a/src/main.cpp':
      'void Run() { aclrtSynchronizeDevice(); } int main() { while (1) { aclmdlExecute(1, a, b); Run(); } }',
    'b/src/main.cpp':
      'void Run() { } int main() { while (1) { acldvppJpegDecodeAsync(c, d, 1, o, s); Run(); } }',
    'lib/copy.cpp': 'void Loop() { while (1) { aclmdlExecute(1, a, b); } }',
  });
  const programs = analyzer.programs();
  expect(programs.map((program) => [program.name, program.files])).toEqual([
    ['a', ['a/src/main.cpp']],
    ['b', ['b/src/main.cpp']],
    ['Loop', ['lib/copy.cpp']],
  ]);
  expect(callsIn(programs[1]!.pipeline)).toEqual(['acldvppJpegDecodeAsync']);
  expect(analyzer.findings('lib/copy.cpp').map((finding) => finding.rule)).toContain(
    'sync-model-execute-in-loop',
  );
  analyzer.dispose();
});
