/** Items that end their reader: which item a queue gives is decided by none of those that are put in. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (item: string, puts: string, end: string) => `#include "acl/acl.h"
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
${item}
struct Queue { std::queue<Item> q; std::mutex m; std::condition_variable c;
  void put(Item one) { std::unique_lock<std::mutex> k(m); c.wait(k, [this] { return q.size() < 8; }); q.push(one); c.notify_all(); }
  Item take() { std::unique_lock<std::mutex> k(m); c.wait(k, [this] { return !q.empty(); }); Item one = q.front(); q.pop(); c.notify_all(); return one; } };
Queue queue; uint32_t id;
void work() { aclrtSetDevice(0); for (;;) { Item one = queue.take(); if (${end}) break; aclmdlExecute(id, nullptr, nullptr); } }
int main() { std::thread t(work); ${puts} t.join(); }`;

const sentinels: [what: string, item: string, puts: string, end: string][] = [
  [
    'a negative number',
    'using Item = int;',
    'for (int i = 0; i < 600; ++i) queue.put(i); queue.put(-1);',
    'one < 0',
  ],
  ['zero', 'using Item = int;', 'for (int i = 0; i < 600; ++i) queue.put(i + 1); queue.put(0);', 'one == 0'],
  [
    'a field of a struct',
    'struct Item { int id; };',
    'for (int i = 0; i < 600; ++i) queue.put(Item{i}); queue.put(Item{-1});',
    'one.id < 0',
  ],
  [
    'a flag of a struct',
    'struct Item { int id; bool last = false; };',
    'for (int i = 0; i < 600; ++i) { Item one; one.id = i; queue.put(one); } Item end; end.last = true; queue.put(end);',
    'one.last',
  ],
];

it.each(sentinels)('%s at the end of a queue ends its reader after all others', async (_what, ...parts) => {
  const pipeline = await pipelineOf(program(...parts));
  const [, worker] = pipeline.threads;
  expect(worker?.program).toMatchObject([
    {
      kind: 'repeat',
      times: 'forever',
      body: [{ kind: 'dequeue' }, { kind: 'submit', call: 'aclmdlExecute' }],
    },
  ]);
  expect(stepsOf(pipeline, 'repeat')[0]).toMatchObject({ times: 600, body: [{ kind: 'enqueue' }] });
});
