import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const second = (device = '1'): string => `aclrtContext second = nullptr;
aclrtCreateContext(&second, ${device});
aclrtStream other = nullptr;
aclrtCreateStream(&other);
uint32_t half = 0;
aclmdlLoadFromFile("model/half.om", &half);`;
const bind = (name: string): string => `aclrtSetCurrentContext(${name});`;
const run = (model: string, on: string): string => `aclmdlExecuteAsync(${model}, input, output, ${on});`;
const wait = (on: string, name = 'aclrtSynchronizeStream'): string => `${name}(${on});`;
const MARKED = '⟦aclrtSynchronizeStream⟧';

const first = (name?: string): string =>
  [bind('context'), run('modelId', 'stream'), wait('stream', name)].join('\n');
const next = [bind('second'), run('half', 'other'), wait('other')].join('\n');
const at = (body: string, before = second(), loop?: string): string =>
  frame(body, { before, ...(loop === undefined ? {} : { loop }) });

testRule('devices-in-turn', {
  valid: {
    'one device': at(`${bind('context')}\n${run('modelId', 'stream')}\n${wait('stream')}`),
    'two contexts of one device': at(`${first()}\n${next}`, second('0')),
    'both given work before the waits': at(
      [
        bind('context'),
        run('modelId', 'stream'),
        bind('second'),
        run('half', 'other'),
        wait('other'),
        wait('stream'),
      ].join('\n'),
    ),
    'the second is not waited for': at([first(), bind('second'), run('half', 'other')].join('\n')),
    'a device of the run': at(`${first()}\n${next}`, second('atoi(getenv("DEVICE"))')),
    'bound before the loop': at(run('half', 'other') + wait('other'), `${second()}\n${bind('second')}`),
    'no work on the second': at(`${first()}\n${bind('second')}`),
    'in a comment': at(`${first()}\n// ${bind('second')} ${run('half', 'other')}`),
  },
  invalid: {
    'two devices': at(`${first(MARKED)}\n${next}`),
    'the other way round': at(
      [bind('second'), run('half', 'other'), wait('other', MARKED), first()].join('\n'),
    ),
    'by device number': at(
      [
        'aclrtSetDevice(0);',
        run('modelId', 'stream'),
        wait('stream', MARKED),
        'aclrtSetDevice(1);',
        run('half', 'other'),
        wait('other'),
      ].join('\n'),
    ),
    'a counted loop': at(`${first(MARKED)}\n${next}`, second(), 'for (int i = 0; i < 4000; i++)'),
    'with a copy between': at(
      [
        first(MARKED),
        'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);',
        bind('second'),
        'aclrtMemcpy(deviceIn, OUT_BYTES, hostOut, OUT_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);',
        run('half', 'other'),
        wait('other'),
      ].join('\n'),
    ),
    'in functions': frame('begin();\nfinish();', {
      top: `static aclrtContext second = nullptr;\nstatic aclrtStream other = nullptr;\nstatic uint32_t half = 0;\nvoid begin()\n{\n    ${first(MARKED)}\n}\nvoid finish()\n{\n    ${next}\n}`,
      before:
        'aclrtCreateContext(&second, 1);\naclrtCreateStream(&other);\naclmdlLoadFromFile("model/half.om", &half);',
    }),
    'a synchronous model': at(
      `${bind('context')}\n⟦aclmdlExecute⟧(modelId, input, output);\n${bind('second')}\naclmdlExecute(half, input, output);`,
    ),
    'three devices': at(
      `${first(MARKED)}\n${next}\n${bind('third')}\n${run('modelId', 'last')}\n${wait('last')}`,
      `${second()}\naclrtContext third = nullptr;\naclrtCreateContext(&third, 2);\naclrtStream last = nullptr;\naclrtCreateStream(&last);`,
    ),
  },
});
