import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const ask = 'aclrtRunMode mode;\naclrtGetRunMode(&mode);';
const infer = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const up = (name = '⟦aclrtMemcpyAsync⟧'): string =>
  `${name}(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);`;
const down = (name = '⟦aclrtMemcpyAsync⟧'): string =>
  `${name}(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, stream);`;
const plain = up('aclrtMemcpyAsync');
const at = (body: string, before = ask, top = ''): string => frame(body, { before, top });

testRule('copy-on-board', {
  valid: {
    'does not ask': at(`${plain}\n${infer}`, ''),
    'copies on the host only': at(`if (mode == ACL_HOST) {\n    ${plain}\n}\n${infer}`),
    'leaves the copy out on the board': at(`if (mode != ACL_DEVICE) {\n    ${plain}\n}\n${infer}`),
    'a flag made of the mode': at(
      `if (!onBoard) {\n    ${plain}\n}\n${infer}`,
      `${ask}\nconst bool onBoard = (mode == ACL_DEVICE);`,
    ),
    'a kind by the mode': at(
      `aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, kind, stream);\n${infer}`,
      `${ask}\naclrtMemcpyKind kind = mode == ACL_HOST ? ACL_MEMCPY_HOST_TO_DEVICE : ACL_MEMCPY_DEVICE_TO_DEVICE;`,
    ),
    'within the device': at(
      `aclrtMemcpyAsync(deviceIn, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);\n${infer}`,
    ),
    'before the loop': at(infer, `${ask}\n${plain}`),
    'a function that tells': at(
      `${plain}\n${infer}`,
      '',
      'bool onBoard()\n{\n    aclrtRunMode mode;\n    aclrtGetRunMode(&mode);\n    return mode == ACL_DEVICE;\n}',
    ),
  },
  invalid: {
    up: at(`${up()}\n${infer}`),
    down: at(`${infer}\n${down()}`),
    both: at(`${up()}\n${infer}\n${down()}`),
    synchronous: at(
      `⟦aclrtMemcpy⟧(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n${infer}`,
    ),
    'the mode is only printed': at(`${up()}\n${infer}`, `${ask}\nprintf("%d", (int)mode);`),
    'a flag that is only printed': at(
      `${up()}\n${infer}`,
      `${ask}\nconst bool onBoard = (mode == ACL_DEVICE);\nprintf("%d", onBoard);`,
    ),
    'in a function': at('load();', ask, `void load()\n{\n    ${up()}\n    ${infer}\n}`),
    'memory of malloc': at(
      `⟦aclrtMemcpy⟧(deviceIn, IN_BYTES, own, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n${infer}`,
      `${ask}\nvoid *own = malloc(IN_BYTES);`,
    ),
  },
});
