import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';

/** An operator on a tensor that a helper makes. */
const tensor = `aclTensor *tensorOf(const std::vector<int64_t> &shape, void *data)
{
    std::vector<int64_t> strides(shape.size(), 1);
    for (int i = (int)shape.size() - 2; i >= 0; i--)
        strides[i] = shape[i + 1] * strides[i + 1];
    return @aclCreateTensor#(shape.data(), shape.size(), ACL_FLOAT, strides.data(), 0, ACL_FORMAT_ND, shape.data(), shape.size(), data);
}
void *ring[4];
int64_t lengthOf();
`;
const unmarked = tensor.replace(/[@#]/g, '');
const marked = tensor.replace('@', '⟦').replace('#', '⟧');
const add = `uint64_t bytes = 0;
aclOpExecutor *executor = nullptr;
aclnnAddGetWorkspaceSize(x, x, nullptr, x, &bytes, &executor);
aclnnAdd(nullptr, bytes, executor, stream);
aclrtSynchronizeStream(stream);
aclDestroyTensor(x);`;

testRule('create-destroy-in-loop', {
  valid: {
    'a tensor that walks through buffers': frame(
      `aclTensor *x = tensorOf({32, 128}, ring[at++ % 4]);\n${add}`,
      {
        top: unmarked,
        before: 'int at = 0;',
      },
    ),
    'a tensor that grows': frame(`aclTensor *x = tensorOf({1, n}, deviceIn);\nn++;\n${add}`, {
      top: unmarked,
      before: 'int64_t n = 1;',
    }),
    'a tensor of a length that is asked for': frame(
      `int64_t n = lengthOf();\naclTensor *x = tensorOf({1, n}, deviceIn);\n${add}`,
      { top: unmarked },
    ),
    'a tensor further on in a buffer': frame(
      `aclTensor *x = tensorOf({1, 16}, (char *)deviceIn + i * 64);\n${add}`,
      { top: unmarked, loop: 'for (int i = 0; i < 1000; i++)' },
    ),
    'a tensor of memory of the pass': frame(
      `void *own = nullptr;\naclrtMalloc(&own, 64, ACL_MEM_MALLOC_HUGE_FIRST);\naclTensor *x = tensorOf({1, 16}, own);\n${add}\naclrtFree(own);`,
      { top: unmarked },
    ),
    'a tensor of two buffers in turn': frame(
      `aclTensor *x = tensorOf({1, 16}, front);\n${add}\nstd::swap(front, back);`,
      { top: unmarked, before: 'void *front = deviceIn, *back = deviceOut;' },
    ),
    'before the loop': frame(execute, {
      before: 'acldvppPicDesc *desc = acldvppCreatePicDesc();\nacldvppDestroyPicDesc(desc);',
    }),
    'setting what changes': frame(`acldvppSetPicDescWidth(decoded, 1280);\n${execute}`),
    'a data buffer that is moved': frame(
      `aclUpdateDataBuffer(aclmdlGetDatasetBuffer(input, 0), deviceIn, IN_BYTES);\n${execute}`,
    ),
    'a pool that is filled before the loop': frame(execute, {
      before:
        'acldvppPicDesc *descs[8];\nfor (int i = 0; i < 8; i++) {\n    descs[i] = acldvppCreatePicDesc();\n}',
    }),
    'destroying after the loop': frame('aclmdlExecuteAsync(modelId, input, output, stream);', {
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'aclrtSynchronizeStream(stream);\naclmdlDestroyDataset(input);',
    }),
    'streams of several threads': frame(execute, {
      before:
        'aclrtStream streams[4];\nfor (int i = 0; i < 4; i++) {\n    aclrtCreateStream(&streams[i]);\n}',
    }),
    'only for the first frame': frame(
      `if (roi == nullptr) {\n    roi = acldvppCreateRoiConfig(0, 223, 0, 223);\n}\n${execute}`,
      { before: 'acldvppRoiConfig *roi = nullptr;' },
    ),
    'a function that is never called': frame(execute, {
      top: 'void unused()\n{\n    acldvppCreatePicDesc();\n}',
    }),
  },
  invalid: {
    'a tensor that is the same each time': frame(`aclTensor *x = tensorOf({32, 128}, deviceIn);\n${add}`, {
      top: marked,
    }),
    'a scalar, an array and a list that are the same': frame(
      `float one = 1;
int64_t axes[1] = {0};
aclScalar *alpha = ⟦aclCreateScalar⟧(&one, ACL_FLOAT);
aclIntArray *along = ⟦aclCreateIntArray⟧(axes, 1);
aclTensor *x = tensorOf({32, 128}, deviceIn);
aclTensor *both[] = {x};
aclTensorList *list = ⟦aclCreateTensorList⟧(both, 1);
${add}
aclDestroyTensorList(list);
aclDestroyIntArray(along);
aclDestroyScalar(alpha);`,
      { top: marked },
    ),
    'what takes a time that a comment says': frame(
      `aclrtStream own = nullptr;\n⟦aclrtCreateStream⟧(&own); // acl-perf: cost=0.5ms\n${execute}\naclrtDestroyStream(own);`,
    ),
    'a stream': frame(
      `aclrtStream own = nullptr;\n⟦aclrtCreateStream⟧(&own);\n${execute}\naclrtDestroyStream(own);`,
    ),
    'an event': frame(
      `aclrtEvent event = nullptr;\n⟦aclrtCreateEvent⟧(&event);\n${execute}\naclrtDestroyEvent(event);`,
    ),
    'a channel and its description': frame(
      `acldvppChannelDesc *own = ⟦acldvppCreateChannelDesc⟧();\n⟦acldvppCreateChannel⟧(own);\n${execute}\nacldvppDestroyChannel(own);\nacldvppDestroyChannelDesc(own);`,
    ),
    'a picture description': frame(
      `acldvppPicDesc *desc = ⟦acldvppCreatePicDesc⟧();\n${execute}\nacldvppDestroyPicDesc(desc);`,
    ),
    'a region': frame(
      `acldvppRoiConfig *roi = ⟦acldvppCreateRoiConfig⟧(0, 223, 0, 223);\n${execute}\nacldvppDestroyRoiConfig(roi);`,
    ),
    'a configuration': frame(
      `acldvppResizeConfig *config = ⟦acldvppCreateResizeConfig⟧();\n${execute}\nacldvppDestroyResizeConfig(config);`,
    ),
    'a dataset and its buffer': frame(
      `aclmdlDataset *data = ⟦aclmdlCreateDataset⟧();\naclDataBuffer *buffer = ⟦aclCreateDataBuffer⟧(deviceIn, IN_BYTES);\naclmdlAddDatasetBuffer(data, buffer);\n${execute}\naclDestroyDataBuffer(buffer);\naclmdlDestroyDataset(data);`,
    ),
    'in a helper': frame(`acldvppPicDesc *desc = describe();\n${execute}\nacldvppDestroyPicDesc(desc);`, {
      top: 'acldvppPicDesc *describe()\n{\n    acldvppPicDesc *desc = ⟦acldvppCreatePicDesc⟧();\n    acldvppSetPicDescWidth(desc, 64);\n    return desc;\n}',
    }),
  },
});
