/** Several predictions as a table, a line a program. */
import { adviceText } from '../../service/advice-text.ts';
import { gainShare } from '../../service/gain-text.ts';
import { ratesText, millisecondsText, percentText, resourceLabel } from '../../service/labels.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { textTable } from '../table.ts';
import { TEXTS } from '../texts.ts';
import type { PredictionView, UnpredictedView } from './prediction.ts';

type View = PredictionView | UnpredictedView;

export function programLines(views: readonly View[], locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const head = [
    t('program'),
    'QPS',
    t('low'),
    t('high'),
    t('latency'),
    t('bottleneck'),
    t('followed'),
    t('next'),
  ];
  const device = [...new Set(views.map((view) => view.device))].join(t('listed'));
  return [
    ...textTable([[t('device'), device]]),
    '',
    ...textTable([head, ...views.map((view) => row(view, locale))]),
    ...withoutRate(views, locale),
    '',
    t('detailsBy'),
  ];
}

function row(view: View, locale: Locale): string[] {
  const { title, coverage } = view;
  const followed = coverage ? `${String(coverage.followed)}/${String(coverage.calls)}` : '-';
  if (!('prediction' in view)) return [title, '-', '-', '-', '-', '-', followed, next(view, locale)];
  const { latency, bottleneck } = view.prediction;
  const { qps, low, high } = ratesText(view.prediction);
  const bound = `${resourceLabel(bottleneck.resource, locale)} ${percentText(bottleneck.utilization)}`;
  return [title, qps, low, high, millisecondsText(latency.medianMs), bound, followed, next(view, locale)];
}

/** Why programs have no rate, a line each. */
function withoutRate(views: readonly View[], locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const lines = views.flatMap((view) =>
    'prediction' in view ? [] : [`${view.title}: ${t('noRate', { why: view.problem.in(locale) })}`],
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

/** Characters of the next step: the details say all of it. */
const MOST_NEXT = 60;

/** What lifts the rate most, by its rule where it has one. */
function next({ advice }: View, locale: Locale): string {
  const [best] = advice.items;
  const share = best?.gain ? gainShare(best.gain) : undefined;
  if (!best || share === undefined) return '';
  if (best.kind === 'fix') return `${share} ${best.priced.finding.rule}`;
  const text = adviceText(best, locale);
  return `${share} ${text.length > MOST_NEXT ? `${text.slice(0, MOST_NEXT)}…` : text}`;
}
