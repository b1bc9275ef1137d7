/** Threads that ask a queue again and again: each way to write that waits for an item, or for room, and does not sleep for ever. */
import { expect, it } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (serve: string, post: string): string => `#include "acl/acl.h"
#include <atomic>
#include <list>
#include <mutex>
#include <queue>
#include <thread>
#include <unistd.h>
struct Pic { void *data; };
uint32_t m; aclmdlDataset *in, *out; aclrtContext c; void *p, *h; std::mutex mu; std::atomic<bool> stop{false}; int quit = 0;
std::queue<Pic *> pool; timespec ts;
struct Pool {
  std::list<Pic *> q; std::mutex l; int off = 0;
  bool isEmpty() { return q.empty(); }
  int count() const { return (int)q.size(); }
  void put(Pic *x) { l.lock(); q.push_back(x); l.unlock(); }
  Pic *pick() { Pic *r = nullptr; while (off == 0) { l.lock(); if (q.empty() == false) { r = q.front(); q.pop_front(); l.unlock(); break; } else { l.unlock(); usleep(1000); } } return r; }
  Pic *first() { Pic *r = q.front(); q.pop_front(); return r; }
} b;
void serve() { aclrtSetCurrentContext(c); ${serve} }
void feed() { aclrtSetCurrentContext(c); while (quit == 0) { aclrtMemcpy(p, 75825, h, 75825, ACL_MEMCPY_HOST_TO_DEVICE); ${post} } }
int main() {
  aclInit(0); aclrtSetDevice(0); aclrtCreateContext(&c, 0); aclmdlLoadFromFile("resnet50_bs1.om", &m);
  std::thread x(feed), y(serve); x.join(); y.join(); }`;

const run = 'aclmdlExecute(m, in, out);';
const take = 'x = pool.front(); pool.pop();';
const put = 'Pic *x = new Pic(); mu.lock(); pool.push(x); mu.unlock();';

/** What comes in the place of TAKE, within the loop over pictures. */
const waits = (how: string): string => `while (quit == 0) { Pic *x = nullptr; ${how} ${run} }`;

const items: Record<string, string> = {
  'or leaves the loop': waits(
    `while (quit == 0) { mu.lock(); if (pool.empty() == false) { ${take} mu.unlock(); break; } else { mu.unlock(); usleep(1000); } }`,
  ),
  'by its size': waits(
    `while (quit == 0) { mu.lock(); if (pool.size() > 0) { ${take} mu.unlock(); break; } mu.unlock(); usleep(1000); }`,
  ),
  'by a size of one': `for (;;) { if (pool.size() >= 1) { Pic *x; mu.lock(); ${take} mu.unlock(); ${run} } else sched_yield(); }`,
  'and goes on where it is empty': waits(
    `for (;;) { mu.lock(); if (pool.size() == 0) { mu.unlock(); usleep(1000); continue; } ${take} mu.unlock(); break; }`,
  ),
  'and begins anew where it is empty': waits(
    `mu.lock(); if (0 == pool.size()) { mu.unlock(); nanosleep(&ts, nullptr); continue; } ${take} mu.unlock();`,
  ),
  'in the pass itself': `while (quit == 0) { Pic *x; mu.lock(); if (false == pool.empty()) { ${take} mu.unlock(); ${run} } else { mu.unlock(); usleep(1000); } }`,
  'in the scope of a guard': waits(
    `while (quit == 0) { { std::lock_guard<std::mutex> g(mu); if (!(pool.size() == 0)) { ${take} break; } } usleep(1000); }`,
  ),
  'with a guard that it gives back': waits(
    `while (!stop) { std::unique_lock<std::mutex> g(mu); if (pool.empty() != true) { ${take} break; } else { g.unlock(); std::this_thread::sleep_for(std::chrono::milliseconds(1)); } }`,
  ),
  'in the head of a loop': waits(`while (pool.empty()) usleep(1000); mu.lock(); ${take} mu.unlock();`),
  'in the head, while it is held': waits(
    `mu.lock(); while (pool.empty()) { mu.unlock(); usleep(1000); mu.lock(); } ${take} mu.unlock();`,
  ),
  'in the head, by its size, until it stops': waits(
    `while (!stop && pool.size() == 0) { std::this_thread::yield(); } if (stop) break; mu.lock(); ${take} mu.unlock();`,
  ),
  'at the foot': waits(
    `do { printf("none"); usleep(1000); } while (pool.empty() == true); mu.lock(); ${take} mu.unlock();`,
  ),
  'through what it was asked before': waits(
    `mu.lock(); bool none = pool.empty(); mu.unlock(); if (none == true) { usleep(1000); continue; } mu.lock(); ${take} mu.unlock();`,
  ),
  'some times': waits(
    `for (int tries = 0; tries < 100; ++tries) { mu.lock(); if (pool.empty() == false) { ${take} mu.unlock(); break; } else { mu.unlock(); usleep(1000); } } if (!x) continue;`,
  ),
};

it.each(Object.entries(items))('a thread that asks %s waits for an item', async (_how, serve) => {
  const pipeline = await pipelineOf(program(serve, put));
  expect(shapeOf(pipeline)).toBe(
    '1 × forever(aclrtMemcpy, enqueue) | 1 × forever(dequeue, aclmdlExecute); 0 streams',
  );
  expect(pipeline.queues.map(({ capacity }) => capacity)).toEqual([undefined]);
  expect(pipeline.unknowns).toEqual([]);
});

const methods = {
  'its own method': waits('x = b.pick(); if (!x) break;'),
  'a method that says whether it is empty': waits(
    'while (quit == 0) { mu.lock(); if (b.isEmpty() == false) { x = b.first(); mu.unlock(); break; } else { mu.unlock(); usleep(1000); } }',
  ),
  'a method that counts': waits('while (b.count() < 1) usleep(1000); x = b.first();'),
};

it.each(Object.entries(methods))('a thread that asks through %s waits for an item', async (_how, serve) => {
  const pipeline = await pipelineOf(program(serve, 'b.put(new Pic());'));
  expect(shapeOf(pipeline)).toBe(
    '1 × forever(aclrtMemcpy, enqueue) | 1 × forever(dequeue, aclmdlExecute); 0 streams',
  );
});

const rooms: Record<string, [post: string, capacity: number | undefined]> = {
  'in a choice': [
    'Pic *x = new Pic(); for (;;) { mu.lock(); if (pool.size() < 8) { pool.push(x); mu.unlock(); break; } else { mu.unlock(); usleep(100); } }',
    8,
  ],
  'in the head of a loop': [
    'while (pool.size() >= 8) usleep(100); mu.lock(); pool.push(new Pic()); mu.unlock();',
    8,
  ],
  'and goes on where it is full': [
    'for (;;) { mu.lock(); if (pool.size() > 7) { mu.unlock(); usleep(100); continue; } pool.push(new Pic()); mu.unlock(); break; }',
    8,
  ],
  'for one item': [
    'for (;;) { mu.lock(); if (pool.size() < 1) { pool.push(new Pic()); mu.unlock(); break; } else { mu.unlock(); usleep(100); } }',
    1,
  ],
  'until it is empty': [
    'mu.lock(); if (pool.empty()) { pool.push(new Pic()); mu.unlock(); } else { mu.unlock(); usleep(100); }',
    undefined,
  ],
};

it.each(Object.entries(rooms))('a thread that asks %s waits for room', async (_how, [post, capacity]) => {
  const pipeline = await pipelineOf(program(items['in the pass itself'] ?? '', post));
  expect(shapeOf(pipeline)).toBe(
    '1 × forever(aclrtMemcpy, enqueue) | 1 × forever(dequeue, aclmdlExecute); 0 streams',
  );
  expect(JSON.stringify(pipeline.threads).match(/"blocking":true/g)).toHaveLength(2);
  expect(pipeline.queues.map((queue) => queue.capacity)).toEqual([capacity]);
});

const sides: Record<string, string> = {
  'in both sides':
    'if (ready(3)) { aclrtMemset(p, 9, 0, 9); mu.unlock(); RUN } else { mu.unlock(); usleep(1000); }',
  'before it goes on': 'if (!ready(3)) { mu.unlock(); aclrtMemset(p, 9, 0, 9); continue; } mu.unlock(); RUN',
  'in each case': 'switch (ready(3)) { case 1: mu.unlock(); RUN break; default: mu.unlock(); usleep(1000); }',
  'and takes it again': 'while (ready(3)) { mu.unlock(); usleep(1000); mu.lock(); } mu.unlock(); RUN',
};

it.each(Object.entries(sides))('who gives back a lock by hand %s loses nothing', async (_how, pass) => {
  const text = program(`while (quit == 0) { mu.lock(); ${pass.replace('RUN', run)} }`, '');
  const pipeline = await pipelineOf(text.replace('void serve', 'int ready(int); void serve'));
  const held = stepsOf(pipeline, 'lock').flatMap(({ body }) => [...walk<Step>(body)]);
  expect(callsIn(pipeline)).toContain('aclmdlExecute');
  expect(held).not.toContainEqual(expect.objectContaining({ call: 'aclmdlExecute' }));
});
