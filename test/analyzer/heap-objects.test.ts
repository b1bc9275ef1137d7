/** Structs in memory of the heap, several at once, and pointers that walk over them. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const WORK = `for (;;) {
      for (int k = 0; k < 8; k++) aclrtMemcpyAsync(w->dev, w->size, w->file, w->size, ACL_MEMCPY_HOST_TO_DEVICE, w->stream);
      aclrtSynchronizeStream(w->stream);
    }`;
const SET = 'w->ctx = ctx; w->file = file; w->size = 4096;';

const makings: [what: string, made: string][] = [
  [
    'malloc of a product, walked by a pointer',
    `struct worker *all = (struct worker *)malloc(sizeof(struct worker) * 5), *w;
     for (w = all; w < all + 5; w++) { ${SET} pthread_create(&w->tid, NULL, work, w); }
     for (w = all; w < all + 5; w++) pthread_join(w->tid, NULL);`,
  ],
  [
    'calloc of what the variable leads to, in C',
    `worker *all = calloc(5, sizeof *all);
     for (int i = 0; i < 5; i++) { worker *w = all + i; ${SET} pthread_create(&all[i].tid, NULL, work, w); }
     for (int i = 0; i < 5; i++) pthread_join(all[i].tid, NULL);`,
  ],
  [
    'calloc into a field',
    `struct { worker *items; int count; } pool; pool.count = 5;
     pool.items = (worker *)calloc(pool.count, sizeof(worker));
     for (int i = 0; i < pool.count; i++) { worker *w = &pool.items[i]; ${SET} pthread_create(&w->tid, NULL, work, w); }
     for (int i = 0; i < 5; i++) pthread_join(pool.items[i].tid, NULL);`,
  ],
  [
    'an array that new makes',
    `worker *all = new worker[5];
     for (worker *w = all; w != all + 5; ++w) { ${SET} pthread_create(&w->tid, NULL, work, w); }
     for (int i = 0; i < 5; i++) pthread_join(all[i].tid, NULL); delete[] all;`,
  ],
  [
    'one for each pass',
    `pthread_t ids[5];
     for (int i = 0; i < 5; i++) { worker *w = (worker *)malloc(sizeof *w); ${SET} pthread_create(&ids[i], NULL, work, w); }
     for (int i = 0; i < 5; i++) pthread_join(ids[i], NULL);`,
  ],
];

it.each(makings)('%s', async (_what, made) => {
  const pipeline = await pipelineOf(`#include <pthread.h>
    #include <stdlib.h>
    #include "acl/acl.h"
    typedef struct worker { pthread_t tid; aclrtContext ctx; const void *file; size_t size; aclrtStream stream; void *dev; } worker;
    static void *work(void *opaque) {
      worker *w = (worker *)opaque;
      aclrtSetCurrentContext(w->ctx); aclrtCreateStream(&w->stream);
      aclrtMalloc(&w->dev, w->size, ACL_MEM_MALLOC_HUGE_FIRST);
      ${WORK}
    }
    int main() {
      aclrtContext ctx = NULL; void *file = NULL;
      aclInit(NULL); aclrtSetDevice(0); aclrtCreateContext(&ctx, 0); aclrtMallocHost(&file, 4096);
      ${made}
    }`);
  const [thread] = pipeline.threads.filter(({ entry }) => entry === 'work');
  expect(thread?.replicas).toBe(5);
  expect(pipeline.streams.map(({ scope }) => scope)).toEqual(['thread']);
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work?.bytes)).toEqual([4096]);
  expect(pipeline.unknowns).toEqual([]);
});

it('walks over the pictures of a member by a pointer', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include "acl/ops/acl_dvpp.h"
    struct picture { void *jpeg; acldvppPicDesc *desc; };
    struct batch { picture pics[12]; picture *begin() { return pics; } };
    static void prepare(picture *p) {
      void *yuv = nullptr; acldvppMalloc(&p->jpeg, 4096); acldvppMalloc(&yuv, 640 * 480 * 3 / 2);
      p->desc = acldvppCreatePicDesc(); acldvppSetPicDescData(p->desc, yuv);
      acldvppSetPicDescWidth(p->desc, 640); acldvppSetPicDescHeight(p->desc, 480);
    }
    int main() {
      aclInit(nullptr); aclrtSetDevice(0);
      aclrtStream s = nullptr; aclrtCreateStream(&s);
      acldvppChannelDesc *chn = acldvppCreateChannelDesc(); acldvppCreateChannel(chn);
      batch b;
      for (picture *p = b.pics; p != b.pics + 12; ++p) prepare(p);
      for (;;) {
        picture *p = b.pics, *end = b.pics + 12;
        while (p < end) { acldvppJpegDecodeAsync(chn, p->jpeg, 4096, p->desc, s); p++; }
        aclrtSynchronizeStream(s);
      }
    }`);
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work?.pixels)).toEqual([640 * 480]);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual(['forever', 12]);
});

it('leaves plain memory what it is', async () => {
  const pipeline = await pipelineOf(`#include <cstdlib>
    #include "acl/acl.h"
    struct pixel { uint8_t r, g, b; };
    int main() {
      aclInit(nullptr); aclrtSetDevice(0);
      const int n = 1024; void *dev = nullptr; aclrtMalloc(&dev, n * sizeof(float), ACL_MEM_MALLOC_HUGE_FIRST);
      float *host = (float *)malloc(n * sizeof(float));
      pixel *dots = (pixel *)malloc(n * sizeof(pixel));
      for (int i = 0; i < 100; i++) aclrtMemcpy(dev, n * sizeof(float), host, n * sizeof(float), ACL_MEMCPY_HOST_TO_DEVICE);
      for (int i = 0; i < 100; i++) aclrtMemcpy(dev, n * sizeof(pixel), dots, n * sizeof(pixel), ACL_MEMCPY_HOST_TO_DEVICE);
    }`);
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work?.bytes)).toEqual([4096, 3072]);
  expect(pipeline.unknowns).toEqual([]);
});
