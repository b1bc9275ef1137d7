/** All that can be wrong with a Pipeline, said by `PipelineError`: what it holds, and what its simulation comes to. */
import type { Statement, Texts, Values } from './words.ts';
import { ISSUES } from './issues.ts';

const NAMES = {
  stream: { en: 'stream', zh: '流' },
  event: { en: 'event', zh: '事件' },
  queue: { en: 'queue', zh: '队列' },
  model: { en: 'model', zh: '模型' },
  thread: { en: 'thread', zh: '线程' },
  'declared-twice': { en: '{kind} "{name}" is declared twice', zh: '{kind}“{name}”重复声明' },
  'not-declared': { en: '{kind} "{name}" is not declared; {there}', zh: '未声明{kind}“{name}”；{there}' },
  'declared-are': { en: 'declared: {names}', zh: '已声明：{names}' },
  'none-declared': { en: 'none is declared', zh: '没有任何声明' },
  'unknown-parameter': {
    en: 'the pipeline has no parameter "{name}": {there}',
    zh: '流水线没有参数“{name}”：{there}',
  },
  'it-has': { en: 'it has {names}', zh: '已有 {names}' },
  'it-has-none': { en: 'it has none', zh: '没有任何参数' },
};

/** Which number of a Pipeline is meant. */
const NUMBERS = {
  'number-of-processes': { en: 'the number of processes', zh: '进程数' },
  'number-of-devices': { en: 'the number of devices', zh: '设备数' },
  'rate-of-arrivals': { en: 'the rate of arrivals', zh: '到达速率' },
  'sources-of-arrivals': { en: 'the number of sources of arrivals', zh: '到达来源数' },
  'burst-of-arrivals': { en: 'the frames of a burst of arrivals', zh: '一次突发到达的帧数' },
  'batch-of-queue': { en: 'the items taken at once of queue {name}', zh: '队列 {name} 一次取出的项数' },
  'patience-of-queue': {
    en: 'the time to wait for more of queue {name}',
    zh: '等待队列 {name} 更多项的时间',
  },
  'poll-of-queue': { en: 'the time between two looks at queue {name}', zh: '轮询队列 {name} 的间隔' },
  'device-of-stream': { en: 'the device of stream {name}', zh: '流 {name} 所在的设备' },
  'device-of-thread': {
    en: 'the device of the threads running {entry}',
    zh: '运行 {entry} 的线程所在的设备',
  },
  'number-of-threads': { en: 'the number of threads running {entry}', zh: '运行 {entry} 的线程数' },
  'count-of-stream': { en: 'the count of stream {name}', zh: '流 {name} 的数量' },
  'initial-of-queue': {
    en: 'what queue {name} holds at the start',
    zh: '队列 {name} 的初始项数',
  },
  'capacity-of-queue': { en: 'the capacity of queue {name}', zh: '队列 {name} 的容量' },
  'size-of-buffer': { en: 'the size of buffer {name}', zh: '缓冲区 {name} 的大小' },
  'count-of-buffer': { en: 'the count of buffer {name}', zh: '缓冲区 {name} 的数量' },
  'batch-of-model': { en: 'the batch of model {name}', zh: '模型 {name} 的批大小' },
  'amount-of-model': { en: '{key} of model {name}', zh: '模型 {name} 的 {key}' },
  'index-of': { en: 'the index of {name}', zh: '{name} 的下标' },
  'time-of-work': { en: 'the time of {work}', zh: '{work} 的时间' },
  'bytes-of-call': { en: 'the bytes of {call}', zh: '{call} 的字节数' },
  'frames-of-call': { en: 'the frames that {call} completes', zh: '{call} 完成的帧数' },
  'pictures-of-call': { en: 'pictures of {call}', zh: '{call} 的图片数' },
  'amount-of-call': { en: '{key} of {call}', zh: '{call} 的 {key}' },
  'share-of-branch': { en: 'the share of a branch', zh: '分支的比例' },
  'passes-of-loop': { en: 'the number of passes of a loop', zh: '循环次数' },
};

const BAD_NUMBERS = {
  'not-a-number': { en: '{what} is not a number{from}', zh: '{what}不是数值{from}' },
  infinite: { en: '{what} is infinite{from}', zh: '{what}为无穷大{from}' },
  negative: { en: '{what} is negative: {value}{from}', zh: '{what}为负数：{value}{from}' },
  'too-large': { en: '{what} is {value}, more than {most}{from}', zh: '{what}为 {value}，大于 {most}{from}' },
  'too-small': {
    en: '{what} is {value}, less than {least}{from}',
    zh: '{what}为 {value}，小于 {least}{from}',
  },
  'from-expression': { en: ' ({expression})', zh: '（{expression}）' },
  'not-finite': {
    en: 'parameter {name} is {value}, not a finite number',
    zh: '参数 {name} 为 {value}，不是有限数值',
  },
  'not-computable': { en: '{what} cannot be computed: {why}', zh: '无法计算{what}：{why}' },
};

/** What is wrong with an expression. */
const EXPRESSIONS = {
  'in-expression': { en: '{what} in "{expression}"', zh: '表达式“{expression}”{what}' },
  'too-long': { en: 'more than {most} characters', zh: '超过 {most} 个字符' },
  'too-deep': { en: 'more than {most} levels', zh: '嵌套超过 {most} 层' },
  unexpected: { en: 'unexpected "{token}"', zh: '含有意外的“{token}”' },
  'unexpected-end': { en: 'unexpected end', zh: '不完整' },
  expected: { en: 'expected "{token}"', zh: '缺少“{token}”' },
  'unknown-function': { en: 'unknown function "{name}"', zh: '含有未知函数“{name}”' },
  'unknown-name': { en: 'unknown name "{name}"', zh: '含有未知名称“{name}”' },
};

/** What there is more of than can be simulated. */
const LIMITS = {
  'over-limit': {
    en: '{count} {what} are more than the {limit} that can be simulated',
    zh: '{what}共 {count} 个，超过可仿真的上限 {limit}',
  },
  processes: { en: 'processes', zh: '进程' },
  devices: { en: 'devices', zh: '设备' },
  contexts: { en: 'contexts, one a process and device,', zh: '上下文（每个进程在每个设备上一个）' },
  'declared-threads': { en: 'declared threads', zh: '声明的线程' },
  'threads-of': { en: 'threads running {entry}', zh: '运行 {entry} 的线程' },
  sources: { en: 'sources of arrivals', zh: '到达来源' },
  burst: { en: 'frames of a burst', zh: '一次突发的帧数' },
  threads: { en: 'threads', zh: '线程' },
  queues: { en: 'queues', zh: '队列' },
  streams: { en: 'streams', zh: '流' },
  events: { en: 'events', zh: '事件' },
  models: { en: 'models', zh: '模型' },
  buffers: { en: 'buffers', zh: '缓冲区' },
  'steps-with': {
    en: 'steps, those of {entry} in each of its threads included,',
    zh: '步骤（含 {entry} 各线程中的步骤）',
  },
  'nested-json': {
    en: 'steps are nested deeper than {most} levels of JSON',
    zh: '步骤的 JSON 嵌套超过 {most} 层',
  },
};

/** What of a program was understood. */
const COVERAGE = {
  'no-device-work': { en: 'drives no device: {reached}', zh: '未驱动任何设备：{reached}' },
  'call-reached': { en: '1 AscendCL call reached', zh: '可到达 1 个 AscendCL 调用' },
  'calls-reached': { en: '{count} AscendCL calls reached', zh: '可到达 {count} 个 AscendCL 调用' },
  'calls-and-left': { en: '{reached} ({left})', zh: '{reached}（{left}）' },
  'call-left': { en: '1 is not: {reasons}', zh: '另有 1 个未到达：{reasons}' },
  'calls-left-in-file': {
    en: '{count} in 1 file are not: {reasons}',
    zh: '1 个文件中另有 {count} 个未到达：{reasons}',
  },
  'calls-left': {
    en: '{count} in {files} files are not: {reasons}',
    zh: '{files} 个文件中另有 {count} 个未到达：{reasons}',
  },
  'unread-unused': { en: '{count} in functions that nothing calls', zh: '{count} 个位于无人调用的函数中' },
  'unread-not-reached': { en: '{count} not reached from main', zh: '{count} 个从 main 不可达' },
  'unread-no-main': { en: '{count} in a library without main', zh: '{count} 个位于没有 main 的库中' },
  'unread-body-absent': {
    en: '{count} behind functions that the workspace does not define',
    zh: '{count} 个位于工作区未定义的函数之后',
  },
  'unread-class-unknown': {
    en: '{count} in methods of classes that the workspace does not declare',
    zh: '{count} 个位于工作区未声明的类的方法中',
  },
  'unread-other-side': {
    en: '{count} on a side of #if that is not compiled',
    zh: '{count} 个位于未编译的 #if 分支',
  },
  'unread-path': { en: '{count} off the paths that are taken', zh: '{count} 个不在实际执行的路径上' },
  'unread-macro-unread': { en: '{count} in macros that cannot be read', zh: '{count} 个位于无法解析的宏中' },
  'unread-unparsed': { en: '{count} in text that cannot be parsed', zh: '{count} 个位于无法解析的代码中' },
  'unread-limit': { en: '{count} beyond the limit of the analysis', zh: '{count} 个超出分析上限' },
};

/** Programs that never come to anything. */
const ENDLESS = {
  'endless-loop': {
    en: 'a loop of {entry} never ends and takes no time: nothing in it submits, waits or works',
    zh: '{entry} 中有循环永不结束且不耗时：其中既不下发任务，也不等待或执行工作',
  },
  'endless-run': {
    en: 'the pipeline runs without end and takes no time: give its steps or its engines a time',
    zh: '流水线无休止运行却不耗时：请为步骤或引擎指定时间',
  },
  'no-frame-yet': {
    en: 'no frame is finished within {count} simulated events: the rate cannot be told; does a loop run far too often?',
    zh: '在 {count} 个仿真事件内没有完成任何一帧：无法得出速率；是否有循环次数过多？',
  },
  'no-progress': {
    en: '{entry} runs {steps} steps in which no time passes: it never gets anywhere',
    zh: '{entry} 执行了 {steps} 个步骤而时间没有推进：程序无法继续',
  },
  deadlock: { en: 'deadlock: {who} {waits}', zh: '死锁：{who} {waits}' },
  'deadlock-of-several': { en: 'deadlock: {all}', zh: '死锁：{all}' },
  'one-waits': { en: '{who} {waits}', zh: '{who} {waits}' },
  'stream-of-thread': { en: 'stream {name} of {thread}', zh: '{thread} 的流 {name}' },
  'synchronous-calls-of': { en: 'synchronous calls of {thread}', zh: '{thread} 的同步调用' },
  'all-threads': { en: 'all threads', zh: '所有线程' },
  'default-stream': { en: 'the default stream', zh: '默认流' },
  'stream-named': { en: 'stream {name}', zh: '流 {name}' },
  'waits-event': {
    en: 'waits for event {name}, which nothing records',
    zh: '等待事件 {name}，但没有代码记录该事件',
  },
  'waits-event-of': {
    en: 'waits for event {name}, and nothing gets to {record}',
    zh: '等待事件 {name}，但始终执行不到{record}',
  },
  'its-record': { en: 'its record', zh: '对它的记录' },
  'its-record-at': { en: 'its record at {file}:{line}', zh: ' {file}:{line} 处对它的记录' },
  'waits-callback': {
    en: 'waits for a callback that {name} never takes in',
    zh: '等待回调，但 {name} 从不处理该回调',
  },
  'waits-full': {
    en: 'puts into the queue {name}, which is full and which no thread takes from any more',
    zh: '要放入队列 {name}，但队列已满且不再有线程从中取出',
  },
  'waits-empty': {
    en: 'takes from the queue {name}, which nothing fills',
    zh: '要从队列 {name} 取出，但没有代码向其放入',
  },
  'waits-empty-of': {
    en: 'takes from the queue {name}, which {fillers} would have to fill',
    zh: '要从队列 {name} 取出，而本应由 {fillers} 向其放入',
  },
  'waits-lock': {
    en: 'waits for the mutex {name}, which is never unlocked',
    zh: '等待互斥锁 {name}，但该锁从不释放',
  },
  'waits-lock-of': {
    en: 'waits for the mutex {name}, which {holder} holds',
    zh: '等待互斥锁 {name}，而该锁由 {holder} 持有',
  },
  'waits-join': {
    en: 'waits for the end of {name}, which waits for it',
    zh: '等待 {name} 结束，而后者又在等待它',
  },
  'waits-report': { en: 'waits for a report that never comes', zh: '等待的回调上报从未到来' },
};

/** What the device's profile does not know, and what a sweep cannot try. */
const ASKED = {
  'no-engine': {
    en: '{call} needs the engine {engine}, of which the profile of {device} has no figures',
    zh: '{call} 需要引擎 {engine}，但 {device} 的设备配置中没有该引擎的数据',
  },
  'no-model-time': {
    en: 'no time is known for {model} on {device}: say it where the model is loaded, with "// acl-perf: cost=…ms", or with --set {setting}=…',
    zh: '{model} 在 {device} 上的时间未知：请在加载模型处用“// acl-perf: cost=…ms”指定，或用 --set {setting}=…',
  },
  'no-operator-time': {
    en: 'no time is known for an operator on {device}: say it on that line, with "// acl-perf: cost=…ms"',
    zh: '算子在 {device} 上的时间未知：请在该行用“// acl-perf: cost=…ms”指定',
  },
  'cannot-vary': {
    en: '"{name}" cannot vary: the pipeline has {names}',
    zh: '“{name}”不能作为扫描参数：流水线有 {names}',
  },
  'varies-twice': { en: '"{name}" varies twice', zh: '“{name}”重复扫描' },
  'no-values': { en: '"{name}" has no value to take', zh: '“{name}”没有取值' },
  'cannot-be': { en: '"{name}" cannot be {value}', zh: '“{name}”不能取 {value}' },
  'grid-too-large': {
    en: 'a grid of {size} configurations is more than {most}',
    zh: '共 {size} 种组合，超过上限 {most}',
  },
};

export const PROBLEMS = {
  ...ISSUES,
  ...NAMES,
  ...NUMBERS,
  ...BAD_NUMBERS,
  ...EXPRESSIONS,
  ...LIMITS,
  ...COVERAGE,
  ...ENDLESS,
  ...ASKED,
  'at-line': { en: '{what} ({file}:{line})', zh: '{what}（{file}:{line}）' },
} satisfies Texts<string>;

export type ProblemId = keyof typeof PROBLEMS;

/** The program itself never gets anywhere: the fault is its own, and no input error. */
export const isStall = ({ id }: Statement): boolean => STALLS.has(id);

const STALLS: ReadonlySet<string> = new Set([
  'deadlock',
  'deadlock-of-several',
  'endless-loop',
  'endless-run',
  'no-progress',
]);

export type Problem = Statement<ProblemId>;

/** A part of a sentence. */
export const problem = (id: ProblemId, data: Values<ProblemId> = {}): Problem => ({ id, data });
