import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const more = (device: string, name = 'aclrtCreateContext'): string =>
  `aclrtContext more = nullptr;\n${name}(&more, ${device});`;
const marked = '⟦aclrtCreateContext⟧';

testRule('many-contexts-per-device', {
  valid: {
    'one context': frame(execute),
    'one on each of two devices': frame(execute, { before: more('1') }),
    'one context, bound in four threads': workers(4, execute),
    'a device of the run': frame(execute, {
      before: `int device = atoi(getenv("DEVICE"));\n${more('device')}`,
    }),
    'bound again': frame(execute, { before: 'aclrtSetCurrentContext(context);' }),
    'one on each of four devices': frame(execute, {
      before:
        'aclrtContext contexts[4];\nfor (int i = 1; i < 4; i++) {\n    aclrtCreateContext(&contexts[i], i);\n}',
    }),
    'in a comment': frame(`// ${more('0').replace('\n', ' ')}\n${execute}`),
    'in a function that is never called': frame(execute, { top: `void make()\n{\n    ${more('0')}\n}` }),
  },
  invalid: {
    'two on device 0': frame(execute, { before: more('0', marked) }),
    'by a constant': frame(execute, { top: 'static const int DEVICE = 0;', before: more('DEVICE', marked) }),
    'by a #define': frame(execute, { top: '#define DEVICE 0', before: more('DEVICE', marked) }),
    'one in each thread': workers(4, execute, { start: more('0', marked) }),
    'in a helper': frame(execute, { top: `void make()\n{\n    ${more('0', marked)}\n}`, before: 'make();' }),
    'three, reported once': frame(execute, {
      before: `aclrtContext third = nullptr;\naclrtCreateContext(&third, 0);\n${more('0', marked)}`,
    }),
    'with its result checked': frame(execute, {
      before: `aclrtContext more = nullptr;\nif (⟦aclrtCreateContext⟧(&more, 0) != ACL_ERROR_NONE) {\n    return 1;\n}`,
    }),
    'in a loop': frame(execute, {
      before:
        'aclrtContext contexts[3];\nfor (int i = 0; i < 3; i++) {\n    ⟦aclrtCreateContext⟧(&contexts[i], 0);\n}',
    }),
  },
});
