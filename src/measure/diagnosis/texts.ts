/** What a diagnosis says, in words of both languages. */
import type { Locale, Statement, Texts } from '../../pipeline/words.ts';
import { sentence } from '../../pipeline/words.ts';

export const DIAGNOSIS_TEXTS = {
  'full-host': {
    en: 'the host’s cores are {share} % busy: nothing on the device helps before they are less',
    zh: '主机 CPU 核占用 {share} %：在其降低之前，设备侧的改动都无效',
  },
  'full-thread': {
    en: 'thread {thread} takes {share} % of a core: what it does bounds the rate, or belongs to several threads',
    zh: '线程 {thread} 占用一个核的 {share} %：其工作限制了吞吐量，应精简或分给多个线程',
  },
  'full-device': {
    en: '{resource} is {share} % busy: only less work for it gives more frames',
    zh: '{resource} 占用 {share} %：只有减少其工作才能提高帧率',
  },
  'idle-device': {
    en: 'the device has nothing to do for {share} % of the time; always fed it would give up to {gain} times the rate: submit ahead, in more streams or threads',
    zh: '设备有 {share} % 的时间无事可做；持续供给任务时吞吐量最多可达 {gain} 倍：应提前下发，使用更多流或线程',
  },
  aicpu: {
    en: 'operators on the AI CPU take {share} % of the operators’ time ({ms} ms): replace them, or convert the model so that the AI Core runs them',
    zh: 'AI CPU 算子占算子时间的 {share} %（{ms} ms）：应替换这些算子，或重新转换模型使其在 AI Core 上运行',
  },
  'aicpu-named': {
    en: 'operators on the AI CPU take {share} % of the operators’ time ({ms} ms), most of it {names}: replace them, or convert the model so that the AI Core runs them',
    zh: 'AI CPU 算子占算子时间的 {share} %（{ms} ms），主要是 {names}：应替换这些算子，或重新转换模型使其在 AI Core 上运行',
  },
  'small-operators': {
    en: '{count} operators take {us} us on average, about as long as sending one: fuse them, execute a whole model, or take larger batches',
    zh: '{count} 个算子平均耗时 {us} us，与下发一个算子的时间相当：应融合算子、执行整个模型，或增大批大小',
  },
  'waits-for-each': {
    en: '{waits} waits for {executions} asynchronous executions: the device runs empty while the host prepares the next; wait once for several',
    zh: '{executions} 次异步执行有 {waits} 次等待：主机准备下一次时设备空闲；应在多次执行后等待一次',
  },
  allocates: {
    en: 'memory is allocated {ratio} times an execution, {ms} ms each: allocate it once, before the loop',
    zh: '每次执行分配内存 {ratio} 次，每次 {ms} ms：应在循环之前一次分配',
  },
  'slow-first': {
    en: 'the first {call} took {first} ms, the others {mean} on average: leave it out of what is measured, or execute once before',
    zh: '第一次 {call} 耗时 {first} ms，其余平均 {mean} ms：测量时应排除，或事先执行一次',
  },
  'batch-enough': {
    en: '{model}: batch {batch} is enough, {ms} ms a frame; larger ones that were measured gain less than 5 %',
    zh: '{model}：批大小 {batch} 已足够，每帧 {ms} ms；实测的更大批大小收益不到 5 %',
  },
  'batch-gains': {
    en: '{model}: batch {batch} takes {ms} ms a frame, batch {first} {firstMs}: larger ones that were measured gain less than 5 % more',
    zh: '{model}：批大小 {batch} 每帧 {ms} ms，批大小 {first} 每帧 {firstMs} ms；实测的更大批大小收益不到 5 %',
  },
} satisfies Texts<string>;

export type DiagnosisTextId = keyof typeof DIAGNOSIS_TEXTS;

export const diagnosisText = (what: Statement<DiagnosisTextId>, locale: Locale): string =>
  sentence<DiagnosisTextId>(DIAGNOSIS_TEXTS, what, locale);
