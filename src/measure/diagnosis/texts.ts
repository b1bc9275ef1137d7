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
    en: 'operators on the AI CPU take {share} % of the operators’ time ({ms} ms): replace them, or convert the model so that the AI Core runs them; without them the operators would be up to {gain} times as fast',
    zh: 'AI CPU 算子占算子时间的 {share} %（{ms} ms）：应替换这些算子，或重新转换模型使其在 AI Core 上运行；去除后算子最多可快至 {gain} 倍',
  },
  'aicpu-named': {
    en: 'operators on the AI CPU take {share} % of the operators’ time ({ms} ms), most of it {names}: replace them, or convert the model so that the AI Core runs them; without them the operators would be up to {gain} times as fast',
    zh: 'AI CPU 算子占算子时间的 {share} %（{ms} ms），主要是 {names}：应替换这些算子，或重新转换模型使其在 AI Core 上运行；去除后算子最多可快至 {gain} 倍',
  },
  'small-operators': {
    en: '{count} operators take {us} us on average, about as long as sending one: fuse them, execute a whole model, or take larger batches',
    zh: '{count} 个算子平均耗时 {us} us，与下发一个算子的时间相当：应融合算子、执行整个模型，或增大批大小',
  },
  'dynamic-shapes': {
    en: '{share} % of the AI Core’s time is of operators of dynamic shape, whose sizes the host works out each time: convert the model with fixed shapes, or with the few that come',
    zh: '{share} % 的 AI Core 时间来自动态形状算子，主机每次都要推导其形状：应以固定形状（或少数几档形状）转换模型',
  },
  'no-full-unit': {
    en: 'operators that keep no unit of the AI Core above 80 % busy leave {share} % of its time unused: tune them (AOE), or fuse them; all its operators together would be up to {gain} times as fast',
    zh: '最忙单元也低于 80 % 的算子使 AI Core {share} % 的时间未被利用：应调优（AOE）或融合这些算子；整体最多可快至 {gain} 倍',
  },
  'one-core': {
    en: '{share} % of the AI Core’s time is of operators that run on one core while others of the run use several: larger batches or other shapes spread them; {share} % at most are to be had',
    zh: '{share} % 的 AI Core 时间来自只用一个核的算子，而该运行中其他算子使用多个核：增大批大小或改变形状可分到多核；最多可省 {share} %',
  },
  'uneven-products': {
    en: '{share} % of the AI Core’s time is of products of matrices whose rows are no multiple of 256 elements, as it reads them best: pad them, or choose such sizes of layers; {share} % at most are to be had',
    zh: '{share} % 的 AI Core 时间来自内轴不是 256 个元素整数倍的矩阵乘算子，搬运效率较低：应补齐或选用对齐的层尺寸；最多可省 {share} %',
  },
  'gaps-in-model': {
    en: 'during {share} % of an execution of model {model} none of its operators runs: they wait for the host or for others; without gaps it would be up to {gain} times as fast',
    zh: '模型 {model} 一次执行中有 {share} % 的时间没有算子运行：在等待主机或其他任务；消除间隙最多可快至 {gain} 倍',
  },
  'lower-clock': {
    en: 'the AI Core worked at {mean} MHz on average and at {most} at most: the clock drops as with heat or a limit of power; at the highest it would be up to {gain} times as fast, and times measured so are of the lower one',
    zh: 'AI Core 工作时平均 {mean} MHz，最高 {most} MHz：频率下降（如过热或功耗受限）；保持最高频率最多可快至 {gain} 倍，此次实测的时间是降频下的时间',
  },
  compiles: {
    en: '{count} operators were compiled while the program ran, {ms} ms each: convert them beforehand (ATC), or load them once',
    zh: '程序运行中编译了 {count} 次算子，每次 {ms} ms：应事先转换（ATC），或只加载一次',
  },
  'profiler-calls': {
    en: 'the program itself calls the profiler {count} times, {ms} ms in all, {share} % of its threads’ time: what is measured is slower by that',
    zh: '程序自身调用性能采集接口 {count} 次，共 {ms} ms，占其线程时间的 {share} %：实测结果因此偏慢',
  },
  'slowed-by-profiler': {
    en: 'the record has {recorded} frames/s, the log {logged}: if they are of the same settings, recording costs {share} %; times of calls in the record are longer than without it',
    zh: '采集记录为 {recorded} 帧/秒，日志为 {logged} 帧/秒：若配置相同，则采集本身的开销为 {share} %；记录中的接口耗时比不采集时长',
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
