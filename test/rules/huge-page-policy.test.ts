import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const malloc = (bytes: string, policy: string, name = 'aclrtMalloc'): string =>
  `void *own = nullptr;\n${name}(&own, ${bytes}, ACL_MEM_MALLOC_${policy});`;
const at = (text: string, top = ''): string => frame(execute, { before: text, top });

testRule('huge-page-policy', {
  valid: {
    'huge pages first': at(malloc('4096', 'HUGE_FIRST')),
    'huge pages only, for 4 MiB': at(malloc('4194304', 'HUGE_ONLY')),
    'normal pages only, for 4 KiB': at(malloc('4096', 'NORMAL_ONLY')),
    'a size of the run': at(`size_t bytes = (size_t)atoi(getenv("BYTES"));\n${malloc('bytes', 'HUGE_ONLY')}`),
    'huge pages only, for 1.5 MiB': at(malloc('1572864', 'HUGE_ONLY')),
    'normal pages only, for 1 MiB': at(malloc('1048576', 'NORMAL_ONLY')),
    'memory of DVPP': at('void *own = nullptr;\nacldvppMalloc(&own, 4096);'),
    'in a comment': at(`// ${malloc('64', 'HUGE_ONLY').replace('\n', ' ')}`),

    'no bytes': at(malloc('0', 'HUGE_ONLY')),
    'huge pages only, for a byte more than 1 MiB': at(malloc('1048577', 'HUGE_ONLY')),
    'normal pages only, for a byte less than 2 MiB': at(malloc('2097151', 'NORMAL_ONLY')),
    'another policy for 4 MiB': at(malloc('4194304', 'HUGE_FIRST_P2P')),
  },
  invalid: {
    'a huge page for 4 KiB': { code: at(malloc('4096', 'HUGE_ONLY', '⟦aclrtMalloc⟧')), message: 'wasted' },
    'a huge page for 1 MiB': at(malloc('1048576', 'HUGE_ONLY', '⟦aclrtMalloc⟧')),
    'normal pages for 4 MiB': {
      code: at(malloc('4194304', 'NORMAL_ONLY', '⟦aclrtMalloc⟧')),
      message: 'small',
    },
    'normal pages for 2 MiB': at(malloc('2 * 1024 * 1024', 'NORMAL_ONLY', '⟦aclrtMalloc⟧')),
    'a #define': at(malloc('BYTES', 'HUGE_ONLY', '⟦aclrtMalloc⟧'), '#define BYTES 1000'),
    'a constant': at(malloc('OUT_BYTES', 'HUGE_ONLY', '⟦aclrtMalloc⟧')),
    'cached memory': at(malloc('4096', 'HUGE_ONLY', '⟦aclrtMallocCached⟧')),
    'in a helper': at('own();', `void own()\n{\n    ${malloc('4096', 'HUGE_ONLY', '⟦aclrtMalloc⟧')}\n}`),
  },
});
