import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const event = (flag: string, name = 'aclrtCreateEventWithFlag'): string =>
  `aclrtEvent event = nullptr;\n${name}(&event, ${flag});`;
const marked = '⟦aclrtCreateEventWithFlag⟧';
const use = `aclrtRecordEvent(event, stream);\n${execute}`;

const owner = (call: string): string =>
  `struct Event {\n    aclrtEvent e = nullptr;\n    explicit Event(uint32_t flag)\n    {\n        ${call}(&e, flag);\n    }\n};`;

testRule('event-flag-timeline-unneeded', {
  valid: {
    'a class is given the other flag': frame(execute, {
      top: owner('aclrtCreateEventWithFlag'),
      before: 'Event event(ACL_EVENT_SYNC);',
    }),
    'for synchronization': frame(use, { before: event('ACL_EVENT_SYNC') }),
    'without a flag': frame(use, { before: 'aclrtEvent event = nullptr;\naclrtCreateEvent(&event);' }),
    'its time is asked for': frame(
      `aclrtRecordEvent(event, stream);\naclmdlExecuteAsync(modelId, input, output, stream);\naclrtRecordEvent(end, stream);\naclrtSynchronizeStream(stream);\nfloat ms = 0;\naclrtEventElapsedTime(&ms, event, end);`,
      {
        before: `${event('ACL_EVENT_TIME_LINE')}\naclrtEvent end = nullptr;\naclrtCreateEventWithFlag(&end, ACL_EVENT_TIME_LINE);`,
      },
    ),
    'both flags, time asked for': frame(`${use}\nfloat ms = 0;\naclrtEventElapsedTime(&ms, event, event);`, {
      before: event('ACL_EVENT_SYNC | ACL_EVENT_TIME_LINE'),
    }),
    'a flag of the run': frame(use, {
      before: `uint32_t flag = (uint32_t)atoi(getenv("FLAG"));\n${event('flag')}`,
    }),
    'no event': frame(execute),
    'in a comment': frame(`// aclrtCreateEventWithFlag(&event, ACL_EVENT_TIME_LINE);\n${execute}`),
    'in a function that is never called': frame(execute, {
      top: 'void make(aclrtEvent *event)\n{\n    aclrtCreateEventWithFlag(event, ACL_EVENT_TIME_LINE);\n}',
    }),
  },
  invalid: {
    'a class is given the flag': frame(execute, {
      top: owner(marked),
      before: 'Event event(ACL_EVENT_TIME_LINE);',
    }),
    'no one asks': frame(use, { before: event('ACL_EVENT_TIME_LINE', marked) }),
    'both flags': frame(use, { before: event('ACL_EVENT_SYNC | ACL_EVENT_TIME_LINE', marked) }),
    'the other way round': frame(use, { before: event('ACL_EVENT_TIME_LINE | ACL_EVENT_SYNC', marked) }),
    'an extended event': frame(use, { before: event('ACL_EVENT_TIME_LINE', '⟦aclrtCreateEventExWithFlag⟧') }),
    'never used': frame(execute, { before: event('ACL_EVENT_TIME_LINE', marked) }),
    'two of them': frame(use, {
      before: `${event('ACL_EVENT_TIME_LINE', marked)}\naclrtEvent more = nullptr;\n⟦aclrtCreateEventWithFlag⟧(&more, ACL_EVENT_TIME_LINE);`,
    }),
    'with its result checked': frame(use, {
      before: `aclrtEvent event = nullptr;\nif (⟦aclrtCreateEventWithFlag⟧(&event, ACL_EVENT_TIME_LINE) != ACL_ERROR_NONE) {\n    return 1;\n}`,
    }),
    'in a helper': frame(use, {
      top: 'static aclrtEvent event = nullptr;\n\nvoid make()\n{\n    ⟦aclrtCreateEventWithFlag⟧(&event, ACL_EVENT_TIME_LINE);\n}',
      before: 'make();',
    }),
  },
});
