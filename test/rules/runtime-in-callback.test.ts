import { served } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const launched = (callback: string, launch: string): string =>
  served(callback, `aclmdlExecuteAsync(modelId, input, output, stream);\n        ${launch}`, {
    top: 'aclrtStream other;',
    before: 'aclrtCreateStream(&other);',
  });
const block = 'aclrtLaunchCallback(done, stream, ACL_CALLBACK_BLOCK, stream);';
const noBlock = 'aclrtLaunchCallback(done, stream, ACL_CALLBACK_NO_BLOCK, stream);';
const copy = 'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);';

testRule('runtime-in-callback', {
  valid: {
    'an empty callback': launched('', block),
    'a line for the log': launched('printf("done\\n");', block),
    'a file': launched(
      'FILE *file = fopen("out.bin", "wb");\n    fwrite(hostOut, 1, OUT_BYTES, file);\n    fclose(file);',
      block,
    ),
    'a sleep': launched('usleep(1000);', block),
    'a query': launched(
      'aclrtEvent event = nullptr;\n    aclrtEventRecordedStatus status;\n    aclrtQueryEventStatus(event, &status);',
      block,
    ),
    'a lock': launched('static std::mutex m;\n    std::lock_guard<std::mutex> guard(m);', block),
    'a wait behind the launch': launched('', `${block}\n        aclrtSynchronizeStream(stream);`),
    'a wait in the thread that takes them in': launched('', block).replace(
      'aclrtProcessReport(100);',
      'aclrtProcessReport(100);\n        aclrtSynchronizeStream(other);',
    ),
    'a function that is not launched': launched('', block).replace(
      'int main()',
      'void never(void *)\n{\n    aclrtSynchronizeStream(stream);\n}\n\nint main()',
    ),
    'what takes in the pictures of a decoder': launched('', ''),
  },
  invalid: {
    'its own stream': {
      code: launched('⟦aclrtSynchronizeStream⟧(stream);', block),
      message: 'waitsForItself',
    },
    'its own stream, which it is given': {
      code: launched('⟦aclrtSynchronizeStream⟧(given);', block),
      message: 'waitsForItself',
    },
    'its own stream, with a time': {
      code: launched('⟦aclrtSynchronizeStreamWithTimeout⟧(stream, 1000);', block),
      message: 'waitsForItself',
    },
    'the device': { code: launched('⟦aclrtSynchronizeDevice⟧();', block), message: 'waitsForItself' },
    'its own stream in a function that it calls': {
      code: launched('settle(given);', block).replace(
        'void done(',
        'static void settle(aclrtStream s)\n{\n    ⟦aclrtSynchronizeStream⟧(s);\n}\n\nvoid done(',
      ),
      message: 'waitsForItself',
    },
    'its own stream, launched by the newer function': {
      code: launched('⟦aclrtSynchronizeStream⟧(stream);', 'aclrtLaunchHostFunc(stream, done, nullptr);'),
      message: 'waitsForItself',
    },
    'another stream': { code: launched('⟦aclrtSynchronizeStream⟧(other);', block), message: 'forbidden' },
    'its own stream, which does not stand still': {
      code: launched('⟦aclrtSynchronizeStream⟧(stream);', noBlock),
      message: 'forbidden',
    },
    'memory that it makes': {
      code: launched('void *own = nullptr;\n    ⟦aclrtMalloc⟧(&own, 64, ACL_MEM_MALLOC_HUGE_FIRST);', block),
      message: 'forbidden',
    },
    'a copy': { code: launched(copy.replace('aclrtMemcpy', '⟦aclrtMemcpy⟧'), block), message: 'forbidden' },
    'a model that it runs': {
      code: launched('⟦aclmdlExecuteAsync⟧(modelId, input, output, other);', noBlock),
      message: 'forbidden',
    },
  },
});
