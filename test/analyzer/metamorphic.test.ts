import { describe, expect, test } from 'vitest';
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
