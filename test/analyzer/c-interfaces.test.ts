/** Objects that are handed out by one function and handed in to others: C interfaces, JNI, bindings. */
import { describe, expect, it } from 'vitest';
import { analyzerOf, callsIn } from '../support/analyzer.ts';

const LENS = `#include <memory>
#include <map>
#include "acl/acl.h"
class Lens {
public:
  explicit Lens(const char *om = "resnet50_bs1.om") {
    aclrtSetDevice(0); aclmdlLoadFromFile(om, &id_); aclrtCreateStream(&s_);
    aclrtMalloc(&d_, 150528, ACL_MEM_MALLOC_HUGE_FIRST);
    x_ = aclmdlCreateDataset(); y_ = aclmdlCreateDataset();
    aclmdlAddDatasetBuffer(x_, aclCreateDataBuffer(d_, 150528));
  }
  ~Lens() { aclrtDestroyStream(s_); aclmdlUnload(id_); aclrtFree(d_); }
  int look(const void *from) {
    aclrtMemcpyAsync(d_, 150528, from, 150528, ACL_MEMCPY_HOST_TO_DEVICE, s_);
    aclmdlExecuteAsync(id_, x_, y_, s_);
    return aclrtSynchronizeStream(s_);
  }
private:
  uint32_t id_ = 0; aclrtStream s_ = nullptr; void *d_ = nullptr; aclmdlDataset *x_, *y_;
};
`;

const FRAME = ['aclrtMemcpyAsync', 'aclmdlExecuteAsync'];

async function read(text: string) {
  const analyzer = await analyzerOf({ 'lens.cpp': text });
  const found = analyzer.programs().map(({ name, pipeline }) => ({
    name,
    models: pipeline.models.map(({ path }) => path),
    streams: pipeline.streams.length,
    calls: callsIn(pipeline),
    verdict: pipeline.coverage?.verdict,
    unknowns: pipeline.unknowns.map(({ code }) => code),
  }));
  analyzer.dispose();
  return found;
}

const asOne = (name: string) => ({
  name,
  models: ['resnet50_bs1.om'],
  streams: 1,
  calls: FRAME,
  verdict: 'complete',
  unknowns: ['entry'],
});

describe('a handle of a C interface', () => {
  it.each([
    [
      'void *',
      `extern "C" void *lens_open(void) { return new Lens("resnet50_bs1.om"); }
extern "C" int lens_run(void *h, const void *from) { return static_cast<Lens *>(h)->look(from); }
extern "C" void lens_close(void *h) { delete static_cast<Lens *>(h); }`,
    ],
    [
      'given back through a pointer',
      `typedef void *Handle;
extern "C" int lens_open(Handle *out) { if (!out) return -1; *out = (Handle)new Lens(); return 0; }
extern "C" int lens_run(Handle h, const void *from) { if (!h) return -1; return ((Lens *)h)->look(from); }
extern "C" int lens_close(Handle *h) { delete (Lens *)*h; *h = nullptr; return 0; }`,
    ],
    [
      'a number, as Java keeps it',
      `extern "C" jlong lens_open(JNIEnv *env) { return reinterpret_cast<jlong>(new Lens()); }
extern "C" int lens_run(JNIEnv *env, jlong h, const void *from) {
  auto *lens = reinterpret_cast<Lens *>(h);
  if (lens == nullptr) return -1;
  return lens->look(from);
}
extern "C" void lens_close(JNIEnv *env, jlong h) { delete reinterpret_cast<Lens *>(h); }`,
    ],
  ])('is the object that the interface makes: %s', async (_form, text) => {
    expect(await read(LENS + text)).toEqual([asOne('lens_run')]);
  });

  it.each([
    [
      'one',
      `static std::unique_ptr<Lens> lens;
extern "C" int lens_open() { lens = std::make_unique<Lens>("resnet50_bs1.om"); return 0; }
extern "C" int lens_run(const void *from) { if (!lens) return -1; return lens->look(from); }`,
    ],
    [
      'by number',
      `static std::map<int, std::shared_ptr<Lens>> all; static int next;
extern "C" int lens_open() { int h = ++next; all[h] = std::make_shared<Lens>(); return h; }
extern "C" int lens_run(int h, const void *from) { auto it = all.find(h); if (it == all.end()) return -1; return it->second->look(from); }`,
    ],
  ])('leads to what the file keeps: %s', async (_form, text) => {
    expect(await read(LENS + text)).toMatchObject([{ ...asOne('lens_run'), verdict: 'partial' }]);
  });

  it('is an object of a class of which no function makes one', async () => {
    const text = 'extern "C" int lens_run(Lens *lens, const void *from) { return lens->look(from); }';
    expect(await read(LENS + text)).toMatchObject([{ ...asOne('lens_run'), verdict: 'partial' }]);
  });

  it('is a struct of C, made with calloc and filled by a function of its own', async () => {
    const text = `struct Ctx { uint32_t id; void *d; aclrtStream s; aclmdlDataset *x, *y; };
extern "C" {
Ctx *net_open(void) { Ctx *c = (Ctx *)calloc(1, sizeof(Ctx)); aclrtCreateStream(&c->s); return c; }
int net_run(Ctx *c, const void *from) {
  if (!c) return -1;
  aclrtMemcpyAsync(c->d, 150528, from, 150528, ACL_MEMCPY_HOST_TO_DEVICE, c->s);
  aclmdlExecuteAsync(c->id, c->x, c->y, c->s);
  return aclrtSynchronizeStream(c->s);
}
int net_load(Ctx *c) {
  aclrtMalloc(&c->d, 150528, ACL_MEM_MALLOC_HUGE_FIRST);
  c->x = aclmdlCreateDataset(); aclmdlAddDatasetBuffer(c->x, aclCreateDataBuffer(c->d, 150528));
  return aclmdlLoadFromFile("resnet50_bs1.om", &c->id);
}
void net_close(Ctx *c) { aclrtDestroyStream(c->s); aclmdlUnload(c->id); aclrtFree(c->d); free(c); }
}`;
    expect(await read(text)).toEqual([asOne('net_run')]);
  });

  it('is used in two ways, of which each frame takes one', async () => {
    const text = `extern "C" void *lens_open(void) { return new Lens(); }
extern "C" int lens_run(void *h, const void *from) { return static_cast<Lens *>(h)->look(from); }
extern "C" int lens_run_all(void *h, const void **from, int n) { return static_cast<Lens *>(h)->look(from[0]); }
extern "C" void lens_close(void *h) { delete static_cast<Lens *>(h); }`;
    expect(await read(LENS + text)).toEqual([asOne('lens_run'), asOne('lens_run_all')]);
  });
});

describe('a class that a binding offers', () => {
  it.each([
    ['its method', '&Lens::look'],
    ['a function of its own', '[](Lens &self, const char *from) { return self.look(from); }'],
  ])('has what its constructor makes, in %s', async (_form, look) => {
    const text = `PYBIND11_MODULE(lens, m) {
  pybind11::class_<Lens>(m, "Lens").def(pybind11::init<const char *>()).def("look", ${look});
}`;
    expect(await read(LENS + text)).toMatchObject([
      { models: ['resnet50_bs1.om'], streams: 1, calls: FRAME },
    ]);
  });
});

describe('delete', () => {
  it('runs the destructor', async () => {
    const text = `int main() { Lens *lens = new Lens(); for (int i = 0; i < 500; i++) lens->look(&i); delete lens; }`;
    expect(await read(LENS + text)).toMatchObject([{ name: 'lens', verdict: 'complete' }]);
  });
});
