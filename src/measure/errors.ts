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
  'msprof timeline': { en: 'msprof timeline (Chrome trace)', zh: 'msprof 时间线（Chrome 跟踪文件）' },
};

/** What a measurement is of. */
const KINDS = {
  throughput: { en: 'throughput', zh: '吞吐量' },
  duration: { en: 'duration', zh: '时长' },
  utilization: { en: 'utilization', zh: '利用率' },
  task: { en: 'task', zh: '任务耗时' },
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
  'model-named': { en: 'model {name}', zh: '模型 {name}' },
  'model with its first run': { en: 'model with its first run', zh: '模型（含首次执行）' },
  'single run': { en: 'single run', zh: '单次执行' },
  'data read': { en: 'data read', zh: '数据读取' },
  preprocess: { en: 'preprocess', zh: '预处理' },
  infer: { en: 'infer', zh: '推理' },
  post: { en: 'post', zh: '后处理' },
  memory: { en: 'memory', zh: '内存' },
  deviceMemory: { en: 'device memory', zh: '设备内存' },
  modelWork: { en: 'work memory of the model', zh: '模型工作内存' },
  modelWeights: { en: 'weights of the model', zh: '模型权重' },
  modelInput: { en: 'input of the model', zh: '模型输入' },
  'h2d average': { en: 'H2D copy, average', zh: 'H2D 拷贝（平均）' },
  'd2h average': { en: 'D2H copy, average', zh: 'D2H 拷贝（平均）' },
};

export const MEASUREMENT_TEXTS = {
  ...FILE_TEXTS,
  ...FORMATS,
  ...KINDS,
  ...SUBJECTS,
  'at-line': { en: '{file}:{line}: {what}', zh: '{file}:{line}: {what}' },
  'too-large': { en: 'larger than {mebibytes} MiB', zh: '超过 {mebibytes} MiB' },
  binary: { en: 'a binary file, not a measurement', zh: '二进制文件，不是实测数据' },
  'nothing-known': { en: 'no measurement found (known: {formats})', zh: '未找到实测数据（支持：{formats}）' },
  'no-such-table': {
    en: 'no known msprof table has these columns',
    zh: '没有已知的 msprof 表格包含这些列',
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
  'negative-cell': {
    en: '{column} is negative ({text}); left out',
    zh: '{column} 为负数（{text}），已忽略',
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
  'whose-rate': {
    en: 'say the program with --program, or the model with --model and --batch',
    zh: '请用 --program 指定程序，或用 --model 和 --batch 指定模型',
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

/** What was measured, in words; undefined where it is called by a name. */
export function subjectStatement(subject: string): MeasurementStatement | undefined {
  if (Object.hasOwn(SUBJECTS, subject)) return statement(subject as keyof typeof SUBJECTS);
  const name = /^model (.+)$/.exec(subject)?.[1];
  return name === undefined ? undefined : statement('model-named', { name });
}

/** What is wrong in a file, with its place. @param line from 1; left out for the whole file. */
export function inFile(file: string, what: MeasurementStatement, line?: number): MeasurementStatement {
  return line === undefined
    ? statement('in-file', { file, what })
    : statement('at-line', { file, line, what });
}

/** A file that cannot be imported at all: file, line where known, and the reason. */
export class ImportError extends UserError<MeasurementTextId> {
  constructor(file: string, what: MeasurementStatement, line?: number) {
    super(MEASUREMENT_TEXTS, inFile(file, what, line));
    this.name = 'ImportError';
  }
}
