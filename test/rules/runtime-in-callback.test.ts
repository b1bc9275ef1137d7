import { program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const served = (callback: string, launch: string): string =>
  program(`aclrtStream other;

void done(void *given)
{
    ${callback}
}

void *reports(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        aclrtProcessReport(100);
    }
    return nullptr;
}

int main()
{
${setup}
    aclrtCreateStream(&other);
    pthread_t thread;
    pthread_create(&thread, nullptr, reports, nullptr);
    aclrtSubscribeReport((uint64_t)thread, stream);
    while (running) {
        aclmdlExecuteAsync(modelId, input, output, stream);
        ${launch}
    }
    pthread_join(thread, nullptr);
    return 0;
}`);
const block = 'aclrtLaunchCallback(done, stream, ACL_CALLBACK_BLOCK, stream);';
const noBlock = 'aclrtLaunchCallback(done, stream, ACL_CALLBACK_NO_BLOCK, stream);';
const copy = 'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);';

testRule('runtime-in-callback', {
  valid: {
    'an empty callback': served('', block),
    'a line for the log': served('printf("done\\n");', block),
    'a file': served(
      'FILE *file = fopen("out.bin", "wb");\n    fwrite(hostOut, 1, OUT_BYTES, file);\n    fclose(file);',
      block,
    ),
    'a sleep': served('usleep(1000);', block),
    'a query': served(
      'aclrtEvent event = nullptr;\n    aclrtEventRecordedStatus status;\n    aclrtQueryEventStatus(event, &status);',
      block,
    ),
    'a lock': served('static std::mutex m;\n    std::lock_guard<std::mutex> guard(m);', block),
    'a wait behind the launch': served('', `${block}\n        aclrtSynchronizeStream(stream);`),
    'a wait in the thread that takes them in': served('', block).replace(
      'aclrtProcessReport(100);',
      'aclrtProcessReport(100);\n        aclrtSynchronizeStream(other);',
    ),
    'a function that is not launched': served('', block).replace(
      'int main()',
      'void never(void *)\n{\n    aclrtSynchronizeStream(stream);\n}\n\nint main()',
    ),
    'what takes in the pictures of a decoder': served('', ''),
  },
  invalid: {
    'its own stream': { code: served('⟦aclrtSynchronizeStream⟧(stream);', block), message: 'waitsForItself' },
    'its own stream, which it is given': {
      code: served('⟦aclrtSynchronizeStream⟧(given);', block),
      message: 'waitsForItself',
    },
    'its own stream, with a time': {
      code: served('⟦aclrtSynchronizeStreamWithTimeout⟧(stream, 1000);', block),
      message: 'waitsForItself',
    },
    'the device': { code: served('⟦aclrtSynchronizeDevice⟧();', block), message: 'waitsForItself' },
    'its own stream in a function that it calls': {
      code: served('settle(given);', block).replace(
        'void done(',
        'static void settle(aclrtStream s)\n{\n    ⟦aclrtSynchronizeStream⟧(s);\n}\n\nvoid done(',
      ),
      message: 'waitsForItself',
    },
    'its own stream, launched by the newer function': {
      code: served('⟦aclrtSynchronizeStream⟧(stream);', 'aclrtLaunchHostFunc(stream, done, nullptr);'),
      message: 'waitsForItself',
    },
    'another stream': { code: served('⟦aclrtSynchronizeStream⟧(other);', block), message: 'forbidden' },
    'its own stream, which does not stand still': {
      code: served('⟦aclrtSynchronizeStream⟧(stream);', noBlock),
      message: 'forbidden',
    },
    'memory that it makes': {
      code: served('void *own = nullptr;\n    ⟦aclrtMalloc⟧(&own, 64, ACL_MEM_MALLOC_HUGE_FIRST);', block),
      message: 'forbidden',
    },
    'a copy': { code: served(copy.replace('aclrtMemcpy', '⟦aclrtMemcpy⟧'), block), message: 'forbidden' },
    'a model that it runs': {
      code: served('⟦aclmdlExecuteAsync⟧(modelId, input, output, other);', noBlock),
      message: 'forbidden',
    },
  },
});
