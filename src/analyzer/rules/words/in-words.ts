/** Words for those values of a finding's data that are ids: why a loop runs once per frame, which way a copy goes. */
import { PROBLEMS } from '../../../pipeline/problems.ts';
import { sentence } from '../../../pipeline/words.ts';
import type { MessageData } from '../../finding.ts';
import type { LoopReason } from '../../trace/nodes.ts';
import type { Message } from './messages.ts';
import { ownValue } from '../../../base/own-value.ts';

const loopReasons: Record<LoopReason, Message> = {
  'per-result': { en: 'called once for each result', zh: '每个结果调用一次' },
  'per-request': { en: 'called once for each request', zh: '每个请求调用一次' },
  'per-call': { en: 'taken to be called once a frame', zh: '视为每帧调用一次' },
  submits: { en: 'gives the device work in every pass', zh: '每次循环都向设备下发任务' },
  'takes-result': { en: 'takes a result in every pass', zh: '每次循环取一个结果' },
  'submits-copy': { en: 'submits a copy in every pass', zh: '每次循环下发一次拷贝' },
  'starts-threads': { en: 'starts threads', zh: '启动线程' },
  'starts-processes': { en: 'starts processes', zh: '启动进程' },
  'runs-once': { en: 'runs once', zh: '只执行一次' },
  'warms-up': { en: 'warms up', zh: '预热' },
  'over-devices': { en: 'goes over devices, threads or channels', zh: '遍历设备、线程或通道' },
  'over-parts': { en: 'goes over inputs, outputs or rows of one frame', zh: '遍历一帧的输入、输出或行' },
  'waits-for-reports': { en: 'waits for reports', zh: '等待上报' },
  'batch-item': { en: 'handles one item of the batch in every pass', zh: '每次循环处理一批中的一项' },
  item: { en: 'handles one item in every pass', zh: '每次循环处理一项' },
  'part-of-frame': { en: 'is part of one frame', zh: '属于一帧的一部分' },
  'no-work': { en: 'does nothing that a pipeline is made of', zh: '不含流水线工作' },
  'prepares-item': { en: 'prepares one item in every pass', zh: '每次循环准备一项' },
  copies: { en: 'copies in every pass', zh: '每次循环都拷贝' },
  'no-device-work': { en: 'gives the device no work', zh: '不向设备下发任务' },
  dequeues: { en: 'takes one item from a queue in every pass', zh: '每次循环从队列取一项' },
  enqueues: { en: 'feeds a queue in every pass', zh: '每次循环向队列放一项' },
  'reads-frame': { en: 'reads one frame in every pass', zh: '每次循环读取一帧' },
};

const directions: Record<string, Message> = {
  h2d: { en: 'host to device', zh: '主机到设备' },
  d2h: { en: 'device to host', zh: '设备到主机' },
  byRunMode: { en: 'by run mode', zh: '由运行模式决定' },
};

const origins: Record<string, Message> = {
  stack: { en: 'the stack', zh: '栈' },
  static: { en: 'the program’s static data', zh: '程序的静态数据' },
  member: { en: 'a member of an object', zh: '对象的成员' },
  '': { en: 'the heap', zh: '堆' },
};

/** By the name of the data. */
const words: Record<string, Record<string, Message>> = {
  reason: loopReasons,
  direction: directions,
  origin: origins,
};

/** The data with words in place of ids and problems; a value that is neither (a loop's condition) stays as it is. */
export function inWords(data: MessageData, language: keyof Message): Record<string, string | number> {
  const entries = Object.entries(data).map(([name, value]) => {
    if (typeof value === 'object') return [name, sentence(PROBLEMS, value, language)] as const;
    const known = ownValue(words, name);
    const word = typeof value === 'string' ? ownValue(known, value) : undefined;
    return [name, word?.[language] ?? value] as const;
  });
  return Object.fromEntries(entries);
}
