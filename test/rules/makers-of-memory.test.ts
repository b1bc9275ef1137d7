import { describe, expect, it } from 'vitest';
import { analyse } from './support/analyse.ts';

/** The words that say where the host's side of a copy comes from; empty where nothing is said of it. */
function originOf(make: string, from: string): string[] {
  const text = `#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "acl/acl.h"
int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    uint32_t id;
    aclmdlLoadFromFile("a.om", &id);
    aclrtStream stream;
    aclrtCreateStream(&stream);
    void *device, *pinned;
    aclrtMalloc(&device, 1024, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&pinned, 1024);
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    ${make}
    for (int k = 0; k < 500; k++) {
        aclrtMemcpyAsync(device, 1024, ${from}, 1024, ACL_MEMCPY_HOST_TO_DEVICE, stream);
        aclmdlExecuteAsync(id, in, out, stream);
        aclrtSynchronizeStream(stream);
    }
}
`;
  return analyse(text)
    .filter(({ rule }) => rule === 'async-memcpy-pageable')
    .map(({ data }) => String(data['origin']));
}

describe('what makes memory tells its kind', () => {
  it.each([
    ['auto p = std::make_unique<uint8_t[]>(1024);', 'p.get()'],
    ['auto p = std::make_unique<float[]>(256);', '&p[0]'],
    ['auto p = std::make_unique_for_overwrite<uint8_t[]>(1024);', 'p.get()'],
    ['auto p = std::make_shared<uint8_t[]>(1024);', 'p.get()'],
    ['std::unique_ptr<uint8_t[]> p; p = std::make_unique<uint8_t[]>(1024);', 'p.get()'],
    ['std::allocator<uint8_t> a; auto p = std::allocate_shared<uint8_t[]>(a, 1024);', 'p.get()'],
  ])('%s: new', (make, from) => {
    expect(originOf(make, from)).toEqual(['new']);
  });

  it.each([
    [
      'auto all = std::make_unique<void *[]>(4); for (int i = 0; i < 4; i++) aclrtMallocHost(&all[i], 1024);',
      'all[2]',
    ],
    ['std::string_view view(static_cast<char *>(pinned), 1024);', 'view.data()'],
    ['Pool pool; auto p = std::allocate_shared<uint8_t[]>(pool, 1024);', 'p.get()'],
    [
      'auto p = std::make_unique<uint8_t[]>(1024); void *seen; aclrtHostRegister(p.get(), 1024, ACL_HOST_REGISTER_MAPPED, &seen);',
      'p.get()',
    ],
  ])('%s: not accused', (make, from) => {
    expect(originOf(make, from)).toEqual([]);
  });
});
