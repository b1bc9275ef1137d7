/** Functions that are entered again while they are followed: a chain goes on to its end, a recursion stands for one turn. */
import { describe, expect, test } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const UP = 'aclrtMemcpyAsync(device, 100, host, 100, ACL_MEMCPY_HOST_TO_DEVICE, stream);';
const RUN = 'aclmdlExecuteAsync(id, in, out, stream); aclrtSynchronizeStream(stream);';
const BOTH = ['aclrtMemcpyAsync', 'aclmdlExecuteAsync'];

const program = (functions: string, start: string, pass: string): string => `#include "acl/acl.h"
#include <functional>
#include <memory>
#include <vector>
uint32_t id; aclmdlDataset *in, *out; aclrtStream stream; void *device, *host;
${functions}
int main() {
  aclrtCreateStream(&stream); aclmdlLoadFromFile("resnet50_bs1.om", &id);
  ${start}
  for (int i = 0; i < 500; i++) { ${pass} }
}`;

const element = 'struct Element { int (*chain)(Element *); Element *next; };';
const elements = `${element}
int push(Element *e) { return e->next->chain(e->next); }
int up(Element *e) { ${UP} return push(e); }
int queue(Element *e) { return push(e); }
int infer(Element *) { ${RUN} return 0; }`;
const linked = `struct Element; struct Pad { int (*chain)(Element *); Element *parent; Pad *peer; };
struct Element { Pad sink, src; };
int push(Pad *p) { Pad *peer = p->peer; if (!peer || !peer->chain) return -3; return peer->chain(peer->parent); }
int up(Element *e) { ${UP} return push(&e->src); }
int infer(Element *) { ${RUN} return 0; }
void init(Element *e, int (*f)(Element *)) { e->sink.chain = f; e->sink.parent = e; }
void link(Element *x, Element *y) { x->src.peer = &y->sink; }`;
const handlers = `struct Handler {
  std::shared_ptr<Handler> next; virtual ~Handler() = default;
  virtual int handle(int r) { return next ? next->handle(r) : 0; }
  std::shared_ptr<Handler> then(std::shared_ptr<Handler> n) { next = n; return n; }
};
struct Up : Handler { int handle(int r) override { ${UP} return Handler::handle(r); } };
struct Log : Handler { int handle(int r) override { return Handler::handle(r); } };
struct Infer : Handler { int handle(int r) override { ${RUN} return Handler::handle(r); } };`;
const stages = `std::vector<std::function<int(int)>> stages;
int next(int i) { return i < (int)stages.size() ? stages[i](i) : 0; }`;
const middleware = `using Next = std::function<void()>; std::vector<std::function<void(Next)>> all;
void go(size_t i) { if (i < all.size()) all[i]([i] { go(i + 1); }); }`;

describe('a chain is followed to its end', () => {
  test.each([
    [
      'elements',
      elements,
      'Element a{}, b{up}, c{queue}, d{infer}; a.next = &b; b.next = &c; c.next = &d;',
      'push(&a);',
    ],
    [
      'linked pads',
      linked,
      'Element a{}, b{}, c{}; init(&b, up); init(&c, infer); link(&a, &b); link(&b, &c);',
      'if (push(&a.src)) break;',
    ],
    [
      'handlers',
      handlers,
      'auto a = std::make_shared<Up>(); a->then(std::make_shared<Log>())->then(std::make_shared<Infer>());',
      'a->handle(i);',
    ],
    [
      'functions by number',
      stages,
      `stages.push_back([](int i) { ${UP} return next(i + 1); }); stages.push_back([](int i) { ${RUN} return next(i + 1); });`,
      'next(0);',
    ],
    [
      'middleware',
      middleware,
      `all.push_back([](Next n) { ${UP} n(); }); all.push_back([](Next n) { ${RUN} n(); });`,
      'go(0);',
    ],
    ['steps', `void step(int n) { if (n == 0) { ${UP} step(1); } else { ${RUN} } }`, '', 'step(0);'],
  ])('%s', async (_what, functions, start, pass) => {
    expect(callsIn(await pipelineOf(program(functions, start, pass)))).toEqual(BOTH);
  });
});

describe('a recursion that comes to no end stands for one turn', () => {
  test.each([
    ['deep', `void again(int n) { ${UP} ${RUN} if (n > 0) again(n - 1); }`, 'again(1000);'],
    ['endless', `void again(int n) { ${UP} ${RUN} again(n + 1); }`, 'again(0);'],
    [
      'wide',
      `void again(int n) { if (n < 2) return; ${UP} ${RUN} again(n - 1); again(n - 2); }`,
      'again(30);',
    ],
    [
      'of two',
      `void other(int n); void again(int n) { ${UP} other(n + 1); } void other(int n) { ${RUN} again(n + 1); }`,
      'again(0);',
    ],
    [
      'tries',
      `bool good(int); int again(int n) { ${UP} ${RUN} if (!good(n)) { if (n < 3) return again(n + 1); return -1; } return 0; }`,
      'again(0);',
    ],
  ])('%s', async (_what, functions, pass) => {
    expect(callsIn(await pipelineOf(program(functions, '', pass)))).toEqual(BOTH);
  });
});
