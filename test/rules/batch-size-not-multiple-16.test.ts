import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = (name = 'aclmdlExecuteAsync'): string =>
  `${name}(modelId, input, output, stream);\naclrtSynchronizeStream(stream);`;
const model = (batch: number, body: string, parts = {}): string =>
  frame(body, parts).replace('model/resnet50_bs1.om', `model/resnet50_bs${String(batch)}.om`);
const marked = execute('⟦aclmdlExecuteAsync⟧');

testRule('batch-size-not-multiple-16', {
  valid: {
    'batch 1': model(1, execute()),
    'batch 4': model(4, execute()),
    'batch 8': model(8, execute()),
    'batch 16': model(16, execute()),
    'batch 32': model(32, execute()),
    'batch 64': model(64, execute()),
    'outside a loop': model(20, 'usleep(1000);', { before: execute() }),
    'a batch that is not known': frame(execute()).replace('model/resnet50_bs1.om', 'model/resnet50.om'),
  },
  invalid: {
    'batch 14': model(14, marked),
    'batch 18': model(18, marked),
    'batch 20': model(20, marked),
    'batch 24': model(24, marked),
    'batch 28': model(28, marked),
    synchronous: model(20, '⟦aclmdlExecute⟧(modelId, input, output);'),
    'in a helper': model(20, 'infer();', { top: `void infer()\n{\n    ${marked}\n}` }),
    'in a counted loop': model(20, marked, { loop: 'for (int i = 0; i < 100; i++)' }),
  },
});
