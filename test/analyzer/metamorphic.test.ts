import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { queued, worker } from './fixtures.ts';
import { behaviour, pipelineOf } from '../support/analyzer.ts';

/** The same program, written another way, must give the same Pipeline. */
const variants: Record<string, (source: string) => Record<string, string>> = {
  'other names of functions and variables': (source) => ({
    'main.cpp': source
      .replace(/\bcopy_in\b/g, 'UploadAll')
      .replace(/\binfer\b/g, 'RunModel')
      .replace(/\bwork\b/g, 'ThreadMain')
      .replace(/\bret\b/g, 'status'),
  }),
  'other layout': (source) => ({
    'main.cpp': source
      .replace(/\{\n/g, '\n{\n\n')
      .replace(/; {2}/g, ';\n')
      .replace(/ {4}/g, '\t')
      .replace(/\(([^()\n]*)\) \{/g, '( $1 )\n{ /* as before */'),
  }),
  'stages in a header of their own': (source) => {
    const from = source.indexOf('aclError copy_in');
    const to = source.indexOf('void *work');
    const declarations = source.slice(source.indexOf('#define COUNT_TIME'), from);
    return {
      'stages.h': `#pragma once\n${declarations}${source.slice(from, to)}`,
      'main.cpp': `#include "stages.h"\n${source.slice(to)}`,
    };
  },
  'stages through helpers': (source) => ({
    'main.cpp': source
      .replace(
        'void *work',
        'static aclError one_cycle(uint64_t number) { aclError ret = copy_in(number); if (ret) return ret; return infer(number); }\nvoid *work',
      )
      .replace(/aclError ret = copy_in\(n\);[\s\S]*?ret = infer\(n\);/, 'aclError ret = one_cycle(n);'),
  }),
  'calls in a checking macro': (source) => ({
    'main.cpp': source
      .replace(
        '#define COUNT_TIME',
        '#define CHECK_ACL(call) do { aclError e = (call); if (e != ACL_ERROR_NONE) { printf("%s failed", #call); } } while (0)\n#define COUNT_TIME',
      )
      .replace(/aclError ret = (aclrtMemcpyAsync\([^;]*\));\n[^\n]*\n/, 'CHECK_ACL($1);\n')
      .replace(/aclError ret = (aclmdlExecuteAsync\([^;]*\));\n[^\n]*\n/, 'CHECK_ACL($1);\n')
      .replace(/ret = (aclrtSynchronizeStream\([^;]*\));\n[^\n]*\n/, 'CHECK_ACL($1);\n'),
  }),
  'std::thread in a vector': (source) => ({
    'main.cpp': source
      .replace('pthread_t tid[THREAD_COUNT];', 'std::vector<std::thread> threads;')
      .replace(
        /if \(pthread_create\(&tid\[n\], nullptr, work, &number\[n\]\) != 0\) return -1;/,
        'threads.emplace_back(work, &number[n]);',
      )
      .replace(
        /for \(int n = 0; n < THREAD_COUNT; n\+\+\) pthread_join\(tid\[n\], nullptr\);/,
        'for (auto &t : threads) t.join();',
      ),
  }),
  'a lambda as the thread': (source) => ({
    'main.cpp': source
      .replace('pthread_t tid[THREAD_COUNT];', 'std::vector<std::thread> threads;')
      .replace(
        /if \(pthread_create\(&tid\[n\], nullptr, work, &number\[n\]\) != 0\) return -1;/,
        'threads.push_back(std::thread([n] { uint64_t own = n; work(&own); }));',
      )
      .replace(
        /for \(int n = 0; n < THREAD_COUNT; n\+\+\) pthread_join\(tid\[n\], nullptr\);/,
        'for (auto &t : threads) t.join();',
      ),
  }),
  'constants as constexpr': (source) => ({
    'main.cpp': source
      .replace('#define COUNT_TIME 64', 'constexpr int COUNT_TIME = 64;')
      .replace('#define THREAD_COUNT 6', 'constexpr int THREAD_COUNT = 6;'),
  }),
  'everything in a namespace': (source) => {
    const from = source.indexOf('static const uint32_t BYTES');
    const to = source.indexOf('int main()');
    return {
      'main.cpp': `${source.slice(0, from)}namespace app {\nnamespace {\n${source.slice(from, to)}}\n}\nusing namespace app;\n${source.slice(to)}`,
    };
  },
  'names of a namespace written out': (source) => {
    const from = source.indexOf('aclError copy_in');
    const to = source.indexOf('void *work');
    return {
      'main.cpp': `${source.slice(0, from)}namespace stage {\n${source.slice(from, to)}}\n${source
        .slice(to)
        .replace(/= copy_in\(/, '= stage::copy_in(')
        .replace(/= infer\(/, '= ::stage::infer(')}`,
    };
  },
  'types through aliases': (source) => ({
    'main.cpp': source
      .replace(
        'aclrtContext context;',
        'using Stream = aclrtStream;\ntypedef aclError Status;\nusing Model = uint32_t;\naclrtContext context;',
      )
      .replace('aclrtStream stream[', 'Stream stream[')
      .replace('uint32_t model_id[', 'Model model_id[')
      .replace(/aclError (ret|copy_in|infer)\b/g, 'Status $1'),
  }),
  'stages as lambdas': (source) => ({
    'main.cpp': source
      .replace('aclError copy_in(uint64_t n) {', 'auto copy_in = [](uint64_t n) -> aclError {')
      .replace('aclError infer(uint64_t n) {', 'auto infer = [](uint64_t n) -> aclError {')
      .replace(/return ACL_ERROR_NONE;\n\}/g, 'return ACL_ERROR_NONE;\n};'),
  }),
  'stages through std::function and std::bind': (source) => ({
    'main.cpp': source
      .replace(
        'aclrtSetCurrentContext(context);',
        'aclrtSetCurrentContext(context);\n    std::function<aclError()> copy = std::bind(copy_in, n);\n    auto run = std::bind(&infer, std::placeholders::_1);',
      )
      .replace('= copy_in(n);', '= copy();')
      .replace('ret = infer(n);', 'ret = run(n);'),
  }),
  'a bound function as the thread': (source) => ({
    'main.cpp': source
      .replace('pthread_t tid[THREAD_COUNT];', 'std::vector<std::thread> threads;')
      .replace(
        /if \(pthread_create\(&tid\[n\], nullptr, work, &number\[n\]\) != 0\) return -1;/,
        'threads.emplace_back(std::bind(work, &number[n]));',
      )
      .replace(
        /for \(int n = 0; n < THREAD_COUNT; n\+\+\) pthread_join\(tid\[n\], nullptr\);/,
        'for (std::thread &t : threads) { if (t.joinable()) t.join(); }',
      ),
  }),
  'the context held by an object that lets go of it': (source) => ({
    'main.cpp': source
      .replace(
        'void *work',
        'class Bound {\npublic:\n    explicit Bound(aclrtContext context) { aclrtSetCurrentContext(context); }\n    ~Bound() { aclrtSetCurrentContext(nullptr); }\n};\nvoid *work',
      )
      .replace('aclrtSetCurrentContext(context);\n    while', 'Bound bound(context);\n    while'),
  }),
};

describe('the same program in other words gives the same Pipeline', () => {
  for (const [name, rewrite] of Object.entries(variants)) {
    test(name, async () => {
      const files = rewrite(worker);
      expect(Object.values(files).join('\n')).not.toBe(worker);
      expect(behaviour(await pipelineOf(files))).toEqual(behaviour(await pipelineOf(worker)));
    });
  }
});

test('a class in one file or in several', async () => {
  const single = Object.values(queued)
    .join('\n')
    .replace(/#include "\w+\.h"\n/g, '');
  expect(behaviour(await pipelineOf(single))).toEqual(behaviour(await pipelineOf(queued)));
});

const queueVariants: Record<string, (files: Record<string, string>) => Record<string, string>> = {
  'other names of the queue and of its methods': (files) =>
    everywhere(files, (text) =>
      text
        .replace(/\bQueue\b/g, 'HandOver')
        .replace(/\bPush\b/g, 'Give')
        .replace(/\bPop\b/g, 'Receive')
        .replace(/\bitems_\b/g, 'held')
        .replace(/\bcapacity_?\b/g, 'most'),
    ),
  'the queue in a namespace, through an alias': (files) => ({
    ...files,
    'queue.h': `#pragma once\n${(files['queue.h'] ?? '').replace('template <typename T>', 'namespace base {\ntemplate <typename T>')}}\n`,
    'server.h': (files['server.h'] ?? '')
      .replace('class Server {', 'using Frames = base::Queue<Frame>;\nclass Server {')
      .replace('Queue<Frame> frames_{8};', 'Frames frames_{8};'),
  }),
  'threads through lambdas': (files) => ({
    ...files,
    'server.cpp': (files['server.cpp'] ?? '')
      .replace('std::thread reader(&Server::Read, this);', 'std::thread reader([this] { Read(); });')
      .replace('std::thread worker(&Server::Infer, this);', 'std::thread worker([=]() { this->Infer(); });'),
  }),
  'threads through std::bind': (files) => ({
    ...files,
    'server.cpp': (files['server.cpp'] ?? '')
      .replace(
        'std::thread reader(&Server::Read, this);',
        'std::thread reader(std::bind(&Server::Read, this));',
      )
      .replace(
        'std::thread worker(&Server::Infer, this);',
        'std::function<void()> run = std::bind(&Server::Infer, this);\n    std::thread worker(run);',
      ),
  }),
  'the stream in an object that creates and destroys it': (files) => ({
    ...files,
    'server.h': (files['server.h'] ?? '')
      .replace(
        'class Server {',
        'class OwnStream {\npublic:\n    OwnStream() { aclrtCreateStream(&stream_); }\n    ~OwnStream() { aclrtDestroyStream(stream_); }\n    aclrtStream Get() const { return stream_; }\nprivate:\n    aclrtStream stream_ = nullptr;\n};\nclass Server {',
      )
      .replace(
        'aclrtStream stream_;\n    aclmdlDataset',
        'std::unique_ptr<OwnStream> own_;\n    aclmdlDataset',
      ),
    'server.cpp': (files['server.cpp'] ?? '')
      .replace('aclrtCreateStream(&stream_);', 'own_ = std::make_unique<OwnStream>();')
      .replace(/, stream_\)/g, ', own_->Get())')
      .replace('aclrtSynchronizeStream(stream_)', 'aclrtSynchronizeStream(own_->Get())'),
  }),
  'the server on the heap': (files) => ({
    ...files,
    'main.cpp': (files['main.cpp'] ?? '').replace(
      'Server server;\n    server.Start();',
      'auto server = std::make_shared<Server>();\n    server->Start();',
    ),
  }),
};

function everywhere(files: Record<string, string>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, change(text)]));
}

describe('the same class in other words gives the same Pipeline', () => {
  for (const [name, rewrite] of Object.entries(queueVariants)) {
    test(name, async () => {
      const files = rewrite(queued);
      expect(files).not.toEqual(queued);
      expect(named(await pipelineOf(files))).toEqual(named(await pipelineOf(queued)));
    });
  }
});

/** What a Pipeline does, with its queues called by their number: a queue is named after the container in it. */
function named(pipeline: Pipeline): unknown {
  let text = JSON.stringify(behaviour(pipeline));
  for (const [index, { id }] of pipeline.queues.entries())
    text = text.replaceAll(`"${id}"`, `"queue${index}"`);
  return JSON.parse(text);
}
