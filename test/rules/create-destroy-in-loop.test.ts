import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';

testRule('create-destroy-in-loop', {
  valid: {
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
