/** Why a prediction is what it is, in words: what binds, what the others wait for, and where a frame's time goes. */
import type { IdleCause, Prediction } from '../sim/prediction.ts';
import { percentText, resourceLabel } from './labels.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

type Key =
  'nothing' | 'paused' | 'full' | 'notFull' | 'idle' | 'share' | 'list' | 'place' | 'path' | IdleCause;

const TEXTS: Texts<Key> = {
  nothing: { en: 'no work is submitted', zh: '没有下发任何任务' },
  paused: {
    en: 'thread {thread} sets the pace: it sleeps for {share} of the time, and no resource is full',
    zh: '节拍由线程 {thread} 决定：其 {share} 的时间在休眠，没有资源占满',
  },
  full: { en: '{resource} is busy {share} of the time', zh: '{resource} {share} 的时间在忙' },
  notFull: {
    en: 'no resource is full: {resource} is busy {share} of the time, the most of all; the steps of a stream wait for each other',
    zh: '没有资源占满：最忙的是{resource}，{share} 的时间在忙；流内各步骤相互等待',
  },
  idle: { en: '{resource} waits {parts}', zh: '{resource} 在等待：{parts}' },
  share: { en: '{share} for {cause}', zh: '{cause} {share}' },
  list: { en: ', ', zh: '，' },
  upstream: { en: 'the steps before it', zh: '前面的步骤' },
  host: { en: 'the host to submit', zh: '主机下发' },
  sync: { en: 'a thread that waits in a synchronize', zh: '线程同步' },
  memory: { en: 'memory', zh: '内存' },
  scheduler: { en: 'the task scheduler', zh: '任务调度器' },
  none: { en: 'more work, of which there is none', zh: '无任务' },
  place: { en: ' ({file}:{line})', zh: '（{file}:{line}）' },
  path: {
    en: 'of the {whole} ms that the steps of a frame take together, waits for their engine included, {share} are in {what} on {resource}{place}',
    zh: '一帧各步骤（含等待引擎）合计 {whole} ms，其中 {share} 在 {resource} 上的 {what}{place}',
  },
};

/** A resource busy for this share of the time, or more, is what binds. */
const SATURATED = 0.85;
/** Idle times below this share are not worth a sentence. */
const NOTEWORTHY = 0.05;

/** What binds: a resource that is busy nearly all the time, else the order within streams. */
export function bottleneckText({ resource, utilization }: Prediction['bottleneck'], locale: Locale): string {
  const t = translator(TEXTS, locale);
  if (resource === 'none') return t('nothing');
  const [, thread] = /^pauses of (.+)$/.exec(resource) ?? [];
  if (thread !== undefined) return t('paused', { thread, share: percentText(utilization) });
  return t(utilization >= SATURATED ? 'full' : 'notFull', {
    resource: resourceLabel(resource, locale),
    share: percentText(utilization),
  });
}

function idleText(resource: string, causes: Prediction['idle'][string], locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const parts = (Object.entries(causes) as [IdleCause, number][])
    .filter(([, share]) => share >= NOTEWORTHY)
    .sort(([, a], [, b]) => b - a)
    .map(([cause, share]) => t('share', { share: percentText(share), cause: t(cause) }));
  if (parts.length === 0) return [];
  return [t('idle', { resource: resourceLabel(resource, locale), parts: parts.join(t('list')) })];
}

function pathText({ criticalPath }: Prediction, locale: Locale): string[] {
  const longest = [...criticalPath].sort((a, b) => b.share - a.share)[0];
  if (!longest) return [];
  const t = translator(TEXTS, locale);
  const { what, resource, share, source } = longest;
  const whole = criticalPath.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const data = {
    whole: whole.toFixed(2),
    share: percentText(share),
    what,
    resource: resourceLabel(resource, locale),
    place: source ? t('place', { file: source.file, line: source.line }) : '',
  };
  return [t('path', data)];
}

/** The whole explanation, a sentence each. */
export function explanation(prediction: Prediction, locale: Locale): string[] {
  const { bottleneck, idle } = prediction;
  return [
    bottleneckText(bottleneck, locale),
    ...Object.entries(idle).flatMap(([resource, causes]) => idleText(resource, causes, locale)),
    ...pathText(prediction, locale),
  ];
}
