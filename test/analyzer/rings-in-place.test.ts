/** Rings whose slots are worked on in place: their count is moved only when the work is done, which follows upon the wait. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

interface Ring {
  type: string;
  /** Waits for room, and tells of one item more. */
  begin: string;
  filled: string;
  /** Waits for an item, and gives its place back. */
  wait: string;
  emptied: string;
  makes?: string;
}

const pthread = 'pthread_mutex_t lock; pthread_cond_t room, some;';
const methods = `void Room() { std::unique_lock<std::mutex> l(m); cv.wait(l, [this] { return used < N; }); }
  void Filled() { std::lock_guard<std::mutex> l(m); tail = (tail + 1) % N; ++used; cv.notify_all(); }
  void Some() { std::unique_lock<std::mutex> l(m); cv.wait(l, [this] { return used > 0; }); }
  void Emptied() { std::lock_guard<std::mutex> l(m); head = (head + 1) % N; --used; cv.notify_all(); }`;

const rings: Record<string, Ring> = {
  'a static struct, left when it is finished': {
    type: `static struct { int head, tail, count, finished; ${pthread} } r;`,
    begin:
      'pthread_mutex_lock(&r.lock); while (r.count == 2) pthread_cond_wait(&r.room, &r.lock); pthread_mutex_unlock(&r.lock);',
    filled:
      'pthread_mutex_lock(&r.lock); r.count++; pthread_cond_signal(&r.some); pthread_mutex_unlock(&r.lock);',
    wait: `pthread_mutex_lock(&r.lock); while (r.count == 0 && !r.finished) pthread_cond_wait(&r.some, &r.lock);
      if (r.count == 0) { pthread_mutex_unlock(&r.lock); break; } pthread_mutex_unlock(&r.lock);`,
    emptied:
      'pthread_mutex_lock(&r.lock); r.head = (r.head + 1) % 2; r.count--; pthread_cond_signal(&r.room); pthread_mutex_unlock(&r.lock);',
  },
  'functions that are given a cleared ring': {
    type: `typedef struct { unsigned head, used; ${pthread} } ring_t; static ring_t *r;
      void begin(ring_t *r) { pthread_mutex_lock(&r->lock); while (r->used >= 2) pthread_cond_wait(&r->room, &r->lock); pthread_mutex_unlock(&r->lock); }
      void filled(ring_t *r) { pthread_mutex_lock(&r->lock); r->used++; pthread_mutex_unlock(&r->lock); }
      void get(ring_t *r) { pthread_mutex_lock(&r->lock); while (!(r->used > 0)) pthread_cond_wait(&r->some, &r->lock); pthread_mutex_unlock(&r->lock); }
      void emptied(ring_t *r) { pthread_mutex_lock(&r->lock); r->head++; r->used--; pthread_mutex_unlock(&r->lock); }`,
    makes: 'r = (ring_t *)malloc(sizeof(ring_t)); memset(r, 0, sizeof(*r));',
    begin: 'begin(r);',
    filled: 'filled(r);',
    wait: 'get(r);',
    emptied: 'emptied(r);',
  },
  'a template': {
    type: `template <int N> struct Ring { int head = 0, tail = 0, used = 0; std::mutex m; std::condition_variable cv; ${methods} }; static Ring<2> r;`,
    begin: 'r.Room();',
    filled: 'r.Filled();',
    wait: 'r.Some();',
    emptied: 'r.Emptied();',
  },
};

it.each(Object.entries(rings))('%s holds two, and what is worked on counts', async (_name, ring) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
${ring.type}
static uint32_t model; static void *host, *device;
void produce() { for (int n = 0; n < 1000; n++) { ${ring.begin} aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); ${ring.filled} } }
void consume() { for (;;) { ${ring.wait} aclmdlExecute(model, nullptr, nullptr); ${ring.emptied} } }
int main() {
  ${ring.makes ?? ''} aclmdlLoadFromFile("resnet50_bs1.om", &model);
  std::thread a(produce), b(consume); a.join(); b.join();
}`);
  const bodies = pipeline.threads.map(({ program }) =>
    program.flatMap((step) => (step.kind === 'repeat' ? step.body : [])),
  );
  expect(bodies.map((body) => body.map(({ kind }) => kind))).toEqual([
    ['dequeue', 'submit', 'enqueue'],
    ['dequeue', 'submit', 'enqueue'],
  ]);
  const [room, items] = pipeline.queues;
  expect(room).toMatchObject({ initial: 2 });
  expect(items).not.toHaveProperty('initial');
  const [produced, consumed] = bodies;
  expect(produced).toMatchObject([{ queue: room?.id, blocking: true }, {}, { queue: items?.id }]);
  expect(consumed).toMatchObject([{ queue: items?.id, blocking: true }, {}, { queue: room?.id }]);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 1000 }, { times: 'forever' }]);
});
