/** What a smart pointer with a deleter of its own holds is ended by that, where its owner ends and no one else has it. */
import { expect, it } from 'vitest';
import { analyzerOf } from '../support/analyzer.ts';

const program = (before: string, block: string): string => `#include "acl/acl.h"
#include <functional>
#include <memory>
#include <utility>
#include <vector>
struct Del { void operator()(void *q) const { aclrtFreeHost(q); } };
using Pinned = std::unique_ptr<void, Del>;
using Any = std::unique_ptr<void, std::function<void(void *)>>;
aclrtStream s; void *d;
Pinned make() { void *p = nullptr; aclrtMallocHost(&p, 4000); return Pinned(p); }
Pinned makeNamed() { void *p = nullptr; aclrtMallocHost(&p, 4000); Pinned m(p); return m; }
void copy(void *h) { aclrtMemcpyAsync(h, 4000, d, 4000, ACL_MEMCPY_DEVICE_TO_HOST, s); }
${before}
int main() {
  void *raw = nullptr; aclrtCreateStream(&s); aclrtMallocHost(&raw, 4000); aclrtMalloc(&d, 4000, ACL_MEM_MALLOC_HUGE_FIRST);
  { ${block} }
  aclrtSynchronizeStream(s);
}`;

async function lifetimeFindings(text: string): Promise<string[]> {
  const analyzer = await analyzerOf({ 'main.cpp': text });
  const [analysis] = analyzer.programs();
  analyzer.dispose();
  return (analysis?.findings ?? [])
    .map(({ rule }) => rule)
    .filter((rule) => ['free-before-sync', 'use-after-destroy', 'never-destroyed'].includes(rule));
}

const early: [what: string, before: string, block: string][] = [
  ['a struct’s', '', 'std::unique_ptr<void, Del> p(raw); copy(p.get());'],
  ['a struct’s, by an alias', '', 'Pinned p{raw}; copy(p.get());'],
  ['a function object’s', '', 'Any p(raw, [](void *q) { aclrtFreeHost(q); }); copy(p.get());'],
  [
    'a function object’s, made on the right',
    '',
    'auto p = Any(raw, [](void *q) { aclrtFreeHost(q); }); copy(p.get());',
  ],
  [
    'a pointer to a function',
    '',
    'std::unique_ptr<void, void (*)(void *)> p(raw, [](void *q) { aclrtFreeHost(q); }); copy(p.get());',
  ],
  [
    'the runtime’s own function',
    '',
    'std::unique_ptr<void, decltype(&aclrtFreeHost)> p(raw, &aclrtFreeHost); copy(p.get());',
  ],
  [
    'of a pointer that may be shared and is not',
    '',
    'std::shared_ptr<void> p(raw, aclrtFreeHost); copy(p.get());',
  ],
  [
    'of such a one, by a function of the program',
    'void end(void *q) { aclrtFreeHost(q); }',
    'auto p = std::shared_ptr<void>(raw, end); copy(p.get());',
  ],
  ['of what a function gives', '', 'auto p = make(); copy(p.get());'],
  ['of what a function’s variable held', '', 'Pinned p = makeNamed(); copy(p.get());'],
  ['of a member', 'struct Lane { Pinned m; Lane() : m(make()) {} };', 'Lane l; copy(l.m.get());'],
  ['of an element', '', 'std::vector<Pinned> v; v.push_back(make()); copy(v[0].get());'],
  ['at a reset', '', 'Pinned p(raw); copy(p.get()); p.reset(); copy(d);'],
];

it.each(early)('by a deleter: %s', async (_what, before, block) => {
  expect(await lifetimeFindings(program(before, block))).toEqual(['free-before-sync']);
});

const right: [what: string, before: string, block: string][] = [
  ['waited for', '', 'auto p = make(); copy(p.get()); aclrtSynchronizeStream(s);'],
  ['moved on', 'Pinned kept;', 'auto p = make(); copy(p.get()); kept = std::move(p);'],
  [
    'moved into a container',
    'std::vector<Pinned> kept;',
    'Pinned p(raw); copy(p.get()); kept.push_back(std::move(p));',
  ],
  ['released', 'void *kept;', 'Pinned p(raw); copy(p.get()); kept = p.release();'],
  [
    'shared',
    'std::shared_ptr<void> kept;',
    'std::shared_ptr<void> p(raw, aclrtFreeHost); copy(p.get()); kept = p;',
  ],
  [
    'shared by a lambda',
    'std::function<void()> later;',
    'std::shared_ptr<void> p(raw, aclrtFreeHost); copy(p.get()); later = [p] {};',
  ],
  [
    'returned',
    'Pinned used() { Pinned m = make(); copy(m.get()); return m; } Pinned kept;',
    'kept = used();',
  ],
  [
    'returned in a struct',
    'struct Lane { Pinned m; }; Lane lane() { Pinned m = make(); copy(m.get()); return Lane{std::move(m)}; } Lane kept;',
    'kept = lane();',
  ],
  [
    'not the owner’s to free',
    'void none(void *) {}',
    'std::unique_ptr<void, void (*)(void *)> p(raw, none); copy(p.get());',
  ],
  [
    'freed by a deleter that waits',
    'struct Sync { void operator()(void *q) const { aclrtSynchronizeStream(s); aclrtFreeHost(q); } };',
    'std::unique_ptr<void, Sync> p(raw); copy(p.get());',
  ],
];

it.each(right)('not what is %s', async (_what, before, block) => {
  expect(await lifetimeFindings(program(before, block))).toEqual([]);
});
