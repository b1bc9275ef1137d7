/** `shared_from_this()` is another pointer to the object at hand. */
import { describe, expect, it } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const oracle = (ask: string, base = 'std::enable_shared_from_this<Oracle>') => `#include <memory>
#include "acl/acl.h"
struct Oracle : ${base} {
  void open() { aclmdlLoadFromFile("resnet50_bs1.om", &id_); x_ = aclmdlCreateDataset(); y_ = aclmdlCreateDataset(); }
  void think() { aclmdlExecute(id_, x_, y_); }
  ${ask}
  uint32_t id_ = 0; aclmdlDataset *x_, *y_;
};
int main() { auto oracle = std::make_shared<Oracle>(); oracle->open(); for (int i = 0; i < 500; i++) oracle->ask(); }`;

const BASE = 'struct Base : std::enable_shared_from_this<Base> { virtual ~Base() = default; };\n';

describe('an object that shares itself', () => {
  it.each([
    ['captured', 'void ask() { auto self = shared_from_this(); auto f = [self] { self->think(); }; f(); }'],
    ['captured as it is made', 'void ask() { [self = shared_from_this()] { self->think(); }(); }'],
    ['at once', 'void ask() { shared_from_this()->think(); }'],
    ['through this', 'void ask() { std::shared_ptr<Oracle> me = this->shared_from_this(); me->think(); }'],
    [
      'weakly',
      'void ask() { auto w = weak_from_this(); auto f = [w] { if (auto s = w.lock()) s->think(); }; f(); }',
    ],
  ])('is itself: %s', async (_form, ask) => {
    const pipeline = await pipelineOf(oracle(ask));
    expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
    expect(pipeline.models).toMatchObject([{ path: 'resnet50_bs1.om' }]);
  });

  it('is itself by the type of its base', async () => {
    const ask = 'void ask() { std::static_pointer_cast<Oracle>(shared_from_this())->think(); }';
    const pipeline = await pipelineOf(BASE + oracle(ask, 'Base'));
    expect(pipeline.models).toMatchObject([{ path: 'resnet50_bs1.om' }]);
  });
});
