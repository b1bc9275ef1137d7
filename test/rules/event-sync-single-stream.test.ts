import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const before = 'aclrtEvent event = nullptr;\naclrtCreateEvent(&event);';
const record = 'aclrtRecordEvent(event, stream);';
const marked = '⟦aclrtSynchronizeEvent⟧(event);';
const plain = 'aclrtSynchronizeEvent(event);';

testRule('event-sync-single-stream', {
  valid: {
    'a wait for the stream': frame(`${execute}\naclrtSynchronizeStream(stream);`),
    'work between record and wait': frame(`${execute}\n${record}\n${execute}\n${plain}`, { before }),
    'another stream waits for it too': frame(
      `${execute}\n${record}\n${plain}\naclrtStreamWaitEvent(other, event);`,
      { before: `${before}\naclrtStream other = nullptr;\naclrtCreateStream(&other);` },
    ),
    'its time is asked for': frame(
      `aclrtRecordEvent(start, stream);\n${execute}\n${record}\n${plain}\nfloat ms = 0;\naclrtEventElapsedTime(&ms, start, event);`,
      { before: `${before}\naclrtEvent start = nullptr;\naclrtCreateEvent(&start);` },
    ),
    'it is queried': frame(
      `${execute}\n${record}\n${plain}\naclrtEventRecordedStatus status;\naclrtQueryEventStatus(event, &status);`,
      { before },
    ),
    'a wait in another function': frame(`${execute}\n${record}\nfinish(event);`, {
      top: 'void finish(aclrtEvent event)\n{\n    aclrtSynchronizeEvent(event);\n}',
      before,
    }),
    'a record only': frame(`${execute}\n${record}\naclrtSynchronizeStream(stream);`, { before }),
    'another event': frame(`${execute}\naclrtRecordEvent(second, stream);\n${plain}`, {
      before: `${before}\naclrtEvent second = nullptr;\naclrtCreateEvent(&second);`,
    }),

    'an event without a stream': frame(`${execute}\naclrtRecordEvent(event, nullptr);\n${plain}`, { before }),
    'a wait in another thread': frame(`${execute}\n${record}\nstd::thread other(finish);\nother.join();`, {
      top: 'static aclrtEvent event = nullptr;\nvoid finish()\n{\n    aclrtSynchronizeEvent(event);\n}',
      before: 'aclrtCreateEvent(&event);',
    }),
    'a wait with nothing before': frame(`${plain}\n${execute}`, { before }),
    'another call with the event before': frame(
      `${execute}\n${record}\naclrtStreamWaitEvent(stream, event);\n${plain}`,
      {
        before,
      },
    ),
    'recorded twice': frame(`${execute}\n${record}\n${plain}\n${execute}\n${record}\n${plain}`, { before }),
  },
  invalid: {
    'in a frame loop': frame(`${execute}\n${record}\n${marked}`, { before }),
    'in a counted loop': frame(`${execute}\n${record}\n${marked}`, {
      before,
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'with results checked': frame(
      `aclError ret = ${execute}\nret = ${record}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}`,
      { before },
    ),
    'outside a loop': frame('usleep(1000);', { before: `${before}\n${execute}\n${record}\n${marked}` }),
    'after a chain': frame(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\n${execute}\n${record}\n${marked}`,
      { before },
    ),
    'an event with a flag': frame(`${execute}\n${record}\n${marked}`, {
      before: 'aclrtEvent event = nullptr;\naclrtCreateEventWithFlag(&event, ACL_EVENT_SYNC);',
    }),
    'in a function': frame('one();', {
      top: `static aclrtEvent event = nullptr;\n\nvoid one()\n{\n    ${execute}\n    ${record}\n    ${marked}\n}`,
      before: 'aclrtCreateEvent(&event);',
    }),
    'after 16 submissions': frame(`for (int i = 0; i < 16; i++) {\n    ${execute}\n}\n${record}\n${marked}`, {
      before,
    }),

    'an event that is destroyed': frame(`${execute}\n${record}\n${marked}`, {
      before,
      loop: 'for (int i = 0; i < 100; i++)',
      after: 'aclrtDestroyEvent(event);',
    }),
    'an event beside others that are used': frame(`${execute}\n${record}\n${marked}`, {
      before: `${before}\naclrtEvent second = nullptr;\naclrtCreateEvent(&second);\naclrtStreamWaitEvent(stream, second);`,
    }),

    'a record in a condition, which no fix takes out': frame(
      `${execute}\nif (aclrtRecordEvent(event, stream) != ACL_ERROR_NONE) {\n    return 1;\n}\n${marked}`,
      { before },
    ),
  },
});
