import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const before =
  'aclrtEvent event = nullptr;\naclrtCreateEvent(&event);\naclrtEventRecordedStatus status = ACL_EVENT_RECORDED_STATUS_NOT_READY;';
const submit = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtRecordEvent(event, stream);';
const query = '⟦aclrtQueryEventStatus⟧(event, &status);';
const plain = 'aclrtQueryEventStatus(event, &status);';
const spin = (body: string): string =>
  `while (status != ACL_EVENT_RECORDED_STATUS_COMPLETE) {\n    ${body}\n}`;

testRule('busy-wait-host', {
  valid: {
    'a wait for the event': frame(`${submit}\naclrtSynchronizeEvent(event);`, { before }),
    'a sleep in between': frame(`${submit}\n${spin(`${plain}\n    usleep(100);`)}`, { before }),
    'giving way in between': frame(`${submit}\n${spin(`${plain}\n    std::this_thread::yield();`)}`, {
      before,
    }),
    'other work in between': frame(
      `${submit}\n${spin(`${plain}\n    aclrtMemcpyAsync(hostOut, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_HOST, stream);`)}`,
      { before },
    ),
    'asking once': frame(`${submit}\n${plain}\naclrtSynchronizeStream(stream);`, { before }),
    'asking in each frame': frame(`${submit}\n${plain}`, { before }),
    'a loop that only counts': frame(
      `${submit}\nint n = 0;\nwhile (n < 100) {\n    n++;\n}\naclrtSynchronizeStream(stream);`,
      {
        before,
      },
    ),
    'reading in between': frame(`${submit}\n${spin(`${plain}\n    fread(hostIn, 1, 64, stdin);`)}`, {
      before,
    }),

    'a pause of the processor': frame(`${submit}\n${spin(`${plain}\n    _mm_pause();`)}`, {
      top: 'static void _mm_pause()\n{\n}',
      before,
    }),
  },
  invalid: {
    'an event': frame(`${submit}\n${spin(query)}`, { before }),
    'a do loop': frame(
      `${submit}\ndo {\n    ${query}\n} while (status != ACL_EVENT_RECORDED_STATUS_COMPLETE);`,
      { before },
    ),
    'a stream': frame(
      `aclmdlExecuteAsync(modelId, input, output, stream);\naclrtStreamStatus state = ACL_STREAM_STATUS_NOT_READY;\nwhile (state != ACL_STREAM_STATUS_COMPLETE) {\n    ⟦aclrtStreamQuery⟧(stream, &state);\n}`,
    ),
    'in a helper': frame(`${submit}\nwaitFor(event);`, {
      top: `void waitFor(aclrtEvent event)\n{\n    aclrtEventRecordedStatus status = ACL_EVENT_RECORDED_STATUS_NOT_READY;\n    while (status != ACL_EVENT_RECORDED_STATUS_COMPLETE) {\n        ⟦aclrtQueryEventStatus⟧(event, &status);\n    }\n}`,
      before,
    }),
    'outside a frame loop': frame('usleep(1000);', { before: `${before}\n${submit}\n${spin(query)}` }),
    'with its result checked': frame(
      `${submit}\n${spin(`aclError ret = ${query}\n    if (ret != ACL_ERROR_NONE) {\n        return 1;\n    }`)}`,
      { before },
    ),
    'an endless loop with a way out': frame(
      `${submit}\nwhile (true) {\n    ${query}\n    if (status == ACL_EVENT_RECORDED_STATUS_COMPLETE) {\n        break;\n    }\n}`,
      { before },
    ),
    'two events': frame(`${submit}\n${spin(`${query}\n    ${plain}`)}`, { before }),

    'the inner one of two loops': frame(
      `${submit}\n${spin(`for (int i = 0; i < 2; i++) {\n        ${query}\n    }`)}`,
      { before },
    ),
    'a loop in a branch of another': frame(
      `${submit}\n${spin(`${plain}\n    if (running) {\n        for (int i = 0; i < 2; i++) {\n            ${query}\n        }\n    }`)}`,
      { before },
    ),
  },
});
