import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const setup =
  'aclrtStream copying = nullptr;\naclrtCreateStream(&copying);\naclrtEvent copied = nullptr;\naclrtCreateEventWithFlag(&copied, ACL_EVENT_SYNC);\naclrtEvent used = nullptr;\naclrtCreateEventWithFlag(&used, ACL_EVENT_SYNC);';
const copy = 'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, copying);';
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const found = '⟦aclmdlExecuteAsync⟧(modelId, input, output, stream);';
const sync = 'aclrtSynchronizeStream(stream);';
const record = 'aclrtRecordEvent(copied, copying);';
const wait = 'aclrtStreamWaitEvent(stream, copied);';
const out = 'aclrtMemcpyAsync(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, copying);';
const run = (lines: readonly string[], more = ''): string =>
  frame(lines.join('\n'), { before: `${setup}${more}` });

testRule('missing-stream-order', {
  valid: {
    'an event orders them': run([copy, record, wait, execute, sync]),
    'the host waits for the copy': run([copy, 'aclrtSynchronizeStream(copying);', execute, sync]),
    'the host waits for its event': run([copy, record, 'aclrtSynchronizeEvent(copied);', execute, sync]),
    'the host waits for the device': run([copy, 'aclrtSynchronizeDevice();', execute, sync]),
    'one stream': run([copy.replace('copying', 'stream'), execute, sync]),
    'another buffer': run(
      [copy.replace('deviceIn', 'next'), execute, sync, 'aclrtSynchronizeStream(copying);'],
      '\nvoid *next = nullptr;\naclrtMalloc(&next, IN_BYTES, ACL_MEM_MALLOC_HUGE_FIRST);',
    ),
    'ordered there and back': run([
      'aclrtStreamWaitEvent(copying, used);',
      copy,
      record,
      wait,
      execute,
      'aclrtRecordEvent(used, stream);',
    ]),
    'events in turn': run(
      [
        'static int pass = 0;',
        copy,
        'aclrtRecordEvent(all[pass % 2], copying);',
        'aclrtStreamWaitEvent(stream, all[pass % 2]);',
        execute,
        sync,
        'pass++;',
      ],
      '\nstd::vector<aclrtEvent> all(2);\nfor (auto &one : all) {\n    aclrtCreateEventWithFlag(&one, ACL_EVENT_SYNC);\n}',
    ),
    'a stream by what only run time knows': run(
      [copy.replace('copying', 'given'), execute, sync],
      '\naclrtStream given = *(aclrtStream *)getenv("STREAM");',
    ),
    'by way of a third stream': run(
      [
        copy,
        record,
        'aclrtStreamWaitEvent(third, copied);',
        'aclrtRecordEvent(used, third);',
        'aclrtStreamWaitEvent(stream, used);',
        execute,
        sync,
      ],
      '\naclrtStream third = nullptr;\naclrtCreateStream(&third);',
    ),
    'parts of one buffer': run([
      'aclrtMemcpyAsync(deviceIn, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream);',
      'aclrtMemcpyAsync((uint8_t *)deviceIn + 64, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE, copying);',
      sync,
      'aclrtSynchronizeStream(copying);',
    ]),
  },
  invalid: {
    'no event': { code: run([copy, found, sync]), message: 'reads' },
    'recorded before the copy': { code: run([record, copy, wait, found, sync]), message: 'reads' },
    'recorded on the other stream': {
      code: run([copy, 'aclrtRecordEvent(copied, stream);', wait, found, sync]),
      message: 'reads',
    },
    'nothing waits for the event': { code: run([copy, record, found, sync]), message: 'reads' },
    'the wait comes behind': { code: run([copy, record, found, wait, sync]), message: 'reads' },
    'the result is copied on the other stream': {
      code: run([
        copy,
        record,
        wait,
        execute,
        out.replace('aclrtMemcpyAsync', '⟦aclrtMemcpyAsync⟧'),
        'aclrtSynchronizeStream(copying);',
        sync,
      ]),
      message: 'reads',
    },
    'overwritten in the next pass': {
      code: run([copy.replace('aclrtMemcpyAsync', '⟦aclrtMemcpyAsync⟧'), record, wait, execute]),
      message: 'overwrites',
    },
    'both streams fill one buffer': {
      code: run([
        copy,
        copy.replace('copying', 'stream').replace('aclrtMemcpyAsync', '⟦aclrtMemcpyAsync⟧'),
        sync,
        'aclrtSynchronizeStream(copying);',
      ]),
      message: 'overwrites',
    },
    'the host waits for the wrong stream': { code: run([copy, sync, found, sync]), message: 'reads' },
  },
});
