/** What is known of a line, in words: for the terminal and for assistants. */
import type { Confidence } from '../profile/profile.ts';
import type { Step } from '../pipeline/pipeline.ts';
import { coverageText, reasonText } from './coverage-text.ts';
import { millisecondsText, percentText, resourceLabel } from './labels.ts';
import type { CostOfLine, LineFacts, LineInProgram } from './line-facts.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';
import { noteText } from './note-text.ts';
import { choiceText } from './parameters.ts';
import { settleBriefly, unknownText } from './unknown-text.ts';

const TEXTS = {
  cost: {
    en: '{what}: {time} each ({low} to {high}; {confidence}) on {resource}, {count} a frame, {share} of a frame’s time',
    zh: '{what}：每次 {time}（{low} 至 {high}；{confidence}），在 {resource} 上，每帧 {count} 次，占单帧时间的 {share}',
  },
  given: {
    en: '{what}: {time} each on {resource}, {count} a frame, {share} of a frame’s time',
    zh: '{what}：每次 {time}，在 {resource} 上，每帧 {count} 次，占单帧时间的 {share}',
  },
  source: { en: 'the time of {what} is from {source}', zh: '{what} 的时间来自 {source}' },
  measured: { en: 'measured', zh: '实测' },
  specified: { en: 'specified', zh: '标称' },
  derived: { en: 'derived', zh: '推导' },
  assumed: { en: 'assumed', zh: '假设' },
  below: {
    en: 'leads to {what} at {place}: {share} of a frame’s time',
    zh: '调用到 {place} 的 {what}：占单帧时间的 {share}',
  },
  assumption: { en: 'taken for granted: {what}', zh: '假设：{what}' },
  guess: {
    en: 'hangs on {name} = {value}, which the source leaves open ({low} to {high}; --set {name}=…)',
    zh: '取决于 {name} = {value}，源码未给出（{low} 至 {high}；--set {name}=…）',
  },
  parameter: { en: 'gives {name} = {value}', zh: '给出 {name} = {value}' },
  loop: { en: 'a loop of {times} passes', zh: '循环 {times} 次' },
  forever: { en: 'a loop without an end', zh: '无限循环' },
  wait: { en: 'the host waits here ({what})', zh: '主机在此等待（{what}）' },
  step: { en: 'a step: {what}', zh: '步骤：{what}' },
  nothing: {
    en: 'Nothing is known of this line: no step, no finding and no number of a program is here.',
    zh: '此行没有已知信息：没有程序的步骤、问题或数值。',
  },
  noProgram: { en: 'No AscendCL program reaches this file.', zh: '没有 AscendCL 程序用到此文件。' },
  unread: { en: 'not followed: {why}', zh: '未跟踪：{why}' },
  settle: { en: '{what} (to settle: {how})', zh: '{what}（确定方法：{how}）' },
} satisfies Texts<string>;

/** Steps that a call leads to, beyond which the others are small. */
const MOST_BELOW = 5;

const number = (value: number): string => String(Number(value.toPrecision(3)));

function nameOf(cost: CostOfLine): string {
  const { step } = cost;
  return step.kind === 'submit' ? step.call : step.kind === 'host' ? step.what : step.kind;
}

function costText(cost: CostOfLine, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const [low, high] = cost.rangeMs;
  const data = {
    what: nameOf(cost),
    time: millisecondsText(cost.milliseconds),
    resource: resourceLabel(cost.resource, locale),
    count: number(cost.perFrame),
    share: percentText(cost.share),
  };
  const confidence: Confidence | undefined = cost.confidence;
  if (confidence === undefined) return t('given', data);
  return t('cost', { ...data, low: number(low), high: millisecondsText(high), confidence: t(confidence) });
}

function stepText(step: Step, locale: Locale): string {
  const t = translator(TEXTS, locale);
  switch (step.kind) {
    case 'repeat':
      return step.times === 'forever' ? t('forever') : t('loop', { times: step.times });
    case 'wait':
      return t('wait', { what: step.call ?? step.for });
    case 'allocate':
    case 'free':
      return t('step', { what: step.call });
    default:
      return t('step', { what: step.kind });
  }
}

/** What one program does on the line, a sentence each; none where it does nothing there. */
export function lineTexts(line: LineInProgram, locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const { costs, steps, parameters, guesses, unknowns, unread } = line;
  const texts = [
    ...costs.map((cost) => costText(cost, locale)),
    ...costs.flatMap((cost) =>
      (cost.sources ?? []).map((source) => t('source', { what: nameOf(cost), source })),
    ),
    ...costs.flatMap(({ assumption }) =>
      assumption ? [t('assumption', { what: noteText(assumption, locale) })] : [],
    ),
    ...line.below.slice(0, MOST_BELOW).map((cost) => {
      const place = cost.source ? `${cost.source.file}:${String(cost.source.line)}` : cost.thread;
      return t('below', { what: nameOf(cost), place, share: percentText(cost.share) });
    }),
    ...steps.map((step) => stepText(step, locale)),
    ...guesses.map(({ parameter, value }) => {
      const [low, high] = parameter.range;
      return t('guess', { name: parameter.name, value: choiceText(parameter, value), low, high });
    }),
    ...parameters
      .filter((one) => !guesses.includes(one))
      .map(({ parameter, value }) =>
        t('parameter', { name: parameter.name, value: choiceText(parameter, value) }),
      ),
    ...unknowns.map((unknown) => {
      const how = settleBriefly(unknown, locale);
      const what = unknownText(unknown, locale);
      return how === '' ? what : t('settle', { what, how });
    }),
    ...unread.map((calls) => t('unread', { why: reasonText(calls, locale) })),
  ];
  return [...new Set(texts)];
}

/** How much of the program is followed: what a line takes there is not said where the calls on it are not. */
export function verdictText({ program }: LineInProgram, locale: Locale): string {
  const { coverage } = program.pipeline;
  return coverage ? coverageText(coverage, locale) : '';
}

/** That there is nothing to say, and why; undefined where there is. */
export function emptyText({ programs, findings }: LineFacts, locale: Locale): string | undefined {
  const t = translator(TEXTS, locale);
  if (findings.length > 0 || programs.some((line) => lineTexts(line, locale).length > 0)) return undefined;
  return t(programs.length === 0 ? 'noProgram' : 'nothing');
}
