import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const streams = (count: string, name = 'aclrtCreateStream'): string =>
  `static aclrtStream many[4096];\nfor (int i = 0; i < ${count}; i++) {\n    ${name}(&many[i]);\n}`;
const events = (count: string, name = 'aclrtCreateEvent'): string =>
  `static aclrtEvent many[70000];\nfor (int i = 0; i < ${count}; i++) {\n    ${name}(&many[i]);\n}`;
const at = (before: string, top = ''): string => frame(execute, { before, top });

function reporting(count: number): string {
  return program(`void *reports(void *)
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
    pthread_t threads[${String(count)}];
    for (int i = 0; i < ${String(count)}; i++) {
        pthread_create(&threads[i], nullptr, reports, nullptr);
        aclrtSubscribeReport((uint64_t)threads[i], stream);
    }
    while (running) {
        aclmdlExecute(modelId, input, output);
    }
    return 0;
}`);
}

testRule('limit-exceeded', {
  valid: {
    'eight streams': at(streams('8')),
    'a thousand streams': at(streams('1000')),
    'a thousand events': at(events('1000')),
    'a number of the run': at(`int count = atoi(getenv("COUNT"));\n${streams('count')}`),
    '1500 streams on the 910': { code: at(streams('1500')), settings: { device: 'ascend910a' } },
    '2000 events on the 910': { code: at(events('2000')), settings: { device: 'ascend910a' } },
    'no loop': at('aclrtStream one = nullptr;\naclrtCreateStream(&one);'),
    'in a comment': at('// for (int i = 0; i < 5000; i++) aclrtCreateStream(&many[i]);'),

    'as many streams as there may be': at(streams('1023')),
    'as many events as there may be': at(events('1023')),
    'as many threads for reports as there may be': reporting(128),
    'threads for reports on a device with room for more': {
      code: reporting(129),
      settings: { device: 'ascend310p3' },
    },
    'a device that is not known': { code: at(streams('5000')), settings: { device: 'ascend999' } },
    'streams of a thread that is there once': workers(1, 'usleep(1000);', { start: streams('1000') }),
    'a stream of each frame': frame(
      `aclrtStream own = nullptr;\naclrtCreateStream(&own);\n${execute}\naclrtDestroyStream(own);`,
      { loop: 'for (int i = 0; i < 5000; i++)' },
    ),
  },
  invalid: {
    '2000 streams': {
      code: at(streams('2000').replace('aclrtCreateStream', 'aclrtCreateStream')).replace(
        'aclrtCreateStream(&stream)',
        '⟦aclrtCreateStream⟧(&stream)',
      ),
      message: 'streams',
    },
    '600 streams on the 310B': {
      code: at(streams('600')).replace('aclrtCreateStream(&stream)', '⟦aclrtCreateStream⟧(&stream)'),
      settings: { device: 'ascend310b' },
    },
    '2100 streams on the 910': {
      code: at(streams('2100')).replace('aclrtCreateStream(&stream)', '⟦aclrtCreateStream⟧(&stream)'),
      settings: { device: 'ascend910a' },
    },
    '2000 streams on the 910B': {
      code: at(streams('2000')).replace('aclrtCreateStream(&stream)', '⟦aclrtCreateStream⟧(&stream)'),
      settings: { device: 'ascend910b' },
    },
    '2000 events': { code: at(events('2000', '⟦aclrtCreateEvent⟧')), message: 'events' },
    '1100 events on the 310P': {
      code: at(events('1100', '⟦aclrtCreateEvent⟧')),
      settings: { device: 'ascend310p3' },
    },
    'a #define': at(events('COUNT', '⟦aclrtCreateEvent⟧'), '#define COUNT 1024'),
    'a constant': at(events('MANY_EVENTS', '⟦aclrtCreateEvent⟧'), 'static const int MANY_EVENTS = 2048;'),

    'one stream more than there may be': at(streams('1024')).replace(
      'aclrtCreateStream(&stream)',
      '⟦aclrtCreateStream⟧(&stream)',
    ),
    'one thread for reports more than there may be': {
      code: reporting(129).replace('aclrtProcessReport', '⟦aclrtProcessReport⟧'),
      message: 'reportThreads',
    },
    'streams of each of four threads': workers(4, 'usleep(1000);', {
      start:
        'aclrtStream many[300];\n    for (int i = 0; i < 300; i++) {\n        aclrtCreateStream(&many[i]);\n    }',
    }).replace('aclrtCreateStream(&stream)', '⟦aclrtCreateStream⟧(&stream)'),
  },
});
