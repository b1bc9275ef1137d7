import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const resize =
  'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\naclrtSynchronizeStream(stream);';
const decode =
  'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\naclrtSynchronizeStream(stream);';
const allocate = 'void *own = nullptr;\naclrtMalloc(&own, 75264, ACL_MEM_MALLOC_HUGE_FIRST);';
const set = (picture = 'resized', name = 'acldvppSetPicDescData'): string => `${name}(${picture}, own);`;
const marked = (picture = 'resized'): string => set(picture, '⟦acldvppSetPicDescData⟧');
const free = 'aclrtFree(own);';

testRule('dvpp-memory-required', {
  valid: {
    'memory of acldvppMalloc': frame(resize, {
      before: `void *own = nullptr;\nacldvppMalloc(&own, 75264);\n${set()}`,
    }),
    'a picture that DVPP never gets': frame(resize, {
      before: `${allocate}\nacldvppPicDesc *spare = acldvppCreatePicDesc();\n${set('spare')}`,
    }),
    'a file in memory of acldvppMalloc': frame(
      'acldvppJpegDecodeAsync(channel, own, 75264, decoded, stream);\naclrtSynchronizeStream(stream);',
      { before: 'void *own = nullptr;\nacldvppMalloc(&own, 75264);' },
    ),
    'memory of the model': frame('aclmdlExecute(modelId, input, output);', { before: allocate }),
    'a device that takes it': {
      code: frame(resize, { before: `${allocate}\n${set()}` }),
      settings: { device: 'ascend310b' },
    },
    'memory whose origin is not known': frame(resize, { top: 'extern void *own;', before: set() }),
    'memory of DVPP V2': frame(resize, {
      before: `void *own = nullptr;\nhi_mpi_dvpp_malloc(0, &own, 75264);\n${set()}`,
    }),
    'in a comment': frame(resize, { before: `${allocate}\n// ${set()}` }),
    'in a function that is never called': frame(resize, {
      top: `void never()\n{\n    ${allocate}\n    ${set()}\n}`,
    }),

    'a picture of a function that is not of DVPP': frame('aclmdlExecute(modelId, input, output);', {
      before: `${allocate}\nacldvppPicDesc *spare = acldvppCreatePicDesc();\n${set('spare')}\nacldvppGetPicDescSize(spare);`,
    }),
  },
  invalid: {
    'the file that JPEGD takes': frame(
      `⟦acldvppJpegDecodeAsync⟧(channel, own, 75264, decoded, stream);\naclrtSynchronizeStream(stream);`,
      { before: allocate },
    ),
    'the file that JPEGE writes': frame(
      `⟦acldvppJpegEncodeAsync⟧(channel, decoded, own, &written, config, stream);\naclrtSynchronizeStream(stream);`,
      {
        before: `${allocate}\nuint32_t written = 75264;\nacldvppJpegeConfig *config = acldvppCreateJpegeConfig();`,
      },
    ),
    'the output of VPC': frame(resize, { before: `${allocate}\n${marked()}` }),
    'the input of VPC': frame(resize, { before: `${allocate}\n${marked('decoded')}` }),
    'the output of JPEGD': frame(decode, { before: `${allocate}\n${marked('decoded')}` }),
    'with its free': frame(resize, {
      before: `${allocate}\n${marked()}`,
      loop: 'for (int i = 0; i < 10; i++)',
      after: free,
    }),
    'in each frame': frame(`${marked()}\n${resize}`, { before: allocate }),
    'in a helper': frame(resize, {
      top: `void describe(void *own)\n{\n    ${marked()}\n}`,
      before: `${allocate}\ndescribe(own);`,
    }),
    'normal pages': frame(resize, {
      before: `void *own = nullptr;\naclrtMalloc(&own, 75264, ACL_MEM_MALLOC_NORMAL_ONLY);\n${marked()}`,
    }),
    'on the 310P': {
      code: frame(resize, { before: `${allocate}\n${marked()}` }),
      settings: { device: 'ascend310p3' },
    },

    'beside other memory, which is freed too': frame(resize, {
      before: `void *other = nullptr;\naclrtMalloc(&other, 64, ACL_MEM_MALLOC_HUGE_FIRST);\n${allocate}\n${marked()}`,
      loop: 'for (int i = 0; i < 10; i++)',
      after: `aclrtFree(other);\n${free}`,
    }),
    'memory of another function, which no fix changes': frame(resize, {
      before: `void *own = nullptr;\naclrtMallocCached(&own, 75264, ACL_MEM_MALLOC_HUGE_FIRST);\n${marked()}`,
    }),
  },
});
