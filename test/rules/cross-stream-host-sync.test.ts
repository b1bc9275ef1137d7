import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const before = 'aclrtStream other = nullptr;\naclrtCreateStream(&other);';
const first = 'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);';
const second = 'aclmdlExecuteAsync(modelId, input, output, other);';
const last = 'aclrtSynchronizeStream(other);';
const marked = '⟦aclrtSynchronizeStream⟧(stream);';
const event = 'aclrtEvent done = nullptr;\naclrtCreateEventWithFlag(&done, ACL_EVENT_SYNC);';
const recorded = 'aclrtRecordEvent(done, stream);';
const waited = '⟦aclrtSynchronizeEvent⟧(done);';
const plain = 'aclrtSynchronizeStream(stream);';

testRule('cross-stream-host-sync', {
  valid: {
    'an event between the streams': frame(
      `${first}\naclrtRecordEvent(event, stream);\naclrtStreamWaitEvent(other, event);\n${second}\n${last}`,
      { before: `${before}\naclrtEvent event = nullptr;\naclrtCreateEvent(&event);` },
    ),
    'one stream for both': frame(
      `${first}\n${plain}\naclmdlExecuteAsync(modelId, input, output, stream);\n${plain}`,
    ),
    'the host reads in between': frame(
      `${first}\n${plain}\nfread(hostIn, 1, 64, stdin);\n${second}\n${last}`,
      { before },
    ),
    'outside a frame loop': frame('usleep(1000);', {
      before: `${before}\n${first}\n${plain}\n${second}\n${last}`,
    }),
    'a wait with nothing before': frame(`${plain}\n${second}\n${last}`, { before }),
    'a synchronous call next': frame(`${first}\n${plain}\naclmdlExecute(modelId, input, output);`, {
      before,
    }),
    'an event of the same stream': frame(
      `${first}\n${recorded}\naclrtSynchronizeEvent(done);\naclmdlExecuteAsync(modelId, input, output, stream);\n${plain}`,
      { before: `${before}\n${event}` },
    ),
    'a wait at the end': frame(`${first}\n${second}\n${last}\n${plain}`, { before }),
    'a loop that never runs': frame(`${first}\n${plain}\n${second}\n${last}`, {
      before,
      loop: 'for (int i = 0; i < 0; i++)',
    }),

    'the same stream again': frame(
      `${first}\n${plain}\naclmdlExecuteAsync(modelId, input, output, stream);\n${second}\n${last}`,
      { before },
    ),
    'nothing on its stream in the frame': frame(
      `aclmdlExecuteAsync(modelId, input, output, other);\n${plain}\n${second}\n${last}`,
      { before },
    ),
    'work on its stream only behind it': frame(`${plain}\n${second}\n${first}\n${last}`, { before }),
    'the default stream next': frame(
      `${first}\n${plain}\naclmdlExecuteAsync(modelId, input, output, nullptr);\n${last}`,
      { before },
    ),
    'a loop on the host in between': frame(
      `${first}\n${plain}\nfor (int i = 0; i < 3; i++) {\n    usleep(1);\n}\n${second}\n${last}`,
      { before },
    ),
    'memory that is read in between': frame(
      `${first}\n${plain}\nuint8_t *bytes = (uint8_t *)hostIn;\nbytes[0] = 1;\n${second}\n${last}`,
      { before },
    ),
  },
  invalid: {
    'resize, then infer': frame(`${first}\n${marked}\n${second}\n${last}`, { before }),
    'copy, then infer': frame(
      `aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${marked}\n${second}\n${last}`,
      { before },
    ),
    'setters in between': frame(
      `${first}\n${marked}\nacldvppSetPicDescWidth(decoded, 1920);\n${second}\n${last}`,
      {
        before,
      },
    ),
    'with the result checked': frame(
      `aclError ret = ${first}\nret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ${second}\nret = ${last}`,
      { before },
    ),
    'in a counted loop': frame(`${first}\n${marked}\n${second}\n${last}`, {
      before,
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'there and back': frame(
      `${first}\n${marked}\n${second}\n⟦aclrtSynchronizeStream⟧(other);\naclrtMemcpyAsync(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, stream);\naclrtSynchronizeStream(stream);`,
      { before },
    ),
    'stages in functions': frame(`shrink();\n${marked}\n${second}\n${last}`, {
      top: `void shrink()\n{\n    ${first}\n}`,
      before,
    }),
    'a wait in a function': frame(`${first}\nfinish();\n${second}\n${last}`, {
      top: `void finish()\n{\n    ${marked}\n}`,
      before,
    }),

    'a wait under a condition': frame(
      `${first}\nif (running) {\n    ${marked}\n}\nif (running) {\n    ${second}\n}\n${last}`,
      { before },
    ),
    'the host waits for an event': {
      code: frame(`${first}\n${recorded}\n${waited}\n${second}\n${last}`, {
        before: `${before}\n${event}`,
      }),
      message: 'betweenByEvent',
    },
    'an event in a function that is called a wait for a stream': frame(
      `${first}\n${recorded}\nwaitFor(other, done);\n${second}\n${last}`,
      {
        top: 'void waitFor(aclrtStream, aclrtEvent done)\n{\n    ⟦aclrtSynchronizeEvent⟧(done);\n}',
        before: `${before}\n${event}`,
      },
    ),
    'a log line in between': frame(`${first}\n${marked}\nprintf("next\\n");\n${second}\n${last}`, { before }),
  },
});
