/** Semaphores of slots in an array, which passes take in turn: each counts its own, or all count together. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (slot: string, functions: string, body: string) => `#include <semaphore.h>
#include <thread>
#include "acl/acl.h"
struct Slot { aclmdlDataset *in, *out; ${slot} };
static Slot slots[4]; static aclrtContext context; static uint32_t id; static aclrtStream s;
${functions}
int main() { aclrtSetDevice(0); aclrtCreateContext(&context, 0); aclrtCreateStream(&s);
  aclmdlLoadFromFile("resnet50_bs16.om", &id);
  ${body} }`;

it('are one where only one side names the slot: as many permits as there are slots, and one dequeue a pass', async () => {
  const pipeline = await pipelineOf(
    program(
      'sem_t free;',
      `static void done(void *arg) { sem_post(&static_cast<Slot *>(arg)->free); }
       static void *report(void *) { aclrtSetCurrentContext(context); while (true) aclrtProcessReport(100); return nullptr; }`,
      `for (int i = 0; i < 4; ++i) sem_init(&slots[i].free, 0, 1);
       pthread_t t; pthread_create(&t, nullptr, report, nullptr); aclrtSubscribeReport((uint64_t)t, s);
       for (int n = 0; n < 1000; ++n) { Slot *x = &slots[n % 4]; sem_wait(&x->free);
         aclmdlExecuteAsync(id, x->in, x->out, s); aclrtLaunchCallback(done, x, ACL_CALLBACK_NO_BLOCK, s); }`,
    ),
  );
  expect(pipeline.queues).toMatchObject([{ initial: 4 }]);
  expect(stepsOf(pipeline, 'dequeue')).toHaveLength(stepsOf(pipeline, 'submit').length);
});

it('are one each where both sides take turns, with their own permits', async () => {
  const { queues } = await pipelineOf(
    program(
      'sem_t ready, done;',
      `static void work() { aclrtSetCurrentContext(context);
       for (int n = 0; n < 1000; ++n) { Slot &x = slots[n % 4]; sem_wait(&x.ready);
         aclmdlExecuteAsync(id, x.in, x.out, s); aclrtSynchronizeStream(s); sem_post(&x.done); } }`,
      `for (auto &x : slots) { sem_init(&x.ready, 0, 0); sem_init(&x.done, 0, 1); }
       std::thread t(work);
       for (int n = 0; n < 1000; ++n) { Slot &x = slots[n % 4]; sem_wait(&x.done);
         aclrtMemcpy(x.in, 100000, x.out, 100000, ACL_MEMCPY_HOST_TO_DEVICE); sem_post(&x.ready); }
       t.join();`,
    ),
  );
  const initial = queues.map(({ initial: permits }) => permits ?? 0);
  expect(initial.filter((permits) => permits === 1)).toHaveLength(4);
  expect(initial.filter((permits) => permits === 0)).toHaveLength(4);
});
