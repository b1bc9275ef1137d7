/** Today beside the trial: a table of figures, and a bar for each resource. */
import * as l10n from '@vscode/l10n';
import type { ShownPrediction } from '../../server/protocol-shapes.ts';
import { utilizationRows } from '../charts/utilization.ts';
import { h, replace } from '../dom.ts';
import { table } from '../parts/table.ts';
import { bytes, change, duration, percent, rate, rateRange, resourceName } from '../words.ts';

/** `trial` undefined: nothing is tried yet. */
function comparison(today: ShownPrediction, trial: ShownPrediction | undefined): HTMLElement {
  const figure = (
    name: string,
    of: (prediction: ShownPrediction) => number,
    say: (value: number) => string,
  ) =>
    trial
      ? [name, say(of(today)), say(of(trial)), change(of(today), of(trial))]
      : [name, say(of(today)), '–', ''];
  const words = (name: string, say: (prediction: ShownPrediction) => string) => [
    name,
    say(today),
    trial ? say(trial) : '–',
    '',
  ];
  const rows = [
    figure(l10n.t('Frames per second'), ({ qps }) => qps, rate),
    words(l10n.t('Range'), ({ qpsRange: [low, high] }) => rateRange(low, high)),
    figure(l10n.t('Latency, median'), ({ latency }) => latency.medianMs, duration),
    figure(l10n.t('Latency, p99'), ({ latency }) => latency.p99Ms, duration),
    figure(l10n.t('Memory at its peak'), ({ memory }) => memory.peakBytes, bytes),
    words(l10n.t('Binding'), ({ bottleneck }) => resourceName(bottleneck.resource)),
  ];
  return table({
    caption: l10n.t('Today beside the trial'),
    head: [l10n.t('Quantity'), l10n.t('Today'), l10n.t('What if'), l10n.t('Change')],
    rows,
  });
}

/** The figures stand beside it. */
const barOf = (kind: string, share: number): HTMLElement =>
  h('dd', {
    class: kind,
    attributes: { 'aria-hidden': true },
    variables: { '--share': `${Math.min(share, 1) * 100}%` },
  });

/** Two bars a resource: today's thin and quiet, the trial's in front. */
function bars(today: ShownPrediction, trial: ShownPrediction | undefined): HTMLElement {
  const before = new Map(utilizationRows(today).map(({ id, share }) => [id, share]));
  const rows = utilizationRows(trial ?? today).map(({ id, name, share, binding }) =>
    h(
      'div',
      { class: binding ? 'pair binding' : 'pair' },
      h('dt', {}, name),
      h('dd', {}, trial ? `${percent(before.get(id) ?? 0)} → ${percent(share)}` : percent(share)),
      trial && barOf('bar-before', before.get(id) ?? 0),
      barOf('bar-after', share),
    ),
  );
  return h('dl', { class: 'pairs' }, ...rows);
}

export const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function answerPart(today: ShownPrediction) {
  const answer = h('div', { class: 'answer', attributes: { 'aria-live': 'polite' } });
  const resources = h('div', {});
  const hint = h(
    'p',
    { class: 'quiet hint' },
    l10n.t(
      'Change a value: the answer stands beside today’s at once, and nothing is written until you say so.',
    ),
  );
  return {
    answer,
    resources,
    show(trial: ShownPrediction | undefined): void {
      replace(answer, comparison(today, trial), trial ? null : hint);
      replace(resources, bars(today, trial));
    },
    fail: (error: unknown): void =>
      replace(answer, h('p', { class: 'alert', attributes: { role: 'alert' } }, inWords(error))),
  };
}
