/** Classes with an operator of their own: what `lanes[i]`, `*lease` and `lease->` lead to is what the runtime is given. */
import { expect, it, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';
import { stallsOf } from '../rules/support/analyse.ts';

const head = `#include "acl/acl.h"
#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>
aclmdlDataset *in, *out; void *h, *d;
struct Lane { aclrtStream s = nullptr; uint32_t model = 0;
  void open() { aclrtCreateStream(&s); aclmdlLoadFromFile("resnet50_bs8.om", &model); }
  void serve() { aclmdlExecuteAsync(model, in, out, s); aclrtSynchronizeStream(s); } };
`;
const main = (body: string, pass: string): string =>
  `int main() { aclInit(nullptr); aclrtSetDevice(0); ${body} for (int i = 0; i < 1000; i++) { ${pass} } }`;
const serve = (lane: string): string =>
  `aclmdlExecuteAsync(${lane}model, in, out, ${lane}s); aclrtSynchronizeStream(${lane}s);`;

const forms: [what: string, text: string][] = [
  [
    'an index',
    `class Lanes { Lane lanes_[2]; public: Lane &operator[](unsigned i) { return lanes_[i]; } };
${main('Lanes lanes; lanes[0].open();', `Lane &l = lanes[0]; ${serve('l.')}`)}`,
  ],
  [
    'an index that is written to and whose address is taken',
    `class Lanes { std::array<aclrtStream, 2> s_{}; public: aclrtStream &operator [] (size_t i) { return s_[i]; } };
class Models { std::map<std::string, uint32_t> m_; public: uint32_t &operator[](const std::string &k) { return m_[k]; } };
${main(
  'Lanes lanes; Models models; uint32_t id; aclmdlLoadFromFile("resnet50_bs8.om", &id); models["cls"] = id; aclrtCreateStream(&lanes[0]);',
  'aclmdlExecuteAsync(models["cls"], in, out, lanes[0]); aclrtSynchronizeStream(lanes[0]);',
)}`,
  ],
  [
    'an index of its own object',
    `class Pool { std::vector<Lane> lanes_; public: explicit Pool(int n) : lanes_(n) {} Lane &operator[](unsigned i) { return lanes_[i]; }
  void open() { for (unsigned i = 0; i < lanes_.size(); i++) (*this)[i].open(); } };
${main('auto pool = std::make_unique<Pool>(1); pool->open();', serve('(*pool)[0].'))}`,
  ],
  [
    'a lease',
    `class Lease { Lane *lane_; public: explicit Lease(Lane *l) : lane_(l) {} Lane &operator*() const { return *lane_; } Lane *operator->() const { return lane_; } };
${main('Lane one; one.open();', 'Lease lease(&one); aclmdlExecuteAsync((*lease).model, in, out, lease->s); aclrtSynchronizeStream(lease->s);')}`,
  ],
  [
    'an arrow of a template, and a pointer to what has one',
    `template <class T> class Box { std::unique_ptr<T> p_; public: Box() : p_(std::make_unique<T>()) {} T *operator->() { return p_.get(); } T &get() { return *p_; } };
${main('auto box = std::make_unique<Box<Lane>>(); (*box)->open();', 'box->get().serve();')}`,
  ],
];

it.each(forms)('%s', async (_what, text) => {
  const pipeline = await pipelineOf(head + text);
  expect(pipeline.unknowns.filter(({ code }) => code.endsWith('-origin'))).toEqual([]);
  expect(pipeline.models).toMatchObject([{ path: 'resnet50_bs8.om' }]);
  expect(stepsOf(pipeline, 'submit')).toMatchObject([{ stream: { id: pipeline.streams[0]?.id } }]);
});

test('an index that comes round is followed turn by turn', async () => {
  const pipeline = await pipelineOf(`${head}
class Ring { Lane lanes_[2]; public: void open() { for (Lane &l : lanes_) l.open(); } Lane &operator[](unsigned i) { return lanes_[i & 1u]; } };
${main('Ring ring; ring.open();', `Lane &l = ring[i]; ${serve('l.')}`)}`);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ turns: 2 }]);
});

test('an event of which the origin is not known makes no deadlock', async () => {
  const waiting = (event: string): string =>
    `${head} aclrtStream s; aclrtEvent mine, other; aclrtEvent theirs(int); int main() { aclrtCreateStream(&s); aclrtCreateEvent(&mine);
  while (true) { aclrtStreamWaitEvent(s, ${event}); aclmdlExecuteAsync(1, in, out, s); aclrtSynchronizeStream(s); } }`;
  expect(await stallsOf(waiting('mine'))).toHaveLength(1);
  expect(await stallsOf(waiting('theirs(0)'))).toEqual([]);
  expect(stepsOf(await pipelineOf(waiting('theirs(0)')), 'streamWait')).toEqual([]);
});

test('nor does one that is recorded after it is waited for', async () => {
  const found =
    await stallsOf(`${head} aclrtStream s; aclrtEvent theirs(int); int main() { aclrtCreateStream(&s);
  while (true) { aclrtSynchronizeEvent(theirs(0)); aclmdlExecuteAsync(1, in, out, s); aclrtRecordEvent(theirs(0), s); } }`);
  expect(found).toEqual([]);
});
