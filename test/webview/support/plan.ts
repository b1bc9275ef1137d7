/** What the server says of a plan: as designs are, in few words. */
import type { PlanAnswer, PlanChoices } from '../../../src/server/protocol-plan.ts';
import type { Locale } from '../../../src/service/locale.ts';

export const planChoices: PlanChoices = {
  device: 'ascend310',
  devices: [
    { id: 'ascend310', name: 'Ascend 310' },
    { id: 'ascend310p3', name: 'Ascend 310P3' },
  ],
  models: ['resnet50', 'yolov3'],
};

const WORDS: Record<Locale, [threads: string, ofEach: string, core: string, assumed: string]> = {
  en: [
    'Threads',
    '4 of each device, with a stream and a model each',
    'AI Core',
    'a time of the class of the model',
  ],
  zh: ['线程', '每个设备 4 个，各有一个流和一个模型', '计算核心', '同类模型的时间'],
};

export function planOf(locale: Locale): PlanAnswer {
  const [threads, ofEach, core, assumed] = WORDS[locale];
  return {
    refused: null,
    design: {
      rows: [[threads, ofEach]],
      loads: [[core, '86 %']],
      bandwidth: ['JPEGD: 1036 x 2073600 x 3/2 = 3.22 GB/s'],
      assumed: [assumed],
      source: 'int main() {}\n',
      pipeline: '{}\n',
    },
  };
}
