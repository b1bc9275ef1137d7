import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const open = (call = 'aclvdecCreateChannel', kind = 'vdec'): string =>
  `acl${kind}ChannelDesc *video = acl${kind}CreateChannelDesc();\n${call}(video);`;
const marked = '⟦aclvdecCreateChannel⟧';
const served = (body: string, entry: string): string =>
  program(`${entry}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, reports, nullptr);
    ${open()}
    while (running) {
        ${body}
    }
    pthread_join(thread, nullptr);
    return 0;
}`);
const loop =
  'void *reports(void *)\n{\n    aclrtSetCurrentContext(context);\n    while (running) {\n        aclrtProcessReport(100);\n    }\n    return nullptr;\n}';

testRule('vdec-callback-thread', {
  valid: {
    'a thread that handles reports': served(execute, loop),
    'in a helper of the thread': served(
      execute,
      'void handle()\n{\n    while (running) {\n        aclrtProcessReport(100);\n    }\n}\n\nvoid *reports(void *)\n{\n    aclrtSetCurrentContext(context);\n    handle();\n    return nullptr;\n}',
    ),
    'the main thread handles them': frame(`aclrtProcessReport(100);\n${execute}`, { before: open() }),
    'no channel': frame(execute),
    'a description only': frame(execute, { before: 'aclvdecCreateChannelDesc();' }),
    'DVPP V1 pictures': frame(
      'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\naclrtSynchronizeStream(stream);',
    ),
    'in a comment': frame(`// aclvdecCreateChannel(video);\n${execute}`),
    'a library without main': program(`void openChannel()\n{\n    ${open()}\n}`),
  },
  invalid: {
    'no thread': frame(execute, { before: open(marked) }),
    'an encoder': frame(execute, { before: open('⟦aclvencCreateChannel⟧', 'venc') }),
    'with its result checked': frame(execute, {
      before:
        'aclvdecChannelDesc *video = aclvdecCreateChannelDesc();\nif (⟦aclvdecCreateChannel⟧(video) != ACL_ERROR_NONE) {\n    return 1;\n}',
    }),
    'in a helper': frame(execute, {
      top: `void openChannel()\n{\n    ${open(marked)}\n}`,
      before: 'openChannel();',
    }),
    'two channels': frame(execute, {
      before: `${open(marked)}\naclvdecChannelDesc *second = aclvdecCreateChannelDesc();\n⟦aclvdecCreateChannel⟧(second);`,
    }),
    'a thread that does something else': program(`void *other(void *)
{
    while (running) {
        usleep(1000);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, other, nullptr);
    ${open(marked)}
    pthread_join(thread, nullptr);
    return 0;
}`),
    'a handler that nothing calls': frame(execute, {
      top: 'void never()\n{\n    aclrtProcessReport(100);\n}',
      before: open(marked),
    }),
    'in a thread of its own': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    ${open(marked)}
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, work, nullptr);
    pthread_join(thread, nullptr);
    return 0;
}`),
  },
});
