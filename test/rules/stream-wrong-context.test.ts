import { INCLUDES } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const model = `uint32_t model = 0;
aclmdlDataset *input = nullptr, *output = nullptr;
void *host = nullptr, *device = nullptr;`;
const run = (stream = 's', mark = (name: string): string => name): string =>
  `${mark('aclmdlExecuteAsync')}(model, input, output, ${stream});`;
const marked = (name: string): string => `⟦${name}⟧`;
const wait = (stream = 's'): string => `aclrtSynchronizeStream(${stream});`;
const make = (stream = 's'): string => `aclrtCreateStream(&${stream});`;
const bind = (device: number | string): string => `aclrtSetDevice(${device});`;

/** One thread, with a stream `s` and an event `e`. */
const main = (...body: string[]): string => withTop('', ...body);
const withTop = (top: string, ...body: string[]): string => `${INCLUDES}
${model}
${top}
int main(int argc, char **argv)
{
    aclInit(nullptr);
    aclrtStream s = nullptr, other = nullptr;
    aclrtEvent e = nullptr;
    aclrtContext first = nullptr, second = nullptr;
    ${body.join('\n    ')}
}
`;
const thread = (body: string): string => `void work(aclrtStream s)\n{\n    ${body}\n}`;
const start = 'std::thread worker(work, s);\n    worker.join();';
const contexts = (device: number): string =>
  `aclrtCreateContext(&first, 0);\n    ${make()}\n    aclrtCreateContext(&second, ${device});`;

testRule('stream-wrong-context', {
  valid: {
    'a context that is made the first time only': withTop(
      'static bool done = false;\naclrtContext own = nullptr;\nvoid init()\n{\n    if (done) {\n        return;\n    }\n    done = true;\n    aclrtSetDevice(0);\n    aclrtCreateContext(&own, 0);\n}',
      ...['init();', make(), 'init();', 'aclrtSetCurrentContext(own);', run(), wait()],
    ),
    'the same device': main(bind(0), make(), run(), wait()),
    'bound back before it is used': main(bind(0), make(), bind(1), make('other'), bind(0), run(), wait()),
    'a stream for each device': main(
      ...[bind(0), make(), bind(1), make('other')],
      ...['for (int i = 0; i < 1000; i++) {', bind(0), run(), bind(1), run('other'), '}'],
    ),
    'a device of the run': main(bind(0), make(), bind('atoi(argv[1])'), run(), wait()),
    'made for a device of the run': main(bind('atoi(argv[1])'), make(), bind(1), run(), wait()),
    'devices of a loop': main(
      'aclrtStream streams[4];',
      `for (int d = 0; d < 4; d++) { aclrtSetDevice(d); aclrtCreateStream(&streams[d]); }`,
      `for (int d = 0; d < 4; d++) { aclrtSetDevice(d); ${run('streams[d]')} }`,
    ),
    'only waited for and destroyed': main(
      ...[bind(0), make(), run(), bind(1), wait(), 'aclrtDestroyStream(s);'],
    ),
    'an event waited for by the host on another device': main(
      ...[bind(0), make(), 'aclrtCreateEvent(&e);', run(), 'aclrtRecordEvent(e, s);', bind(1)],
      'aclrtSynchronizeEvent(e);',
    ),
    'on one of two ways only': main(bind(0), make(), `if (argc > 1) ${bind(1)}`, run(), wait()),
    'a thread that binds the same': withTop(
      thread(`${bind(0)}\n    ${run()}`),
      bind(0),
      make(),
      bind(1),
      start,
    ),
    'a thread that binds nothing': withTop(thread(run()), bind(0), make(), bind(1), start),
    'the context that it was made in': main(
      contexts(1),
      ...['aclrtSetCurrentContext(first);', run(), wait()],
    ),
    'a context of which the device is not known': main(
      ...['aclrtGetCurrentContext(&second);', bind(0), make(), 'aclrtSetCurrentContext(second);', run()],
    ),
    'each thread its own': withTop(
      `void work(int chip)\n{\n    aclrtSetDevice(chip);\n    aclrtStream s;\n    ${make()}\n    ${run()}\n}`,
      'std::thread one(work, 0), two(work, 1);',
      'one.join(); two.join();',
    ),
    'in a comment': main(bind(0), make(), `// ${bind(1)}`, run(), wait()),
  },
  invalid: {
    'another device since': main(bind(0), make(), bind(1), run('s', marked), wait()),
    'a copy': main(
      ...[bind(0), make(), bind(1)],
      '⟦aclrtMemcpyAsync⟧(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, s);',
      wait(),
    ),
    'in every frame': main(
      ...[bind(0), make(), bind(1), 'for (int i = 0; i < 1000; i++) {', run('s', marked), wait(), '}'],
    ),
    'devices with names': withTop(
      '#define DETECT 2\nstatic const int CLASSIFY = 3;',
      ...[bind('DETECT'), make(), bind('CLASSIFY'), run('s', marked), wait()],
    ),
    'a copy and an execution, of which the first is said': main(
      ...[bind(0), make(), bind(1)],
      '⟦aclrtMemcpyAsync⟧(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, s);',
      ...[run(), wait()],
    ),
    'contexts of two devices': main(contexts(1), run('s', marked), wait()),
    'two contexts of one device': main(contexts(0), run('s', marked), wait()),
    'a thread on another device': withTop(
      thread(`${bind(1)}\n    ${run('s', marked)}`),
      ...[bind(0), make(), start],
    ),
    'by way of a struct': withTop(
      `struct Desk { int chip; aclrtStream wire; };
void work(Desk *desk)
{
    aclrtSetDevice(desk->chip);
    ${run('desk->wire', marked)}
}`,
      ...[bind(0), 'Desk office[2];', 'office[0].chip = 0; office[1].chip = 1;'],
      'aclrtCreateStream(&office[0].wire); aclrtCreateStream(&office[1].wire);',
      'std::thread a(work, &office[0]), b(work, &office[1]);',
      'a.join(); b.join();',
    ),
    'in a function of its own': withTop(
      `void infer(aclrtStream s)\n{\n    ${run('s', marked)}\n}`,
      ...[bind(0), make(), bind(1), 'infer(s);', wait()],
    ),
    'an event of another device is recorded': main(
      ...[bind(0), 'aclrtCreateEvent(&e);', bind(1), make(), run(), '⟦aclrtRecordEvent⟧(e, s);', wait()],
    ),
    'a stream waits for an event of another device': main(
      ...[bind(0), 'aclrtCreateEvent(&e);', make('other'), 'aclrtRecordEvent(e, other);'],
      ...[bind(1), make(), '⟦aclrtStreamWaitEvent⟧(s, e);', run(), wait()],
    ),
  },
});
