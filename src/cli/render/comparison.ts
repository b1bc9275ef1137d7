/** A comparison for a reader at a terminal: the line that makes the largest difference first. */
import type { CallTimes } from '../../measure/join/compare-lines.ts';
import { rateText, subjectLabel } from '../../service/labels.ts';
import type { Locale, Texts } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import type { ToldLine } from '../../service/joined-lines.ts';
import type { ComparisonAnswer } from '../commands/compare.ts';
import { textTable } from '../table.ts';
import { diagnosisLines } from './diagnosis.ts';

const TEXTS = {
  program: { en: 'Program {program} on {device}', zh: '程序 {program}，设备 {device}' },
  rate: { en: 'rate', zh: '吞吐量' },
  measured: { en: 'measured', zh: '实测' },
  prediction: { en: 'predicted', zh: '预测' },
  before: { en: 'before', zh: '之前' },
  share: { en: 'of a frame', zh: '占帧时间' },
  place: { en: 'line', zh: '行' },
  call: { en: 'call', zh: '调用' },
  calls: { en: 'calls', zh: '次数' },
  host: { en: 'host ms', zh: '主机 ms' },
  gap: { en: 'before it ms', zh: '调用前 ms' },
  queue: { en: 'queue ms', zh: '排队 ms' },
  deviceMs: { en: 'device ms', zh: '设备 ms' },
  idle: { en: 'idle ms', zh: '空闲 ms' },
  differences: { en: 'Differences, the largest first', zh: '差异（从大到小）' },
  none: { en: 'No line differs by more than a prediction may be off.', zh: '没有任何行的差异超出预测误差。' },
  elsewhere: {
    en: '{share} of a frame is in {count} calls at no place of the source',
    zh: '帧时间的 {share} 用于不对应源码的 {count} 次调用',
  },
  exceeding: { en: 'Over the allowed difference: {what}', zh: '超出允许的差异：{what}' },
  quantity: { en: 'quantity', zh: '量' },
} satisfies Texts<string>;

type Translate = (key: keyof typeof TEXTS, data?: Record<string, string | number>) => string;

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : String(Number(value.toPrecision(3)));

const percent = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;

const placeOf = ({ source, thread }: ToldLine): string =>
  source === null ? thread : `${source.file}:${source.line}`;

/** Rows of a part of a call's times: as measured, with the reference in brackets. */
function beside(line: ToldLine, part: (times: CallTimes) => number | null): string {
  const [here, there] = [line.measured && part(line.measured), line.reference && part(line.reference)];
  return `${figure(here)} (${figure(there)})`;
}

function lineRows(lines: readonly ToldLine[], t: Translate): string[][] {
  const parts = [t('host'), t('gap'), t('queue'), t('deviceMs'), t('idle')];
  const heads = [t('place'), t('call'), t('calls'), ...parts, t('share')];
  const rows = lines.map((line) => [
    placeOf(line),
    line.call,
    String(line.measured?.calls ?? 0),
    beside(line, ({ hostMs }) => hostMs),
    beside(line, ({ beforeMs }) => beforeMs),
    beside(line, ({ queueMs }) => queueMs),
    beside(line, ({ deviceMs }) => deviceMs),
    beside(line, ({ idleMs }) => idleMs),
    line.share === null ? '-' : percent(line.share),
  ]);
  return [heads, ...rows];
}

/** Differences that a reader has use for: those that a cause is known of, by what they cost. */
function causeLines(lines: readonly ToldLine[]): string[] {
  const explained = lines.filter(({ cause }) => cause);
  return explained.map((line, i) => {
    const share = line.share === null ? '' : ` ${percent(line.share)}`;
    return `${i + 1}. ${placeOf(line)} ${line.call}${share}: ${line.cause?.message ?? ''}`;
  });
}

function rateRow({ qps }: ComparisonAnswer, t: Translate): string[] {
  const text = (value: number | null): string => (value === null ? '-' : `${rateText(value)} QPS`);
  const isKnown = qps.measured !== null && qps.reference !== null && qps.reference > 0;
  const by = isKnown ? percent((qps.measured ?? 0) / (qps.reference ?? 1) - 1) : '';
  return [t('rate'), text(qps.measured), text(qps.reference), by];
}

export function comparisonLines(answer: ComparisonAnswer, locale: Locale): string[] {
  const t: Translate = translator(TEXTS, locale);
  const { program, device, reference, lines, quantities, notes, elsewhere } = answer;
  const causes = causeLines(lines);
  const differences = causes.length > 0 ? [t('differences'), ...causes] : [t('none')];
  const rows = quantities
    .filter(({ kind, subject }) => kind !== 'throughput' || subject !== 'program')
    .filter(({ predicted }) => predicted !== null)
    .map((row) => [
      subjectLabel(row.subject, locale),
      `${figure(row.measured)} ${row.unit}`,
      `${figure(row.predicted)} ${row.unit}`,
    ]);
  const share = percent(elsewhere.share).replace('+', '');
  // Without a record of calls there is nothing to set beside them.
  const isRecorded = lines.some(({ measured }) => (measured?.calls ?? 0) > 0);
  return [
    t('program', { program, device }),
    '',
    ...textTable([[t('quantity'), t('measured'), t(reference), ''], rateRow(answer, t), ...rows]),
    ...(isRecorded ? ['', ...textTable(lineRows(lines, t))] : []),
    ...(isRecorded && reference === 'prediction' ? ['', ...differences] : []),
    ...diagnosisLines(answer.diagnosis, locale),
    ...(elsewhere.calls > 0 ? ['', t('elsewhere', { share, count: elsewhere.calls })] : []),
    ...notes.flatMap((note) => ['', note]),
    ...(answer.exceeding.length > 0 ? ['', t('exceeding', { what: answer.exceeding.join(', ') })] : []),
  ];
}
