import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const copy = (kind: string, name = 'aclrtMemcpyAsync'): string =>
  `${name}(hostOut, 64, hostIn, 64, ${kind}, stream);`;
const marked = copy('ACL_MEMCPY_HOST_TO_HOST', '⟦aclrtMemcpyAsync⟧');

testRule('async-memcpy-host-to-host', {
  valid: {
    'to the device': frame(
      `aclrtMemcpyAsync(deviceIn, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${execute}`,
    ),
    'from the device': frame(
      `${execute}\naclrtMemcpyAsync(hostOut, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_HOST, stream);\naclrtSynchronizeStream(stream);`,
    ),
    'within the device': frame(
      `aclrtMemcpyAsync(deviceIn, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);\n${execute}`,
    ),
    synchronous: frame(`aclrtMemcpy(hostOut, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_HOST);\n${execute}`),
    'memcpy of the C library': frame(`memcpy(hostOut, hostIn, 64);\n${execute}`),
    'a kind of the run': frame(`${copy('kind')}\n${execute}`, {
      before: 'aclrtMemcpyKind kind = (aclrtMemcpyKind)atoi(getenv("KIND"));',
    }),
    'in a comment': frame(`// ${copy('ACL_MEMCPY_HOST_TO_HOST')}\n${execute}`),
    'in a function that is never called': frame(execute, {
      top: `void never()\n{\n    ${copy('ACL_MEMCPY_HOST_TO_HOST')}\n}`,
    }),

    'a kind that another constant names': frame(`${copy('HOST_KIND')}\n${execute}`, {
      top: 'static const aclrtMemcpyKind HOST_KIND = ACL_MEMCPY_HOST_TO_DEVICE;',
    }),
  },
  invalid: {
    'in a frame loop': frame(`${marked}\n${execute}`),
    'before the loop': frame(execute, { before: marked }),
    'with its result checked': frame(
      `aclError ret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
    ),
    'in a helper': frame(`keep();\n${execute}`, { top: `void keep()\n{\n    ${marked}\n}` }),
    'a kind given as a parameter': frame(`keep(ACL_MEMCPY_HOST_TO_HOST);\n${execute}`, {
      top: `void keep(aclrtMemcpyKind kind)\n{\n    ${copy('kind', '⟦aclrtMemcpyAsync⟧')}\n}`,
    }),
    'in a counted loop': frame(`${marked}\n${execute}`, { loop: 'for (int i = 0; i < 100; i++)' }),
    'after the loop': frame(execute, { loop: 'for (int i = 0; i < 10; i++)', after: marked }),
    'under a condition': frame(`if (running) {\n    ${marked}\n}\n${execute}`),

    'a kind and a stream on lines of their own, which are left as they are': frame(
      `⟦aclrtMemcpyAsync⟧(hostOut, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_HOST,\n    stream);\n${execute}`,
    ),
    'a copy of rows, which has no synchronous name here': frame(
      `⟦aclrtMemcpy2dAsync⟧(hostOut, 64, hostIn, 64, 64, 2, ACL_MEMCPY_HOST_TO_HOST, stream);\n${execute}`,
    ),
  },
});
