import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const channel = (name: string, call = 'aclvencCreateChannel'): string =>
  `aclvencChannelDesc *${name} = aclvencCreateChannelDesc();\n${call}(${name});`;
const marked = '⟦aclvencCreateChannel⟧';

testRule('venc-multithread-310', {
  valid: {
    'one channel': frame(execute, { before: channel('one') }),
    'no channel': frame(execute),
    'two on another device': {
      code: frame(execute, { before: `${channel('one')}\n${channel('two')}` }),
      settings: { device: 'ascend310p3' },
    },
    'descriptions only': frame(execute, {
      before: 'aclvencCreateChannelDesc();\naclvencCreateChannelDesc();',
    }),
    'one in one thread': workers(1, execute, { start: channel('one') }),
    decoders: frame(execute, {
      before:
        'aclvdecChannelDesc *a = aclvdecCreateChannelDesc();\naclvdecCreateChannel(a);\naclvdecChannelDesc *b = aclvdecCreateChannelDesc();\naclvdecCreateChannel(b);',
    }),
    'in a comment': frame(execute, { before: `${channel('one')}\n// aclvencCreateChannel(two);` }),
    'in a function that is never called': frame(execute, {
      top: `void more()\n{\n    ${channel('two')}\n}`,
      before: channel('one'),
    }),
  },
  invalid: {
    'two channels': frame(execute, { before: `${channel('one')}\n${channel('two', marked)}` }),
    'one in each of four threads': workers(4, execute, { start: channel('own', marked) }),
    'in a loop': frame(execute, {
      before: `for (int i = 0; i < 4; i++) {\n    ${channel('own', marked)}\n}`,
    }),
    'three, reported once': frame(execute, {
      before: `${channel('one')}\n${channel('two')}\n${channel('three', marked)}`,
    }),
    'with results checked': frame(execute, {
      before: `${channel('one')}\naclvencChannelDesc *two = aclvencCreateChannelDesc();\nif (⟦aclvencCreateChannel⟧(two) != ACL_ERROR_NONE) {\n    return 1;\n}`,
    }),
    'in a helper': frame(execute, {
      top: `void open()\n{\n    ${channel('own', marked)}\n}`,
      before: `${channel('one')}\nopen();`,
    }),
    'two threads': workers(2, execute, { start: channel('own', marked) }),
    'on the 310, said so': {
      code: frame(execute, { before: `${channel('one')}\n${channel('two', marked)}` }),
      settings: { device: 'ascend310' },
    },
  },
});
