/** A calibration for a reader at a terminal. */
import type { Calibration, ErrorReport } from '../../measure/calibrate.ts';
import { measurementText } from '../../measure/errors.ts';
import { rateText, subjectLabel } from '../../service/labels.ts';
import type { Locale, Texts } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import type { ToldSymptom } from '../../service/diagnosis.ts';
import { textTable } from '../table.ts';
import { diagnosisLines } from './diagnosis.ts';

const TEXTS = {
  profile: { en: 'Profile {id} ({name})', zh: '设备配置 {id}（{name}）' },
  constant: { en: 'constant', zh: '常数' },
  unit: { en: 'unit', zh: '单位' },
  before: { en: 'before', zh: '校准前' },
  after: { en: 'after', zh: '校准后' },
  from: { en: 'from', zh: '来源' },
  samples: { en: '{count} at {place}', zh: '{place} 处 {count} 个样本' },
  within: { en: '{low} to {high}, {place}', zh: '{low} 到 {high}，{place}' },
  rough: { en: 'roughly, fit to runs: {low} to {high}', zh: '由实测运行粗略拟合：{low} 到 {high}' },
  fitted: { en: 'fit to runs, {low} to {high}', zh: '由实测运行拟合，{low} 到 {high}' },
  quantity: { en: 'measured', zh: '实测项' },
  kind: { en: 'what', zh: '类别' },
  value: { en: 'mean', zh: '平均值' },
  unchanged: { en: 'No constant was changed.', zh: '没有常数被修改。' },
  run: { en: 'run', zh: '运行' },
  measured: { en: 'measured', zh: '实测' },
  predicted: { en: 'predicted', zh: '预测' },
  error: { en: 'error', zh: '误差' },
  fitError: { en: 'Fit error', zh: '拟合误差' },
  holdoutError: { en: 'Holdout error', zh: '留出误差' },
  meanError: { en: '{error} (mean of {count})', zh: '{error}（{count} 项的平均值）' },
  noError: { en: 'not known: too few values', zh: '未知：数据过少' },
} satisfies Texts<string>;

type Translate = (key: keyof typeof TEXTS, data?: Record<string, string | number>) => string;

const figure = (value: number | null): string =>
  value === null ? '-' : String(Number(value.toPrecision(5)));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function errorText({ meanError, count }: ErrorReport, t: Translate): string {
  return meanError === null ? t('noError') : t('meanError', { error: percent(meanError), count });
}

function constantRows({ adjusted, fitted }: Calibration, t: Translate): string[][] {
  return [
    ...adjusted.map((a) => [
      a.constant,
      a.unit,
      figure(a.before),
      figure(a.after),
      a.interval
        ? t('within', { low: figure(a.interval[0]), high: figure(a.interval[1]), place: a.from })
        : t('samples', { count: a.samples, place: a.from }),
    ]),
    ...fitted.map((f) => [
      f.constant,
      f.unit,
      figure(f.before),
      figure(f.after),
      t(f.determined ? 'fitted' : 'rough', { low: figure(f.interval[0]), high: figure(f.interval[1]) }),
    ]),
  ];
}

/** Rows of operators and calls that a terminal has room for. */
const MOST_ROWS = 60;

function measuredLines({ measured }: Calibration, t: Translate, locale: Locale): string[] {
  if (measured.length === 0) return [];
  const heads = [t('quantity'), t('kind'), t('value'), t('unit'), t('from')];
  const rows = measured
    .slice(0, MOST_ROWS)
    .map(({ kind, subject, part, unit, value, count, from }) => [
      [subjectLabel(subject, locale), part].filter(Boolean).join(', '),
      measurementText({ id: kind, data: {} }, locale),
      figure(value),
      unit,
      t('samples', { count, place: from }),
    ]);
  const left = measured.length - rows.length;
  const more = left > 0 ? [measurementText({ id: 'more-rows', data: { count: left } }, locale)] : [];
  return ['', ...textTable([heads, ...rows]), ...more];
}

export function calibrationLines(
  calibration: Calibration,
  diagnosis: readonly ToldSymptom[],
  locale: Locale,
): string[] {
  const t: Translate = translator(TEXTS, locale);
  const { profile, runs, fit, holdout } = calibration;
  const constants = constantRows(calibration, t);
  const heads = [t('constant'), t('unit'), t('before'), t('after'), t('from')];
  const compared = runs.map((run) => [
    run.from,
    rateText(run.qps),
    rateText(run.predicted),
    percent(run.error),
  ]);
  const runHeads = [t('run'), t('measured'), t('predicted'), t('error')];
  return [
    t('profile', { id: profile.id, name: profile.name }),
    '',
    ...(constants.length > 0 ? textTable([heads, ...constants]) : [t('unchanged')]),
    ...measuredLines(calibration, t, locale),
    ...(compared.length > 0 ? ['', ...textTable([runHeads, ...compared])] : []),
    '',
    ...textTable([
      [t('fitError'), errorText(fit, t)],
      [t('holdoutError'), errorText(holdout, t)],
    ]),
    ...diagnosisLines(diagnosis, locale),
  ];
}
