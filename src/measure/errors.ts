/** What is wrong with a measurement, in words of both languages. */
import { FILE_TEXTS } from '../pipeline/json-file.ts';
import type { Locale, Statement, Texts, Values } from '../pipeline/words.ts';
import { sentence, UserError } from '../pipeline/words.ts';

/** Forms of measurements whose names are words; others are called as their tools are. */
const FORMATS = {
  'frame counter': { en: 'frame counter', zh: '帧计数日志' },
  'timed loop': { en: 'timed loop', zh: '循环计时日志' },
  'device monitor': { en: 'device monitor', zh: '设备监控日志' },
  'model sizes': { en: 'model sizes', zh: '模型大小日志' },
  'msprof database': { en: 'msprof database (command line)', zh: 'msprof 数据库（命令行）' },
  'own log': {
    en: 'the program’s own log, with logTimes (--log-time) for its lines',
    zh: '程序自身的日志（需用 logTimes 或 --log-time 说明其行）',
  },
  'log rates': {
    en: 'rates in a log (fps: 123, 812 img/s, 1000 images in 3.2 s)',
    zh: '日志中的速率（帧率：123、812 张/秒、1000 张耗时 3.2 秒）',
  },
  'msprof timeline': { en: 'msprof timeline (Chrome trace)', zh: 'msprof 时间线（Chrome 跟踪文件）' },
};

/** What a measurement is of. */
const KINDS = {
  throughput: { en: 'throughput', zh: '吞吐量' },
  duration: { en: 'duration', zh: '时长' },
  utilization: { en: 'utilization', zh: '利用率' },
  task: { en: 'task', zh: '任务耗时' },
  operators: { en: 'of the AI Core’s time', zh: '占 AI Core 时间' },
  api: { en: 'api', zh: '接口耗时' },
  latency: { en: 'latency', zh: '时延' },
  bandwidth: { en: 'bandwidth', zh: '带宽' },
  size: { en: 'size', zh: '大小' },
};

/** Of whom it is, where that is no name of the program, of an API or of a resource. */
const SUBJECTS = {
  program: { en: 'program', zh: '程序' },
  loop: { en: 'loop', zh: '循环' },
  model: { en: 'model', zh: '模型' },
  'operators-of': { en: 'operators of model {name}', zh: '模型 {name} 的算子' },
  'iteration-of': { en: 'iteration of model {name}', zh: '模型 {name} 的迭代' },
  'at-batch': { en: '{subject}, batch {batch}', zh: '{subject}，批大小 {batch}' },
  'model-named': { en: 'model {name}', zh: '模型 {name}' },
  'model with its first run': { en: 'model with its first run', zh: '模型（含首次执行）' },
  'single run': { en: 'single run', zh: '单次执行' },
  frame: { en: 'frame', zh: '帧' },
  'frame, median': { en: 'frame, median', zh: '帧（中位数）' },
  'dynamic shapes': { en: 'operators of dynamic shape', zh: '动态形状算子' },
  'no full unit': {
    en: 'time that operators leave unused by every unit',
    zh: '各单元均未利用的时间',
  },
  'uneven products': { en: 'products of matrices with rows of odd length', zh: '内轴未对齐的矩阵乘算子' },
  'one core': { en: 'operators on one core of several', zh: '仅用多核之一的算子' },
  'data read': { en: 'data read', zh: '数据读取' },
  preprocess: { en: 'preprocess', zh: '预处理' },
  infer: { en: 'infer', zh: '推理' },
  post: { en: 'post', zh: '后处理' },
  memory: { en: 'memory', zh: '内存' },
  deviceMemory: { en: 'device memory', zh: '设备内存' },
  modelWork: { en: 'work memory of the model', zh: '模型工作内存' },
  modelWeights: { en: 'weights of the model', zh: '模型权重' },
  modelInput: { en: 'input of the model', zh: '模型输入' },
  memoryInUse: { en: 'device memory in use', zh: '已用设备内存' },
  memoryOfProcess: { en: 'device memory of the process', zh: '进程的设备内存' },
  hostMemory: { en: 'memory of the host', zh: '主机内存' },
  memoryOfHostProcess: { en: 'host memory of the process', zh: '进程的主机内存' },
  memoryMapped: { en: 'address space of the process', zh: '进程的地址空间' },
  'memory traffic': { en: 'traffic of device memory', zh: '设备内存流量' },
  host: { en: 'cores of the host', zh: '主机 CPU 核' },
  systemMemory: { en: 'memory of the device’s own system', zh: '设备系统内存' },
  pass: { en: 'one pass', zh: '单次循环' },
  'whole run': { en: 'the whole run', zh: '整次运行' },
  iteration: { en: 'iteration', zh: '迭代' },
  'h2d average': { en: 'H2D copy, average', zh: 'H2D 拷贝（平均）' },
  'd2h average': { en: 'D2H copy, average', zh: 'D2H 拷贝（平均）' },
};

export const MEASUREMENT_TEXTS = {
  ...FILE_TEXTS,
  ...FORMATS,
  ...KINDS,
  ...SUBJECTS,
  'pattern-missed': {
    en: 'no line of any log fits the pattern {pattern}',
    zh: '没有任何日志行符合模式 {pattern}',
  },
  'pattern-unreadable': {
    en: '{count} lines fit the pattern {pattern} but for the number, which is none or in another unit; left out',
    zh: '{count} 行符合模式 {pattern}，但其中的数值无法读取或单位不同，已忽略',
  },
  'lines-unknown': {
    en: '{count} of {all} lines fit no pattern and no known form',
    zh: '{all} 行中有 {count} 行不符合任何模式或已知格式',
  },
  'first-left-out': {
    en: 'the first time of {pattern}, {ms} ms, is more than twice the others and left out',
    zh: '模式 {pattern} 的首个耗时 {ms} ms 超过其余的两倍，已忽略',
  },
  'first-run-left-out': {
    en: 'the first run of {subject}, {ms} ms, takes more than twice as long as the others and is left out',
    zh: '{subject} 的首次执行耗时 {ms} ms，超过其余的两倍，已忽略',
  },
  'host-timed': {
    en: '{constant}: timed by the host around the call ({from}), so it holds what the call waits for; msprof tells the device’s own time',
    zh: '{constant}：由主机在调用前后计时（{from}），包含调用中的等待；设备自身的耗时可由 msprof 获得',
  },
  'host-waits': {
    en: 'timed by the host around a call that several threads make at once: waiting for each other is in it',
    zh: '由主机在调用前后计时，而该调用由多个线程同时发起，其中包含相互等待的时间',
  },
  'host-submits': {
    en: 'timed by the host, where the program submits the model and does not wait in the call: it may be the submission alone',
    zh: '由主机计时，而程序以异步方式下发模型、调用中不等待：所测可能只是下发的耗时',
  },
  'at-line': { en: '{file}:{line}: {what}', zh: '{file}:{line}: {what}' },
  'too-large': { en: 'larger than {mebibytes} MiB', zh: '超过 {mebibytes} MiB' },
  binary: { en: 'a binary file, not a measurement', zh: '二进制文件，不是实测数据' },
  'nothing-known': { en: 'no measurement found (known: {formats})', zh: '未找到实测数据（支持：{formats}）' },
  'no-such-table': {
    en: 'no known msprof table has these columns',
    zh: '没有已知的 msprof 表格包含这些列',
  },
  'no-measurement-here': {
    en: 'no measurement among its {count} files',
    zh: '其中的 {count} 个文件都不是实测数据',
  },
  'files-not-known': {
    en: '{count} files were not read: they are of no known form ({names} …)',
    zh: '有 {count} 个文件未读取：格式未知（{names} 等）',
  },
  'untold-table': {
    en: 'a table of the profiler ({format}) that tells no time, rate or size of a run',
    zh: '性能分析工具的表格（{format}），其中没有运行的耗时、速率或大小',
  },
  'no-slices': {
    en: 'a trace without device tasks or host calls of msprof',
    zh: '跟踪文件中没有 msprof 的设备任务或主机接口调用',
  },
  'no-runs': {
    en: "no row has a rate and a parameter's value",
    zh: '没有一行同时包含吞吐量和参数的取值',
  },
  'many-runs': { en: 'more than {most} runs', zh: '超过 {most} 次运行' },
  'not-csv': { en: 'not a readable CSV table ({why})', zh: '无法读取的 CSV 表格（{why}）' },
  'open-quote': { en: 'a quote is not closed', zh: '引号未闭合' },
  'stray-quote': { en: 'a quote within a cell', zh: '单元格内有多余的引号' },
  'long-record': { en: 'a record is too long', zh: '某条记录过长' },
  'bad-record': { en: 'a record cannot be read', zh: '某条记录无法读取' },
  'many-columns': { en: 'a record has too many columns', zh: '某条记录的列数过多' },
  'rows-left-out': {
    en: '{count} of {all} rows have no usable {column} ({samples}); left out',
    zh: '{all} 行中有 {count} 行没有可用的 {column}（{samples}），已忽略这些行',
  },
  'cells-left-out': {
    en: '{count} of {all} rows have no usable {column} ({samples}); the rest of these rows is used',
    zh: '{all} 行中有 {count} 行没有可用的 {column}（{samples}），这些行的其余内容仍被采用',
  },
  'cell-at': { en: '{text} at line {line}', zh: '第 {line} 行为 {text}' },
  'more-rows': { en: '{count} more rows are left out', zh: '另有 {count} 行已忽略' },
  cut: {
    en: 'the file is cut here; what is incomplete is left out',
    zh: '文件在此处被截断，不完整的内容已忽略',
  },
  'broken-events': {
    en: '{count} events cannot be read; left out',
    zh: '{count} 个事件无法读取，已忽略',
  },
  'no-starts': {
    en: 'model {model}: its operators have no start times, so the time of an execution is not known',
    zh: '模型 {model}：算子没有开始时间，因此单次执行的时间未知',
  },
  'few-whole': {
    en: 'model {model}: only {whole} of {seen} executions have all operators with their times, so the time of an execution is not known',
    zh: '模型 {model}：{seen} 次执行中只有 {whole} 次包含全部算子及其时间，因此单次执行的时间未知',
  },
  clamped: {
    en: '{subject} is {percent} %; taken as 100 %',
    zh: '{subject} 为 {percent}%，按 100% 计',
  },
  'bad-database': {
    en: 'an SQLite database that is damaged, cut, or of a form that is not read',
    zh: 'SQLite 数据库已损坏、被截断，或其格式无法读取',
  },
  'no-database-tables': {
    en: 'a database without tasks or calls of msprof',
    zh: '数据库中没有 msprof 的任务或接口调用',
  },
  'more-notes': { en: '{count} more notes of this kind are left out', zh: '另有 {count} 条类似说明未列出' },
  'no-duration': {
    en: '{count} events have no readable duration; left out',
    zh: '{count} 个事件没有可读的时长，已忽略',
  },
  'no-parameter': {
    en: '{count} of {all} runs name no parameter of the program ({columns})',
    zh: '{all} 次运行中有 {count} 次未给出程序的参数（{columns}）',
  },
  'not-used': {
    en: '{kind} of {subject} ({samples} at {file}:{line}): {why}',
    zh: '{subject} 的{kind}（{file}:{line} 处，{samples} 个样本）：{why}',
  },
  'whose-run': {
    en: 'say the program with --program',
    zh: '请用 --program 指定程序',
  },
  'whose-model': {
    en: 'say the model with --model',
    zh: '请用 --model 指定模型',
  },
  'which-run': {
    en: '{files} each hold a rate of the program, and nothing says in which settings: name the files so (THREAD_COUNT=4.log)',
    zh: '{files} 各有程序的吞吐量，但没有说明运行时的参数：请在文件名中注明（THREAD_COUNT=4.log）',
  },
  'which-model': {
    en: 'several models: name this one with --model NUMBER=NAME',
    zh: '有多个模型：请用 --model NUMBER=NAME 指定该模型',
  },
  'other-model': { en: 'of a model that --model does not name', zh: '不是 --model 指定的模型' },
  'no-batch': { en: 'its batch is not known; say it with --batch', zh: '批大小未知，请用 --batch 指定' },
  'other-batch': { en: 'its batch is not that of --batch', zh: '其批大小与 --batch 不符' },
  'impossible-figure': { en: 'no device has such a figure', zh: '没有设备会有这样的数值' },
  'call-waits': {
    en: 'its mean is far above its least time: it holds waiting for a full queue',
    zh: '其平均值远大于最小值，包含队列已满时的等待',
  },
  'few-calls': {
    en: 'fewer than 10 calls, of which the first take longer: too few to tell what one takes, so that of the profile stays',
    zh: '调用不足 10 次，且最初几次耗时较长，无法确定单次耗时，保留设备配置的值',
  },
  'unknown-frames': {
    en: 'how many frames the program handles in that time is not known: its loop has no end, or a long one',
    zh: '无法得知程序在该时间内处理的帧数：其循环没有终点或过长',
  },
  'other-device': { en: 'of another device than the profile', zh: '不属于该设备配置所描述的设备' },
  'of-other-device': {
    en: '{file}:{line}: measured on {named}, which is not the device of the profile {profile}: nothing of it was used (choose with --device)',
    zh: '{file}:{line}：在 {named} 上测得，与设备配置 {profile} 的设备不同，未使用其中任何数据（请用 --device 选择）',
  },
  'call-contradicts': {
    en: 'calls take {callMs} ms, which {rate} samples/s in batches of {batch} do not make: the batch is not known',
    zh: '单次调用耗时 {callMs} ms，与每秒 {rate} 个样本、批大小 {batch} 不符：批大小未知',
  },
  'other-memory': {
    en: 'so much memory is not that of the device of the profile; say which device it is with --device',
    zh: '该内存容量与设备配置所描述的设备不符，请用 --device 指定设备',
  },
  'not-told-apart': {
    en: 'the data do not tell these apart, and nothing was changed: {explanations}',
    zh: '现有数据无法区分以下几种情况，未修改任何常数：{explanations}',
  },
  'loosely-known': {
    en: 'the data hold this too loosely, and nothing was changed: {explanations}',
    zh: '现有数据不足以确定以下情况，未修改任何常数：{explanations}',
  },
  'leaves-off': {
    en: 'this comes closest, but leaves other measured values far off, and nothing was changed: {explanations}',
    zh: '以下情况最接近，但与其他测量值相差甚远，未修改任何常数：{explanations}',
  },
  'several-parts': { en: '{parts}', zh: '{parts}' },
  'part-times': { en: '{part} taking {times} times as long', zh: '{part} 的耗时为原来的 {times} 倍' },
  'measure-share': {
    en: 'to tell, measure {resource} in the run of {from}: it would be {least} to {most} %',
    zh: '要区分，请在 {from} 的运行中测量 {resource}：其值应在 {least}% 到 {most}% 之间',
  },
  'measure-rate': {
    en: 'to tell, measure the rate with {name} = {value}: it would be {least} to {most} frames/s',
    zh: '要区分，请在 {name} = {value} 时测量吞吐量：其值应在每秒 {least} 到 {most} 帧之间',
  },
  'measure-kit': {
    en: 'no other run of this program is known that would tell: acl-perf bench-kit writes a program that measures each alone',
    zh: '该程序的其他运行也无法区分：“acl-perf bench-kit”可生成逐项单独测量的程序',
  },
  'rate-off': {
    en: '{from}: {measured} frames/s were measured where the fit has {predicted}',
    zh: '{from}：实测每秒 {measured} 帧，拟合结果为 {predicted} 帧',
  },
  'share-off': {
    en: '{from}: {resource} was measured at {measured} % where the fit has {predicted} %',
    zh: '{from}：{resource} 实测为 {measured}%，拟合结果为 {predicted}%',
  },
  'rate-alone': {
    en: '{part} taking {times} times as long would explain the rates, but {resource} would then be {predicted} %, not the {measured} % measured ({from})',
    zh: '若 {part} 的耗时为原来的 {times} 倍，可以解释吞吐量，但 {resource} 应为 {predicted}%，而实测为 {measured}%（{from}）',
  },
  'clamped-part': {
    en: '{part}: as far from the profile as a fit goes; the program may be another',
    zh: '{part}：已达到拟合允许的最大偏差，程序可能并不相同',
  },
  'kit-version': {
    en: 'a bench kit of version {found}; version {known} is read: write the kit anew with acl-perf bench-kit',
    zh: '基准测试套件的版本为 {found}，可读取的版本为 {known}：请用“acl-perf bench-kit”重新生成',
  },
  'kit-cut': { en: 'the file of a bench kit, cut or damaged', zh: '基准测试套件的文件不完整或已损坏' },
  'kit-for-calibrate': {
    en: 'what a bench kit has measured: it tells a device’s constants, not a run; acl-perf calibrate reads it',
    zh: '基准测试套件的结果：给出设备的常数，而非一次运行；由“acl-perf calibrate”读取',
  },
  'kit-host-bound': {
    en: '{constant}: the host submits more slowly than the device works; it is at most {most} ms',
    zh: '{constant}：主机下发慢于设备执行，其值最多为 {most} ms',
  },
  'kit-loose': {
    en: '{constant}: between {low} and {high} {unit}, which is too loose: that of the profile stays',
    zh: '{constant}：在 {low} 到 {high} {unit} 之间，范围过宽，保留设备配置的值',
  },
  'kit-directions': {
    en: 'copies to the device run at {h2d} GB/s and those to the host at {d2h} GB/s: a profile has one rate for both, and takes the first',
    zh: '到设备的拷贝为 {h2d} GB/s，到主机的拷贝为 {d2h} GB/s：设备配置只有一个带宽，采用前者',
  },
  'kit-no-engine': {
    en: '{engine}: measured, but the profile has no such engine',
    zh: '{engine}：已测量，但设备配置中没有该引擎',
  },
  'kit-few-sizes': {
    en: '{engine}: too few sizes of pictures to tell its fixed time from that of the pixels',
    zh: '{engine}：图片尺寸过少，无法区分固定耗时与像素耗时',
  },
  'kit-servers': {
    en: '{engine}: with {channels} channels it does the work of {servers} tasks at once, which tells no number of them; that of the profile stays',
    zh: '{engine}：使用 {channels} 个通道时相当于同时执行 {servers} 个任务，无法确定并行数，保留设备配置的值',
  },
  'kit-failed': {
    en: '{parts}: not measured, as this failed: {call}',
    zh: '{parts}：未测量，因为以下调用失败：{call}',
  },
  'kit-few-runs': {
    en: '{count} parts have too few runs to tell anything',
    zh: '有 {count} 项的测量次数过少，无法使用',
  },
  'no-constant': {
    en: 'it tells no constant of a profile by itself',
    zh: '无法单独确定设备配置中的常数',
  },
} satisfies Texts<string>;

export type MeasurementTextId = keyof typeof MEASUREMENT_TEXTS;
export type MeasurementStatement = Statement<MeasurementTextId>;

export function statement(id: MeasurementTextId, data: Values<MeasurementTextId> = {}): MeasurementStatement {
  return { id, data };
}

export const measurementText = (what: MeasurementStatement, locale: Locale): string =>
  sentence(MEASUREMENT_TEXTS, what, locale);

const OF_MODEL = new Map<string, MeasurementTextId>([
  ['operators of ', 'operators-of'],
  ['iteration of ', 'iteration-of'],
]);

/** What was measured, in words; undefined where it is called by a name. */
export function subjectStatement(subject: string): MeasurementStatement | undefined {
  const [, whole, batch] = /^(.+), batch (\d+)$/.exec(subject) ?? [];
  if (whole !== undefined && batch !== undefined)
    return statement('at-batch', { subject: subjectStatement(whole) ?? whole, batch });
  if (Object.hasOwn(SUBJECTS, subject)) return statement(subject as keyof typeof SUBJECTS);
  const [, of = '', name] = /^(operators of |iteration of |)model (.+)$/.exec(subject) ?? [];
  return name === undefined ? undefined : statement(OF_MODEL.get(of) ?? 'model-named', { name });
}

/** What is wrong in a file, with its place. @param line from 1; left out for the whole file. */
export function inFile(file: string, what: MeasurementStatement, line?: number): MeasurementStatement {
  return line === undefined
    ? statement('in-file', { file, what })
    : statement('at-line', { file, line, what });
}

/** A file that cannot be imported at all: file, line where known, and the reason. */
export class ImportError extends UserError<MeasurementTextId> {
  constructor(
    readonly file: string,
    readonly what: MeasurementStatement,
    line?: number,
  ) {
    super(MEASUREMENT_TEXTS, inFile(file, what, line));
    this.name = 'ImportError';
  }
}
