/** The simulator's notes in words. */
import type { Note, NoteId } from '../sim/note.ts';
import { citationText } from './citation-text.ts';
import { rateText, resourceLabel } from './labels.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

type Part =
  | 'atLine'
  | 'ofThread'
  | 'nearName'
  | 'interpolated'
  | 'extrapolated'
  | 'otherDevice'
  | 'derived'
  | 'assumed'
  | 'event'
  | 'callback';

const TEXTS: Texts<NoteId | Part> = {
  'no-frames': {
    en: 'no step finishes a frame: the rate is that of nothing',
    zh: '没有任何步骤完成一帧：吞吐量没有意义',
  },
  'not-converged': {
    en: 'the run ended before its range was as narrow as asked for',
    zh: '仿真结束时，吞吐量范围尚未收窄到要求的精度',
  },
  'dvpp-range-full': {
    en: 'buffer {index} of {count} of {buffer}{owner} ({bytes} bytes) does not fit: the DVPP range of a process is {limitMiB} MiB',
    zh: '{buffer}{owner}的第 {index} 个缓冲区（共 {count} 个，每个 {bytes} 字节）放不下：单进程 DVPP 地址空间为 {limitMiB} MiB',
  },
  'device-full': {
    en: 'buffer {index} of {count} of {buffer}{owner} ({bytes} bytes) does not fit: the device has {limitMiB} MiB',
    zh: '{buffer}{owner}的第 {index} 个缓冲区（共 {count} 个，每个 {bytes} 字节）放不下：设备内存为 {limitMiB} MiB',
  },
  'cannot-keep-up': {
    en: 'of {offeredRate} frames/s that arrive {doneRate} are done: ever more wait, and latencies grow without end',
    zh: '每秒到达 {offeredRate} 帧，仅完成 {doneRate} 帧：等待的帧不断增多，时延无限增长',
  },
  'devices-in-turn': {
    en: 'the {count} devices take turns: hardly two ever have work at once, each has none for {idle} % of the time',
    zh: '{count} 个设备轮流工作：几乎从不同时有任务，每个设备有 {idle} % 的时间空闲',
  },
  ofThread: { en: ' of thread {thread}', zh: '（线程 {thread}）' },
  'stuck-stream': {
    en: '{streamName} waits all the time for {awaited}: what it holds up takes no part in the rate',
    zh: '{streamName} 始终在等待{awaited}：被其阻塞的部分未计入吞吐量',
  },
  event: { en: 'the event {id}, which nothing records', zh: '从未被记录的事件 {id}' },
  callback: { en: 'a callback that {id} never takes in', zh: '{id} 从未处理的回调' },
  'negative-sleep': {
    en: 'the time of {what}{place} comes out below 0: taken as no sleep',
    zh: '{what}{place}的时间计算结果小于 0：按不休眠处理',
  },
  atLine: { en: ' ({file}:{line})', zh: '（{file}:{line}）' },
  'picture-size': {
    en: 'the size of the pictures of {call} is not known: they take no time by their size',
    zh: '{call} 的图片尺寸未知：未按尺寸计时',
  },
  'channel-depth': {
    en: '{call} returns when its channel has taken the picture in: taken to hold {depth} that wait, as how many it holds is not published; latencies go by it',
    zh: '{call} 在通道接收图片后返回：通道可排队的图片数未公开，按 {depth} 张计算；时延取决于此',
  },
  'pageable-undefined': {
    en: '{call} copies memory that is not page-locked, which is undefined in CANN {version}: taken to run as if it were locked',
    zh: '{call} 拷贝非锁页内存，其行为在 CANN {version} 中未定义：按锁页内存处理',
  },
  'pageable-unknown': {
    en: '{call} copies memory that is not page-locked: taken to wait for the copy, as from CANN 8.5 on (set the CANN version)',
    zh: '{call} 拷贝非锁页内存：按 CANN 8.5 起的行为，视为等待拷贝完成（请设置 CANN 版本）',
  },
  'between-batches': {
    en: '{model} at batch {batch} between batches {low} and {high}',
    zh: '{model} 批大小为 {batch} 时的时间由批大小 {low} 与 {high} 插值得到',
  },
  'in-proportion': {
    en: '{model} at batch {batch} in proportion to batch {high}',
    zh: '{model} 批大小为 {batch} 时的时间按批大小 {high} 等比推算',
  },
  'stand-in': {
    en: 'no time is known for {model}: that of {other} stands in for it',
    zh: '{model} 的时间未知：以 {other} 的时间代替',
  },
  'stand-in-operator': {
    en: 'no time is known for an operator: that of {other} stands in for it',
    zh: '算子的时间未知：以 {other} 的时间代替',
  },
  'catalogue-time': {
    en: 'the time of {model}{nearName}, batch {batch}{basis}, is {confidence} from {sources}',
    zh: '{model}{nearName}批大小为 {batch} 时的时间{basis}{confidence}自 {sources}',
  },
  nearName: { en: ' (nearest name in the catalogue)', zh: '（目录中最接近的名称）' },
  interpolated: { en: ' interpolated from {from}', zh: '（由批大小 {from} 插值）' },
  extrapolated: { en: ' extrapolated from {from}', zh: '（由批大小 {from} 外推）' },
  otherDevice: {
    en: ' by that at batch {from} on {otherDevice} and the usual quotient of the two',
    zh: '（由 {otherDevice} 上批大小 {from} 的时间按两者的常见比值换算）',
  },
  derived: { en: 'derived', zh: '推算' },
  assumed: { en: 'assumed', zh: '假定' },
};

/** How a time of the catalogue was come by, where it is not of the very batch and device. */
function basisText(
  { basis, otherDevice, ...data }: Note['data'],
  t: (id: Part, data: Note['data']) => string,
): string {
  if (otherDevice !== undefined) return t('otherDevice', { ...data, otherDevice });
  return basis === 'interpolated' || basis === 'extrapolated' ? t(basis, data) : '';
}

function awaitedText({ what, id }: Note['data'], t: (id: Part, data: Note['data']) => string): string {
  return (what === 'event' || what === 'callback') && id !== undefined ? t(what, { id }) : '';
}

/** Parts of a sentence that depend on its data. */
function partsOf({ data }: Note, locale: Locale): Record<string, string> {
  const t = translator(TEXTS, locale);
  const { offered, done, confidence, exact, thread, stream = '', sources = '', file, line } = data;
  return {
    place: file === undefined || line === undefined ? '' : t('atLine', { file, line }),
    ...(offered === undefined
      ? {}
      : { offeredRate: rateText(Number(offered)), doneRate: rateText(Number(done)) }),
    owner: thread === undefined ? '' : t('ofThread', { thread }),
    nearName: exact === 0 ? t('nearName') : '',
    streamName: resourceLabel(`stream ${stream}`, locale),
    basis: basisText(data, t),
    sources: citationText(String(sources), locale),
    awaited: awaitedText(data, t),
    confidence: confidence === 'assumed' || confidence === 'derived' ? t(confidence) : '',
  };
}

/** One sentence, without a full stop. */
export function noteText(note: Note, locale: Locale): string {
  return translator(TEXTS, locale)(note.id, { ...note.data, ...partsOf(note, locale) });
}
