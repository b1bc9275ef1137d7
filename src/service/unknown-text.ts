/** What the source does not tell, in words; and what the parameters that stand in for it mean. */
import type { UnknownCode } from '../analyzer/extract/context.ts';
import type { ModelDeclaration, Parameter, Unknown } from '../pipeline/pipeline.ts';
import { isAssumed } from '../pipeline/parameters.ts';
import type { Note } from '../sim/note.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';
import { noteText } from './note-text.ts';
import type { ParameterRole } from './parameters.ts';

const MESSAGES: Texts<UnknownCode | 'model-time' | 'parameter' | `open-${ParameterRole}`> = {
  'model-time': {
    en: 'How long one execution of {detail} takes on this device is not known',
    zh: '{detail} 在该设备上执行一次的时间未知',
  },
  'copy-direction': {
    en: 'The direction of this copy is decided at run time: {detail}',
    zh: '拷贝方向在运行时才确定：{detail}',
  },
  'copy-size': {
    en: 'How many bytes this copies is known at run time only: {detail}',
    zh: '拷贝的字节数在运行时才知道：{detail}',
  },
  'operator-cost': {
    en: 'The time of {detail} on the AI Core is in no catalogue',
    zh: '目录中没有 {detail} 在 AI Core 上的时间',
  },
  'loop-count': {
    en: 'How often this loop runs is known at run time only: {detail}',
    zh: '循环次数在运行时才知道：{detail}',
  },
  recursion: {
    en: 'How often this function calls itself is not known: one turn counts ({detail})',
    zh: '无法得知此函数递归调用的次数：按一次计算（{detail}）',
  },
  frame: {
    en: 'Whether each of these models has data of its own, or works at what the one before has made, cannot be told: all of them count as one frame ({detail})',
    zh: '无法判断这些模型各有各的数据，还是依次处理前一个的结果：按合计一帧处理（{detail}）',
  },
  mode: {
    en: 'Fixed for a run, but only run time says how: {detail}',
    zh: '每次运行中固定不变，但运行时才确定：{detail}',
  },
  branch: { en: 'How often this holds is not known: {detail}', zh: '此条件成立的比例未知：{detail}' },
  'host-cost': {
    en: 'The time of this work on the host is assumed: {detail}',
    zh: '此处主机工作的时间为假定值：{detail}',
  },
  'sleep-time': {
    en: 'How long this sleeps is known at run time only: {detail}',
    zh: '休眠时间在运行时才知道：{detail}',
  },
  'model-identity': {
    en: 'Which model this is cannot be told: {detail}',
    zh: '无法判断是哪个模型：{detail}',
  },
  batch: { en: 'The batch of this model cannot be told: {detail}', zh: '无法判断此模型的批大小：{detail}' },
  'buffer-size': {
    en: 'The size of this buffer is known at run time only: {detail}',
    zh: '缓冲区大小在运行时才知道：{detail}',
  },
  'queue-capacity': {
    en: 'The source does not limit how many items wait in the queue {detail}',
    zh: '源码未限制队列 {detail} 中等待的项数',
  },
  'queue-source': {
    en: 'What a full queue {detail} has no room for is dropped; how fast items come is not known',
    zh: '队列 {detail} 满时丢弃多余的项；新项到来的快慢未知',
  },
  handshake: {
    en: 'What lets this thread go on, which asks {detail} again and again, could not be read: it waits for nobody here',
    zh: '该线程反复查询 {detail}，但未能读出何时继续：此处按不等待处理',
  },
  'unseen-call': {
    en: 'What this does is defined nowhere in the workspace: it may wait, or give the device work, and is taken to do neither: {detail}',
    zh: '工作区中没有它的定义：它可能等待，也可能向设备下发工作，此处按两者都没有处理：{detail}',
  },
  'queue-links': {
    en: 'Which threads the queue {detail} connects is decided at run time: each of them runs on its own here',
    zh: '队列 {detail} 连接哪些线程在运行时才确定：此处各线程独立运行',
  },
  'thread-count': {
    en: 'Which of the threads {detail} start is decided at run time: all of them are counted here',
    zh: '启动哪些 {detail} 线程在运行时才确定：此处全部计入',
  },
  'device-count': {
    en: 'On which devices these work is known at run time only: {detail}',
    zh: '它们各自使用哪个设备在运行时才确定：{detail}',
  },
  'picture-size': {
    en: 'The size of the pictures is known at run time only: {detail}',
    zh: '图片尺寸在运行时才知道：{detail}',
  },
  'stream-origin': {
    en: 'This stream is created outside of the workspace: {detail}',
    zh: '此流在工作区之外创建：{detail}',
  },
  'event-origin': {
    en: 'This event is created outside of the workspace: {detail}',
    zh: '此事件在工作区之外创建：{detail}',
  },
  'model-origin': {
    en: 'This model is loaded outside of the workspace: {detail}',
    zh: '此模型在工作区之外加载：{detail}',
  },
  entry: {
    en: 'Nothing in the workspace calls {detail}: it is read as if others do',
    zh: '工作区中没有代码调用 {detail}：视为由外部调用',
  },
  parameter: { en: '{detail} is known at run time only', zh: '{detail} 在运行时才确定' },
  'open-threads': {
    en: 'How many threads there are is known at run time only: {detail}',
    zh: '线程数在运行时才确定：{detail}',
  },
  'open-depth': {
    en: 'How many submissions there are before a wait is known at run time only: {detail}',
    zh: '每次等待前的下发次数在运行时才确定：{detail}',
  },
  'open-batch': {
    en: 'The batch is known at run time only: {detail}',
    zh: '批大小在运行时才确定：{detail}',
  },
  'open-streams': {
    en: 'How many streams there are is known at run time only: {detail}',
    zh: '流的数量在运行时才确定：{detail}',
  },
};

/** What settles it, where it is not a comment or an option alone. */
const SETTLES: Texts<'comment' | 'option' | 'origin' | 'kind' | 'calls' | 'devices'> = {
  comment: { en: 'Write it on that line: {settle}', zh: '在该行写：{settle}' },
  option: { en: 'Set it here, or with acl-perf {settle}', zh: '在此设置，或用 acl-perf {settle}' },
  calls: {
    en: 'Add its definition to the workspace, or say what it does under "calls" in .acl-perf.json',
    zh: '将其定义加入工作区，或在 .acl-perf.json 的 "calls" 中说明它做什么',
  },
  devices: {
    en: 'Say how many there are with acl-perf {settle}, or under "deployment" in .acl-perf.json',
    zh: '用 acl-perf {settle}，或在 .acl-perf.json 的 "deployment" 中说明设备数',
  },
  origin: { en: 'Make the creating code part of the workspace', zh: '将创建它的代码加入工作区' },
  kind: {
    en: 'Pass the kind as a constant, or write on that line: // acl-perf: kind=h2d',
    zh: '以常量传入方向，或在该行写：// acl-perf: kind=h2d',
  },
};

type Meaning =
  | 'model-time'
  | 'copy-size'
  | 'operator-cost'
  | 'loop-count'
  | 'branch'
  | 'mode'
  | 'host-cost'
  | 'sleep-time'
  | 'batch'
  | 'queue-capacity'
  | 'queue-source'
  | 'frame_width'
  | 'frame_height'
  | 'inputBytes'
  | 'outputBytes';

const PARAMETERS: Texts<Meaning> = {
  'copy-size': { en: 'Bytes of one copy ({detail})', zh: '一次拷贝的字节数（{detail}）' },
  'operator-cost': { en: 'Time of {detail} on the AI Core', zh: '{detail} 在 AI Core 上的时间' },
  'loop-count': { en: 'Passes of a loop ({detail})', zh: '循环次数（{detail}）' },
  'model-time': { en: 'Time of one execution of {detail}, ms', zh: '{detail} 执行一次的时间，ms' },
  branch: { en: 'How often this holds: {detail}', zh: '此条件成立的比例：{detail}' },
  mode: { en: 'One of several modes of a run: {detail}', zh: '一次运行的模式之一：{detail}' },
  'host-cost': { en: 'Assumed time of one {detail}', zh: '一次 {detail} 的假定时间' },
  'sleep-time': { en: 'Time of one sleep ({detail})', zh: '一次休眠的时间（{detail}）' },
  batch: { en: 'Frames in one execution of the model', zh: '模型一次执行的帧数' },
  'queue-capacity': { en: 'Items that wait in the queue at most', zh: '队列中最多等待的项数' },
  'queue-source': { en: 'Time until the next item for the queue comes', zh: '队列的下一项到来所需的时间' },
  inputBytes: {
    en: 'Bytes of the input of the model, which only its file says',
    zh: '模型输入的字节数，只有模型文件给出',
  },
  outputBytes: {
    en: 'Bytes of the output of the model, which only its file says',
    zh: '模型输出的字节数，只有模型文件给出',
  },
  frame_width: { en: 'Width of the pictures, which only run time knows', zh: '图片宽度，运行时才知道' },
  frame_height: { en: 'Height of the pictures, which only run time knows', zh: '图片高度，运行时才知道' },
};

const has = <K extends string>(texts: Texts<K>, key: string): key is K => Object.hasOwn(texts, key);

/** The sentence; the detail alone for a code that is not known (of a Pipeline written by hand). */
export function unknownText({ code, detail }: Unknown, locale: Locale): string {
  return has(MESSAGES, code) ? translator(MESSAGES, locale)(code, { detail }) : detail;
}

/** What the user can do about it; empty where nothing. */
export function settleText({ code, settle }: Unknown, locale: Locale): string {
  const t = translator(SETTLES, locale);
  if (code === 'copy-direction') return t('kind');
  if (code === 'unseen-call') return t('calls');
  if (code === 'device-count') return t('devices', { settle });
  if (code.endsWith('-origin')) return t('origin');
  if (settle.startsWith('//')) return t('comment', { settle });
  return settle.startsWith('--') ? t('option', { settle }) : settle;
}

/** A comment or an option, to write as it is. */
export const isToWrite = (settle: string): boolean => /^(\/\/|--)/.test(settle);

/** The same in a list: a comment or an option alone, as it is to be written. */
export function settleBriefly(unknown: Unknown, locale: Locale): string {
  const { settle } = unknown;
  return isToWrite(settle) ? settle : settle && settleText(unknown, locale);
}

/** What the setting of a model's time means. */
export const modelTimeText = ({ catalogueName, path, id }: ModelDeclaration, locale: Locale): string =>
  translator(PARAMETERS, locale)('model-time', { detail: catalogueName ?? path ?? id });

/** What a parameter means: by the unknown that it stands in for, else as the Pipeline describes it. */
export function parameterText(
  { name, description }: Parameter,
  unknowns: readonly Unknown[],
  locale: Locale,
): string | undefined {
  const t = translator(PARAMETERS, locale);
  if (description !== undefined && has(PARAMETERS, name)) return t(name);
  const bytes = description === undefined ? null : /_(input|output)_bytes$/.exec(name);
  if (bytes) return t(bytes[1] === 'input' ? 'inputBytes' : 'outputBytes');
  const stands = unknowns.find(({ parameter }) => parameter === name);
  return stands && has(PARAMETERS, stands.code) ? t(stands.code, { detail: stands.detail }) : description;
}

const FROM: Texts<'default' | 'argument' | 'host' | 'estimate'> = {
  default: { en: 'assumed: nothing in the source says it', zh: '假定值：源码中没有依据' },
  argument: { en: 'assumed: it comes with {evidence} at run time', zh: '假定值：运行时由 {evidence} 给出' },
  host: {
    en: 'assumed for every {evidence}, whatever the data and the host',
    zh: '对每次 {evidence} 统一假定，未计数据与主机的差异',
  },
  estimate: { en: 'estimated: {basis}', zh: '估计值：{basis}' },
};

/** Where the value comes from that stands in for what the source does not tell; undefined for one that it does tell. */
export function defaultText(
  parameter: Parameter,
  unknowns: readonly Unknown[],
  locale: Locale,
): string | undefined {
  if (!isAssumed(parameter)) return undefined;
  const t = translator(FROM, locale);
  const { kind, evidence } = parameter.origin;
  const codes = unknowns.filter((one) => one.parameter === parameter.name).map(({ code }) => code);
  if (evidence === undefined) return t('default');
  if (codes.includes('host-cost')) return t('host', { evidence });
  return t(kind === 'argument' || kind === 'variable' ? 'argument' : 'default', { evidence });
}

/** The same of a model's time; undefined where there is none. */
export const estimateText = (assumption: Note | undefined, locale: Locale): string | undefined =>
  assumption && translator(FROM, locale)('estimate', { basis: noteText(assumption, locale) });
