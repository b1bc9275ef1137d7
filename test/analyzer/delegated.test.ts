/** Constructors that leave the work to another one of their class. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const lane = (constructors: string, main: string) => `#include <acl/acl.h>
#include <thread>
struct Options { int rounds = 5; };
template <class T> class Held {
public:
  Held() : Held(3) {}
  explicit Held(int rounds) : rounds(rounds) {}
  int rounds;
};
class Lane {
public:
  ${constructors}
  void Run() { for (int i = 0; i < rounds_; i++) aclmdlExecute(model_, nullptr, nullptr); }
private:
  int rounds_ = 9; uint32_t model_ = 0; std::thread thread_;
};
int main() { aclInit(nullptr); aclrtSetDevice(0); ${main} }
`;

const OPEN = 'aclmdlLoadFromFile("resnet50_bs1.om", &model_);';

const programs: [what: string, constructors: string, main: string, shape: string][] = [
  [
    'with default options, one that starts a thread',
    `Lane() : Lane(Options()) {} explicit Lane(Options o) : rounds_(o.rounds) { ${OPEN} thread_ = std::thread(&Lane::Run, this); }`,
    'Lane lane;',
    '1 × 5(aclmdlExecute); 0 streams',
  ],
  [
    'and go on in their own body',
    `Lane(int a, int b) : Lane(a * b) { Run(); } explicit Lane(int n) : rounds_{n} { ${OPEN} }`,
    'Lane lane(2, 3);',
    '1 × 6(aclmdlExecute); 0 streams',
  ],
  [
    'over several',
    `Lane() : Lane{7} {} explicit Lane(int n) : Lane(n, true) {} Lane(int n, bool) : rounds_(n) { ${OPEN} }`,
    'auto lane = std::make_unique<Lane>(); lane->Run();',
    '1 × 7(aclmdlExecute); 0 streams',
  ],
  [
    'of a template',
    `Lane() { ${OPEN} Held<float> held; rounds_ = held.rounds; }`,
    'Lane lane; lane.Run();',
    '1 × 3(aclmdlExecute); 0 streams',
  ],
];

for (const [what, constructors, main, shape] of programs)
  test(what, async () => expect(shapeOf(await pipelineOf(lane(constructors, main)))).toBe(shape));
