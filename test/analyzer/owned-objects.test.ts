/** What a variable owns ends with its block, however it owns it: arrays, containers, optionals, holders filled later. */
import { expect, it } from 'vitest';
import { analyzerOf } from '../support/analyzer.ts';

const program = (before: string, block: string, after = ''): string => `#include "acl/acl.h"
#include <array>
#include <memory>
#include <optional>
#include <vector>
struct Slot { void *p = nullptr; Slot() { aclrtMalloc(&p, 4096, ACL_MEM_MALLOC_HUGE_FIRST); } ~Slot() { aclrtFree(p); } Slot(Slot &&o) : p(o.p) { o.p = nullptr; } };
aclrtStream s; void *h;
void copy(const Slot &slot) { aclrtMemcpyAsync(slot.p, 4096, h, 4096, ACL_MEMCPY_HOST_TO_DEVICE, s); }
${before}
int main() { aclrtCreateStream(&s); aclrtMallocHost(&h, 4096); { ${block} } ${after} aclrtSynchronizeStream(s); }`;

async function freedBeforeSync(text: string): Promise<number> {
  const analyzer = await analyzerOf({ 'main.cpp': text });
  const [analysis] = analyzer.programs();
  analyzer.dispose();
  return (analysis?.findings ?? []).filter(({ rule }) => rule === 'free-before-sync').length;
}

const owners: [what: string, block: string][] = [
  ['std::array', 'std::array<Slot, 4> a; copy(a[0]);'],
  ['an array of the language', 'Slot a[4]; copy(a[1]);'],
  ['a vector', 'std::vector<Slot> a(4); copy(a[0]);'],
  ['an optional', 'std::optional<Slot> a; a.emplace(); copy(*a);'],
  ['a pointer that is set later', 'std::unique_ptr<Slot> a; a = std::make_unique<Slot>(); copy(*a);'],
  [
    'a vector of pointers',
    'std::vector<std::unique_ptr<Slot>> a; for (int i = 0; i < 4; i++) a.push_back(std::make_unique<Slot>()); copy(*a[0]);',
  ],
  ['a member', 'struct Pool { std::array<Slot, 2> slots; }; Pool a; copy(a.slots[0]);'],
];

it.each(owners)('%s', async (_what, block) => {
  expect(await freedBeforeSync(program('', block))).toBe(1);
});

const handedOn: [what: string, before: string, block: string][] = [
  [
    'returned',
    'std::vector<Slot> make() { std::vector<Slot> v(4); copy(v[0]); return v; } std::vector<Slot> kept;',
    'kept = make();',
  ],
  [
    'moved',
    'std::unique_ptr<Slot> kept;',
    'std::unique_ptr<Slot> a; a = std::make_unique<Slot>(); copy(*a); kept = std::move(a);',
  ],
  [
    'moved into a container',
    'std::vector<std::unique_ptr<Slot>> kept;',
    'std::unique_ptr<Slot> a; a = std::make_unique<Slot>(); copy(*a); kept.push_back(std::move(a));',
  ],
  ['released', 'Slot *kept;', 'std::unique_ptr<Slot> a; a.reset(new Slot); copy(*a); kept = a.release();'],
  ['of pointers that own nothing', 'Slot kept;', 'std::vector<Slot *> a; a.push_back(&kept); copy(*a[0]);'],
];

it.each(handedOn)('not what is %s', async (_what, before, block) => {
  expect(await freedBeforeSync(program(before, block))).toBe(0);
});
