import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const resize =
  'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\naclrtSynchronizeStream(stream);';
const execute = 'aclmdlExecute(modelId, input, output);';
const out = 'aclrtMemcpy(hostIn, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_HOST);';
const back = '(deviceIn, 75264, hostIn, 75264, ACL_MEMCPY_HOST_TO_DEVICE);';
const marked = `⟦aclrtMemcpy⟧${back}`;

testRule('d2h-h2d-roundtrip', {
  valid: {
    'changed in between': frame(
      `${resize}\n${out}\nuint8_t *bytes = (uint8_t *)hostIn;\nbytes[0] = 1;\naclrtMemcpy${back}\n${execute}`,
    ),
    'out only': frame(`${resize}\n${out}\n${execute}`),
    'in only': frame(`aclrtMemcpy${back}\n${execute}`),
    'other memory goes back': frame(
      `${resize}\n${out}\naclrtMemcpy(deviceIn, 64, hostOut, 64, ACL_MEMCPY_HOST_TO_DEVICE);\n${execute}`,
    ),
    'in before out': frame(`aclrtMemcpy${back}\n${execute}\n${out}`),
    'given to a function in between': frame(
      `${resize}\n${out}\nfread(hostIn, 1, 64, stdin);\naclrtMemcpy${back}\n${execute}`,
    ),
    'within the device': frame(
      `${resize}\naclrtMemcpy(deviceIn, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_DEVICE);\n${execute}`,
    ),
    'before the frames': frame(execute, { before: `${out}\naclrtMemcpy${back}` }),

    'changed through another name of it': frame(
      `${resize}\n${out}\nmemset(hostIn, 0, 64);\naclrtMemcpy${back}\n${execute}`,
    ),
    'out in another loop': frame(
      `for (int i = 0; i < 100; i++) {\n    ${resize.replace('\n', '\n    ')}\n    ${out}\n}\nfor (int i = 0; i < 100; i++) {\n    aclrtMemcpy${back}\n    ${execute}\n}`,
      { loop: 'for (int k = 0; k < 1; k++)' },
    ),
    'out of the device to other memory': frame(
      `${resize}\naclrtMemcpy(hostOut, 4096, resizedData, 4096, ACL_MEMCPY_DEVICE_TO_HOST);\naclrtMemcpy${back}\n${execute}`,
    ),
  },
  invalid: {
    'out and back': frame(`${resize}\n${out}\n${marked}\n${execute}`),
    asynchronously: frame(
      `acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);
aclrtMemcpyAsync(hostIn, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_HOST, stream);
⟦aclrtMemcpyAsync⟧(deviceIn, 75264, hostIn, 75264, ACL_MEMCPY_HOST_TO_DEVICE, stream);
aclmdlExecuteAsync(modelId, input, output, stream);
aclrtSynchronizeStream(stream);`,
    ),
    'in helpers': frame(`${resize}\nfetch();\nfeed();\n${execute}`, {
      top: `void fetch()\n{\n    ${out}\n}\n\nvoid feed()\n{\n    ${marked}\n}`,
    }),
    'with results checked': frame(
      `${resize}\naclError ret = ${out}\nret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
    ),
    'in a counted loop': frame(`${resize}\n${out}\n${marked}\n${execute}`, {
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'a log line in between': frame(`${resize}\n${out}\nprintf("moved\\n");\n${marked}\n${execute}`),
    'by way of malloc memory': frame(
      `${resize}
aclrtMemcpy(local, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_HOST);
⟦aclrtMemcpy⟧(deviceIn, 75264, local, 75264, ACL_MEMCPY_HOST_TO_DEVICE);
${execute}`,
      { before: 'void *local = malloc(75264);' },
    ),
    'between two models': frame(
      `${execute}
aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);
⟦aclrtMemcpy⟧(deviceIn, OUT_BYTES, hostOut, OUT_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);
${execute}`,
    ),

    'read in between': frame(
      `${resize}\n${out}\nuint8_t first = ((uint8_t *)hostIn)[0];\nprintf("%d\\n", first);\n${marked}\n${execute}`,
    ),
    'other memory changed in between': frame(
      `${resize}\n${out}\n((uint8_t *)hostOut)[0] = 1;\n${marked}\n${execute}`,
    ),
    'changed before and after': frame(
      `((uint8_t *)hostIn)[0] = 1;\n${resize}\n${out}\n${marked}\n${execute}\n((uint8_t *)hostIn)[0] = 2;`,
    ),
  },
});
