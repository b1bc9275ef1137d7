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

/** A class makes the event, with flags that it is given. */
const owner = (call: string, type = 'uint32_t', flag = 'flag'): string =>
  `enum class Use : uint32_t { Order = ACL_EVENT_SYNC, Time = ACL_EVENT_TIME_LINE };\nstruct Event {\n    aclrtEvent e = nullptr;\n    explicit Event(${type} flag)\n    {\n        ${call}(&e, ${flag});\n    }\n};`;
const plain = 'aclrtCreateEventWithFlag';
const owned = (top: string, make: string): string =>
  frame(`${order.replaceAll('event', 'event.e')}\naclrtSynchronizeStream(other);`, {
    top,
    before: `${other}\n${make}`,
  });

testRule('event-flag-missing-sync', {
  valid: {
    'the flag that a class is given': owned(
      owner(plain),
      'Event event(ACL_EVENT_SYNC);\nEvent timed(ACL_EVENT_TIME_LINE);',
    ),
    'a flag that is added later': owned(
      owner(plain),
      'uint32_t flag = ACL_EVENT_TIME_LINE;\nflag |= ACL_EVENT_SYNC;\nEvent event(flag);',
    ),
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
    'a class is given the flag': owned(
      owner(marked),
      'Event event(ACL_EVENT_TIME_LINE);\nEvent back(ACL_EVENT_SYNC);',
    ),
    'by an enumerator': owned(owner(marked, 'Use', 'static_cast<uint32_t>(flag)'), 'Event event(Use::Time);'),
    'made by a function': owned(
      `struct Event {\n    aclrtEvent e;\n};\n\nEvent make(uint32_t flag)\n{\n    Event made;\n    ${marked}(&made.e, flag);\n    return made;\n}`,
      'Event event = make(ACL_EVENT_TIME_LINE);',
    ),
    'a number': run(event('8', marked)),
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
