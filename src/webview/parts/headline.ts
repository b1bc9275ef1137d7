/** The answer in one look: the rate with its range, the bounds, a measured value, and what sets the pace. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport } from '../../server/protocol.ts';
import { h } from '../dom.ts';
import type { Child } from '../dom.ts';
import { bottleneckSentence, change, duration, rate, rateRange } from '../words.ts';

function fact(name: string, value: string, note?: Child): HTMLElement {
  return h(
    'div',
    { class: 'fact' },
    h('dt', {}, name),
    h('dd', {}, value, note && h('span', { class: 'note' }, note)),
  );
}

function facts({ prediction, measured }: ProgramReport): HTMLElement {
  const [low, high] = prediction.qpsRange;
  const { lower, upper } = prediction.bounds;
  const frames = prediction.callsPerSecond > 0 ? prediction.qps / prediction.callsPerSecond : 1;
  const batched = frames > 1.01;
  return h(
    'dl',
    { class: 'facts' },
    fact(l10n.t('Range'), rateRange(low, high)),
    fact(l10n.t('Bounds'), rateRange(lower, upper)),
    measured && fact(l10n.t('Measured'), rate(measured.qps), off(prediction.qps, measured.qps)),
    batched && fact(l10n.t('Calls per second'), rate(prediction.callsPerSecond)),
    fact(l10n.t('Latency, median'), duration(prediction.latency.medianMs)),
    fact(l10n.t('Latency, p99'), duration(prediction.latency.p99Ms)),
  );
}

/** How far the prediction is from what was measured. */
function off(predicted: number, measured: number): HTMLElement {
  const difference = change(measured, predicted);
  return h('span', { attributes: { title: l10n.t('The prediction is off by {0}', difference) } }, difference);
}

export function headline(report: ProgramReport): HTMLElement {
  const { prediction, device } = report;
  const { resource, utilization } = prediction.bottleneck;
  return h(
    'section',
    { class: 'headline', attributes: { 'aria-label': l10n.t('Predicted throughput') } },
    h(
      'p',
      { class: 'rate' },
      h('span', { class: 'figure' }, rate(prediction.qps)),
      ' ',
      h('span', { class: 'unit' }, l10n.t('frames/s')),
    ),
    h('p', { class: 'on' }, l10n.t('predicted on {0}', device.name)),
    h('p', { class: 'pace' }, bottleneckSentence(resource, utilization)),
    facts(report),
    ...alerts(report),
  );
}

function alerts({ prediction }: ProgramReport): HTMLElement[] {
  const { memory, warnings, run } = prediction;
  const messages = [
    ...(memory.fits ? [] : [memory.failure ?? l10n.t('The device runs out of memory.')]),
    ...(run.converged
      ? []
      : [l10n.t('The simulation ended before its range was narrow: take the range seriously.')]),
    ...warnings,
  ];
  return messages.map((message) => h('p', { class: 'alert' }, message));
}
