import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const other = 'aclrtStream other = nullptr;\naclrtCreateStream(&other);';
const event = (flag: string, name = 'aclrtCreateEventWithFlag'): string =>
  `aclrtEvent event = nullptr;\n${name}(&event, ${flag});`;
const marked = '⟦aclrtCreateEventWithFlag⟧';
const order = 'aclrtRecordEvent(event, stream);\naclrtStreamWaitEvent(other, event);';
const run = (before: string, body = order): string =>
  frame(
    `${body}\naclrtMemcpyAsync(hostOut, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_HOST, other);\naclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);\naclrtSynchronizeStream(other);`,
    {
      before: `${other}\n${before}`,
    },
  );

testRule('event-flag-missing-sync', {
  valid: {
    ACL_EVENT_SYNC: run(event('ACL_EVENT_SYNC')),
    'both flags': run(event('ACL_EVENT_SYNC | ACL_EVENT_TIME_LINE')),
    'an event without flags': run('aclrtEvent event = nullptr;\naclrtCreateEvent(&event);'),
    'only recorded': run(event('ACL_EVENT_TIME_LINE'), 'aclrtRecordEvent(event, stream);'),
    'only timed': run(
      event('ACL_EVENT_TIME_LINE'),
      'aclrtRecordEvent(event, stream);\nfloat ms = 0;\naclrtEventElapsedTime(&ms, event, event);',
    ),
    'a flag of the run': run(`uint32_t flag = (uint32_t)atoi(getenv("FLAG"));\n${event('flag')}`),
    'another event orders': run(
      `${event('ACL_EVENT_TIME_LINE').replaceAll('event', 'timed')}\n${event('ACL_EVENT_SYNC')}`,
    ),
    'in a comment': run(`// ${event('ACL_EVENT_TIME_LINE').replace('\n', ' ')}\n${event('ACL_EVENT_SYNC')}`),
  },
  invalid: {
    'a stream waits for it': run(event('ACL_EVENT_TIME_LINE', marked)),
    'it is reset': run(
      event('ACL_EVENT_TIME_LINE', marked),
      'aclrtRecordEvent(event, stream);\naclrtResetEvent(event, stream);',
    ),
    'its wait is queried': run(
      event('ACL_EVENT_TIME_LINE', marked),
      'aclrtEventWaitStatus status;\naclrtQueryEventWaitStatus(event, &status);',
    ),
    'with its result checked': run(
      'aclrtEvent event = nullptr;\nif (⟦aclrtCreateEventWithFlag⟧(&event, ACL_EVENT_TIME_LINE) != ACL_ERROR_NONE) {\n    return 1;\n}',
    ),
    'in a helper': frame(
      `${order}\naclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);`,
      {
        top: 'static aclrtEvent event = nullptr;\n\nvoid make()\n{\n    ⟦aclrtCreateEventWithFlag⟧(&event, ACL_EVENT_TIME_LINE);\n}',
        before: `${other}\nmake();`,
      },
    ),
    'used in a helper': frame(
      'order(event);\naclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);',
      {
        top: 'void order(aclrtEvent event)\n{\n    aclrtStreamWaitEvent(stream, event);\n}',
        before: event('ACL_EVENT_TIME_LINE', marked),
      },
    ),
    'outside a loop': frame('usleep(1000);', {
      before: `${other}\n${event('ACL_EVENT_TIME_LINE', marked)}\n${order}`,
    }),
    'recorded, waited for and reset': run(
      event('ACL_EVENT_TIME_LINE', marked),
      `${order}\naclrtResetEvent(event, other);`,
    ),
  },
});
